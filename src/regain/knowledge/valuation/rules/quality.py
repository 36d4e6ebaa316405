"""How good the numbers are: which model of the living is used, and what it said of a time that has been seen.

The newest part of the past is held back. Every candidate learns from what was known before it and says how many
purchases each customer makes in it; the simplest is used unless another was better beyond chance. The one chosen then
learns from everything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

import numpy as np

from regain.knowledge.valuation.rules import contracts
from regain.knowledge.valuation.rules.contracts import SeenContracts
from regain.knowledge.valuation.rules.learning import FloatArray
from regain_value import BGNBD, DAY, MBGNBD, BadInput, FitFailed, FittedBuyers, ParetoNBD, Summary
from regain_value.calibration import Groups, by_level, by_share, chances, cohort_curve
from regain_value.holdout import Holdout, Model, Scored, Selected, select, top_share
from regain_value.models.past_rate import PastRate

CANDIDATES: Final[Mapping[str, Model]] = {
    "past rate": PastRate(),
    "BG/NBD": BGNBD(),
    "MBG/NBD": MBGNBD(),
    "Pareto/NBD": ParetoNBD(),
}
"""Simplest first."""
SHORTEST, LONGEST = 90, 180
"""Days held back: a quarter of the past, within these."""
FEWEST = 50
"""Customers who must have been known before the time held back."""
MOST_BOUGHT = 7
"""Past repeat purchases from which on customers form one group."""


@dataclass(frozen=True)
class Seen:
    """Everybody who had bought before `cut`, in parallel arrays, and what they did from then to `as_of`.

    frequency, recency, age: as of the cut, in days; spent: before it; bought, bought_for: purchases and money after.
    began, began_count: days before the cut (negative) on which how many first bought. week, week_bought: repeat
    purchases by week, week 0 begins at the cut; weeks before are negative.
    """

    cut: date
    as_of: date
    frequency: FloatArray
    recency: FloatArray
    age: FloatArray
    spent: FloatArray
    bought: FloatArray
    bought_for: FloatArray
    began: FloatArray
    began_count: FloatArray
    week: FloatArray
    week_bought: FloatArray

    @property
    def days(self) -> int:
        """How long the time held back is."""
        return (self.as_of - self.cut).days

    def holdout(self) -> Holdout:
        """As the library scores it. Raises BadInput."""
        told = {"frequency": self.frequency, "recency": self.recency, "age": self.age}
        return Holdout.of(Summary.of(told, unit=DAY), self.bought, length=self.days * DAY)


@dataclass(frozen=True)
class Weeks:
    """Repeat purchases of the cohort up to the end of each week: what came and what the model expected."""

    ends: FloatArray
    bought: FloatArray
    expected: FloatArray


@dataclass(frozen=True)
class Quality:
    """What the holdout said. Without `selected` nothing could be tested, and `why_not` says why.

    `model` is the one to use.
    """

    as_of: date
    model: Model
    seen: Seen | SeenContracts | None = None
    selected: Selected | None = None
    why_not: str = field(default="")


def untested(as_of: date, why_not: str, *, of_contracts: bool = False) -> Quality:
    """The usual model, as nothing could be tested."""
    usual = contracts.CANDIDATES["shifted beta-geometric"] if of_contracts else CANDIDATES["BG/NBD"]
    return Quality(as_of, usual, why_not=why_not)


def held_back(*, first: date, as_of: date) -> date | None:
    """The first day of the time held back; none while the past before it would be shorter than itself."""
    past = (as_of - first).days
    days = min(LONGEST, max(SHORTEST, past // 4))
    return as_of - timedelta(days=days) if past >= 2 * days else None


def judge(seen: Seen | SeenContracts) -> Quality:
    """Score every candidate on what was held back and choose."""
    of_contracts = isinstance(seen, SeenContracts)
    candidates = contracts.CANDIDATES if of_contracts else CANDIDATES
    if len(seen.age) < FEWEST:
        why = f"A test needs {FEWEST} customers known before {seen.cut}; there are {len(seen.age)}."
        return untested(seen.as_of, why, of_contracts=of_contracts)
    if not seen.bought.any():
        why = f"Nobody known before {seen.cut} has {'renewed' if of_contracts else 'bought'} since."
        return untested(seen.as_of, why, of_contracts=of_contracts)
    try:
        selected = select(candidates, seen.holdout())
    except (BadInput, FitFailed) as refusal:
        return untested(seen.as_of, str(refusal), of_contracts=of_contracts)
    return Quality(seen.as_of, candidates[selected.chosen.name], seen, selected)


def by_past_purchases(scored: Scored) -> Groups:
    """Expected and actual purchases by how often customers had come back before."""
    held = scored.holdout
    return by_level(held.known.frequency, scored.expected, held.bought, most=MOST_BOUGHT)


def by_chance(scored: Scored) -> Groups:
    """The chance of buying at all in the time held back, beside how many did."""
    return chances(scored.chance, scored.holdout.bought > 0)


def tenths(scored: Scored) -> Groups:
    """Equally many customers a group, those of whom least was expected first."""
    return by_share(scored.expected, scored.holdout.bought)


def rankings(seen: Seen, scored: Scored) -> dict[str, float]:
    """The share of all purchases made by the first tenth of each list."""
    held = scored.holdout
    lists = {
        "model": scored.expected,
        "frequency": seen.frequency,
        "recency": seen.recency - seen.age,
        "spend": seen.spent,
    }
    return {name: top_share(each, held) for name, each in lists.items()}


def weeks(seen: Seen, model: FittedBuyers) -> Weeks:
    """The cohort's repeat purchases week by week from its first purchase on, with what the model expected."""
    first = float(seen.began.min())
    ends = np.arange(-7.0 * (-first // 7), seen.days + 1, 7.0)
    expected = cohort_curve(model, seen.began, seen.began_count, at=ends)
    order = np.argsort(seen.week)
    reached = np.concatenate([[0.0], np.cumsum(seen.week_bought[order])])
    bought = reached[np.searchsorted(7 * seen.week[order] + 7, ends, side="right")]
    return Weeks(ends, bought, expected)
