"""Exports: the rows of a table as CSV or as an Excel workbook, written row by row.

Text that a spreadsheet would take for a formula is disarmed; numbers stay numbers, dates are ISO, and money
takes two columns, the amount and the currency.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any, Final, cast

import xlsxwriter
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from regain.foundation.kit.table import Column, Kind, Rows, TableState

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel reads our UTF-8 as something else."""

SHEET_ROWS: Final = 1_048_576
CELL_LETTERS: Final = 32_767
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Value = str | int | float | Decimal | date | datetime | None


class _Amount(Decimal):
    """An amount of money, so that a workbook shows its cents."""


class _Echo:
    """A file that hands back what is written, so that rows can be streamed as they are made."""

    def write(self, line: str) -> str:
        return line


def disarmed(text: str) -> str:
    """Text no spreadsheet runs: a leading apostrophe where it would be a formula, no control characters."""
    kept = "".join(letter for letter in text if letter in "\t\n" or ord(letter) >= 32)
    armed = any(each.startswith(FORMULA_STARTS) for each in (text, text.lstrip(), kept, kept.lstrip()))
    return f"'{kept}" if armed else kept


def headings(columns: Sequence[Column]) -> list[str]:
    """The first line: the columns' titles; money is followed by its currency."""
    titles: list[str] = []
    for column in columns:
        title = str(column.title)
        titles.append(disarmed(title))
        if column.kind is Kind.MONEY:
            titles.append(disarmed(gettext("%(title)s, currency") % {"title": title}))
    return titles


def values(columns: Sequence[Column], row: object) -> list[Value]:
    """A row as exportable values, in the order of `headings`."""
    found: list[Value] = []
    for column in columns:
        value = column.of(row)
        if column.kind is Kind.MONEY:
            found += _money(value)
        else:
            found.append(_value(column, value))
    return found


def csv_lines(columns: Sequence[Column], rows: Iterable[object]) -> Iterator[str]:
    """The lines of a CSV file, headings first."""
    writer = csv.writer(cast("IO[str]", _Echo()), lineterminator="\r\n")
    line: Callable[[Iterable[object]], str] = cast("Any", writer.writerow)
    yield BYTE_ORDER_MARK + line(headings(columns))
    for row in rows:
        yield line([_in_csv(value) for value in values(columns, row)])


def write_xlsx(columns: Sequence[Column], rows: Iterable[object], file: IO[bytes]) -> None:
    """A workbook in constant memory; a list longer than a sheet goes on on the next one."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(file, options) as book:
        styles = _Styles(book)
        sheet, line = None, SHEET_ROWS
        for row in rows:
            if line >= SHEET_ROWS:
                sheet, line = _new_sheet(book, columns, styles), 1
            for place, value in enumerate(values(columns, row)):
                styles.write(sheet, line, place, value)
            line += 1
        if sheet is None:
            _new_sheet(book, columns, styles)


def export(kind: str, state: TableState, rows: Rows[Any], name: str) -> HttpResponseBase:
    """The answer to an export link: every row of the state with the columns shown. `kind`: csv or xlsx."""
    if kind == "xlsx":
        file = TemporaryFile()  # noqa: SIM115 - the response closes it once it is sent
        write_xlsx(state.shown, rows.all(state), file)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    response = StreamingHttpResponse(csv_lines(state.shown, rows.all(state)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


class _Styles:
    """The few formats of a workbook, and how each kind of value is written with them."""

    def __init__(self, book: Any) -> None:
        self.bold = book.add_format({"bold": True, "bottom": 1})
        self.money = book.add_format({"num_format": "#,##0.00"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})

    def write(self, sheet: Any, line: int, place: int, value: Value) -> None:
        if value is None or value == "":
            return
        if isinstance(value, str):
            sheet.write_string(line, place, value[:CELL_LETTERS])
        elif isinstance(value, datetime):
            local = timezone.make_naive(value) if timezone.is_aware(value) else value
            sheet.write_datetime(line, place, local, self.moment)
        elif isinstance(value, date):
            sheet.write_datetime(line, place, value, self.day)
        elif isinstance(value, _Amount):
            sheet.write_number(line, place, value, self.money)
        else:
            sheet.write_number(line, place, value)


def _new_sheet(book: Any, columns: Sequence[Column], styles: _Styles) -> Any:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for place, title in enumerate(headings(columns)):
        sheet.set_column(place, place, max(11, min(40, len(title) + 3)))
        sheet.write_string(0, place, title, styles.bold)
    return sheet


def _money(value: Any) -> list[Value]:
    if value is None:
        return [None, None]
    amount, currency = value if isinstance(value, tuple) else (value.amount, value.currency)
    return [_Amount(amount), disarmed(str(currency))]


def _value(column: Column, value: object) -> Value:
    if value is None:
        return None
    if column.kind is Kind.STATUS:
        return disarmed(str(column.states.get(str(value), value)))
    if column.kind is Kind.DURATION and isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, int | float | Decimal | date):
        return value
    return disarmed(str(value))


def _in_csv(value: Value) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value
