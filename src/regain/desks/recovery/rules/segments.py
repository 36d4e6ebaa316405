"""Segments: how much of the loss a customer carries, and what kind of customer it was."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from regain.knowledge.valuation.rules import Departure

LARGE, MEDIUM, SMALL, UNSIZED = "large", "medium", "small", "any"
ONCE, REGULAR, SECOND = "once", "regular", "second"

TIERS = (LARGE, MEDIUM, SMALL, UNSIZED)
HABITS = (REGULAR, ONCE, SECOND)

LARGE_SHARE, MEDIUM_SHARE = 0.5, 0.8
"""The customers who carry the first half of the value lost are large; the next 30 % medium."""

FEW = 10
"""Below this many departures sizes say nothing, and everybody is in one tier."""


def segments(departures: Sequence[Departure]) -> list[str]:
    """The segment of each departure, `tier/habit`, in the order given."""
    values = np.array([float(departure.value_lost) for departure in departures], dtype=np.float64)
    return [f"{tier}/{habit(each)}" for tier, each in zip(tiers(values), departures, strict=True)]


def habit(departure: Departure) -> str:
    """Bought once, regular, or on a second life already."""
    if departure.lives >= 2:
        return SECOND
    return ONCE if departure.purchase_days <= 1 else REGULAR


def tiers(values: npt.NDArray[np.float64]) -> list[str]:
    """The tier of each value; equal values share a tier, and who lost us nothing is small."""
    if len(values) < FEW:
        return [UNSIZED] * len(values)
    sizes = np.maximum(values, 0.0)
    total = sizes.sum()
    if total <= 0:
        return [SMALL] * len(values)
    distinct, which, count = np.unique(-sizes, return_inverse=True, return_counts=True)
    carried = -distinct * count
    before = (np.cumsum(carried) - carried) / total
    names = np.where(before < LARGE_SHARE, LARGE, np.where(before < MEDIUM_SHARE, MEDIUM, SMALL))
    names[distinct == 0] = SMALL
    answer: list[str] = names[which].tolist()
    return answer
