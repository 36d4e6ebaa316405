"""Segments: how much of the loss a customer carries, and what kind of customer it was."""

from collections.abc import Sequence
from typing import Any, Final

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

Names = npt.NDArray[np.str_]


def segments(*, values: npt.ArrayLike, purchase_days: npt.ArrayLike, lives: npt.ArrayLike) -> Names:
    """The segment of each departure, `tier/habit`, in the order given."""
    sizes = tiers(np.asarray(values, dtype=np.float64))
    return np.char.add(np.char.add(sizes, "/"), habits(purchase_days=purchase_days, lives=lives))


def segments_of(departures: Sequence[Departure]) -> list[str]:
    """The same of departures one has as objects."""
    found: list[str] = segments(
        values=[float(each.value_lost) for each in departures],
        purchase_days=[each.purchase_days for each in departures],
        lives=[each.lives for each in departures],
    ).tolist()
    return found


def habits(*, purchase_days: npt.ArrayLike, lives: npt.ArrayLike) -> Names:
    """Bought once, regular, or on a second life already."""
    once = np.asarray(purchase_days, dtype=np.int64) <= 1
    again = np.asarray(lives, dtype=np.int64) >= 2
    return _text(np.where(again, SECOND, np.where(once, ONCE, REGULAR)))


def tiers(values: npt.NDArray[np.float64]) -> Names:
    """The tier of each value; equal values share a tier, and who lost us nothing is small."""
    if len(values) < FEW:
        return _text(np.full(len(values), UNSIZED))
    sizes = np.maximum(values, 0.0)
    total = sizes.sum()
    if total <= 0:
        return _text(np.full(len(values), SMALL))
    distinct, which, count = np.unique(-sizes, return_inverse=True, return_counts=True)
    carried = -distinct * count
    before = (np.cumsum(carried) - carried) / total
    names = np.where(before < LARGE_SHARE, LARGE, np.where(before < MEDIUM_SHARE, MEDIUM, SMALL))
    names[distinct == 0] = SMALL
    return _text(names[which])


def _text(names: Any) -> Names:
    return np.asarray(names, dtype=np.str_)
