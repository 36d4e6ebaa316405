"""Columns of numbers, checked once at the door so that nothing behind it meets a NaN."""

from typing import Any

import numpy as np
import numpy.typing as npt

from regain_value.errors import BadInput

CHUNK = 1 << 16
"""Rows worked on at a time where millions of them would leave the processor's cache."""

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
AnyArray = npt.NDArray[Any]


def numbers(
    name: str,
    values: npt.ArrayLike,
    *,
    at_least: float = -np.inf,
    above: float = -np.inf,
    at_most: float = np.inf,
) -> FloatArray:
    """`values` as a read-only one-dimensional float column within the stated bounds.

    A column of floats is not copied: whoever gave it must not change it afterwards.

    Raises BadInput naming the column and the first offending row (counted from 0).
    """
    try:
        column = np.atleast_1d(np.asarray(values, dtype=np.float64)).view()
    except (TypeError, ValueError) as reason:
        raise BadInput(
            place=name, problem=f"not a column of numbers ({reason})", way_out="give plain numbers"
        ) from None
    if column.ndim != 1:
        raise BadInput(
            place=name,
            problem=f"has {column.ndim} dimensions",
            way_out="give one number per customer",
        )
    column.flags.writeable = False
    if len(column):
        lowest, highest = float(column.min()), float(column.max())
        finite = -np.inf < lowest and highest < np.inf
        if finite and at_least <= lowest and above < lowest and highest <= at_most:
            return column
    _refuse(name, column, ~np.isfinite(column), "is not a finite number", "leave such rows out")
    _refuse(name, column, column < at_least, f"is below {at_least:g}", "correct the row")
    _refuse(name, column, column <= above, f"is not above {above:g}", "correct the row")
    _refuse(name, column, column > at_most, f"is above {at_most:g}", "correct the row")
    return column


def one_each(rows: int) -> FloatArray:
    """A count of one per row, in the memory of one number."""
    return np.broadcast_to(np.ones(1), (rows,))


def counts_one_each(count: FloatArray) -> bool:
    """Whether the column was made by `one_each`."""
    return count.strides == (0,) and len(count) > 0 and float(count[0]) == 1.0


def whole_numbers(name: str, values: npt.ArrayLike) -> FloatArray:
    """A column of counts: whole, zero or more. Raises BadInput."""
    column = numbers(name, values, at_least=0)
    if not whole_multiples(column, 1.0):
        _refuse(name, column, column != np.floor(column), "is not a whole number", "give counts")
    return column


def whole_multiples(column: FloatArray, step: float) -> bool:
    """Whether every number is a whole multiple of the step, to the last digit."""
    for start in range(0, len(column), CHUNK):
        part = column[start : start + CHUNK]
        if not (np.rint(part / step) * step == part).all():
            return False
    return True


def flags(name: str, values: npt.ArrayLike) -> BoolArray:
    """A column of true and false (or 1 and 0). Raises BadInput."""
    column = numbers(name, values)
    _refuse(name, column, (column != 0) & (column != 1), "is neither true nor false", "give 1 or 0")
    told: BoolArray = column == 1
    return told


def inner(weights: FloatArray, values: FloatArray) -> float:
    """Σ weight · value on one thread: for a plain `@` of long columns BLAS wakes all of them."""
    return float(np.einsum("i,i->", weights, values))


def tally(place: IntArray, weights: FloatArray, length: int = 0) -> FloatArray:
    """Σ weights by place: 0, 1, … up to the highest, or `length` of them where that is more."""
    return np.bincount(place, weights, length).astype(np.float64, copy=False)


def share(name: str, value: float) -> float:
    """A number strictly between 0 and 1. Raises BadInput."""
    if not 0 < value < 1:
        raise BadInput(
            place=name, problem=f"{value} is not between 0 and 1", way_out="give a share, as 0.95"
        )
    return float(value)


def same_length(**columns: AnyArray) -> int:
    """The common length of the columns. Raises BadInput naming the lengths when they differ."""
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise BadInput(
            place="columns", problem=f"lengths differ ({told})", way_out="give one row per customer"
        )
    return next(iter(lengths.values()))


def spread(name: str, values: npt.ArrayLike, rows: int, **bounds: float) -> FloatArray:
    """A checked column of `rows` numbers; a single number counts for every row."""
    column = numbers(name, values, **bounds)
    if len(column) == rows:
        return column
    if len(column) == 1:
        return np.broadcast_to(column, (rows,))
    raise BadInput(
        place=name,
        problem=f"has {len(column)} rows where {rows} are expected",
        way_out="give one number, or one per customer",
    )


def _refuse(name: str, column: FloatArray, bad: BoolArray, problem: str, way_out: str) -> None:
    if bad.any():
        row = int(np.argmax(bad))
        raise BadInput(
            place=f"{name}, row {row}", problem=f"{column[row]:g} {problem}", way_out=way_out
        )
