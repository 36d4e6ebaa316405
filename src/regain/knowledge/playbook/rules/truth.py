"""How often the reason a customer gave on leaving is not the one confirmed later.

The interval of the share is Wilson's (1927), which holds its level for few customers and for shares near 0 or 1.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from statistics import NormalDist
from typing import Final

from regain.knowledge.playbook.rules.causes import Answer, Told

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


def overlap(first: Told, second: Told) -> Decimal:
    """How much of the weight both standings put on the same reasons, 0 to 1."""
    weights = {cause.reason_id: cause.weight for cause in second.causes}
    return sum((min(cause.weight, weights.get(cause.reason_id, Decimal(0))) for cause in first.causes), Decimal(0))


def compare(departures: Iterable[tuple[Told, Told]]) -> Truth:
    """Stated against confirmed. Departures where one of the two has no causes are left out."""
    pairs: Counter[tuple[int, int]] = Counter()
    differs, shared, both = 0, Decimal(0), 0
    for stated, confirmed in departures:
        if Answer.ASKED is not stated.answer or Answer.ASKED is not confirmed.answer:
            continue
        if not stated.causes or not confirmed.causes:
            continue
        both += 1
        differs += not stated.main & confirmed.main
        shared += overlap(stated, confirmed)
        pairs[main_pair(stated, confirmed)] += 1
    ranked = sorted(pairs.items(), key=lambda each: (-each[1], each[0]))
    return Truth(
        both=both,
        differs=differs,
        agreement=float(shared / both) if both else None,
        rate=wilson(differs, both) if both >= ENOUGH else None,
        pairs=tuple((said, meant, count) for (said, meant), count in ranked),
    )


def main_pair(stated: Told, confirmed: Told) -> tuple[int, int]:
    """One main reason of each; the same one where both may be."""
    same = stated.main & confirmed.main
    return (min(same), min(same)) if same else (min(stated.main), min(confirmed.main))


def wilson(count: int, of: int) -> Rate:
    """A share and its score interval."""
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    share = count / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    reach = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return Rate(share, max(0.0, middle - reach), min(1.0, middle + reach))
