"""A table of a pack: columns, rows, and the charts a spreadsheet draws of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from regain.foundation.kit.book import Chart, Sheet
from regain.foundation.kit.table import Column, Kind

Get = Callable[[Any], object]


@dataclass(frozen=True)
class PackTable:
    """One table. The last `sums` rows add up the others."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[object]
    sums: int = 0
    charts: tuple[Chart, ...] = ()

    def sheet(self, words: str, currency: str) -> Sheet:
        """The same as a sheet of a workbook."""
        return Sheet(self.title, self.columns, self.rows, words, currency, self.sums, self.charts)


def text(name: str, title: str, get: Get | None = None, *, first: bool = False) -> Column:
    """Words; `first` for the column that names the row."""
    return Column(name, title, priority=1 if first else 2, value=get)


def number(name: str, title: str, get: Get | None = None) -> Column:
    """A count."""
    return Column(name, title, Kind.NUMBER, value=get)


def share(name: str, title: str, get: Get | None = None) -> Column:
    """A part of the whole, 0 to 1."""
    return Column(name, title, Kind.PERCENT, value=get)


def day(name: str, title: str, get: Get | None = None) -> Column:
    """A calendar day."""
    return Column(name, title, Kind.DATE, value=get)


def money(name: str, title: str, currency: str, get: Get | None = None) -> Column:
    """An amount in the pack's currency."""

    def pair(row: Any) -> object:
        amount = get(row) if get else getattr(row, name)
        return None if amount is None else (amount, currency)

    return Column(name, title, Kind.MONEY, value=pair)
