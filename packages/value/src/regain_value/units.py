"""Units of time as types, so that weeks are never added to months.

>>> horizon = 12 * MONTH
>>> horizon.in_unit(DAY)
365.25
>>> Discount(0.10, per=YEAR).log_rate_in(YEAR)  # doctest: +ELLIPSIS
0.0953...
"""

import math
from dataclasses import dataclass

from regain_value.errors import BadInput


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of time: its name and its length in days (mean length for months and years)."""

    name: str
    days: float

    def __rmul__(self, count: float) -> "Span":
        return Span(float(count), self)

    def in_unit(self, other: "Unit") -> float:
        """How many of `other` make one of this unit."""
        return self.days / other.days


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, written `12 * MONTH`.

    Raises BadInput when the count is negative or not finite.
    """

    count: float
    unit: Unit

    def __post_init__(self) -> None:
        if not (math.isfinite(self.count) and self.count >= 0):
            raise BadInput(
                place="span",
                problem=f"{self.count} {self.unit.name}s is not a length of time",
                way_out="give a finite count of zero or more",
            )

    def __str__(self) -> str:
        return f"{self.count:g} {self.unit.name}{'' if self.count == 1 else 's'}"

    def in_unit(self, unit: Unit) -> float:
        """The same stretch counted in `unit`."""
        return self.count * self.unit.in_unit(unit)


@dataclass(frozen=True, slots=True)
class Discount:
    """A discount rate with its period: `Discount(0.10, per=YEAR)` is ten per cent a year.

    Raises BadInput when the rate is negative or not finite.
    """

    rate: float
    per: Unit

    def __post_init__(self) -> None:
        if not (math.isfinite(self.rate) and self.rate >= 0):
            raise BadInput(
                place="discount",
                problem=f"a rate of {self.rate} per {self.per.name} cannot discount",
                way_out="give a share of zero or more, such as 0.10 for ten per cent",
            )

    def log_rate_in(self, unit: Unit) -> float:
        """The continuous rate δ per `unit`: exp(−δ) discounts one unit of waiting."""
        return math.log1p(self.rate) * unit.in_unit(self.per)

    def rate_in(self, unit: Unit) -> float:
        """The equivalent rate d per `unit`: 1/(1+d) discounts one unit of waiting."""
        return math.expm1(self.log_rate_in(unit))


DAY = Unit("day", 1.0)
WEEK = Unit("week", 7.0)
MONTH = Unit("month", 365.25 / 12)
QUARTER = Unit("quarter", 365.25 / 4)
YEAR = Unit("year", 365.25)

UNITS = {unit.name: unit for unit in (DAY, WEEK, MONTH, QUARTER, YEAR)}


def unit_named(name: str) -> Unit:
    """The unit of that name. Raises BadInput when there is none."""
    if name not in UNITS:
        raise BadInput(
            place="unit", problem=f"{name!r} is not known", way_out=f"use one of {', '.join(UNITS)}"
        )
    return UNITS[name]
