"""Were the chances kept? Of return for those who left, of leaving for those who are here: said beside happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from regain.foundation.ui import charts, formats
from regain.foundation.ui.charts import Bin, Drawing
from regain.knowledge.valuation.queries.risk_words import LEVELS
from regain.knowledge.valuation.rules.learning import WINDOW

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Kept:
    """One kind of chance: the drawing of what was said beside what happened, and how to read it."""

    drawing: Drawing
    sentences: tuple[str, ...]


def kept_chances(about: Document) -> tuple[Kept, ...]:
    """Every kind of chance that the last valuation held against the past."""
    return tuple(filter(None, (_of_return(about.get("chance") or {}), _of_leaving(about.get("risk") or {}))))


def _of_return(chance: Document) -> Kept | None:
    held_out = chance.get("held_out")
    if not held_out:
        return None
    told = held_out[chance["model"]]
    bins = [
        Bin(each["said"], each["happened"], each["happened_low"], each["happened_high"], int(each["people"]))
        for each in told["groups"]
    ]
    drawing = charts.calibration(
        _("Chance of return"),
        bins,
        purpose=_("Customers who were gone on past days, by the chance said of them from what had come before."),
    )
    sentence = _(
        "Of %(people)s who were gone on %(windows)s past days, %(expected)s were expected back within %(days)s days;"
        " %(returned)s came."
    ) % {
        "people": formats.number(round(told["people"])),
        "windows": held_out["windows"],
        "expected": formats.number(round(told["expected"])),
        "returned": formats.number(round(told["returned"])),
        "days": WINDOW,
    }
    return Kept(drawing, (sentence,))


def _of_leaving(risk: Document) -> Kept | None:
    if not risk.get("is_measured"):
        return None
    bins = [
        Bin(each["promised"], each["left"] / max(each["customers"], 1), each["low"], each["high"], each["customers"])
        for each in risk["promises"]
    ]
    drawing = charts.calibration(
        _("Chance of leaving"),
        bins,
        purpose=_("Customers of a past day, by the early warning they would have had."),
    )
    return Kept(drawing, tuple(_called(each, risk) for each in risk["called"] if each["customers"]))


def _called(each: Document, risk: Document) -> str:
    return _(
        "Of %(customers)s called %(level)s on %(day)s, %(left)s left within %(days)s days: %(share)s, likely %(low)s to"
        " %(high)s."
    ) % {
        "customers": formats.number(each["customers"]),
        "level": str(LEVELS[each["level"]]).lower(),
        "day": formats.day(date.fromisoformat(risk["cut"])),
        "left": formats.number(each["left"]),
        "days": risk["within_days"],
        "share": formats.percent(each["share"]),
        "low": formats.percent(each["low"]),
        "high": formats.percent(each["high"]),
    }
