"""Rows that are already in memory: short lists, samples, tests."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Generic, TypeVar, cast

from regain.foundation.kit.filters import Between, Contains, Dates, OneOf, Wanted
from regain.foundation.kit.paging import Total
from regain.foundation.kit.table import TableState

Row = TypeVar("Row")


class MemoryRows(Generic[Row]):
    """A sequence answering table states. For more than a few thousand rows, let the database do it."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def page(self, state: TableState) -> tuple[Sequence[Row], Total]:
        """One page and the total."""
        found = self.all(state)
        return found[state.offset : state.offset + state.size], len(found)

    def all(self, state: TableState) -> Sequence[Row]:
        """Every row that fits, in order; rows without a value come last either way."""
        found = [row for row in self._rows if fits(state, row)]
        column = state.spec.column(state.sort)
        if column is None:
            return found
        known = [row for row in found if column.of(row) is not None]
        unknown = [row for row in found if column.of(row) is None]
        known.sort(key=lambda row: plain(column.of(row)), reverse=state.descending)
        return known + unknown


def fits(state: TableState, row: object) -> bool:
    """Whether search and every filter keep this row."""
    if state.search:
        words = " ".join(str(column.of(row)) for column in state.spec.columns if column.kind in ("text", "status"))
        if not all(word in words.casefold() for word in state.search.casefold().split()):
            return False
    return all(keeps(wanted, value_of(state, wanted, row)) for wanted in state.filters)


def value_of(state: TableState, wanted: Wanted, row: object) -> object:
    """The value a filter looks at."""
    column = state.spec.column(wanted.column)
    return None if column is None else column.of(row)


def keeps(wanted: Wanted, value: object) -> bool:
    """Whether a filter keeps a value. No value never fits."""
    if value is None:
        return False
    if isinstance(wanted, Contains):
        return wanted.text.casefold() in str(value).casefold()
    if isinstance(wanted, OneOf):
        return str(value) in wanted.values
    if isinstance(wanted, Between):
        number = Decimal(str(plain(value)))
        return (wanted.low is None or number >= wanted.low) and (wanted.high is None or number <= wanted.high)
    day = value.date() if isinstance(value, datetime) else cast("date", value)
    return in_days(wanted, day)


def in_days(wanted: Dates, day: date) -> bool:
    """Whether a day lies in the wanted days."""
    return (wanted.first is None or day >= wanted.first) and (wanted.last is None or day <= wanted.last)


def plain(value: object) -> "str | int | Decimal | date":
    """A value that can be compared: money by its amount, text without regard to case."""
    value = getattr(value, "amount", value)
    return value.casefold() if isinstance(value, str) else cast("int | Decimal | date", value)
