"""How good are these numbers? What the ranking of a past date would have caught, and what was learnt to make it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Invalid
from regain.foundation.ui import charts, formats
from regain.foundation.ui.charts import Drawing, Measure, Unit
from regain.foundation.ui.parts import Tab
from regain.knowledge.ledger.rules import Patience
from regain.knowledge.ledger.rules import rule as rule_named
from regain.knowledge.valuation.queries import looks
from regain.knowledge.valuation.queries.left import Option, options
from regain.knowledge.valuation.queries.listed import Amount
from regain.knowledge.valuation.queries.quality_page import tabs
from regain.knowledge.valuation.queries.standing import Standing, company_rule, standing
from regain.knowledge.valuation.rules.learning import CUTS, WINDOW
from regain.knowledge.warehouse import queries as warehouse

RANKINGS: Final = {
    "regain": gettext_lazy("Regain"),
    "past_spend": gettext_lazy("Most spent so far"),
    "recency": gettext_lazy("Gone for the shortest time"),
    "frequency": gettext_lazy("Bought most often"),
    "chance": gettext_lazy("Drawn by lot"),
}
CHOSEN: Final = {
    "past_spend": gettext_lazy("most spent so far"),
    "recency": gettext_lazy("gone for the shortest time"),
    "frequency": gettext_lazy("bought most often"),
    "spend_over_root_absence": gettext_lazy("spend, fading with the time away"),
    "chance_times_value": gettext_lazy("chance of return times second value"),
}
TOPS: Final = {"top10": gettext_lazy("tenth"), "top20": gettext_lazy("fifth"), "top50": gettext_lazy("half")}
HEAT: Final = 5
"""Shades of the heat table."""
FEW: Final = 10
"""A cell with fewer people says little by itself."""
PARAMETERS: Final = {
    "purchases": {
        "r": gettext_lazy("How alike customers are in how often they buy; larger means more alike."),
        "alpha": gettext_lazy("Days: together with r, a customer buys about every alpha ÷ r days."),
        "a": gettext_lazy("With b: the chance that a customer leaves after a purchase is a ÷ (a + b) on average."),
        "b": gettext_lazy("See a."),
        "s": gettext_lazy("How alike customers are in how soon they leave; larger means more alike."),
        "beta": gettext_lazy("Days: together with s, a customer leaves at about s ÷ beta a day."),
    },
    "spend": {
        "p": gettext_lazy("How even one customer's purchases are; larger means more even."),
        "q": gettext_lazy("How alike customers are in what they spend; larger means more alike."),
        "gamma": gettext_lazy("Money: sets the level of spend, p × gamma ÷ (q − 1) on average."),
    },
    "patience": {
        "r": gettext_lazy("How alike customers are in the rhythm of their purchases."),
        "alpha": gettext_lazy("Days: sets the level of the gaps between purchases."),
    },
}


@dataclass(frozen=True)
class RankedRow:
    """What one ranking caught, in its top tenth, fifth and half: shares of returned value and of returners."""

    title: str
    is_ours: bool
    shares: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Cell:
    """Of `alike` people gone this long who had spent this much, `returned` came back. `shade` is 0 to HEAT."""

    alike: int
    returned: int
    chance: float
    shade: int
    is_thin: bool


@dataclass(frozen=True)
class Heat:
    """Chances of return by absence (down) and spend (across)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    alike: int
    returned: int

    @property
    def share(self) -> float:
        """The company's own rate."""
        return self.returned / self.alike if self.alike else 0.0


@dataclass(frozen=True)
class Parameter:
    """One fitted number, and what it means."""

    model: str
    name: str
    value: float
    words: str


@dataclass(frozen=True)
class Learnt:
    """What stands behind the values everybody sees now."""

    ranking: str
    rhythm: str
    second_lives: str
    heat: Heat | None
    parameters: tuple[Parameter, ...]
    why_no_worth: str
    window: int = WINDOW
    cuts: int = CUTS


