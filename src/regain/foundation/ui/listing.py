"""A table ready to be drawn: what `ui/table.html` shows, with no decision left to the template."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext

from regain.foundation.kit.filters import Between, By, Choice, Contains, Dates, OneOf, Wanted
from regain.foundation.kit.paging import MANY, Page
from regain.foundation.kit.table import Column, Kind, Rows, TableSpec, TableState
from regain.foundation.ui import formats
from regain.foundation.ui.parts import TONES, Pill
from regain.foundation.ui.screen import screen

Words = str | Promise


@dataclass(frozen=True)
class Heading:
    """A column's head: its title, and the way to sort by it."""

    column: Column
    href: str
    sorted: str
    """"" or what aria-sort says: ascending, descending."""


@dataclass(frozen=True)
class Cell:
    """One value as it is written."""

    column: Column
    text: str
    href: str = ""
    tone: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Line:
    """One row."""

    key: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Control:
    """A filter's fields with what is in them now."""

    name: str
    title: Words
    by: By
    choices: Sequence[tuple[Choice, bool]] = ()
    text: str = ""
    low: str = ""
    high: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Bulk:
    """Something to do with chosen rows: a POST of `rows` (keys), or of `everything=1` with `state`."""

    action: str
    choices: Sequence[tuple[str, Words, str]]
    """Each: the value of `do`, its words, its icon."""


@dataclass(frozen=True)
class Nothing:
    """What an empty list says: why, and one thing to do."""

    heading: Words
    why: Words = ""
    label: Words = ""
    href: str = ""
    icon: str = "mood-empty"


@dataclass(frozen=True)
class Around:
    """What a page puts around its table: saved views, exports, what to say when there is nothing yet."""

    nothing: Nothing
    views: Sequence[Pill] = ()
    save_view: str = ""
    """Where a POST of `name`, `query` and `shared` keeps the present view."""
    export: str = ""
    """Address of the export; `?format=csv` and `?format=xlsx` are added with the present state."""
    bulk: Bulk | None = None


@dataclass(frozen=True)
class Listing:
    """The whole table."""

    spec: TableSpec
    state: TableState
    page: Page[Any]
    around: Around
    base: str
    headings: Sequence[Heading]
    lines: Sequence[Line]
    controls: Sequence[Control]
    chips: Sequence[tuple[str, str]]
    pages: Sequence[tuple[int, str]]
    """Numbers of pages to offer, with their addresses; 0 stands for a gap."""
    count: str

    @property
    def anchor(self) -> str:
        """The id of the region htmx swaps."""
        return f"table-{self.spec.name}"

    @property
    def href(self) -> str:
        """The address of just this view."""
        return self.base + self.state.query(page=self.state.page)

    @property
    def query(self) -> str:
        """The present state without the page, for exports, saved views and bulk acts."""
        return self.state.query(page=1).removeprefix("?")

    @property
    def previous(self) -> str:
        """The address of the page before."""
        return self.base + self.state.query(page=self.page.number - 1) if self.page.number > 1 else ""

    @property
    def next(self) -> str:
        """The address of the page after."""
        return self.base + self.state.query(page=self.page.number + 1) if self.page.more else ""

    @property
    def sort_value(self) -> str:
        """The sort as the address has it."""
        return f"-{self.state.sort}" if self.state.descending else self.state.sort

    @property
    def choosable(self) -> Sequence[tuple[Column, bool]]:
        """Columns one may show or hide, and whether they are shown; the first kind is always there."""
        return [(column, column.name in self.state.columns) for column in self.spec.columns if column.priority > 1]


def listing(request: HttpRequest, spec: TableSpec, rows: Rows[Any], around: Around) -> Listing:
    """Read the address, ask the source for one page, and lay it out."""
    state = TableState.parse(spec, dict(request.GET.lists()))
    found, total = rows.page(state)
    page: Page[Any] = Page.of(found, total, number=state.page, size=state.size)
    base = request.path
    return Listing(
        spec=spec,
        state=state,
        page=page,
        around=around,
        base=base,
        headings=[heading(base, state, column) for column in state.shown],
        lines=[line(spec, state.shown, row) for row in page.rows],
        controls=[control(column, state.wanted(column.name)) for column in spec.columns if column.filter],
        chips=[(in_words(spec, wanted), base + state.without(wanted.column)) for wanted in state.filters],
        pages=[(number, base + state.query(page=number)) for number in pages_around(page)],
        count=count_in_words(page),
    )


def show(request: HttpRequest, template: str, page: object, table: Listing, *, status: int = 200) -> HttpResponse:
    """The page with its table (as `listing`), or only the table when htmx asked for it."""
    response = screen(request, template, page, fragment="ui/table.html", status=status, listing=table)
    if request.headers.get("HX-Request") == "true":
        response["HX-Push-Url"] = table.href
    return response


