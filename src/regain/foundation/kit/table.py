"""Tables: what a list can show, and what somebody asked to see of it.

A `TableSpec` declares columns once; page, export and API read the same one. `TableState` is a reading of the
address: search, filters, sort, page, columns. It never fails: what makes no sense is left out, and a sentence
says so. `Rows` is whatever can answer a state: rows of the database, of the warehouse, or a plain list.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from operator import attrgetter
from typing import Any, Final, Protocol, TypeVar
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from regain.foundation.kit.filters import Choice, Filter, Misread, Parameters, Wanted, Words, clean, read
from regain.foundation.kit.paging import Total

RESERVED: Final = frozenset({"q", "sort", "page", "size", "cols", "view", "format"})
LAST_PAGE: Final = 1_000_000
MOST_DIGITS: Final = 7
Row = TypeVar("Row", covariant=True)


class Kind(StrEnum):
    """What a column holds; it decides alignment, writing, and the type of an exported cell."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    MOMENT = "moment"
    DURATION = "duration"
    STATUS = "status"


FIGURES: Final = frozenset({Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.DURATION})


@dataclass(frozen=True)
class Column:
    """One column.

    `priority` is for phones: 1 heads the card, 2 is on it, 3 waits for a wider screen. `link` names the row's
    attribute with the address the cell leads to. A status column says in `states` what each value is called,
    and in `tones` how it feels. `value` reads the cell where the row has no attribute of the column's name.
    """

    name: str
    title: Words
    kind: Kind = Kind.TEXT
    sortable: bool = True
    filter: Filter | None = None
    default_shown: bool = True
    align: str = ""
    priority: int = 2
    link: str = ""
    hint: Words = ""
    digits: int | None = None
    states: Mapping[str, Words] = field(default_factory=dict)
    tones: Mapping[str, str] = field(default_factory=dict)
    value: Callable[[Any], object] | None = None

    def of(self, row: object) -> object:
        """This column's value in a row: an object's attribute, or a mapping's entry."""
        if self.value is not None:
            return self.value(row)
        if isinstance(row, Mapping):
            return row.get(self.name)
        return attrgetter(self.name)(row)

    @property
    def end(self) -> bool:
        """Whether the column is set against the far edge, as figures are."""
        return self.align == "end" or (not self.align and self.kind in FIGURES)

    @property
    def choices(self) -> Sequence[Choice]:
        """What a choice filter offers: its own list, or the states of a status column."""
        own = self.filter.choices if self.filter else ()
        return own or [Choice(value, title) for value, title in self.states.items()]


@dataclass(frozen=True)
class TableSpec:
    """A table by name, with its columns in order. `default_sort` may start with `-`."""

    name: str
    columns: Sequence[Column]
    default_sort: str
    caption: Words = ""
    searchable: bool = False
    search_hint: Words = ""
    key: str = "id"
    """The row's attribute that names it when rows are selected."""
    size: int = 50

    def __post_init__(self) -> None:
        """A spec that contradicts itself is a mistake of ours, found when the module is read."""
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names) or RESERVED & set(names):
            raise ValueError(f"The columns of {self.name} need names of their own, none of {sorted(RESERVED)}.")
        if self.default_sort.removeprefix("-") not in names:
            raise ValueError(f"{self.name} has no column {self.default_sort!r} to be sorted by.")

    def column(self, name: str) -> Column | None:
        """The column of that name."""
        return next((column for column in self.columns if column.name == name), None)

    @property
    def default_columns(self) -> tuple[str, ...]:
        """What is shown when nobody chose."""
        return tuple(column.name for column in self.columns if column.default_shown)


