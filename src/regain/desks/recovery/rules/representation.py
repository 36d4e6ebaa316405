"""The executive draw, and how well the calls mirror the losses.

A handful of calls should teach what all the losses would. So customers are drawn with a probability
proportional to the value they took with them, segment by segment: every call then stands for an equal part of
the value lost, and the fair comparison is the share of *value* in the losses against the share of *calls*.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from regain.knowledge.valuation.rules import Departure
from regain_value.draw import draw_by_size

POOL = "pool"


@dataclass(frozen=True, slots=True)
class Share:
    """One segment or country: its part of the value lost, of the calls, and of the value the calls reach."""

    name: str
    of_losses: float
    of_calls: float
    of_value_called: float
    calls: int


@dataclass(frozen=True, slots=True)
class Mirror:
    """How the calls compare with the losses.

    `distance` is the part of the calls in the wrong place, 0 to 1; `best` is the smallest distance that so
    few calls can reach at all.
    """

    shares: tuple[Share, ...]
    distance: float
    best: float
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

    The pool is worth at least one call, so nobody who took value along is out of reach of the draw.
    """
    worth: dict[str, float] = {}
    for name, value in zip(segments, values, strict=True):
        worth[name] = worth.get(name, 0.0) + value
    call = sum(worth.values()) / wanted
    pool: set[str] = set()
    in_pool = 0.0
    for name in sorted(worth, key=lambda name: (worth[name], name)):
        if worth[name] >= call and (not pool or in_pool >= call):
            break
        pool.add(name)
        in_pool += worth[name]
    return [POOL if name in pool else name for name in segments]


def mirror(losses: Mapping[str, Decimal], called: Iterable[tuple[str, Decimal]]) -> Mirror:
    """Compare the value lost by stratum with the customers called, each given as stratum and value."""
    calls = list(called)
    counts: dict[str, int] = {}
    reached: dict[str, Decimal] = {}
    for name, value in calls:
        counts[name] = counts.get(name, 0) + 1
        reached[name] = reached.get(name, Decimal(0)) + max(value, Decimal(0))
    lost = {name: max(value, Decimal(0)) for name, value in losses.items()}
    total, value_called = sum(lost.values(), Decimal(0)), sum(reached.values(), Decimal(0))
    shares = tuple(
        Share(
            name=name,
            of_losses=_part(lost.get(name, Decimal(0)), total),
            of_calls=counts.get(name, 0) / len(calls) if calls else 0.0,
            of_value_called=_part(reached.get(name, Decimal(0)), value_called),
            calls=counts.get(name, 0),
        )
        for name in sorted({*lost, *counts}, key=lambda name: (-lost.get(name, Decimal(0)), name))
    )
    return Mirror(
        shares=shares,
        distance=sum(abs(share.of_losses - share.of_calls) for share in shares) / 2 if calls else 1.0,
        best=_best([share.of_losses for share in shares], len(calls)),
        value_called=value_called,
        value_lost=total,
    )


def _part(value: Decimal, total: Decimal) -> float:
    return float(value / total) if total > 0 else 0.0


def _best(shares: Sequence[float], calls: int) -> float:
    """The distance left when whole calls are spread as well as they can be (largest remainder)."""
    if not calls:
        return 1.0
    quota = [share * calls for share in shares]
    given = [int(each + 1e-9) for each in quota]
    by_remainder = sorted(range(len(quota)), key=lambda place: given[place] - quota[place])
    for place in by_remainder[: calls - sum(given)]:
        given[place] += 1
    return sum(abs(share - each / calls) for share, each in zip(shares, given, strict=True)) / 2
