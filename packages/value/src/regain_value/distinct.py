"""Distinct rows with counts: the reason why cost follows histories, not customers.

Whole numbers are packed into one whole number a row, mixed radix, and sorted; other columns are
hashed. Where each row's answer lies is worked out only when somebody asks for it: a fit never does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from regain_value.arrays import BoolArray, FloatArray, IntArray, tally

MIXERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)
CHUNK = 1 << 16
PLACES = np.int64
LARGEST_KEY = 2.0**62
ROOM_PER_ROW = 8
"""How many times longer than the rows a table of places may be."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column written as few values and, for each row, which of them: `values[place]`."""

    values: FloatArray
    place: IntArray

    @property
    def full(self) -> FloatArray:
        """One value per row."""
        return self.values[self.place]

    def times(self, factor: float) -> "Column":
        """The same column in another unit."""
        return self if factor == 1 else Column(self.values * factor, self.place)


@dataclass(frozen=True)
class Distinct:
    """Distinct rows of several columns.

    columns, and `rows` (columns × distinct rows); counts: weight of each; back: for every
    original row, the place of its distinct row, so that `answer[back]` spreads an answer in the
    original order.
    """

    columns: tuple[Column, ...]
    counts: FloatArray
    find: Callable[[], IntArray]

    def __len__(self) -> int:
        return len(self.counts)

    @cached_property
    def rows(self) -> tuple[FloatArray, ...]:
        """The distinct rows, column by column."""
        return tuple(column.full for column in self.columns)

    @cached_property
    def back(self) -> IntArray:
        """For every original row the place of its distinct row."""
        return self.find()

    def places(self) -> IntArray:
        """`back`, for those who keep a way to ask for it."""
        return self.back

    def times(self, *factors: float) -> "Distinct":
        """The same rows with each column multiplied; asked where a row lies, both look once."""
        if all(factor == 1 for factor in factors):
            return self
        scaled = tuple(
            column.times(factor) for column, factor in zip(self.columns, factors, strict=True)
        )
        return Distinct(scaled, self.counts, self.places)

    def spread(self, answer: FloatArray) -> FloatArray:
        """One answer per distinct row, handed to every original row."""
        return np.take(answer, self.back, axis=0)


def distinct_rows(
    *columns: FloatArray, weights: FloatArray | None = None, steps: tuple[float, ...] | None = None
) -> Distinct:
    """Group equal rows; weights default to one each. Order of the groups is deterministic.

    steps: given when every column holds whole numbers of zero or more times its step.
    """
    if steps is not None:
        radix = [
            int(np.rint(column.max() / step)) + 1
            for column, step in zip(columns, steps, strict=True)
        ]
        if np.prod(np.asarray(radix, dtype=np.float64)) < LARGEST_KEY:
            return _packed(columns, steps, radix, weights)
    return _hashed(columns, weights)


def coarser(known: Distinct, *, cells: int) -> Distinct:
    """Distinct (x, t, T) with nearly equal times as one, at their mean times.

    x stays exact; each time is cut into `cells` cells of equal width.
    """
    x, recency, age = known.rows
    width = max(float(age.max()) / cells, 1e-300)
    near = distinct_rows(
        x, np.floor(recency / width), np.floor(age / width),
        weights=known.counts, steps=(1.0, 1.0, 1.0),
    )  # fmt: skip
    times = (
        tally(near.back, known.counts * time, len(near)) / near.counts for time in (recency, age)
    )
    columns = near.columns[0], *(Column(time, np.arange(len(near))) for time in times)
    return Distinct(columns, near.counts, near.places)


def levels_of(column: FloatArray) -> Column:
    """The column as its distinct values in rising order."""
    values = np.sort(column)
    values = values[_fresh(values)]
    return Column(values, np.searchsorted(values, column))


def _packed(
    columns: tuple[FloatArray, ...],
    steps: tuple[float, ...],
    radix: list[int],
    weights: FloatArray | None,
) -> Distinct:
    key = _pack(columns, steps, radix)
    told = np.sort(key)
    first = np.flatnonzero(_fresh(told))
    size, told = len(key), told[first]
    find = partial(_look_up, key, told)
    if weights is None:
        counts = np.diff(first, append=size).astype(np.float64)
    else:
        counts = tally(find(), weights, len(told))
    digits, rest = [], told
    for base in reversed(radix):
        rest, digit = np.divmod(rest, base)
        digits.append(digit)
    coded = tuple(
        Column(np.arange(float(base)) * step, digit)
        for base, step, digit in zip(radix, steps, reversed(digits), strict=True)
    )
    return Distinct(coded, counts, find)


def _pack(columns: tuple[FloatArray, ...], steps: tuple[float, ...], radix: list[int]) -> IntArray:
    """One whole number per row: the columns, counted in their steps, as its digits."""
    key = np.empty(len(columns[0]), dtype=np.int64)
    for start in range(0, len(key), CHUNK):
        here = slice(start, start + CHUNK)
        packed = np.zeros(len(key[here]), dtype=np.int64)
        for column, step, base in zip(columns, steps, radix, strict=True):
            packed *= base
            packed += np.rint(column[here] / step).astype(np.int64)
        key[here] = packed
    return key


def _look_up(key: IntArray, told: IntArray) -> IntArray:
    """The place of every key among the sorted ones: by a table where it is not too long."""
    length = int(told[-1]) + 1
    if length > ROOM_PER_ROW * max(len(key), CHUNK):
        return np.searchsorted(told, key)
    table = np.empty(length, dtype=PLACES)
    table[told] = np.arange(len(told), dtype=PLACES)
    return table[key]


def _hashed(columns: tuple[FloatArray, ...], weights: FloatArray | None) -> Distinct:
    order = np.argsort(_hash(columns))
    rows = tuple(column[order] for column in columns)
    fresh = np.zeros(len(order), dtype=np.bool_)
    for row in rows:
        fresh |= _fresh(row)
    first = np.flatnonzero(fresh)
    heard = np.ones(len(order)) if weights is None else weights[order]
    return Distinct(
        columns=tuple(Column(row[first], np.arange(len(first))) for row in rows),
        counts=np.add.reduceat(heard, first),
        find=partial(_unsort, order, fresh),
    )


def _hash(columns: tuple[FloatArray, ...]) -> IntArray:
    """One 64-bit number per row; equal rows agree, and unequal ones almost always differ.

    Where unequal ones agree, a group may come out in several parts, which harms nothing.
    """
    key = np.zeros(len(columns[0]), dtype=np.uint64)
    for place, column in enumerate(columns):
        bits = (column + 0.0).view(np.uint64)
        key = (key ^ (bits ^ (bits >> np.uint64(29)))) * MIXERS[place % len(MIXERS)]
        key ^= key >> np.uint64(32)
    return key.view(np.int64)


def _unsort(order: IntArray, fresh: BoolArray) -> IntArray:
    back = np.empty(len(order), dtype=PLACES)
    back[order] = np.cumsum(fresh) - 1
    return back


def _fresh(values: FloatArray | IntArray) -> BoolArray:
    """Where a sorted column begins a new value."""
    fresh = np.ones(len(values), dtype=np.bool_)
    np.not_equal(values[1:], values[:-1], out=fresh[1:])
    return fresh
