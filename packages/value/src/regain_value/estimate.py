"""A number with its honest interval."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from regain_value.arrays import FloatArray, IntArray, numbers, same_length
from regain_value.errors import BadInput

LEVEL = 0.95
DRAWS = 400


@dataclass(frozen=True, slots=True)
class Estimate:
    """One value per row with the ends of its 95 % interval, all of one length."""

    value: FloatArray
    low: FloatArray
    high: FloatArray

    @classmethod
    def of(cls, value: npt.ArrayLike, low: npt.ArrayLike, high: npt.ArrayLike) -> Self:
        """A checked estimate. Raises BadInput when an interval does not hold its value."""
        made = cls(numbers("value", value), numbers("low", low), numbers("high", high))
        same_length(value=made.value, low=made.low, high=made.high)
        outside = (made.low > made.value) | (made.high < made.value)
        if outside.any():
            row = int(np.argmax(outside))
            raise BadInput(
                place=f"estimate, row {row}",
                problem=f"{made.value[row]:g} lies outside {made.low[row]:g} … {made.high[row]:g}",
                way_out="give low ≤ value ≤ high",
            )
        return made

    @classmethod
    def known(cls, value: npt.ArrayLike) -> Self:
        """A value without uncertainty."""
        column = numbers("value", value)
        return cls(column, column, column)

    def __len__(self) -> int:
        return len(self.value)

    def spread(self, rows: int) -> "Estimate":
        """The estimate for `rows` rows; a single one counts for all. Raises BadInput."""
        if len(self) == rows:
            return self
        if len(self) == 1:
            return Estimate(*(np.broadcast_to(part, (rows,)) for part in self.parts()))
        raise _unequal(len(self), rows)

    def part(self, rows: slice) -> "Estimate":
        """The estimate of some rows."""
        return Estimate(*(side[rows] for side in self.parts()))

    def parts(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Value, low, high."""
        return self.value, self.low, self.high


@dataclass(frozen=True, slots=True)
class Sample:
    """One value per row with `DRAWS` draws from what it may be: rows × draws, never NaN."""

    value: FloatArray
    draws: FloatArray

    def __len__(self) -> int:
        return len(self.value)

    @property
    def estimate(self) -> Estimate:
        """The values with the ends of their 95 % intervals."""
        tail = (1 - LEVEL) / 2
        low, high = np.quantile(self.draws, (tail, 1 - tail), axis=1)
        return Estimate(self.value, np.minimum(low, self.value), np.maximum(high, self.value))

    def part(self, rows: slice | IntArray) -> "Sample":
        """The sample of some rows."""
        return Sample(self.value[rows], self.draws[rows])

    def spread(self, rows: int) -> "Sample":
        """The sample for `rows` rows; a single one counts for all. Raises BadInput."""
        if len(self) == rows:
            return self
        if len(self) == 1:
            value, draws = np.broadcast_to(self.value, (rows,)), self.draws
            return Sample(value, np.broadcast_to(draws, (rows, draws.shape[1])))
        raise _unequal(len(self), rows)


def _unequal(rows: int, expected: int) -> BadInput:
    return BadInput(
        place="estimate",
        problem=f"has {rows} rows where {expected} are expected",
        way_out="give one for all, or one per customer",
    )
