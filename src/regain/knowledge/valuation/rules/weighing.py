"""What a return is worth, what may be spent on it, and how sure that is."""

from typing import Any, Protocol

import numpy as np

from regain.knowledge.valuation.rules.learning import FloatArray
from regain.knowledge.valuation.rules.second import ENDED, SEEN, SecondLives
from regain_value import Chances, Discount, Estimate, LearntUplift, PriorUplift, chance_after, weigh

Columns = dict[str, np.ndarray[Any, Any]]
PRIOR, THIN, MEASURED = 1, 2, 3
"""How much of the company's own past stands behind an estimate, as a number: texts are slow to hand to the engine."""
ALIKE, ALIKE_RETURNED = 100, 30
"""Departures like one, and returns among them, that make a chance measured: thirty returns put the counted share
within about a third of itself, whatever the share."""
CONFIDENCE_RULE = (
    f"Measured: at least {ALIKE} departures like this one were seen, at least {ALIKE_RETURNED} of them came back, and"
    f" at least {SEEN} second lives were seen, {ENDED} of which are over. A guess: fewer than ten departures were seen."
    " Thin: anything between. What a call adds is a guess until calls were measured against a control group."
)
GRAIN = 0.1
"""Chances whose log-odds, and whose reaches to both ends, agree to this share one interval."""
SURE_ENOUGH = 1e-6


class Company(Protocol):
    """What was learnt that the worth of a return needs."""

    @property
    def second(self) -> SecondLives:
        """What second lives were like."""
        ...

    @property
    def uplift(self) -> LearntUplift:
        """What a call does to the chance of return."""
        ...

    @property
    def discount(self) -> Discount:
        """What waiting costs."""
        ...


def unmeasured() -> LearntUplift:
    """The effect of a call before any was measured against a control."""
    return LearntUplift(PriorUplift())


def confidence(chances: Chances, second: SecondLives) -> np.ndarray[Any, Any]:
    """Measured, thin or prior, one row each.

    Measured: at least 100 departures like this one in absence and spend, at least 30 of them returned, and at least
    30 second lives seen of which 10 are over. Prior: fewer than ten departures to learn from. Thin: all between.
    """
    enough = chances.is_cell & (chances.alike >= ALIKE) & (chances.returned >= ALIKE_RETURNED) & second.is_measured
    return np.where(chances.is_prior, PRIOR, np.where(enough, MEASURED, THIN)).astype(np.int8)


def weighed(learned: Company, chances: Chances, monthly: FloatArray, before: FloatArray) -> Columns:
    """Chance after a call, second value and maximum spend of customers with a monthly contribution.

    `before` is the monthly spend of the first life, by which second lives differ. Values are worked out for every
    customer; intervals once for each distinct chance and band, for one unit of money a month, and scaled.
    """
    lives, uplift = learned.second.fitted, learned.uplift.of()
    months = lives.months(horizon=learned.second.horizon, discount=learned.discount)
    band = lives.band(before)
    cells, bands, back = _cells(chances.chance, band)
    answer = weigh(natural=cells, contribution=lives.ratios.part(bands), months=months, uplift=uplift)
    after = chance_after(chances.chance.value, uplift)
    unit = lives.ratios.value[band] * months.value[0]
    odds = _odds(after) / _odds(answer.chance.value)[back]
    called = (_odds(side)[back] * odds for side in (answer.chance.low, answer.chance.high))
    columns = _three("chance_called", after, *(side / (1 + side) for side in called))
    columns |= _money("second_value", unit, answer.value_if_returns, back, monthly)
    return columns | _money("maximum_spend", (after - chances.chance.value) * unit, answer.maximum_spend, back, monthly)


def _money(name: str, unit: FloatArray, each: Estimate, back: np.ndarray[Any, Any], monthly: FloatArray) -> Columns:
    """Ends in the proportion they have to the value of the cell, for the value that is this customer's own."""
    scale = np.divide(unit, each.value[back], out=np.ones_like(unit), where=each.value[back] != 0)
    return _three(name, unit * monthly, *(end[back] * scale * monthly for end in (each.low, each.high)))


def _three(name: str, value: FloatArray, low: FloatArray, high: FloatArray) -> Columns:
    return {name: value, f"{name}_low": np.minimum(low, value), f"{name}_high": np.maximum(high, value)}


def _odds(chance: FloatArray) -> FloatArray:
    sure = np.clip(chance, SURE_ENOUGH, 1 - SURE_ENOUGH)
    odds: FloatArray = sure / (1 - sure)
    return odds


def _cells(chance: Estimate, band: np.ndarray[Any, Any]) -> tuple[Estimate, np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Distinct chances to the grain, the band of each, and for every customer the place of theirs."""
    middle, low, high = (np.round(np.log(_odds(side)) / GRAIN).astype(np.int64) for side in chance.parts())
    key = ((((band.astype(np.int64) << 16) + middle) << 16) + (middle - low) << 16) + (high - middle)
    _, first, back = np.unique(key, return_index=True, return_inverse=True)
    ends = (side[first] * GRAIN for side in (middle, low, high))
    return Estimate(*(1 / (1 + np.exp(-end)) for end in ends)), band[first], back.reshape(-1)
