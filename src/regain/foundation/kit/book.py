"""Book: an Excel workbook of several sheets, each a table with a title, a line under it, and native charts.

Text no spreadsheet runs, numbers as numbers, days as days, money in one currency named in the heading. The same
sheets make the same bytes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import IO, Any, Final

import xlsxwriter
from django.utils import timezone

from regain.foundation.kit.export import CELL_LETTERS, disarmed, values
from regain.foundation.kit.table import Column, Kind

HEAD: Final = 3
"""The line of the headings, counted from nought; the rows follow."""
LONGEST_NAME: Final = 31
FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
WIDEST, NARROWEST, FIGURES, A4 = 48, 11, 15, 9
LINE: Final = 15
"""Points of one line of text, and the most lines a row shows."""
MOST_LINES: Final = 26
GRID: Final = "#d5d5d5"
COLOURS: Final = ("#0b4f5f", "#a8cdd4", "#c4703a", "#8a8a8a")
"""Dark, light and in between, so that a print in black and white tells them apart."""


class Shape(StrEnum):
    """How a chart is drawn."""

    COLUMNS = "column"
    BARS = "bar"
    LINES = "line"


@dataclass(frozen=True)
class Chart:
    """A native chart beside a table. `labels` and `series` name columns; `unit` is written at the axis."""

    title: str
    shape: Shape
    labels: str
    series: tuple[str, ...]
    unit: str
    rows: int = 0
    """How many of the rows it draws; all but the sums unless told."""


@dataclass(frozen=True)
class Sheet:
    """One table. The last `sums` rows add up the others. `currency` is that of every amount in it."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[object]
    words: str = ""
    currency: str = ""
    sums: int = 0
    charts: tuple[Chart, ...] = ()


