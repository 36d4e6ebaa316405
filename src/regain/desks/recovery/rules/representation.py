"""The executive draw, and how well the calls stand for the losses.

A handful of calls should teach what all the losses would. So customers are drawn with a probability
proportional to the value they took with them, segment by segment. A call then stands for the customer's value
divided by that probability (Horvitz and Thompson 1952): a loss too large to be left to chance stands for itself,
every other call for an equal part of what is left of its segment. A customer chosen by hand stands for nobody else.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from regain.knowledge.valuation.rules import Departure
from regain_value.draw import apportion, draw_by_size

POOL = "pool"


@dataclass(frozen=True, slots=True)
class Called:
    """A customer an executive calls; `probability` of the draw, none where a person chose them."""

    stratum: str
    value: Decimal
    probability: float | None = None

    @property
    def stands_for(self) -> float:
        """The part of the losses this call speaks for, as money."""
        return max(0.0, float(self.value)) / (self.probability or 1.0)


@dataclass(frozen=True, slots=True)
class Share:
    """One segment or country: its part of the value lost, of what the calls stand for, and of the calls themselves."""

    name: str
    of_losses: float
    stood_for: float
    of_value_called: float
    of_calls: float
    calls: int


@dataclass(frozen=True, slots=True)
class Mirror:
    """How the calls compare with the losses.

    `distance` is the part of what they stand for that lies in the wrong place: 0 is a perfect mirror, 1 the opposite.
    """

    shares: tuple[Share, ...]
    distance: float
    value_called: Decimal
    value_lost: Decimal

    @property
    def coverage(self) -> float:
        """The part of the value lost that belongs to the customers called."""
        return float(self.value_called / self.value_lost) if self.value_lost > 0 else 0.0


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


def mirror(losses: Mapping[str, Decimal], called: Sequence[Called]) -> Mirror:
    """Compare the value lost by stratum with the customers called."""
    lost = {name: max(value, Decimal(0)) for name, value in losses.items()}
    counts = dict.fromkeys((*lost, *(call.stratum for call in called)), 0)
    reached = dict.fromkeys(counts, Decimal(0))
    spoken_for = dict.fromkeys(counts, 0.0)
    for call in called:
        counts[call.stratum] += 1
        reached[call.stratum] += max(call.value, Decimal(0))
        spoken_for[call.stratum] += call.stands_for
    total, value_called = sum(lost.values(), Decimal(0)), sum(reached.values(), Decimal(0))
    spoken = sum(spoken_for.values())
    shares = tuple(
        Share(
            name=name,
            of_losses=_part(lost.get(name, Decimal(0)), total),
            stood_for=spoken_for[name] / spoken if spoken else 0.0,
            of_value_called=_part(reached[name], value_called),
            of_calls=counts[name] / len(called) if called else 0.0,
            calls=counts[name],
        )
        for name in sorted(counts, key=lambda name: (-lost.get(name, Decimal(0)), name))
    )
    return Mirror(
        shares=shares,
        distance=sum(abs(share.of_losses - share.stood_for) for share in shares) / 2 if spoken else 1.0,
        value_called=value_called,
        value_lost=total,
    )


def _part(value: Decimal, total: Decimal) -> float:
    return float(value / total) if total > 0 else 0.0
