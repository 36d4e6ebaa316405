"""Every kind of source gives the same facts."""

import gzip
import sqlite3
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pytest

from regain.foundation.kit.errors import Invalid
from regain.knowledge.warehouse.intake.database import select_of
from regain.knowledge.warehouse.intake.source import Source
from regain.knowledge.warehouse.rules.mapping import Format, Mapping
from regain.knowledge.warehouse.tests.company import HEADER, NOW, Home

ROWS = [
    ["00123", "S1", "P1", "2011-03-01 10:00:00", "12.30", "first"],
    ["123", "S2", "P2", "2011-03-02 11:00:00", "-2.5", "second"],
    ["ÄÖ-7", "S3", "P3", "2011-03-03 12:00:00", "0.1", "naïve “quotes”, commas"],
]
COLUMNS: dict[str, str | int] = {
    "customer_id": "customer",
    "sale_id": "sale",
    "product_id": "product",
    "sold_at": "date",
    "amount": "amount",
}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    home = Home(tmp_path_factory.mktemp("plain"))
    home.sell(ROWS)
    return list(home.sales())


def test_ids_stay_text_and_keep_their_zeros(expected: list[tuple[object, ...]]) -> None:
    assert {row[0] for row in expected} == {"00123", "123", "ÄÖ-7"}


def test_a_negative_amount_is_a_refund_never_a_purchase(expected: list[tuple[object, ...]]) -> None:
    assert {(row[0], row[5], row[6]) for row in expected} >= {("123", Decimal("-2.5000"), "refund")}


@pytest.mark.parametrize("name", ["sales.csv.gz", "other.txt"])
def test_compression_and_name_do_not_matter(home: Home, expected: list[tuple[object, ...]], name: str) -> None:
    home.sell(ROWS, name)
    assert home.sales() == expected


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_declared_encoding_is_honoured(home: Home, expected: list[tuple[object, ...]], encoding: str) -> None:
    path = home.write(ROWS)
    path.write_bytes(path.read_bytes().decode("utf-8").encode(encoding))
    home.take(path, form=Format(encoding=encoding))
    assert home.sales() == expected


def test_a_byte_order_mark_is_no_part_of_the_first_name(home: Home, expected: list[tuple[object, ...]]) -> None:
    path = home.write(ROWS)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    home.take(path)
    assert home.sales() == expected


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_are_understood(home: Home, expected: list[tuple[object, ...]], end: str) -> None:
    path = home.write(ROWS)
    path.write_bytes(path.read_bytes().replace(b"\n", end.encode()))
    home.take(path)
    assert home.sales() == expected


def test_decimal_commas_and_thousands_points(home: Home, expected: list[tuple[object, ...]]) -> None:
    rows = [[*row[:4], str(row[4]).replace(".", ","), row[5]] for row in ROWS]
    home.take(
        home.write([*rows, ["9", "S9", "P", "2011-01-01", "1.234,56", ""]]), form=Format(decimal=",", thousands=".")
    )
    assert home.ask("SELECT amount FROM sales WHERE customer = '9'") == [(Decimal("1234.5600"),)]
    assert home.sales()[:-1] == expected[:2] or set(home.sales()) > set(expected)


def test_columns_may_stand_in_any_order(home: Home, expected: list[tuple[object, ...]]) -> None:
    home.sell(ROWS)
    turned = home.write([row[::-1] for row in ROWS], "turned.csv", HEADER[::-1])
    assert home.take(turned).duplicates == len(ROWS)
    assert home.sales() == expected


