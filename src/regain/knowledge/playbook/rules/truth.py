"""How often the reason a customer gave on leaving is not the one confirmed later.

The interval of the share is Wilson's (1927), which holds its level for few customers and for shares near 0 or 1.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from statistics import NormalDist
from typing import Final

ENOUGH: Final = 10
"""Departures below which a share would be a guess."""
LEVEL: Final = 0.95


@dataclass(frozen=True)
class Rate:
    """A share with the interval that holds 95 % of the time."""

    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Truth:
    """Departures with both a stated and a confirmed reason, and how far the two agree."""

    both: int
    differs: int
    """Departures whose main stated reason is not among the main confirmed ones."""
    agreement: float | None
    """The mean overlap of the weights, 0 to 1; None without a departure."""
    rate: Rate | None
    """The share that differs; None means: cannot tell yet."""
    pairs: tuple[tuple[int, int, int], ...]
    """Main stated reason, main confirmed reason, departures; most first."""


Weights = Mapping[int, Decimal]
"""The reasons of one standing, by id, with weights that sum to one."""


def overlap(first: Weights, second: Weights) -> Decimal:
    """How much of the weight both standings put on the same reasons, 0 to 1."""
    return sum((min(weight, second.get(reason, Decimal(0))) for reason, weight in first.items()), Decimal(0))


def compare(departures: Iterable[tuple[Weights, Weights]]) -> Truth:
    """Stated against confirmed. Departures where one of the two has no causes are left out."""
    pairs: Counter[tuple[int, int]] = Counter()
    differs, shared, both = 0, Decimal(0), 0
    for stated, confirmed in departures:
        if stated and confirmed:
            said, meant = main_pair(stated, confirmed)
            both += 1
            differs += said != meant
            shared += overlap(stated, confirmed)
            pairs[said, meant] += 1
    ranked = sorted(pairs.items(), key=lambda each: (-each[1], each[0]))
    return Truth(
        both=both,
        differs=differs,
        agreement=float(shared / both) if both else None,
        rate=wilson(differs, both) if both >= ENOUGH else None,
        pairs=tuple((said, meant, count) for (said, meant), count in ranked),
    )


def main_pair(stated: Weights, confirmed: Weights) -> tuple[int, int]:
    """The main reason of each: the one with the greatest weight. Among several of the same weight, one in common."""
    said, meant = main(stated), main(confirmed)
    return min(said & meant or said), min(said & meant or meant)


def main(weights: Weights) -> frozenset[int]:
    """The reasons with the greatest weight."""
    most = max(weights.values())
    return frozenset(reason for reason, weight in weights.items() if weight == most)


def wilson(count: int, of: int) -> Rate:
    """A share and its score interval."""
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    share = count / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    reach = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return Rate(share, max(0.0, middle - reach), min(1.0, middle + reach))
