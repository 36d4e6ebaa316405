"""The executive draw: a handful of calls should teach what all the losses would.

So customers are drawn with a probability proportional to the value they took with them, segment by segment. How well
they stand for the losses is the valuation's `mirror`.
"""

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np

from regain.knowledge.valuation.rules import Departure
from regain_value.draw import apportion, draw_by_size

POOL = "pool"


def seed_of(period: str, purpose: str) -> int:
    """A seed that belongs to this period, the same on every machine."""
    return int.from_bytes(hashlib.sha256(f"regain:{purpose}:{period}".encode()).digest()[:8], "big")


def draw(departures: Sequence[Departure], segments: Sequence[str], *, wanted: int, seed: int) -> dict[int, float]:
    """Up to `wanted` places in the list, each with the probability it had of being drawn."""
    if not departures or wanted <= 0:
        return {}
    values = [max(0.0, float(departure.value_lost)) for departure in departures]
    strata = pooled(segments, values, wanted=wanted)

    def neighbours(place: int) -> tuple[str, str, float, str]:
        """Sorted so, a systematic draw also spreads over segments, countries and sizes."""
        return segments[place], departures[place].country, values[place], departures[place].customer

    order = sorted(range(len(departures)), key=neighbours)
    drawn = draw_by_size(
        [values[place] for place in order],
        wanted=wanted,
        seed=seed,
        stratum=[strata[place] for place in order],
    )
    chances = zip(drawn.rows.tolist(), drawn.probability.tolist(), strict=True)
    return {order[row]: chance for row, chance in chances}


def pooled(segments: Sequence[str], values: Sequence[float], *, wanted: int) -> list[str]:
    """The stratum of each customer: the segment, or the pool of segments too small for a call of their own.

    A pool that is too small itself takes the next smallest segment in, so nobody who took value along is out of
    reach of the draw.
    """
    worth: dict[str, float] = {}
    able: dict[str, int] = {}
    for name, value in zip(segments, values, strict=True):
        worth[name] = worth.get(name, 0.0) + value
        able[name] = able.get(name, 0) + (value > 0)
    pool: set[str] = set()
    while silent := _silent(worth, able, pool, wanted=wanted):
        pool |= silent - {POOL}
        if POOL in silent:
            pool.add(min(worth.keys() - pool, key=lambda name: (worth[name], name)))
    return [POOL if name in pool else name for name in segments]


def _silent(worth: Mapping[str, float], able: Mapping[str, int], pool: set[str], *, wanted: int) -> set[str]:
    """The strata that took value along and would not get a call."""
    totals: dict[str, float] = {}
    most: dict[str, int] = {}
    for name, value in worth.items():
        stratum = POOL if name in pool else name
        totals[stratum] = totals.get(stratum, 0.0) + value
        most[stratum] = most.get(stratum, 0) + able[name]
    names = sorted(totals)
    given = apportion(
        np.array([totals[name] for name in names]), wanted=wanted, at_most=np.array([most[name] for name in names])
    )
    return {name for name, calls in zip(names, given.tolist(), strict=True) if not calls and totals[name] > 0}
