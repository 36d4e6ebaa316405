"""What reasons cost, many thousands of departures at once: the same to the cent as `revenue.attribute`, on columns.

Departures with the same weights are split together: whole cents by weight, and what is left to the largest
remainders, the first reason first where they are equal.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

PARTS: Final = 10_000
"""Weights are whole ten thousandths; those of a departure add up to this."""

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Parts:
    """One line for each reason of each departure, in the order of the departures."""

    departure: Integers
    """The place of the departure in what was given."""
    reason: Integers
    weight: Integers
    value: Integers
    """In cents; the parts of a departure add up to its value."""


@dataclass(frozen=True)
class Sum:
    """What falls to one reason: departures, weight in ten thousandths, value in cents."""

    key: int
    departures: int
    weight: int
    value: int


def split(values: npt.ArrayLike, causes: Sequence[Sequence[tuple[int, int]]]) -> Parts:
    """Split values in cents over the causes of each: reasons with their weights, none or adding up to the whole."""
    cents = np.asarray(values, dtype=np.int64)
    alike: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for place, each in enumerate(causes):
        if each:
            alike[tuple(weight for _, weight in each)].append(place)
    found: list[Integers] = []
    for weights, places in alike.items():
        rows = np.array(places, dtype=np.int64)
        shares = _apportion(cents[rows], np.array(weights, dtype=np.int64))
        reasons = np.array([[reason for reason, _ in causes[place]] for place in places], dtype=np.int64)
        many = np.broadcast_to(np.array(weights, dtype=np.int64), reasons.shape)
        owner = np.broadcast_to(rows[:, None], reasons.shape)
        found.append(np.stack([part.ravel() for part in (owner, reasons, many, shares)]))
    together = np.concatenate(found, axis=1) if found else np.empty((4, 0), dtype=np.int64)
    ordered = together[:, np.argsort(together[0], kind="stable")]
    return Parts(*ordered)


def sums(parts: Parts, keys: Integers) -> tuple[Sum, ...]:
    """The parts together by key, the largest value first. A departure counts once for each key."""
    if not len(keys):
        return ()
    names, which = np.unique(keys, return_inverse=True)
    pairs = np.unique(np.stack([which, parts.departure]), axis=1)
    departures = np.bincount(pairs[0], minlength=len(names))
    weight, value = (_summed(which, column, len(names)) for column in (parts.weight, parts.value))
    rows = zip(names.tolist(), departures.tolist(), weight.tolist(), value.tolist(), strict=True)
    return tuple(sorted((Sum(*row) for row in rows), key=lambda each: (-each.value, each.key)))


def _apportion(totals: Integers, weights: Integers) -> Integers:
    """Each total split by the weights; see `causes.apportion`."""
    whole = int(weights.sum())
    share, rest = np.divmod(np.abs(totals)[:, None] * weights[None, :], whole)
    short = np.abs(totals) - share.sum(axis=1)
    rank = np.argsort(np.argsort(-rest, axis=1, kind="stable"), axis=1, kind="stable")
    return np.asarray(np.sign(totals)[:, None] * (share + (rank < short[:, None])))


def _summed(which: npt.NDArray[np.intp], column: Integers, many: int) -> Integers:
    """Sums by place, exactly."""
    found = np.zeros(many, dtype=np.int64)
    np.add.at(found, which, column)
    return found
