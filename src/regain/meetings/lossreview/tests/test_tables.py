"""The pack as a workbook and as files: the same figures, nothing a spreadsheet runs, charts of its own."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client

from regain.foundation.kit.book import HEAD, write_book
from regain.meetings.lossreview.actions.packing import keep_pack
from regain.meetings.lossreview.models import Review
from regain.meetings.lossreview.queries.packs import StoredPack
from regain.meetings.lossreview.queries.tables import TABLES, sheets, table
from regain.meetings.lossreview.rules.pack import Pack
from regain.meetings.lossreview.tests.a_pack import AS_AT, a_pack, an_awkward_pack, an_empty_pack
from regain.meetings.lossreview.tests.story import a_review
from tests.cast import Cast

PATH = "/review/months/2011-09/pack"


def a_stored(pack: Pack) -> StoredPack:
    """As it would be kept, frozen."""
    return StoredPack(pack=pack, digest="d" * 64, made_at=AS_AT, made_by="Dev", frozen_at=AS_AT, frozen_by="Dev Patel")


def written(pack: Pack) -> bytes:
    """The workbook."""
    file = BytesIO()
    write_book(sheets(a_stored(pack)), file, made_at=pack.as_at, title=pack.title, author=pack.company)
    return file.getvalue()


def opened(pack: Pack) -> Any:
    """The workbook as a spreadsheet reads it."""
    return openpyxl.load_workbook(BytesIO(written(pack)))


def kept(cast: Cast, pack: Pack, *, frozen: bool = True) -> Review:
    """The review of its month with this pack."""
    review = a_review(cast, pack.period)
    keep_pack(by=cast.dev, at=AS_AT, review=review, made=pack, freezes=frozen)
    return review


def amounts(value: object) -> Iterator[Decimal]:
    """Every exact figure of a document."""
    if is_dataclass(value):
        for field in fields(value):
            yield from amounts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from amounts(each)
    elif isinstance(value, Decimal):
        yield value


def test_every_amount_of_the_pack_is_a_number_in_the_workbook() -> None:
    """To the penny; those already back are told in the pack's own words elsewhere."""
    pack = a_pack()
    cells = {
        Decimal(repr(cell)).quantize(Decimal("0.0001"))
        for sheet in opened(pack)
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if isinstance(cell, int | float) and not isinstance(cell, bool)
    }
    missing = {amount for amount in amounts(pack) if amount.quantize(Decimal("0.0001")) not in cells}
    assert missing <= {pack.losses.back.value_lost}


def test_each_table_is_a_sheet_with_its_headings_and_as_of_when() -> None:
    """Amounts say their currency, days are days, sums are the last line."""
    pack, book = a_pack(), opened(a_pack())
    assert len(book.sheetnames) == len(TABLES) + 1
    sheet = book["By segment"]
    assert [cell.value for cell in sheet[HEAD + 1]] == ["Segment", "Departures", "Value lost, GBP"]
    assert "as of 9 Oct 2011" in sheet["A2"].value
    assert "Frozen on" in sheet["A2"].value
    last = [cell.value for cell in sheet[sheet.max_row]]
    assert last == ["All who left", pack.losses.departures, float(pack.losses.value_lost)]
    assert sheet.cell(HEAD + 2, 3).number_format == "#,##0.00"
    largest = book["Largest who left"]
    assert isinstance(largest.cell(HEAD + 2, 4).value, datetime)


def test_in_and_out_and_reasons_are_drawn_by_the_spreadsheet_itself() -> None:
    """Native charts with a unit at the axis; nothing to draw draws nothing."""
    book = opened(a_pack())
    drawn = {sheet.title: sheet._charts for sheet in book if sheet._charts}
    assert len(drawn) == 6
    assert len(drawn["Customers in and out"][0].series) == 3
    assert not [sheet.title for sheet in opened(an_empty_pack()) if "Reason" in sheet.title and sheet._charts]


def test_no_text_becomes_a_formula() -> None:
    """Neither in a cell nor in a file."""
    usual = a_pack()
    first = replace(usual.losses.largest[0], title="=HYPERLINK(1)", brief="@SUM(1)")
    armed = replace(usual, losses=replace(usual.losses, largest=(first,)), company="+1")
    values = [cell for sheet in opened(armed) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in values if cell.data_type == "f"]
    assert not [cell.value for cell in values if isinstance(cell.value, str) and cell.value[:1] in "=+@"]
    opened(an_awkward_pack())


def test_the_same_pack_makes_the_same_bytes() -> None:
    """Whenever it is written."""
    assert written(a_pack()) == written(a_pack())


def test_a_table_adds_up_to_the_ledger() -> None:
    """Reasons and issues with what has none."""
    pack = a_pack()
    rows: Any = table("reasons", pack).rows
    assert sum(row.value_lost for row in rows[:-1]) == rows[-1].value_lost == pack.losses.value_lost


def test_whoever_sees_the_review_may_take_its_pack_along(cast: Cast, client: Client) -> None:
    """As a workbook and table by table; others find nothing."""
    kept(cast, a_pack())
    client.force_login(cast.ada)
    answer = client.get(f"{PATH}/xlsx/")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith('loss-review-2011-09.xlsx"')
    assert f"{PATH}/reasons-confirmed.csv" in client.get(f"{PATH}/").content.decode()
    lines = client.get(f"{PATH}/segments.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0] == 'Segment,Departures,Value lost,"Value lost, currency"'
    assert lines[-1] == "All who left,40,68412.00,GBP"
    assert client.get(f"{PATH}/nothing.csv").status_code == 404
    client.force_login(cast.ben)
    assert client.get(f"{PATH}/xlsx/").status_code == 404


def test_without_a_pack_there_is_no_workbook(cast: Cast, client: Client) -> None:
    """The refusal says where to make it."""
    a_review(cast)
    client.force_login(cast.dev)
    answer = client.get(f"{PATH}/xlsx/")
    assert answer.status_code == 404
    assert "Make it on the page" in answer.content.decode()


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_written_for_an_empty_month(name: str) -> None:
    """Headings, and no row that is not there."""
    made = table(name, an_empty_pack())
    assert made.columns
    assert AS_AT.tzinfo is UTC