def test_excel_gives_the_same_as_text(home: Home, expected: list[tuple[object, ...]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(HEADER))
    for row in ROWS:
        moment = datetime.fromisoformat(row[3])
        sheet.append([row[0], row[1], row[2], moment, float(row[4]), row[5]])
    book.save(home.root / "sales.xlsx")
    home.take(home.root / "sales.xlsx")
    assert home.sales() == expected
    assert home.sell(ROWS).duplicates == len(ROWS)


def test_a_number_in_a_sheet_is_an_id_without_point_zero(home: Home) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["x", "line two is blank"])
    sheet.append([])
    sheet.append([17850.0, date(2011, 1, 2), 2.5])
    sheet.append(["17850.0", "02.01.2011", 7])
    book.create_sheet("other")
    book.save(home.root / "ids.xlsx")
    form = Format(header=True, dates="dd.mm.yyyy")
    with pytest.raises(Invalid, match="called “Nope”"):
        home.take(
            home.root / "ids.xlsx", columns={"customer_id": 1, "sold_at": 2, "amount": 3}, form=Format(sheet="Nope")
        )
    home.take(home.root / "ids.xlsx", columns={"customer_id": 1, "sold_at": 2, "amount": 3}, form=form)
    days = home.ask("SELECT customer, day, amount FROM sales ORDER BY customer")
    assert days == [
        ("17850", date(2011, 1, 2), Decimal("2.5000")),
        ("17850.0", date(2011, 1, 2), Decimal("7.0000")),
    ]


def test_parquet_gives_the_same_as_text(home: Home, expected: list[tuple[object, ...]]) -> None:
    path = home.root / "sales.parquet"
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE t (customer VARCHAR, sale VARCHAR, product VARCHAR, date TIMESTAMP, amount DOUBLE, note VARCHAR)"
    )
    connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", ROWS)
    connection.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    home.take(path)
    assert home.sales() == expected
    assert home.sell(ROWS).duplicates == len(ROWS)


def test_typed_parquet_columns_are_read_by_their_type(home: Home) -> None:
    path = home.root / "typed.parquet"
    duckdb.connect().execute(f"""
        COPY (SELECT * FROM (VALUES
            (17850.0::DOUBLE, 7::BIGINT, DATE '2011-05-01', 0.1::DOUBLE, 3::INTEGER),
            (NULL, 8, DATE '2011-05-02', 1, 1),
            (5, 9, DATE '2011-05-03', 'NaN', 1),
            (6, 10, NULL, 1, 1),
            (7, 11, DATE '2011-05-05', 0.30000000000000004, 1),
            (8, 12, DATE '2011-05-06', 1e300, 1)) t(customer, sale, date, price, quantity))
        TO '{path}' (FORMAT parquet)""")
    columns = {
        "customer_id": "customer",
        "sale_id": "sale",
        "sold_at": "date",
        "unit_price": "price",
        "quantity": "quantity",
    }
    result = home.take(path, columns=dict(columns))
    assert result.reasons == {
        "There is no customer.": 1,
        "The unit price is not a finite number.": 1,
        "There is no date of the sale.": 1,
        "The unit price is too large.": 1,
    }
    assert home.ask("SELECT customer, sale, amount FROM sales ORDER BY sale") == [
        ("7", "11", Decimal("0.3000")),
        ("17850", "7", Decimal("0.3000")),
    ]


def test_a_moment_with_its_own_zone_is_moved_to_utc(home: Home) -> None:
    path = home.root / "zoned.parquet"
    duckdb.connect().execute(f"""
        COPY (SELECT 'a' AS customer, TIMESTAMPTZ '2011-07-01 23:30:00+00' AS date, 1 AS amount)
        TO '{path}' (FORMAT parquet)""")
    home.take(path, columns={"customer_id": 1, "sold_at": 2, "amount": 3})
    assert home.ask("SELECT sold_at, day FROM sales") == [(datetime(2011, 7, 1, 23, 30), date(2011, 7, 2))]  # noqa: DTZ001


def test_a_database_table_or_select_is_read_without_writing(home: Home, expected: list[tuple[object, ...]]) -> None:
    path = home.root / "shop.db"
    with sqlite3.connect(path) as shop:
        shop.execute(
            "CREATE TABLE sales (customer TEXT, sale TEXT, product TEXT, date TEXT, amount NUMERIC, note TEXT)"
        )
        shop.executemany("INSERT INTO sales VALUES (?, ?, ?, ?, ?, ?)", ROWS)
    mapping = Mapping("sales", COLUMNS)
    url = f"sqlite:///{path}"
    for table, taken in (("sales", 3), ("SELECT * FROM sales WHERE note <> 'a;b' ORDER BY sale;", 0)):
        assert home.imports.start(Source(url=url, table=table), mapping, at=NOW).accepted == taken
    assert home.sales() == expected


