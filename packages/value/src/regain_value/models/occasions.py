"""Time that is counted, not measured: purchase occasions, renewal dates.

What the models of discrete time share: histories in whole occasions, spans in whole occasions,
a discount per occasion, and rising factorials, of which all their likelihoods are made.
"""

from abc import abstractmethod
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from regain_value.arrays import BoolArray, FloatArray
from regain_value.distinct import Distinct
from regain_value.errors import BadInput
from regain_value.models.buyers import FittedBuyers
from regain_value.summary import Summary, known_as
from regain_value.table import Table
from regain_value.units import Discount, Span

MOST_OCCASIONS = 100_000
ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Rising:
    """ln(a (a+1) … (a+n−1)) for n = 0 … most, and its two derivatives in a: exact for any a > 0."""

    log: FloatArray
    slope: FloatArray
    curvature: FloatArray

    @classmethod
    def of(cls, a: float, most: int) -> Self:
        """The rising factorials of `a` up to `most` factors."""
        factors = a + np.arange(most)
        return cls(_sums(np.log(factors)), _sums(1 / factors), -_sums(1 / (factors * factors)))


def _sums(terms: FloatArray) -> FloatArray:
    return np.concatenate(([0.0], np.cumsum(terms)))


@dataclass(frozen=True, slots=True)
class FittedOccasions(FittedBuyers):
    """A fitted model of discrete time; its unit is the time from one occasion to the next."""

    @staticmethod
    @abstractmethod
    def checked(summary: Summary) -> Summary:
        """The histories in whole occasions. Raises BadInput for one the model cannot read."""

    def _known(self, summary: Summary | Table) -> Distinct:
        return self.checked(known_as(summary, self.unit)).histories()

    def _rate(self, discount: Discount | float) -> float:
        if isinstance(discount, Discount):
            return discount.rate_in(self.unit)
        return FittedBuyers._rate(self, discount)

    def _time(self, name: str, span: Span | float) -> float:
        told = FittedBuyers._time(self, name, span)
        whole = float(np.rint(told))
        if abs(told - whole) > ROUNDING:
            raise BadInput(
                place=name,
                problem=f"{told:g} is no whole number of occasions, one a {self.unit.name}",
                way_out="give whole occasions",
            )
        if whole > MOST_OCCASIONS:
            raise BadInput(
                place=name,
                problem=f"{whole:g} occasions are more than {MOST_OCCASIONS:,}",
                way_out="give fewer",
            )
        return whole


def in_whole_occasions(summary: Summary) -> Summary:
    """The same histories with recency and age rounded to whole occasions.

    Raises BadInput naming the first row that is none, or that is too long to be counted.
    """
    recency, age = np.rint(summary.recency), np.rint(summary.age)
    way_out = f"count time in whole occasions, one a {summary.unit.name}"
    for name, told, whole in (("recency", summary.recency, recency), ("age", summary.age, age)):
        broken = np.abs(told - whole) > ROUNDING
        refuse(broken, name, told, "is no whole number of occasions", way_out)
    problem = f"occasions are more than {MOST_OCCASIONS:,}"
    refuse(age > MOST_OCCASIONS, "age", age, problem, "choose a longer time between occasions")
    return replace(summary, recency=recency, age=age)


def refuse(bad: BoolArray, name: str, told: FloatArray, problem: str, way_out: str) -> None:
    """Raise BadInput for the first bad row, with what it told."""
    if bad.any():
        row = int(np.argmax(bad))
        raise BadInput(
            place=f"{name}, row {row}", problem=f"{told[row]:g} {problem}", way_out=way_out
        )
