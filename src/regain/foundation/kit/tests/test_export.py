"""Exports: nothing runs, numbers stay numbers, dates are ISO."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.http import FileResponse, StreamingHttpResponse
from hypothesis import given
from hypothesis import strategies as st

from regain.foundation.kit.export import BYTE_ORDER_MARK, FORMULA_STARTS, csv_lines, disarmed, export, write_xlsx
from regain.foundation.kit.memory_rows import MemoryRows
from regain.foundation.kit.money import Money
from regain.foundation.kit.table import Column, Kind, TableSpec, TableState

COLUMNS = (
    Column("name", "Customer"),
    Column("lost", "Lost", Kind.MONEY),
    Column("calls", "Calls", Kind.NUMBER),
    Column("left_on", "Left on", Kind.DATE),
    Column("called_at", "Called", Kind.MOMENT),
    Column("state", "State", Kind.STATUS, states={"won": "Returned"}),
)
SPEC = TableSpec("departures", COLUMNS, default_sort="name")


@dataclass(frozen=True)
class Row:
    name: str
    lost: Money | None
    calls: int
    left_on: date
    called_at: datetime | None
    state: str


HARBOUR = Row(
    "=HYPERLINK(evil)",
    Money(Decimal("4100.50"), "GBP"),
    -3,
    date(2026, 10, 3),
    datetime(2026, 10, 14, 9, 35, tzinfo=UTC),
    "won",
)
NOBODY = Row("0012", None, 0, date(2026, 1, 1), None, "other")


def read_csv(rows: Iterable[Any], columns: Sequence[Column] = COLUMNS) -> list[list[str]]:
    text = "".join(csv_lines(columns, rows))
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.reader(StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))


def read_xlsx(rows: Iterable[Any]) -> list[list[Any]]:
    file = BytesIO()
    write_xlsx(COLUMNS, rows, file)
    sheet = openpyxl.load_workbook(file).active
    return [list(line) for line in sheet.iter_rows(values_only=True)]


def test_csv_has_iso_dates_exact_money_and_its_currency_beside_it() -> None:
    heading, line, nobody = read_csv([HARBOUR, NOBODY])

    assert heading == ["Customer", "Lost", "Lost, currency", "Calls", "Left on", "Called", "State"]
    assert line == [
        "'=HYPERLINK(evil)", "4100.50", "GBP", "-3", "2026-10-03", "2026-10-14T09:35:00+00:00", "Returned"
    ]  # fmt: skip
    assert nobody == ["0012", "", "", "0", "2026-01-01", "", "other"]


def test_a_workbook_keeps_numbers_as_numbers_and_ids_as_text() -> None:
    heading, line, nobody = read_xlsx([HARBOUR, NOBODY])

    assert heading[:3] == ["Customer", "Lost", "Lost, currency"]
    assert line[:4] == ["'=HYPERLINK(evil)", 4100.5, "GBP", -3]
    assert line[4] == datetime(2026, 10, 3)  # noqa: DTZ001 - a workbook knows no zones
    assert nobody[0] == "0012"
    assert nobody[1] is None


def test_an_empty_list_still_has_its_headings() -> None:
    assert len(read_csv([])) == 1
    assert len(read_xlsx([])) == 1


@pytest.mark.parametrize("start", [*FORMULA_STARTS, "  =", "\u00a0@", " \t+", "\x01=", "\x1f\n", " \x02 -"])
def test_text_that_would_run_is_disarmed(start: str) -> None:
    assert disarmed(f"{start}cmd|' /C calc'!A0").startswith("'")


@given(st.text(max_size=30))
def test_no_text_starts_a_formula(text: str) -> None:
    [_, [cell, *_]] = read_csv([{"name": text}], [COLUMNS[0], COLUMNS[0]])

    assert not cell.startswith(FORMULA_STARTS)
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))


@given(st.text(max_size=30))
def test_plain_text_comes_through_unchanged(text: str) -> None:
    printable = "".join(letter for letter in text if letter.isalnum())

    assert disarmed(printable) == printable


def test_only_the_columns_shown_leave_the_house() -> None:
    state = TableState.parse(SPEC, {"cols": ["calls"]})
    answer = export("csv", state, MemoryRows([HARBOUR]), "departures")

    assert isinstance(answer, StreamingHttpResponse)
    assert b"".join(answer) == f"{BYTE_ORDER_MARK}Calls\r\n-3\r\n".encode()
    assert answer["Content-Disposition"] == 'attachment; filename="departures.csv"'


def test_a_workbook_is_sent_as_one() -> None:
    answer = export("xlsx", TableState.parse(SPEC, {}), MemoryRows([HARBOUR]), "departures")

    assert isinstance(answer, FileResponse)
    assert b"".join(answer).startswith(b"PK")