@dataclass(frozen=True)
class ProofPage:
    """The page "How good are these numbers?". `problem` says in a sentence why there is no test."""

    standing: Standing
    tabs: tuple[Tab, ...]
    rules: tuple[Option, ...]
    as_of: date | None = None
    until: date | None = None
    last_known: date | None = None
    rule_words: str = ""
    problem: str = ""
    is_waiting: bool = False
    departed: int = 0
    returned: int = 0
    returned_value: Amount | None = None
    verdict: str = ""
    verdict_tone: str = "info"
    lead: tuple[float, float, float] | None = None
    rival: str = ""
    rows: tuple[RankedRow, ...] = ()
    drawing: Drawing | None = None
    learnt: Learnt | None = None

    @property
    def share(self) -> float:
        """How many of the departed came back."""
        return self.returned / self.departed if self.departed else 0.0


def proof_page(*, by: Actor, as_of: str = "", until: str = "", rule: str = "") -> ProofPage:
    """The backtest asked for, and what was learnt; by default the last three months known."""
    stands = standing(by=by)
    stored = stands.rule
    if not stands.has_facts:
        return ProofPage(stands, tabs("backtest"), options(stored, stored))
    lake = warehouse.lake()
    about = lake.current().about("values")
    common: dict[str, Any] = {
        "learnt": learnt_of(about, stands.currency) if about else None,
        "last_known": warehouse.last_day(lake),
    }
    try:
        wanted = rule_named(rule) if rule else company_rule(stored)
        asked = looks.asked_for(looks.BACKTEST, rule=str(wanted), as_of=as_of, until=until)
        document = looks.look(asked)
    except Invalid as refusal:
        return ProofPage(stands, tabs("backtest"), options(stored, stored), problem=refusal.sentence, **common)
    common |= {"as_of": asked.as_of, "until": asked.until, "rule_words": wanted.sentence}
    page = ProofPage(stands, tabs("backtest"), options(str(wanted), stored), is_waiting=document is None, **common)
    return page if document is None else _tested(page, document)


def _tested(page: ProofPage, document: Mapping[str, Any]) -> ProofPage:
    rows = tuple(_row(name, tops) for name, tops in document["rankings"].items())
    lead = document["lead"]
    told = {field: getattr(page, field) for field in page.__dataclass_fields__}
    return ProofPage(
        **told
        | {
            "departed": document["departed"],
            "returned": document["returned"],
            "returned_value": (Decimal(document["returned_value"]), page.standing.currency),
            "verdict": verdict(document),
            "verdict_tone": _tone(document),
            "lead": (lead["value"], lead["low"], lead["high"]) if lead else None,
            "rival": str(RANKINGS[document["rival"]]),
            "rows": rows,
            "drawing": _drawing(document) if document["returned"] else None,
        }
    )


def _row(name: str, tops: Mapping[str, Mapping[str, float]]) -> RankedRow:
    shares = tuple((tops[top]["value"], tops[top]["returners"]) for top in TOPS)
    return RankedRow(str(RANKINGS[name]), name == "regain", shares)


def verdict(document: Mapping[str, Any]) -> str:
    """What the test says, in one sentence; "cannot tell" is an answer."""
    lead, rival = document["lead"], RANKINGS[document["rival"]]
    if not document["departed"]:
        return _("Nobody had left by then, so there is nothing to rank.")
    if lead is None:
        return _("Nobody came back in this time, so no ranking can be told from another.")
    if document["chosen"] == document["rival"]:
        return _(
            "Cannot tell more than a simple rule: on this company's own past nothing beat “%(rival)s”, so Regain ranks"
            " by it."
        ) % {"rival": rival}
    told = {
        "rival": rival,
        "points": _points(lead["value"]),
        "low": _points(lead["low"]),
        "high": _points(lead["high"]),
    }
    if lead["low"] > 0:
        return (
            _(
                "Regain's ranking caught more than the best simple rule, “%(rival)s”: %(points)s percentage points"
                " of the returned value, likely %(low)s to %(high)s."
            )
            % told
        )
    if lead["high"] < 0:
        return (
            _(
                "The best simple rule, “%(rival)s”, caught more than Regain's ranking: %(points)s percentage points of"
                " the returned value, likely %(low)s to %(high)s."
            )
            % told
        )
    return (
        _(
            "Cannot tell: Regain's ranking and the best simple rule, “%(rival)s”, differ by %(points)s percentage"
            " points of the returned value, likely %(low)s to %(high)s."
        )
        % told
    )