def heading(base: str, state: TableState, column: Column) -> Heading:
    """A column's head."""
    href = base + state.sorted_by(column.name) if column.sortable else ""
    order = "descending" if state.descending else "ascending"
    return Heading(column, href, order if state.sort == column.name else "")


def line(spec: TableSpec, columns: Sequence[Column], row: object) -> Line:
    """A row, written."""
    key = row.get(spec.key, "") if isinstance(row, dict) else getattr(row, spec.key, "")
    return Line(str(key), [cell(column, row) for column in columns])


def cell(column: Column, row: object) -> Cell:
    """A value, written as its kind is."""
    value = column.of(row)
    href = ""
    if column.link:
        href = str((row.get(column.link) if isinstance(row, dict) else getattr(row, column.link, "")) or "")
    if column.kind is Kind.STATUS and value not in (None, ""):
        tone = column.tones.get(str(value), "quiet")
        return Cell(column, str(column.states.get(str(value), value)), href, tone, TONES[tone])
    return Cell(column, written(column, value), href)


def written(column: Column, value: Any) -> str:
    """The text of a value."""
    if value is None or value == "":
        return formats.NOTHING
    if column.kind is Kind.MONEY:
        return formats.money(value, "exact" if column.digits else "whole")
    if column.kind is Kind.PERCENT:
        return formats.percent(value, column.digits or 0)
    if column.kind is Kind.NUMBER:
        return formats.number(value, column.digits)
    if column.kind is Kind.DURATION:
        return formats.duration(value)
    return formats.shown(value)


def control(column: Column, wanted: Wanted | None) -> Control:
    """A filter's fields, filled with what is wanted now."""
    assert column.filter is not None
    by = column.filter.by
    if by is By.CHOICE:
        on = wanted.values if isinstance(wanted, OneOf) else ()
        choices = [(choice, choice.value in on) for choice in column.choices]
        return Control(column.name, column.title, by, choices)
    if by is By.TEXT:
        return Control(column.name, column.title, by, text=wanted.text if isinstance(wanted, Contains) else "")
    low, high = ends_as_typed(wanted)
    return Control(column.name, column.title, by, low=low, high=high)


def ends_as_typed(wanted: Wanted | None) -> tuple[str, str]:
    """Both ends of a range, as its fields have them."""
    if isinstance(wanted, Between):
        return (
            "" if wanted.low is None else f"{wanted.low:f}",
            "" if wanted.high is None else f"{wanted.high:f}",
        )
    if isinstance(wanted, Dates):
        return (
            wanted.first.isoformat() if wanted.first else "",
            wanted.last.isoformat() if wanted.last else "",
        )
    return "", ""


def in_words(spec: TableSpec, wanted: Wanted) -> str:
    """A filter as a chip says it."""
    column = spec.column(wanted.column)
    title = str(column.title) if column else wanted.column
    if isinstance(wanted, Contains):
        return gettext("%(title)s has “%(text)s”") % {"title": title, "text": wanted.text}
    if isinstance(wanted, OneOf):
        called = {choice.value: str(choice.title) for choice in column.choices} if column else {}
        return f"{title}: {', '.join(called.get(value, value) for value in wanted.values)}"
    kind = column.kind if column else Kind.NUMBER
    low, high = ends_in_words(kind, wanted)
    if low and high:
        return gettext("%(title)s from %(low)s to %(high)s") % {"title": title, "low": low, "high": high}
    if low:
        return gettext("%(title)s from %(low)s") % {"title": title, "low": low}
    return gettext("%(title)s up to %(high)s") % {"title": title, "high": high}


def ends_in_words(kind: Kind, wanted: Between | Dates) -> tuple[str, str]:
    """Both ends of a range as people read them."""
    if isinstance(wanted, Dates):
        return (
            formats.day(wanted.first) if wanted.first else "",
            formats.day(wanted.last) if wanted.last else "",
        )
    write = formats.percent if kind is Kind.PERCENT else formats.number
    return (
        write(wanted.low) if wanted.low is not None else "",
        write(wanted.high) if wanted.high is not None else "",
    )


def count_in_words(page: Page[Any]) -> str:
    """How much of how much is shown."""
    if not page.rows:
        return gettext("Nothing to show")
    first, last = formats.number(page.first_row), formats.number(page.last_row)
    if page.total == MANY:
        return gettext("%(first)s–%(last)s of many") % {"first": first, "last": last}
    total = formats.number(page.total)
    return gettext("%(first)s–%(last)s of %(total)s") % {"first": first, "last": last, "total": total}


def pages_around(page: Page[Any]) -> list[int]:
    """First, last and the neighbours of this page; 0 for a gap."""
    if page.last is None or page.last < 2:
        return []
    near = {1, page.last, page.number - 1, page.number, page.number + 1}
    kept = sorted(number for number in near if 1 <= number <= page.last)
    shown: list[int] = []
    for number in kept:
        if shown and number - shown[-1] > 1:
            shown.append(0)
        shown.append(number)
    return shown