def write_book(
    sheets: Iterable[Sheet], file: IO[bytes], *, made_at: datetime, title: str = "", author: str = ""
) -> None:
    """Write the workbook; `made_at` is kept in it, so that it does not depend on the clock."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": title, "author": author, "created": made_at.replace(microsecond=0, tzinfo=None)})
        formats = _Formats(book)
        taken: set[str] = set()
        for sheet in sheets:
            _write(book, sheet, formats, _name(sheet.title, taken))


class _Formats:
    """The formats of a workbook, by kind of column, plain and for sums."""

    PATTERNS: Final = {
        Kind.MONEY: "#,##0.00",
        Kind.PERCENT: "0.0%",
        Kind.DATE: "yyyy-mm-dd",
        Kind.MOMENT: "yyyy-mm-dd hh:mm",
    }

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.words = book.add_format({"italic": True})
        heading = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
        self.heading = {
            False: book.add_format({**heading, "align": "left", "indent": 1}),
            True: book.add_format({**heading, "align": "right"}),
        }
        self._book = book
        self._made: dict[tuple[Kind, bool], Any] = {}

    def of(self, kind: Kind, *, is_sum: bool) -> Any:
        """The format of a cell."""
        key = (kind, is_sum)
        if key not in self._made:
            look: dict[str, Any] = {"valign": "top"}
            if kind in self.PATTERNS:
                look["num_format"] = self.PATTERNS[kind]
            if kind is Kind.TEXT:
                look |= {"text_wrap": True, "align": "left", "indent": 1}
            if is_sum:
                look |= {"bold": True, "top": 1}
            self._made[key] = self._book.add_format(look)
        return self._made[key]


def _name(title: str, taken: set[str]) -> str:
    """A name Excel takes for a sheet, of its own."""
    plain = " ".join(title.translate(FORBIDDEN).split())[:LONGEST_NAME] or "Sheet"
    name, number = plain, 1
    while name.lower() in taken:
        number += 1
        name = f"{plain[: LONGEST_NAME - 4]} {number}"
    taken.add(name.lower())
    return name


def _write(book: Any, sheet: Sheet, formats: _Formats, name: str) -> None:
    page = book.add_worksheet(name)
    page.write_string(0, 0, disarmed(sheet.title), formats.title)
    if sheet.words:
        page.write_string(1, 0, disarmed(sheet.words), formats.words)
    widths = [_width(column, sheet.rows) for column in sheet.columns]
    page.set_row(HEAD, 2 * LINE)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, widths[place])
        heading = f"{column.title}, {sheet.currency}" if column.kind is Kind.MONEY else str(column.title)
        page.write_string(HEAD, place, disarmed(heading), formats.heading[column.end])
    first_sum = len(sheet.rows) - sheet.sums
    for line, row in enumerate(sheet.rows):
        cells = [values([column], row)[0] for column in sheet.columns]
        tall = max(_lines(cell, widths[place]) for place, cell in enumerate(cells))
        page.set_row(HEAD + 1 + line, LINE * min(tall, MOST_LINES))
        for place, column in enumerate(sheet.columns):
            look = formats.of(column.kind, is_sum=line >= first_sum)
            _cell(page, HEAD + 1 + line, place, cells[place], look)
    page.freeze_panes(HEAD + 1, 1)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEAD)
    if sheet.rows:
        page.autofilter(HEAD, 0, HEAD + max(first_sum, 1), len(sheet.columns) - 1)
    for place, chart in enumerate(sheet.charts):
        if first_sum:
            page.insert_chart(HEAD + place * 24, len(sheet.columns) + 1, _chart(book, sheet, chart, name))


def _cell(page: Any, line: int, place: int, value: object, look: Any) -> None:
    match value:
        case None | "":
            page.write_blank(line, place, None, look)
        case str():
            page.write_string(line, place, value[:CELL_LETTERS], look)
        case datetime():
            local = timezone.make_naive(value) if timezone.is_aware(value) else value
            page.write_datetime(line, place, local, look)
        case date():
            page.write_datetime(line, place, value, look)
        case int() | float() | Decimal():
            page.write_number(line, place, value, look)


def _chart(book: Any, sheet: Sheet, chart: Chart, name: str) -> Any:
    drawn = book.add_chart({"type": chart.shape.value})
    places = {column.name: place for place, column in enumerate(sheet.columns)}
    last = HEAD + min(chart.rows or len(sheet.rows), len(sheet.rows) - sheet.sums)
    for number, series in enumerate(chart.series):
        place = places[series]
        drawn.add_series(
            {
                "name": [name, HEAD, place],
                "categories": [name, HEAD + 1, places[chart.labels], last, places[chart.labels]],
                "values": [name, HEAD + 1, place, last, place],
                **_look(chart.shape, number),
            }
        )
    drawn.set_title({"name": chart.title, "name_font": {"size": 12}})
    across = chart.shape is Shape.BARS
    amounts = {"name": chart.unit, "num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": GRID}}}
    drawn.set_x_axis({**amounts, "label_position": "high"} if across else {})
    drawn.set_y_axis({"reverse": True} if across else amounts)
    drawn.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom"})
    drawn.set_size({"width": 720, "height": 440})
    return drawn


def _look(shape: Shape, number: int) -> dict[str, Any]:
    colour = COLOURS[number % len(COLOURS)]
    if shape is Shape.LINES:
        return {"line": {"color": colour, "dash_type": ("solid", "dash", "round_dot")[number % 3]}}
    return {"fill": {"color": colour}, "border": {"color": COLOURS[0], "width": 0.5}}


def _width(column: Column, rows: Sequence[object]) -> int:
    """As wide as its longest text within reason."""
    if column.kind is not Kind.TEXT:
        return FIGURES
    return max(NARROWEST, min(WIDEST, max((len(str(values([column], row)[0] or "")) for row in rows), default=0) + 3))


def _lines(text: object, width: int) -> int:
    """How many lines a text takes in a column."""
    return sum(1 + len(line) // max(1, width - 2) for line in text.splitlines()) if isinstance(text, str) else 1
