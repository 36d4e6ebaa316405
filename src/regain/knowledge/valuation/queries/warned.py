"""How good the early warnings are: of those called high on a past day, how many left; and what moves a warning."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.ui import charts, formats
from regain.foundation.ui.charts import Bin, Drawing
from regain.foundation.ui.parts import Crumb
from regain.knowledge.valuation.queries.listed import Amount
from regain.knowledge.valuation.queries.risk import TABLE, levels
from regain.knowledge.valuation.queries.risk_words import LEVELS, MOVERS, STEPS, TONES, moved
from regain.knowledge.valuation.queries.standing import Standing, standing
from regain.knowledge.valuation.rules.risk import wilson
from regain.knowledge.warehouse import queries as warehouse


@dataclass(frozen=True)
class CalledRow:
    """Everybody called one level on the past day, what became of them, and how many have the level now."""

    level: str
    tone: str
    customers: int
    left: int
    share: str
    likely: str
    now: int


@dataclass(frozen=True)
class StepRow:
    """One step of a signal, and by how much it multiplies the odds of leaving."""

    signal: str
    step: str
    odds: float


@dataclass(frozen=True)
class RiskPage:
    """The proof of the warnings; without `called` it says why nothing is measured."""

    standing: Standing
    verdict: str
    tone: str
    why_not: str
    called: tuple[CalledRow, ...]
    sentences: tuple[str, ...]
    drawing: Drawing | None
    steps: tuple[StepRow, ...]
    within: int
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True)
class RiskCard:
    """Those at high risk now, and how far the word can be trusted."""

    high: int
    medium: int
    value: Amount
    proof: str
    is_measured: bool
    href: str


@dataclass(frozen=True)
class Warned:
    """The early warning of one living customer, with what moved it and what stands behind the word."""

    level: str
    tone: str
    chance: str
    likely: str
    movers: tuple[str, ...]
    proof: str


def warning_of(value: Mapping[str, Any] | None, about: Mapping[str, Any]) -> Warned | None:
    """The warning of a living customer; none for those who left, are never to be called, or were not valued."""
    if value is None or value["state"] != "alive" or not value["recoverable"] or "risk" not in value:
        return None
    told, chance = about.get("risk", {}), value["risk_chance"]
    movers = moved(value["movers"])
    if value["ends_on"] is not None:
        movers[0] = _("Contract ends on %(day)s") % {"day": formats.day(value["ends_on"])}
    ends = (formats.percent(value["risk_chance_low"]), formats.percent(value["risk_chance_high"]))
    return Warned(
        level=str(LEVELS.get(value["risk"], _("Not measured yet"))),
        tone=TONES.get(value["risk"], "quiet"),
        chance="" if chance is None else formats.percent(chance),
        likely="" if chance is None else formats.span(*ends),
        movers=tuple(movers),
        proof=proof_in_words(told) if told.get("is_measured") else str(told.get("why_not", "")),
    )


def risk_page(*, by: Actor) -> RiskPage:
    """The page."""
    stands, lake = standing(by=by), warehouse.lake()
    told = lake.current().about(TABLE).get("risk", {})
    is_measured = bool(told.get("is_measured"))
    now = {level: count for level, (count, _value) in levels(lake).items()} if stands.is_valued else {}
    crumbs = (Crumb(_("Customers"), reverse("valuation:customers")), Crumb(_("At risk"), reverse("valuation:at_risk")))
    return RiskPage(
        standing=stands,
        verdict=proof_in_words(told) if is_measured else "",
        tone="info" if _tells(told) else "warn",
        why_not="" if is_measured else str(told.get("why_not") or _("Nobody has been valued yet.")),
        called=tuple(_row(each, now) for each in told.get("called", ())),
        sentences=tuple(_sentences(told)) if is_measured else (),
        drawing=_drawing(told) if is_measured else None,
        steps=tuple(_steps(told.get("points", {}))),
        within=int(told.get("within_days", 90)),
        crumbs=crumbs,
    )


def risk_card(*, by: Actor) -> RiskCard | None:
    """The card of the first page; None while nobody is valued."""
    stands, lake = standing(by=by), warehouse.lake()
    told = lake.current().about(TABLE).get("risk")
    if not stands.is_valued or told is None:
        return None
    now = levels(lake)
    high = now.get("high", (0, 0))
    return RiskCard(
        high=high[0],
        medium=now.get("medium", (0, 0))[0],
        value=(high[1], stands.currency),
        proof=proof_in_words(told) if told["is_measured"] else str(told["why_not"]),
        is_measured=bool(told["is_measured"]),
        href=f"{reverse('valuation:at_risk')}?risk=high",
    )


def risk_answer(*, by: Actor) -> Mapping[str, Any]:
    """The proof of the warnings for programs. Raises NotFound while nobody is valued."""
    told = warehouse.lake().current().about(TABLE)
    if "risk" not in told:
        raise NotFound(_("Nobody has been valued yet: import sales and value all customers first."))
    now = {level or "unmeasured": count for level, (count, _value) in levels(warehouse.lake()).items()}
    answer: Mapping[str, Any] = {"as_of": told["as_of"], "rule": told["rule"], **told["risk"], "now": now}
    return answer


def proof_in_words(told: Mapping[str, Any]) -> str:
    """Of so many called high on a day, so many left by another."""
    high = told["called"][0]
    if not high["customers"]:
        return _("On %(cut)s nobody was called high.") % {"cut": _day(told["cut"])}
    return _("Of %(customers)s called high on %(cut)s, %(left)s had left by %(until)s.") % {
        "customers": formats.number(high["customers"]),
        "cut": _day(told["cut"]),
        "left": formats.number(high["left"]),
        "until": _day(told["until"]),
    }


def _sentences(told: Mapping[str, Any]) -> list[str]:
    high = told["called"][0]
    left = sum(each["left"] for each in told["called"])
    everybody = sum(each["customers"] for each in told["called"])
    low, up = wilson(high["left"], left)
    caught = _(
        "Of all %(left)s who left in that time, %(high)s had been called high: %(share)s, likely %(low)s to %(up)s."
    )
    base = _(
        "Of everybody, high or not, %(left)s of %(everybody)s left: %(share)s. A level that says no more is no warning."
    )
    learnt = _(
        "Learnt from %(customers)s looks at customers on four past days, of which %(left)s left within %(days)s days."
        " The counts above are of the newest of these days, judged by what the three before it taught."
    )
    return [
        caught % {"left": formats.number(left), "high": formats.number(high["left"]),
                  "share": formats.percent(high["left"] / left if left else 0),
                  "low": formats.percent(low), "up": formats.percent(up)},
        base % {"left": formats.number(left), "everybody": formats.number(everybody),
                "share": formats.percent(left / everybody if everybody else 0)},
        learnt % {"customers": formats.number(told["learnt_from"]), "left": formats.number(told["learnt_left"]),
                  "days": told["within_days"]},
    ]  # fmt: skip


def _tells(told: Mapping[str, Any]) -> bool:
    """Whether those called high left more often than everybody, beyond chance."""
    if not told.get("is_measured"):
        return False
    everybody = sum(each["customers"] for each in told["called"])
    left = sum(each["left"] for each in told["called"])
    return bool(everybody and told["called"][0]["low"] > left / everybody)


def _row(each: Mapping[str, Any], now: Mapping[str, int]) -> CalledRow:
    level, count = each["level"], each["customers"]
    return CalledRow(
        level=str(LEVELS[level]),
        tone=TONES[level],
        customers=count,
        left=each["left"],
        share=formats.percent(each["share"]) if count else formats.NOTHING,
        likely=formats.span(formats.percent(each["low"]), formats.percent(each["high"])) if count else "",
        now=now.get(level, 0),
    )


def _drawing(told: Mapping[str, Any]) -> Drawing:
    bins = [
        Bin(each["promised"], each["left"] / each["customers"], each["low"], each["high"], each["customers"])
        for each in told["promises"]
    ]
    purpose = _("Customers in ten groups by the chance said on that day, and the share of each that left.")
    return charts.calibration(_("Said and happened"), bins, purpose=purpose)


def _steps(points: Mapping[str, list[float]]) -> list[StepRow]:
    return [
        StepRow(str(MOVERS[signal]), str(STEPS[signal][step]), odds)
        for signal, steps in points.items()
        for step, odds in enumerate(steps)
        if any(each != 1.0 for each in steps)
    ]


def _day(text: str) -> str:
    return formats.day(date.fromisoformat(text))
