"""Distinct rows with counts: the reason why cost follows histories, not customers.

Whole numbers are packed into one whole number a row, mixed radix, and counted in a table, or
sorted where that would be long; other columns are hashed. Where each row's answer lies is worked
out only when somebody asks for it: a fit never does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from regain_value.arrays import CHUNK, AnyArray, BoolArray, FloatArray, IntArray, tally

MIXERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)
LARGEST_KEY, LARGEST_EXACT = 2.0**62, 2.0**53
ROOM_PER_ROW = 4
"""How many times longer than the rows a table may be."""


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
        digits = tuple(map(_Digit.of, columns, steps))
        if np.prod([float(digit.base) for digit in digits]) < LARGEST_KEY:
            return _packed(digits, weights)
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


@dataclass(frozen=True, slots=True)
class _Digit:
    """A column of whole numbers times a step, counted from its lowest."""

    column: FloatArray
    step: float
    lowest: float
    base: int

    @classmethod
    def of(cls, column: FloatArray, step: float) -> "_Digit":
        lowest, highest = (float(np.rint(end / step)) for end in (column.min(), column.max()))
        return cls(column, step, lowest, int(highest - lowest) + 1)

    def add_to(self, packed: AnyArray, part: slice) -> None:
        """Append this digit to the numbers packed so far."""
        whole = self.column[part] if self.step == 1 else np.rint(self.column[part] / self.step)
        packed *= self.base
        packed += (whole - self.lowest).astype(packed.dtype, copy=False)

    def column_of(self, digit: IntArray) -> Column:
        """The column of these digits."""
        if self.base > max(ROOM_PER_ROW * len(digit), CHUNK):
            found = levels_of(digit.astype(np.float64))
            return Column((found.values + self.lowest) * self.step, found.place)
        return Column((np.arange(float(self.base)) + self.lowest) * self.step, digit)


def _packed(digits: tuple[_Digit, ...], weights: FloatArray | None) -> Distinct:
    lookup = _Lookup(_pack(digits))
    counts = lookup.counts if weights is None else tally(lookup.back, weights, len(lookup.told))
    columns, rest = [], lookup.told
    for digit in reversed(digits):
        rest, value = np.divmod(rest, digit.base)
        columns.append(digit.column_of(value))
    return Distinct(tuple(reversed(columns)), counts, lookup.places)


def _pack(digits: tuple[_Digit, ...]) -> IntArray:
    """One whole number per row: the columns as its digits, in arithmetic that is exact for them."""
    key = np.empty(len(digits[0].column), dtype=np.int64)
    size = np.prod([float(digit.base) for digit in digits])
    number: type[np.float64 | np.int64] = np.float64 if size < LARGEST_EXACT else np.int64
    for start in range(0, len(key), CHUNK):
        part = slice(start, start + CHUNK)
        packed = np.zeros(len(key[part]), dtype=number)
        for digit in digits:
            digit.add_to(packed, part)
        key[part] = packed
    return key


class _Lookup:
    """Whole numbers, one a row: which there are, how often, and where each row's lies."""

    def __init__(self, key: IntArray) -> None:
        self.key = key
        self.length = int(key.max()) + 1
        self.short = self.length <= ROOM_PER_ROW * max(len(key), CHUNK)
        if self.short:
            seen = np.bincount(key)
            self.told = np.flatnonzero(seen)
            self.counts = seen[self.told].astype(np.float64)
        else:
            ordered = np.sort(key)
            first = np.flatnonzero(_fresh(ordered))
            self.told = ordered[first]
            self.counts = np.diff(first, append=len(key)).astype(np.float64)

    @cached_property
    def back(self) -> IntArray:
        """The place of every row's number; written over the numbers, which are not needed again."""
        table = None
        if self.short:
            table = np.empty(self.length, dtype=np.int64)
            table[self.told] = np.arange(len(self.told))
        for start in range(0, len(self.key), CHUNK):
            part = self.key[start : start + CHUNK]
            part[:] = np.searchsorted(self.told, part) if table is None else table[part]
        return self.key

    def places(self) -> IntArray:
        """`back`, for those who keep a way to ask for it."""
        return self.back


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
    back = np.empty(len(order), dtype=np.int64)
    back[order] = np.cumsum(fresh) - 1
    return back


def _fresh(values: FloatArray | IntArray) -> BoolArray:
    """Where a sorted column begins a new value."""
    fresh = np.ones(len(values), dtype=np.bool_)
    np.not_equal(values[1:], values[:-1], out=fresh[1:])
    return fresh
