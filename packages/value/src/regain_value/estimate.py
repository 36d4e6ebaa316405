"""A number with its honest interval."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from regain_value.arrays import FloatArray, numbers, same_length
from regain_value.errors import BadInput

LEVEL = 0.95


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
        raise BadInput(
            place="estimate",
            problem=f"has {len(self)} rows where {rows} are expected",
            way_out="give one for all, or one per customer",
        )

    def parts(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Value, low, high."""
        return self.value, self.low, self.high
