"""Every reason a line can be rejected for, and what is accepted although it looks odd."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import pytest

from regain.foundation.kit.errors import Invalid
from regain.knowledge.warehouse.rules.mapping import Format
from regain.knowledge.warehouse.tests.company import Home

GOOD = "2011-03-01"


def rejected(home: Home, *rows: Sequence[object]) -> dict[str, int]:
    result = home.sell(rows)
    assert result.lines == result.accepted + result.duplicates + result.rejected
    return dict(result.reasons)


def test_each_reason_has_its_sentence(home: Home) -> None:
    lines = {
        "There is no customer.": ["  ", "1", "", GOOD, "1", ""],
        "The customer is longer than 200 characters.": ["x" * 201, "1", "", GOOD, "1", ""],
        "The sale contains a control character.": ["a", "1\x012", "", GOOD, "1", ""],
        "There is no date of the sale.": ["a", "1", "", "", "1", ""],
        "The date of the sale is not a date that exists.": ["a", "1", "", "1900-02-29", "1", ""],
        "The date of the sale is not written in the declared date format (iso).": ["a", "1", "", "20110301", "1", ""],
        "The date of the sale is before 1900.": ["a", "1", "", "0001-01-01", "1", ""],
        "The date of the sale is more than a day in the future.": ["a", "1", "", "2012-01-03", "1", ""],
        "The date of the sale is an hour that does not exist in its time zone: the clocks went forward over it.": [
            "a",
            "1",
            "",
            "2011-03-27 01:30:00",
            "1",
            "",
        ],
        "There is no amount.": ["a", "1", "", GOOD, "", ""],
        "The amount cannot be read as a number; check the decimal mark and the thousands mark.": [
            "a",
            "1",
            "",
            GOOD,
            "1,234.50",
            "",
        ],
        "The amount is not a finite number.": ["a", "1", "", GOOD, "-Infinity", ""],
        "The amount is too large.": ["a", "1", "", GOOD, "1e400", ""],
        "The line has another number of columns than the first line.": ["a", "1", "", GOOD, "1"],
    }
    assert rejected(home, *lines.values()) == dict.fromkeys(lines, 1)
    written = (home.root / "imports" / "000001" / "rejected.csv").read_text("utf-8").splitlines()
    assert written[0] == "line,reason,customer,sale,product,date,amount,note"
    assert len(written) == len(lines) + 1
    originals = (home.root / "imports" / "000001" / "rejected.txt").read_bytes().splitlines()
    assert sorted(originals) == sorted((home.root / "sales.csv").read_bytes().splitlines()[1:])


def test_odd_amounts_that_count(home: Home) -> None:
    told = ["(12.30)", "+5", "-0.00", "1E5", ".5", "5.", "0.00005", "0.00015", "-0.00025", "999999999999.9999"]
    meant = ["-12.3", "5", "0", "100000", "0.5", "5", "0", "0.0002", "-0.0002", "999999999999.9999"]
    assert not rejected(home, *(["a", str(place), "", GOOD, text, ""] for place, text in enumerate(told)))
    rows = home.ask("SELECT amount FROM sales ORDER BY CAST(sale AS INTEGER)")
    assert [row[0] for row in rows] == [Decimal(text) for text in meant]


@pytest.mark.parametrize("text", ["1 000", "1_000", "12.5.0", "£5", "٣", "１２", "--5", "0x10", "(5", "1e", "5%"])
def test_amounts_nobody_can_be_sure_of_are_rejected(home: Home, text: str) -> None:
    assert sum(rejected(home, ["a", "1", "", GOOD, text, ""]).values()) == 1


def test_an_id_is_trimmed_and_otherwise_left_alone(home: Home) -> None:
    home.sell(
        [
            [text, str(n), "", GOOD, "1", ""]
            for n, text in enumerate(["00123", "123", " 123\t", "1E5", "é", "e\u0301", "A", "a"])
        ]
    )
    assert home.ask("SELECT count(DISTINCT customer) FROM sales") == [(7,)]


def test_the_hour_that_happens_twice_is_its_first(home: Home) -> None:
    home.sell([["a", "1", "", "2011-10-30 01:30:00", "1", ""], ["b", "1", "", "2011-10-30 02:30:00", "1", ""]])
    moments = [datetime(2011, 10, 30, hour, 30) for hour in (0, 2)]  # noqa: DTZ001
    assert home.ask("SELECT sold_at FROM sales ORDER BY customer") == [(moment,) for moment in moments]


def test_a_day_that_begins_at_one_oclock_is_still_a_day(home: Home) -> None:
    path = home.write([["a", "1", "", "2011-04-01", "1", ""], ["b", "1", "", "2011-04-01 00:30", "1", ""]])
    assert home.take(path, form=Format(zone="Asia/Amman")).rejected == 1
    moment = datetime(2011, 3, 31, 22)  # noqa: DTZ001
    assert home.ask("SELECT sold_at, day FROM sales") == [(moment, date(2011, 4, 1))]


@pytest.mark.parametrize(
    ("dates", "text", "day"),
    [
        ("yyyymmdd", "19970101", "1997-01-01"),
        ("dd-mm-yyyy", "03-04-2011", "2011-04-03"),
        ("mm/dd/yyyy", "03/04/2011", "2011-03-04"),
        ("dd-mm-yyyy", "03-04-2011 03:00", "2011-04-03"),
        ("dd.mm.yyyy hh:mm", "3.4.2011 23:59", "2011-04-03"),
        ("%d %b %Y", "03 Apr 2011", "2011-04-03"),
        ("iso", "2011-04-03T10:00:00.123Z", "2011-04-03"),
    ],
)
def test_a_declared_date_format_is_used_and_no_other(home: Home, dates: str, text: str, day: str) -> None:
    path = home.write([["a", "1", "", text, "1", ""], ["b", "1", "", "3 4 2011", "1", ""]])
    assert home.take(path, form=Format(dates=dates)).rejected == 1
    assert [str(row[0]) for row in home.ask("SELECT day FROM sales")] == [day]


def test_amount_is_price_times_quantity_to_the_last_digit(home: Home) -> None:
    path = home.write(
        [
            ["a", GOOD, "0.12345678", "3"],
            ["b", GOOD, "2.55", "-6"],
            ["c", GOOD, "0.00005", "1.5"],
            ["d", GOOD, "9999999999", "9999999999"],
        ],
        header=("customer", "date", "unit_price", "quantity"),
    )
    result = home.take(path, header=("customer", "date", "unit_price", "quantity"))
    assert result.reasons == {"The amount is too large.": 1}
    amounts = home.ask("SELECT amount FROM sales ORDER BY customer")
    assert [row[0] for row in amounts] == [Decimal("0.3704"), Decimal("-15.3000"), Decimal("0.0001")]


def test_foreign_money_counts_only_at_a_dated_rate(home: Home) -> None:
    header = ("customer", "sale", "date", "amount", "currency", "cost")
    rows = [
        ["a", "1", "2011-01-05", "10", "EUR", "4"],
        ["a", "2", "2011-03-05", "10", "eur", ""],
        ["a", "3", "2011-03-05", "7", "", ""],
    ]
    path = home.write(rows, header=header)
    first = home.take(path, header=header)
    assert (first.accepted, sum(first.reasons.values())) == (1, 2)
    assert next(iter(first.reasons)).endswith("import exchange rates first.")
    rates = home.write(
        [["EUR", "2011-02-01", "0.85"], ["EUR", "2011-03-01", "0.86125"], ["GBP", "2011-03-01", "1"]],
        "r.csv",
        ("currency", "day", "rate"),
    )
    assert home.take(rates, "rates", header=("currency", "day", "rate")).rejected == 1
    second = home.take(path, header=header)
    assert (second.accepted, second.duplicates, second.rejected) == (1, 1, 1)
    assert home.ask("SELECT amount, amount_original, currency FROM sales WHERE sale = '2'") == [
        (Decimal("8.6125"), Decimal("10.0000"), "EUR")
    ]


def test_a_stray_quotation_mark_spoils_one_line_only(home: Home) -> None:
    path = home.root / "sales.csv"
    good = [f"c{n},{n},p,2011-01-01,5,x" for n in range(3)]
    bad = [
        'q,9,"never closed,2011-01-01,5,x',
        'r,8,"a"b,2011-01-01,5,x',
        "s,7,p\rq,2011-01-01,5,x",
        "t,6,\0,2011-01-01,5,x",
    ]
    lines = [
        "customer,sale,product,date,amount,note",
        good[0],
        *bad,
        good[1],
        '"c9","9",p,2011-01-01,5,"two\nlines, one cell"',
        "",
        good[2],
    ]
    path.write_bytes("\n".join(lines).encode())
    result = home.take(path)
    assert (result.lines, result.accepted, result.rejected) == (8, 4, 4)
    assert set(result.reasons) == {
        "There is text after a closing quotation mark.",
        "There is a carriage return in the middle of the line.",
        "The line contains a NUL character.",
    }


def test_a_quotation_mark_open_to_the_end_does_not_swallow_the_file(home: Home) -> None:
    path = home.root / "sales.csv"
    path.write_text(
        'customer,sale,product,date,amount,note\na,1,p,2011-01-01,5,"open\nb,2,p,2011-01-01,5,\nc,3,p,2011-01-01,5,'
    )
    result = home.take(path)
    assert result.reasons == {"A quotation mark is opened and never closed.": 1}
    assert result.accepted == 2


def test_bytes_outside_the_declared_encoding_spoil_their_line_only(home: Home) -> None:
    path = home.write([["a", "1", "", GOOD, "1", "caf\xe9"], ["b", "1", "", GOOD, "1", ""]])
    path.write_bytes(path.read_bytes().replace("é".encode(), b"\xe9"))
    result = home.take(path)
    assert result.reasons == {"The line cannot be read in the declared encoding (utf-8).": 1}
    assert b"caf\xe9" in (home.root / "imports" / "000001" / "rejected.txt").read_bytes()


def test_an_endless_line_is_one_rejected_line(home: Home) -> None:
    path = home.write([["a", "1", "", GOOD, "1", "x" * 3_000_000], ["b", "1", "", GOOD, "1", ""]])
    result = home.take(path)
    assert result.reasons == {"The line is longer than a million characters.": 1}
    assert result.accepted == 1


def test_mended_lines_can_be_imported_from_the_file_of_rejected_ones(home: Home) -> None:
    home.sell([["a", "1", "p", GOOD, "1", ""], ["b", "2", "p", "2011-02-30", "2", "note"]])
    path = home.root / "imports" / "000001" / "rejected.csv"
    mended = home.root / "mended.csv"
    mended.write_text(path.read_text("utf-8").replace("2011-02-30", "2011-02-28"), encoding="utf-8")
    assert home.take(mended).accepted == 1
    assert home.sell([["b", "2", "p", "2011-02-28", "2", "note"]], "again.csv").duplicates == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "no lines"),
        ("customer,sale,product,date,value,note\n", "no column called"),
        ("date,date,amount,customer,sale,product\n", "2 columns"),
    ],
)
def test_a_header_that_does_not_fit_is_refused_before_anything_else(home: Home, text: str, sentence: str) -> None:
    path = home.root / "sales.csv"
    path.write_text(text)
    with pytest.raises(Invalid, match=sentence):
        home.take(path)


def test_a_header_without_lines_is_an_empty_import(home: Home) -> None:
    assert home.sell([]).lines == 0


def test_a_file_with_nothing_but_broken_lines_is_counted(home: Home) -> None:
    path = home.root / "sales.csv"
    path.write_text("customer,sale,product,date,amount,note\na,b\nc,d\n")
    result = home.take(path)
    assert (result.lines, result.rejected, result.accepted) == (2, 2, 0)


def test_a_file_of_hundreds_of_columns_is_read_and_one_of_thousands_refused(home: Home) -> None:
    for count, fits in ((400, True), (3000, False)):
        header = ("customer", "date", "amount", *(f"x{n}" for n in range(count)))
        rows = [["a", GOOD, "1", *["y"] * count], ["a", GOOD, "1", *["y"] * (count - 1), "z"]]
        path = home.write(rows, f"{count}.csv", header=header)
        if fits:
            assert home.take(path, header=header).accepted == len(rows)
        else:
            with pytest.raises(Invalid, match="at most 1,000 can be read"):
                home.take(path, header=header)


def test_rejected_lines_of_a_file_without_header_can_be_mended_too(home: Home) -> None:
    path = home.root / "till.txt"
    path.write_text(" 1 20110101 5\n 2 20110231 7\n")
    form = Format(delimiter=" ", header=False, dates="yyyymmdd")
    columns: dict[str, str | int] = {"customer_id": 1, "sold_at": 2, "amount": 3}
    assert home.take(path, columns=columns, form=form).rejected == 1
    mended = home.root / "mended.csv"
    text = (home.root / "imports" / "000001" / "rejected.csv").read_text("utf-8")
    assert text.splitlines()[0] == "line,reason,column 1,column 2,column 3"
    mended.write_text(text.replace("20110231", "20110228"), encoding="utf-8")
    assert home.take(mended, columns=columns, form=form).accepted == 1