@pytest.mark.parametrize(
    "table",
    [
        "DELETE FROM sales",
        "SELECT 1; DROP TABLE sales",
        "UPDATE sales SET a = 1",
        "sales; --",
        "",
        "/* x */ DROP TABLE t",
    ],
)
def test_anything_but_a_select_is_refused(table: str) -> None:
    with pytest.raises(Invalid, match="one SELECT"):
        select_of(table)


def test_a_select_that_writes_is_refused_by_the_database(home: Home) -> None:
    sqlite3.connect(home.root / "shop.db").execute("CREATE TABLE t (a)").close()
    source = Source(url=f"sqlite:///{home.root / 'shop.db'}", table="WITH x AS (SELECT 1) DELETE FROM t")
    with pytest.raises(Invalid, match="does not answer"):
        home.imports.start(source, Mapping("sales", COLUMNS), at=NOW)


def test_blanks_between_columns_and_positions_instead_of_names(home: Home) -> None:
    path = home.root / "cdnow.txt"
    path.write_text(
        " 00004 0001 19970101  2   29.33\r\n 00004 0001 19970118  2   29.73\r\n 00021 0002 19970101  3   63.34\r\n"
    )
    columns: dict[str, str | int] = {"customer_id": 1, "sold_at": 3, "quantity": 4, "amount": 5}
    result = home.take(path, columns=columns, form=Format(delimiter=" ", header=False, dates="yyyymmdd"))
    assert (result.accepted, result.net) == (3, Decimal("122.4000"))
    assert home.ask("SELECT customer, min(day) FROM sales GROUP BY 1 ORDER BY 1") == [
        ("00004", date(1997, 1, 1)),
        ("00021", date(1997, 1, 1)),
    ]


def test_a_file_that_is_not_what_its_name_says_is_refused(home: Home) -> None:
    for name, sentence in (
        ("x.parquet", "cannot be read"),
        ("x.xlsx", "cannot be read"),
        ("x.pdf", "cannot be imported"),
        ("x", "cannot be imported"),
    ):
        (home.root / name).write_bytes(b"nonsense")
        with pytest.raises(Invalid, match=sentence):
            home.take(home.root / name)
    with pytest.raises(Invalid, match="no file"):
        home.take(home.root / "missing.csv")


def test_a_truncated_gzip_file_is_refused_and_changes_nothing(home: Home) -> None:
    path = home.root / "cut.csv.gz"
    path.write_bytes(gzip.compress(home.write(ROWS).read_bytes())[:-12])
    with pytest.raises(Invalid, match="compressed"):
        home.take(path)
    assert home.lake.current().number == 0


def test_a_source_is_known_by_its_name_without_endings() -> None:
    assert Source(path="/a/Sales 2011.csv.gz").label == "Sales 2011"
    assert Source(path="/a/x.csv", name="till").label == "till"
    assert Source(url="sqlite://", table="orders").label == "orders"


def test_moments_are_utc_and_days_are_the_companys(home: Home) -> None:
    home.sell([["a", "1", "", "2011-07-01T23:30:00Z", "1", ""], ["b", "2", "", "2011-07-01 23:30:00-0500", "1", ""]])
    assert home.ask("SELECT customer, sold_at, day FROM sales ORDER BY customer") == [
        ("a", datetime(2011, 7, 1, 23, 30, tzinfo=UTC).replace(tzinfo=None), date(2011, 7, 2)),
        ("b", datetime(2011, 7, 2, 4, 30, tzinfo=UTC).replace(tzinfo=None), date(2011, 7, 2)),
    ]


def test_the_path_of_a_source_is_a_path(tmp_path: Path) -> None:
    assert Source(path=str(tmp_path / "A.TSV.GZ")).suffix == ".tsv"