def _points(share: float) -> str:
    return formats.signed(round(100 * share, 1))


def _tone(document: Mapping[str, Any]) -> str:
    lead = document["lead"]
    if lead is None or document["chosen"] == document["rival"]:
        return "info"
    return "good" if lead["low"] > 0 else "warn" if lead["high"] < 0 else "info"


def _drawing(document: Mapping[str, Any]) -> Drawing:
    bars = [
        charts.Bar(str(RANKINGS[name]), tops["top20"]["value"], quiet=name == "chance")
        for name, tops in document["rankings"].items()
    ]
    measure = Measure(_("Share of the returned value"), Unit.SHARE)
    return charts.ranked(
        _("What the first fifth of each list would have caught"),
        measure,
        bars,
        purpose=_("Share of all the value that came back, had only the first fifth of the departed been called."),
    )


def learnt_of(about: Mapping[str, Any], currency: str) -> Learnt:
    """What was learnt when everybody was valued, in words."""
    patience = about.get("patience") or {}
    rhythm = ""
    if about.get("rule") == "rhythm" and patience:
        rhythm = _(
            "After two purchases 30 days apart a silence of %(few)s days still counts as staying; after eleven in 300"
            " days, of %(many)s days."
        ) % {"few": _allowed(patience, gaps=1, span=30), "many": _allowed(patience, gaps=10, span=300)}
    return Learnt(
        ranking=str(CHOSEN.get(about.get("ranking", ""), about.get("ranking", ""))),
        rhythm=rhythm,
        second_lives=about.get("second_lives", ""),
        heat=heat_of(about["returns"], currency) if "returns" in about else None,
        parameters=tuple(_parameters(about)),
        why_no_worth=about.get("why_no_worth", ""),
    )


def heat_of(returns: Mapping[str, Any], currency: str) -> Heat | None:
    """The heat table; none while no past window could be learnt from."""
    cells = [
        (alike, back, chance)
        for row in zip(returns["alike"], returns["returned"], returns["chance"], strict=True)
        for alike, back, chance in zip(*row, strict=True)
    ]
    if not sum(cell[0] for cell in cells):
        return None
    most = max(chance for _alike, _back, chance in cells) or 1.0
    shaded = [Cell(a, k, p, round(HEAT * p / most), a < FEW) for a, k, p in cells]
    width = len(returns["spend_edges"]) + 1
    bands = _bands(returns["absence_edges"], lambda day: formats.number(round(day)), _("%(range)s days"))
    spends = _bands(
        returns["spend_edges"], lambda edge: formats.money((Decimal(round(edge)), currency), "whole"), "%(range)s"
    )
    rows = tuple((band, tuple(shaded[place * width : (place + 1) * width])) for place, band in enumerate(bands))
    return Heat(tuple(spends), rows, sum(cell.alike for cell in shaded), sum(cell.returned for cell in shaded))


def _bands(edges: Sequence[float], write: Any, words: str) -> list[str]:
    if not edges:
        return [_("any")]
    written = [write(edge) for edge in edges]
    inner = [f"{low}–{high}" for low, high in pairwise(written)]
    ends = [_("under %(edge)s") % {"edge": written[0]}, *inner, _("%(edge)s and more") % {"edge": written[-1]}]
    return [words % {"range": end} for end in ends]


def _allowed(patience: Mapping[str, Any], *, gaps: int, span: int) -> str:
    return formats.number(Patience(**patience).allowed(gaps=gaps, span=span))


def _parameters(about: Mapping[str, Any]) -> list[Parameter]:
    model = about.get("quality", {}).get("chosen", "BG/NBD")
    titles = {
        "patience": _("Rhythm"),
        "purchases": _("Purchases (%(model)s)") % {"model": model},
        "spend": _("Spend (Gamma-Gamma)"),
    }
    kept = {"patience": about.get("rule") == "rhythm", "purchases": True, "spend": True}
    return [
        Parameter(title, name, float(value), str(PARAMETERS[kind][name]))
        for kind, title in titles.items()
        if kept[kind]
        for name, value in (about.get(kind) or {}).items()
        if name in PARAMETERS[kind]
    ]
