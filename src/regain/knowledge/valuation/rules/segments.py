"""Segments: how much of the loss a customer carries, and what kind of customer it was."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from regain.knowledge.valuation.rules.worth import Departure

LARGE, MEDIUM, SMALL, UNSIZED = "large", "medium", "small", "any"
ONCE, REGULAR, SECOND = "once", "regular", "second"

TIERS: Final = (LARGE, MEDIUM, SMALL, UNSIZED)
HABITS: Final = (REGULAR, ONCE, SECOND)

LARGE_SHARE, MEDIUM_SHARE = 0.5, 0.8
"""The customers who carry the first half of the value lost are large; the next 30 % medium."""

FEW: Final = 10
"""Below this many departures sizes say nothing, and everybody is in one tier."""

NAMES: Final = tuple(f"{tier}/{habit}" for tier in TIERS for habit in HABITS)
"""Every segment; columns of many departures hold the place of theirs in here."""

Names = npt.NDArray[np.str_]
Codes = npt.NDArray[np.int64]


def codes(*, values: npt.ArrayLike, purchase_days: npt.ArrayLike, lives: npt.ArrayLike) -> Codes:
    """The segment of each departure as its place in `NAMES`, in the order given."""
    sizes = tier_codes(np.asarray(values, dtype=np.float64))
    return sizes * len(HABITS) + habit_codes(purchase_days=purchase_days, lives=lives)


def segments_of(departures: Sequence[Departure]) -> list[str]:
    """The segment of each departure, `tier/habit`, of departures one has as objects."""
    found = codes(
        values=[float(each.value_lost) for each in departures],
        purchase_days=[each.purchase_days for each in departures],
        lives=[each.lives for each in departures],
    )
    return [NAMES[code] for code in found.tolist()]


def habit_codes(*, purchase_days: npt.ArrayLike, lives: npt.ArrayLike) -> Codes:
    """Bought once, regular, or on a second life already: the place in `HABITS`."""
    once = np.asarray(purchase_days, dtype=np.int64) <= 1
    again = np.asarray(lives, dtype=np.int64) >= 2
    second, one, regular = (HABITS.index(each) for each in (SECOND, ONCE, REGULAR))
    return np.asarray(np.where(again, second, np.where(once, one, regular)), dtype=np.int64)


def tiers(values: npt.NDArray[np.float64]) -> Names:
    """The tier of each value, by name."""
    return np.array(TIERS, dtype=np.str_)[tier_codes(values)]


def tier_codes(values: npt.NDArray[np.float64]) -> Codes:
    """The place of each value's tier in `TIERS`; equal values share one, and who lost us nothing is small."""
    large, medium, small, unsized = (TIERS.index(each) for each in (LARGE, MEDIUM, SMALL, UNSIZED))
    if len(values) < FEW:
        return np.full(len(values), unsized, dtype=np.int64)
    sizes = np.maximum(values, 0.0)
    total = sizes.sum()
    if total <= 0:
        return np.full(len(values), small, dtype=np.int64)
    distinct, which, count = np.unique(-sizes, return_inverse=True, return_counts=True)
    carried = -distinct * count
    before = (np.cumsum(carried) - carried) / total
    places = np.where(before < LARGE_SHARE, large, np.where(before < MEDIUM_SHARE, medium, small))
    places[distinct == 0] = small
    return np.asarray(places[which], dtype=np.int64)
