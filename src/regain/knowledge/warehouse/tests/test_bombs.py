"""Small files made to harm end in one sentence, within their memory, and never hurt the parent."""

import gzip
import zipfile
from pathlib import Path

import duckdb
import pytest

from regain.foundation.kit.errors import Invalid
from regain.knowledge.warehouse.intake import guard
from regain.knowledge.warehouse.intake.source import Limits
from regain.knowledge.warehouse.tests.company import Home

COLUMNS: dict[str, str | int] = {"customer_id": 1, "sold_at": 2, "amount": 3}
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPE = "application/vnd.openxmlformats"
PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{TYPE}-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="{TYPE}-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
ROW = '<row><c t="inlineStr"><is><t>aaaaaaaa</t></is></c><c><v>1</v></c><c><v>1</v></c></row>'


def workbook_bomb(path: Path, rows: int) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, text in PARTS.items():
            packed.writestr(name, text)
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
            for _ in range(rows // 1000):
                sheet.write((ROW * 1000).encode())
            sheet.write(b"</sheetData></worksheet>")


def parquet_bomb(path: Path, rows: int) -> None:
    text = f"COPY (SELECT 'a' AS customer, DATE '2011-01-01' AS day, 1 AS amount FROM range({rows})) TO '{path}'"
    duckdb.connect().execute(text + " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 4000000)")


def page_bomb(path: Path) -> None:
    text = "COPY (SELECT repeat('a', 100000000) AS customer, DATE '2011-01-01' AS day, 1 AS amount FROM range(8)) TO "
    duckdb.connect().execute(f"{text}'{path}' (FORMAT parquet, COMPRESSION zstd, DICTIONARY_SIZE_LIMIT 0)")


def refusal(home: Home, path: Path, peaks: list[int]) -> str:
    """Import a bomb; gives the sentence, after making sure that no child took more than it may."""
    with pytest.raises(Invalid) as caught:
        home.take(path, columns=COLUMNS)
    assert 0 < max(peaks) <= 560_000_000
    assert home.lake.current().number == 0
    return caught.value.sentence


@pytest.fixture
def peaks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The memory of each child whenever the guard looked."""
    seen: list[int] = []
    look = guard.resident

    def noted(pid: int) -> int:
        seen.append(look(pid))
        return seen[-1]

    monkeypatch.setattr(guard, "resident", noted)
    return seen


@pytest.fixture
def guarded(tmp_path: Path) -> Home:
    return Home(tmp_path, guarded=True)


def test_a_workbook_that_unpacks_a_hundredfold_is_refused(guarded: Home, peaks: list[int]) -> None:
    path = guarded.root / "bomb.xlsx"
    workbook_bomb(path, 1_000_000)
    assert path.stat().st_size < 1_000_000
    assert "unpacks to" in refusal(guarded, path, peaks)


def test_a_workbook_whose_size_is_allowed_still_cannot_take_all_memory(guarded: Home, peaks: list[int]) -> None:
    guarded.limits = Limits(ratio=10_000, spare_mb=10_000, growth=1, least_mb=256)
    path = guarded.root / "bomb.xlsx"
    workbook_bomb(path, 2_000_000)
    assert "memory" in refusal(guarded, path, peaks)


def test_a_parquet_file_of_nothing_but_equal_rows_is_refused(guarded: Home, peaks: list[int]) -> None:
    path = guarded.root / "bomb.parquet"
    parquet_bomb(path, 10_000_000)
    assert path.stat().st_size < 600_000
    assert "unpacks to" in refusal(guarded, path, peaks)


def test_parquet_pages_that_unpack_to_gigabytes_are_refused(guarded: Home, peaks: list[int]) -> None:
    guarded.limits = Limits(ratio=100_000, spare_mb=10_000, growth=1)
    path = guarded.root / "pages.parquet"
    page_bomb(path)
    assert path.stat().st_size < 600_000
    assert refusal(guarded, path, peaks)


def test_a_packed_text_that_never_ends_is_refused(guarded: Home, peaks: list[int]) -> None:
    path = guarded.root / "bomb.csv.gz"
    line = b"a,2011-01-01,1\n"
    path.write_bytes(b"".join(gzip.compress(line * 500_000, 9) for _ in range(12)))
    assert path.stat().st_size < 600_000
    assert "unpacks to" in refusal(guarded, path, peaks)


def test_a_reading_that_takes_too_long_is_ended(guarded: Home) -> None:
    guarded.limits = Limits(seconds=0)
    with pytest.raises(Invalid, match="longer than 0 seconds"):
        guarded.sell([["a", "1", "p", "2011-01-01", "1", ""]])