@dataclass(frozen=True)
class TableState:
    """What somebody asked to see. Made by `parse`; turned back into an address by `query`."""

    spec: TableSpec
    search: str = ""
    filters: tuple[Wanted, ...] = ()
    sort: str = ""
    descending: bool = False
    page: int = 1
    columns: tuple[str, ...] = ()
    notices: tuple[Words, ...] = field(default=(), compare=False)

    @property
    def size(self) -> int:
        """Rows on a page."""
        return self.spec.size

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.page - 1) * self.size

    @property
    def shown(self) -> list[Column]:
        """The chosen columns, in the table's own order."""
        return [column for column in self.spec.columns if column.name in self.columns]

    @property
    def narrowed(self) -> bool:
        """Whether a search or a filter leaves something out."""
        return bool(self.search or self.filters)

    @classmethod
    def parse(cls, spec: TableSpec, parameters: Parameters) -> "TableState":
        """What the address asks for. Nonsense falls back to the default, with a sentence in `notices`."""
        notices: list[Words] = []
        filters = _filters(spec, parameters, notices)
        sort, descending = _sort(spec, _first(parameters, "sort"), notices)
        return cls(
            spec=spec,
            search=_first(parameters, "q") if spec.searchable else "",
            filters=tuple(filters),
            sort=sort,
            descending=descending,
            page=_page(_first(parameters, "page"), notices),
            columns=_columns(spec, parameters, notices),
            notices=tuple(notices),
        )

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters that say what differs from the default, in a fixed order."""
        found = [("q", self.search)] if self.search else []
        found += [pair for wanted in self.filters for pair in wanted.pairs]
        sort = f"-{self.sort}" if self.descending else self.sort
        if sort != self.spec.default_sort:
            found.append(("sort", sort))
        if self.columns != self.spec.default_columns:
            found.append(("cols", ",".join(self.columns)))
        if self.page > 1:
            found.append(("page", str(self.page)))
        return found

    def query(self, **changes: Any) -> str:
        """The address of this state, or of one that differs; only a change of page leaves the first page."""
        if changes and "page" not in changes:
            changes["page"] = 1
        return "?" + urlencode(replace(self, **changes).pairs(), safe=",")

    def without(self, name: str) -> str:
        """The address with one column's filter taken away."""
        return self.query(filters=tuple(wanted for wanted in self.filters if wanted.column != name))

    def sorted_by(self, name: str) -> str:
        """The address sorted by a column; again turns the order round. Figures start with the largest."""
        if self.sort == name:
            return self.query(descending=not self.descending)
        column = self.spec.column(name)
        return self.query(sort=name, descending=column is not None and column.end)

    def wanted(self, name: str) -> Wanted | None:
        """The filter on a column, if there is one."""
        return next((wanted for wanted in self.filters if wanted.column == name), None)


class Rows(Protocol[Row]):
    """A source of rows for a state."""

    def page(self, state: TableState) -> tuple[Sequence[Row], Total]:
        """One page and how many rows there are in all; with `MANY`, one row more than a page."""

    def all(self, state: TableState) -> Iterable[Row]:
        """Every row of the state in its order, whatever its page; for exports, so it should stream."""


def cells(columns: Sequence[Column], row: object) -> Iterator[object]:
    """The values of a row, column by column."""
    return (column.of(row) for column in columns)


def _filters(spec: TableSpec, parameters: Parameters, notices: list[Words]) -> list[Wanted]:
    filters: list[Wanted] = []
    for column in spec.columns:
        if column.filter is None:
            continue
        found = read(column.name, column.title, column.filter.by, column.choices, parameters)
        if isinstance(found, Misread):
            notices.append(found.sentence)
        elif found is not None:
            filters.append(found)
    return filters


def _first(parameters: Parameters, name: str) -> str:
    values = parameters.get(name, ())
    return clean(values[0]) if values else ""


def _sort(spec: TableSpec, wanted: str, notices: list[Words]) -> tuple[str, bool]:
    name = wanted.removeprefix("-")
    column = spec.column(name)
    if column is not None and column.sortable:
        return name, wanted.startswith("-")
    if wanted:
        notices.append(_("This list cannot be sorted like that; it is in its usual order."))
    return spec.default_sort.removeprefix("-"), spec.default_sort.startswith("-")


def _page(wanted: str, notices: list[Words]) -> int:
    if not wanted:
        return 1
    if wanted.isascii() and wanted.isdigit() and len(wanted) <= MOST_DIGITS and int(wanted) >= 1:
        return min(int(wanted), LAST_PAGE)
    notices.append(_("There is no such page; this is the first one."))
    return 1


def _columns(spec: TableSpec, parameters: Parameters, notices: list[Words]) -> tuple[str, ...]:
    asked = [clean(name) for given in parameters.get("cols", ()) for name in given.split(",")]
    chosen = {name for name in asked if name}
    if not chosen:
        return spec.default_columns
    known = {column.name for column in spec.columns}
    if chosen - known:
        notices.append(_("Some of the columns asked for do not exist and were left out."))
    kept = (chosen & known) | {column.name for column in spec.columns if column.priority == 1}
    return tuple(column.name for column in spec.columns if column.name in kept) or spec.default_columns
