"""The page "How good are these numbers?": what was said of a time that has been seen, and what came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.ui import charts, formats
from regain.foundation.ui.charts import Bar, Bin, Dot, Drawing, Measure, Step, Unit
from regain.foundation.ui.parts import Tab
from regain.knowledge.valuation.queries import quality_words as words
from regain.knowledge.valuation.queries.quality_chances import Kept, kept_chances
from regain.knowledge.valuation.queries.standing import Standing, standing
from regain.knowledge.warehouse import queries as warehouse

Document = Mapping[str, Any]
MOST_STEPS: Final = 60
"""Weeks drawn; a longer past is thinned, its end always shown."""


@dataclass(frozen=True)
class ModelRow:
    """How one model did: purchases expected with their likely range, error a customer, first tenth, and a word."""

    name: str
    is_used: bool
    expected: float
    low: float
    high: float
    miss: float
    top: float
    verdict: str


@dataclass(frozen=True)
class TenthRow:
    """One tenth of the customers, the most promising first."""

    place: int
    customers: int
    expected: float
    came: float
    low: float
    high: float
    share: float


@dataclass(frozen=True)
class PastDayRow:
    """What the rule got wrong on one past day."""

    day: date
    stayed: int
    too_early: int
    left: int
    too_late: int
    delay: float


@dataclass(frozen=True)
class Rule:
    """How often the rule who counts as gone is wrong."""

    sentences: tuple[str, ...]
    rows: tuple[PastDayRow, ...]
    watched: int
    delay: int | None


@dataclass(frozen=True)
class Models:
    """How good the models of purchases are."""

    cut: date
    until: date
    days: int
    customers: int
    bought: int
    came_back: int
    of_contracts: bool
    purchases: str
    is_within: bool
    choice: str
    ranking: str
    rows: tuple[ModelRow, ...]
    tenths: tuple[TenthRow, ...]
    drawings: Mapping[str, Drawing]
    readings: Mapping[str, str]
    refused: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class QualityPage:
    """Everything the page shows; without `models`, `why_not` says why nothing could be tested."""

    standing: Standing
    tabs: tuple[Tab, ...]
    rule: Rule | None = None
    models: Models | None = None
    why_not: str = field(default="")
    chances: tuple[Kept, ...] = ()


def tabs(current: str) -> tuple[Tab, ...]:
    """The two pages that say how good the numbers are."""
    told = {"quality": _("Models and rules"), "backtest": _("Ranking of those who left")}
    return tuple(Tab(title, reverse(f"valuation:{name}"), current=name == current) for name, title in told.items())


def quality_page(*, by: Actor) -> QualityPage:
    """What the last valuation kept of its test."""
    stands = standing(by=by)
    told = warehouse.lake().current().about("values")
    quality = told.get("quality")
    models = _models(quality) if quality and "models" in quality else None
    why_not = "" if quality is None else quality.get("why_not", "")
    return QualityPage(stands, tabs("quality"), _rule(told), models, why_not, kept_chances(told))


def prepare() -> None:
    """Draw the charts of the newest values ahead, so that nobody waits for them."""
    told = warehouse.lake().current().about("values")
    if "models" in told.get("quality", {}):
        _models(told["quality"])
    kept_chances(told)


def quality_answer() -> dict[str, Any]:
    """The same test for programs. Raises NotFound while nobody was valued."""
    told = warehouse.lake().current().about("values")
    if "quality" not in told:
        raise NotFound(_("Nobody has been valued yet: import sales and value all customers first."))
    others = {name: told.get(name) for name in ("chance", "risk")}
    errors = told.get("lives", {}).get("rule_errors")
    return {**told["quality"], "rule": told["rule"], "rule_errors": errors, **others}


def _rule(told: Document) -> Rule | None:
    errors = told.get("lives", {}).get("rule_errors")
    if errors is None:
        return None
    sentences = [words.limits_sentence(errors, told["rule"])]
    if errors["days"]:
        sentences += [words.early_sentence(errors), words.late_sentence(errors)]
    rows = tuple(
        PastDayRow(
            day=date.fromisoformat(each["day"]),
            delay=each["delay_days"],
            **{name: each[name] for name in ("stayed", "too_early", "left", "too_late")},
        )
        for each in errors["days"]
    )
    return Rule(tuple(filter(None, sentences)), rows, errors["watched_days"], errors["delay_days"])


def _models(told: Document) -> Models:
    chosen = words.chosen_model(told)
    return Models(
        cut=date.fromisoformat(told["cut"]),
        until=date.fromisoformat(told["as_of"]),
        **{name: told[name] for name in ("days", "customers", "bought", "came_back")},
        of_contracts=told["of"] == "renewals",
        purchases=words.purchases_sentence(told),
        is_within=chosen["expected_low"] <= told["bought"] <= chosen["expected_high"],
        choice=words.choice_sentence(told),
        ranking=words.ranking_sentence(told) if "rankings" in told else "",
        rows=tuple(_model_row(each, told["chosen"]) for each in told["models"]),
        tenths=_tenths(told),
        drawings={name: draw(told) for name, (needs, draw) in DRAWINGS.items() if needs in told},
        readings={name: words.groups_sentence(told[name]) for name in ("by_past_purchases", "by_chance")},
        refused=tuple((words.model_name(name), why) for name, why in told["refused"].items()),
    )


def _model_row(each: Document, chosen: str) -> ModelRow:
    lead = each["lead_of_chosen"]
    is_used = each["name"] == chosen
    verdict = _("in use") if is_used else _("cannot be told apart")
    if not is_used and lead["low"] > 0:
        verdict = _("worse, beyond chance")
    if not is_used and lead["high"] < 0:
        verdict = _("better, beyond chance")
    return ModelRow(
        name=words.model_name(each["name"]),
        is_used=is_used,
        expected=each["expected"],
        low=each["expected_low"],
        high=each["expected_high"],
        miss=each["miss"],
        top=each["top_tenth"],
        verdict=verdict,
    )


def _tenths(told: Document) -> tuple[TenthRow, ...]:
    everything = sum(each["customers"] * each["happened"] for each in told["tenths"]) or 1.0
    return tuple(
        TenthRow(
            place=place,
            customers=each["customers"],
            expected=each["said"],
            came=each["happened"],
            low=each["low"],
            high=each["high"],
            share=each["customers"] * each["happened"] / everything,
        )
        for place, each in enumerate(reversed(told["tenths"]), start=1)
    )


def _by_past_purchases(told: Document) -> Drawing:
    dots = [
        Dot(_past(each, told["by_past_purchases"][-1]), each["happened"], each["low"], each["high"], each["said"])
        for each in told["by_past_purchases"]
    ]
    of_contracts = told["of"] == "renewals"
    title = _("Purchases, by how often customers had come back before")
    return charts.comparison(
        _("Months renewed, by how many had been before") if of_contracts else title,
        Measure(_("Months renewed, a contract") if of_contracts else _("Purchases a customer")),
        dots,
        reference=_("Expected"),
        purpose=_("What came in the time held back, and what the model had expected."),
    )


def _past(each: Mapping[str, float], last: Mapping[str, float]) -> str:
    count = int(each["at"])
    if count == 0:
        return _("Never")
    if each is last:
        return ngettext("Once and more", "%(count)d times and more", count) % {"count": count}
    return ngettext("Once", "%(count)d times", count) % {"count": count}


def _by_chance(told: Document) -> Drawing:
    bins = [
        Bin(each["said"], each["happened"], each["low"], each["high"], int(each["customers"]))
        for each in told["by_chance"]
    ]
    return charts.calibration(
        _("Chance of renewing") if told["of"] == "renewals" else _("Chance of buying again"),
        bins,
        purpose=_("Customers of whom about the same chance was said, and how many of them did in the time held back."),
    )


def _cumulative(told: Document) -> Drawing:
    return charts.following(
        _("All repeat purchases so far"),
        Measure(_("Purchases")),
        _steps(told, _thinned(told["weeks"])),
        purpose=_(
            "Of the customers known before the upright line; to its right the model had to do without the facts."
        ),
        wide=True,
    )


def _weekly(told: Document) -> Drawing:
    weeks = told["weeks"]
    each = [
        {"until": now["until"], **{name: now[name] - before[name] for name in ("bought", "expected")}}
        for before, now in pairwise(weeks)
    ]
    return charts.following(
        _("Repeat purchases week by week"),
        Measure(_("Purchases a week")),
        _steps(told, each[-MOST_STEPS:]),
        purpose=_("The same customers. Seasons show here: the models know none."),
        wide=True,
    )


def _thinned(weeks: Sequence[Document]) -> Sequence[Document]:
    every = -(-len(weeks) // MOST_STEPS)
    return weeks[::-1][::every][::-1]


def _steps(told: Document, weeks: Sequence[Document]) -> list[Step]:
    return [
        Step(
            formats.day(date.fromisoformat(week["until"]), "short"),
            week["bought"],
            week["expected"],
            is_new=week["until"] > told["cut"],
        )
        for week in weeks
    ]


def _rankings(told: Document) -> Drawing:
    bars = [Bar(str(words.LISTS[name]), share, quiet=name != "model") for name, share in told["rankings"].items()]
    return charts.ranked(
        _("Purchases made by the first tenth of each list"),
        Measure(_("Share of all purchases"), Unit.SHARE),
        bars,
        purpose=_("Drawn by lot, the first tenth would make a tenth of them."),
    )


DRAWINGS: Final = {
    "by_past_purchases": ("by_past_purchases", _by_past_purchases),
    "by_chance": ("by_chance", _by_chance),
    "cumulative": ("weeks", _cumulative),
    "weekly": ("weeks", _weekly),
    "rankings": ("rankings", _rankings),
}
