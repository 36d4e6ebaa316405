"""What the models need to know of a customer: four numbers as of a date."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from regain_value.arrays import (
    CHUNK,
    AnyArray,
    FloatArray,
    IntArray,
    counts_one_each,
    numbers,
    one_each,
    same_length,
    whole_multiples,
    whole_numbers,
)
from regain_value.distinct import Distinct, distinct_rows
from regain_value.errors import BadInput, NotEnoughEvidence
from regain_value.table import Table, columns_of
from regain_value.units import DAY, Unit

MOST = 1_000_000
"""Repeat purchases of one customer; what depends on them alone is tabulated up to the largest."""


@dataclass(frozen=True)
class Summary:
    """One row per customer, or per distinct history with a count.

    frequency: repeat purchases on distinct periods (x); recency: first to last purchase (t_x);
    age: first purchase to the as-of date (T); both in `unit`. spend: mean value of a repeat
    purchase, 0 where there is none, or None when unknown. count: customers behind the row.
    customer: their ids, when known. grain: the times are whole multiples of it, so that histories
    repeat and are found without hashing; None when times are measured, not counted.
    """

    frequency: FloatArray
    recency: FloatArray
    age: FloatArray
    unit: Unit
    spend: FloatArray | None
    count: FloatArray
    customer: AnyArray | None = None
    grain: Unit | None = None

    @classmethod
    def of(cls, table: Table, *, unit: Unit = DAY, grain: Unit | None = None) -> "Summary":
        """Read a table with the columns frequency, recency, age and perhaps spend, count.

        grain: round the times to whole multiples of it, as `grained` does; without it, whole
        times are recognised as such. Raises BadInput when a column is missing, not finite or
        contradicts another, and NotEnoughEvidence when there is no row.
        """
        told = columns_of(
            table, required=("frequency", "recency", "age"), optional=("spend", "count")
        )
        frequency = whole_numbers("frequency", told["frequency"])
        count = one_each(len(frequency))
        if "count" in told:
            count = numbers("count", told["count"], above=0)
        made = cls(
            frequency=frequency,
            recency=numbers("recency", told["recency"], at_least=0),
            age=numbers("age", told["age"], at_least=0),
            unit=unit,
            spend=numbers("spend", told["spend"]) if "spend" in told else None,
            count=count,
        )
        made._refuse_contradictions()
        if grain is not None:
            return made.grained(grain)
        return replace(made, grain=unit) if made._counts_in(1.0) else made

    def __len__(self) -> int:
        return len(self.frequency)

    def in_unit(self, unit: Unit) -> "Summary":
        """The same histories with times counted in `unit`."""
        if unit == self.unit:
            return self
        factor = self.unit.in_unit(unit)
        return replace(self, recency=self.recency * factor, age=self.age * factor, unit=unit)

    def grained(self, grain: Unit) -> "Summary":
        """The same histories with times in whole multiples of `grain`.

        Times are rounded, and who bought again did so one `grain` after the first purchase at
        the earliest.
        """
        step = grain.in_unit(self.unit)
        if self._counts_in(step):
            return replace(self, grain=grain)
        recency = np.maximum(np.rint(self.recency / step), self.frequency > 0) * step
        age = np.maximum(np.rint(self.age / step) * step, recency)
        return replace(self, recency=recency, age=age, grain=grain)

    def _counts_in(self, step: float) -> bool:
        """Whether all times are whole multiples of the step."""
        return whole_multiples(self.recency, step) and whole_multiples(self.age, step)

    def histories(self, unit: Unit | None = None) -> Distinct:
        """Distinct (frequency, recency, age) with counts, in `unit` or the summary's own.

        Grouped once and kept, so that many answers about one summary share the work.
        """
        wanted = self.unit if unit is None else unit
        if wanted not in self._kept:
            self._kept[wanted] = self._histories.times(1.0, *[self.unit.in_unit(wanted)] * 2)
        return self._kept[wanted]

    @cached_property
    def _kept(self) -> dict[Unit, Distinct]:
        return {self.unit: self._histories}

    @cached_property
    def _histories(self) -> Distinct:
        steps = None
        if self.grain is not None:
            steps = (1.0, *[self.grain.in_unit(self.unit)] * 2)
        weights = None if counts_one_each(self.count) else self.count
        return distinct_rows(self.frequency, self.recency, self.age, weights=weights, steps=steps)

    def each_history(self) -> "Summary":
        """The distinct histories alone, one row each, with their counts."""
        known = self.histories()
        x, recency, age = known.rows
        return Summary(x, recency, age, self.unit, None, known.counts, grain=self.grain)

    def with_spend(self, spend: npt.ArrayLike) -> "Summary":
        """The same customers with the mean value of their repeat purchases. Raises BadInput."""
        money = numbers("spend", spend)
        same_length(frequency=self.frequency, spend=money)
        return replace(self, spend=money)

    def repeat_spend(self) -> FloatArray:
        """The spend column. Raises BadInput when it is missing or not positive for a repeater."""
        return self._repeat_spend

    @cached_property
    def _repeat_spend(self) -> FloatArray:
        if self.spend is None:
            raise BadInput(
                place="summary",
                problem="has no spend column",
                way_out="add the mean value of a customer's repeat purchases",
            )
        for start in range(0, len(self), CHUNK):
            part = slice(start, start + CHUNK)
            bad = (self.frequency[part] > 0) & (self.spend[part] <= 0)
            if bad.any():
                row = start + int(np.argmax(bad))
                value, times = self.spend[row], self.frequency[row]
                raise BadInput(
                    place=f"spend, row {row}",
                    problem=f"{value:g} is no value for {times:g} purchases",
                    way_out="leave purchases without a positive value out before summarising",
                )
        return self.spend

    def _refuse_contradictions(self) -> None:
        columns = {
            "frequency": self.frequency,
            "recency": self.recency,
            "age": self.age,
            "count": self.count,
        }
        if self.spend is not None:
            columns["spend"] = self.spend
        if same_length(**columns) == 0:
            raise NotEnoughEvidence(
                place="summary", problem="has no customer", way_out="give at least one row"
            )
        if self.frequency.max() > MOST:
            _refuse(self.frequency > MOST, "frequency", f"is above {MOST:,}, more than anybody has")
        if (self.recency > self.age).any():
            slack = 1e-9 * (1 + self.age)
            _refuse(self.recency > self.age + slack, "recency", "is longer than the age")
        again, later = self.frequency > 0, self.recency > 0
        if (again != later).any():
            _refuse(later & ~again, "recency", "has no repeat purchase")
            _refuse(again & ~later, "recency", "is 0 despite repeats")


def known_as(summary: Summary | Table, unit: Unit) -> Summary:
    """A summary counted in `unit`; a table is taken to be in it already. Raises BadInput."""
    if isinstance(summary, Summary):
        return summary.in_unit(unit)
    return Summary.of(summary, unit=unit)


def summarise(
    customer: npt.ArrayLike,
    day: npt.ArrayLike,
    amount: npt.ArrayLike,
    *,
    as_of: date | np.datetime64 | int,
    unit: Unit = DAY,
    grain: Unit = DAY,
) -> Summary:
    """One row per customer from purchases (customer, day, amount), sorted by customer.

    Times come in `unit`, in whole multiples of `grain` (see `Summary.grained`).
    day: datetime64 or whole day numbers, of the same kind as `as_of`. Purchases of one customer
    on one day count as one. Events on or after `as_of` are left out, and so are customers
    who only appear then. Raises BadInput, and NotEnoughEvidence when nothing precedes `as_of`.
    """
    ids = np.asarray(customer)
    days, end = _day_numbers(day, as_of)
    money = numbers("amount", amount)
    same_length(customer=ids, day=days, amount=money)
    before = days < end
    if not before.any():
        raise NotEnoughEvidence(
            place="purchases", problem=f"none precede {as_of}", way_out="choose a later date"
        )
    names, code = np.unique(ids[before], return_inverse=True)
    visit_code, visit_day, visit_value = _visits(code, days[before], money[before])
    visits = np.bincount(visit_code, minlength=len(names))
    last = np.cumsum(visits) - 1
    first = last - visits + 1
    repeats = (visits - 1).astype(np.float64)
    repeat_value = np.add.reduceat(visit_value, first) - visit_value[first]
    told = Summary(
        frequency=repeats,
        recency=(visit_day[last] - visit_day[first]) / unit.days,
        age=(end - visit_day[first]) / unit.days,
        unit=unit,
        spend=repeat_value / np.maximum(repeats, 1) * (repeats > 0),
        count=one_each(len(names)),
        customer=names,
        grain=DAY,
    )
    return told if grain == DAY else told.grained(grain)


def _visits(
    code: IntArray, days: FloatArray, money: FloatArray
) -> tuple[IntArray, FloatArray, FloatArray]:
    """Customer, day and money of every customer-day, sorted by customer and day."""
    calendar = (days - days.min()).astype(np.int64)
    order = np.argsort(code * (calendar.max() + 1) + calendar)
    code, days, money = code[order], days[order], money[order]
    fresh = np.ones(len(code), dtype=np.bool_)
    fresh[1:] = (code[1:] != code[:-1]) | (days[1:] != days[:-1])
    return code[fresh], days[fresh], np.add.reduceat(money, np.flatnonzero(fresh))


def _day_numbers(day: npt.ArrayLike, as_of: date | np.datetime64 | int) -> tuple[FloatArray, float]:
    """Days and the as-of date as whole numbers on one calendar."""
    days, end = np.asarray(day), np.asarray(as_of)
    if end.dtype == np.object_:
        end = end.astype("datetime64[D]")
    if (days.dtype.kind == "M") != (end.dtype.kind == "M"):
        raise BadInput(
            place="as_of",
            problem="is not of the same kind as the days",
            way_out="give both as dates or both as day numbers",
        )
    if days.dtype.kind != "M":
        return np.floor(numbers("day", days)), float(end)
    if np.isnat(days).any():
        raise BadInput(place="day", problem="holds missing dates", way_out="leave them out")
    whole = days.astype("datetime64[D]").astype(np.float64)
    return whole, float(end.astype("datetime64[D]").astype(np.float64))


def _refuse(bad: AnyArray, name: str, problem: str) -> None:
    if bad.any():
        raise BadInput(
            place=f"{name}, row {int(np.argmax(bad))}",
            problem=problem,
            way_out="correct the history of that customer",
        )
