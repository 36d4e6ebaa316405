"""What must hold for any file whatever: every line is accounted for, exactly, and order or repetition never matters."""

import os
import tempfile
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from random import Random

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regain.knowledge.warehouse.intake.typed import half_even
from regain.knowledge.warehouse.sql import Sql, compose, listing, literal
from regain.knowledge.warehouse.tests.company import Home

CASES = int(os.environ.get("REGAIN_CASES", "4"))
SLOW = settings(max_examples=CASES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DIRT = st.sampled_from(["", " ", "x", "NaN", "1,5", "-", '"', "\x01", "ä", "2011-02-30", "1e9", "99999999999999999"])
CUSTOMERS = st.sampled_from(["a", "b", "00123", "123", ""])
DATES = st.dates(min_value=date(2010, 1, 1), max_value=date(2011, 12, 31))
AMOUNTS = st.decimals(min_value=-1000, max_value=1000, places=3)


@st.composite
def rows(draw: st.DrawFn) -> list[list[str]]:
    good = st.tuples(
        CUSTOMERS, st.sampled_from(["S1", "S2", "S3"]), st.sampled_from("pqr"), DATES, AMOUNTS, st.just("")
    )
    lines = [[str(cell) for cell in row] for row in draw(st.lists(good, max_size=30))]
    for place in draw(st.lists(st.integers(0, max(len(lines) - 1, 0)), max_size=6)):
        if lines:
            lines[place][draw(st.integers(0, 5))] = draw(DIRT)
    return lines + [lines[place] for place in range(0, len(lines), 7)]


@SLOW
@given(rows())
def test_every_line_is_accepted_a_duplicate_or_rejected(lines: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder), buckets=1)
        result = home.sell(lines)
        assert result.lines == len(lines) == result.accepted + result.duplicates + result.rejected
        assert sum(result.reasons.values()) == result.rejected
        told = home.ask("SELECT count(*), coalesce(sum(amount), 0) FROM sales")
        assert told == [(result.accepted, result.net)]
        assert home.ask("SELECT coalesce(sum(spent), 0) FROM days") == [(result.purchases,)]
        assert home.ask("SELECT coalesce(sum(refunded), 0) FROM refunds") == [(-result.refunds,)]


@SLOW
@given(rows(), st.randoms(use_true_random=False))
def test_order_and_repetition_never_matter(lines: list[list[str]], chance: Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder), buckets=1)
        home.sell(lines)
        before = home.facts()
        again = list(lines)
        chance.shuffle(again)
        result = home.sell(again)
        assert (result.accepted, result.replaced, result.withdrawn) == (0, 0, 0)
        assert home.facts() == before


@st.composite
def editions(draw: st.DrawFn) -> tuple[list[list[str]], list[list[str]]]:
    """A file of sales and its corrected edition: lines changed, dropped and added, sales dropped and moved."""
    sales = [
        [f"S{n:02d}", draw(CUSTOMERS.filter(bool)), f"2011-01-{n + 1:02d}"] for n in range(draw(st.integers(5, 9)))
    ]
    first = [
        [customer, sale, f"p{n}", day, str(draw(st.integers(-5, 20))), ""]
        for sale, customer, day in sales
        for n in range(draw(st.integers(2, 4)))
    ]
    second = [list(row) for row in first]
    for sale in draw(st.sets(st.sampled_from([sale[0] for sale in sales[1:-1]]), max_size=2)):
        match draw(st.sampled_from(["drop", "move", "amount", "line", "add"])):
            case "drop":
                second = [row for row in second if row[1] != sale]
            case "move":
                second = [[f"{row[0]}x", *row[1:]] if row[1] == sale else row for row in second]
            case "amount":
                second = [[*row[:4], "77", ""] if row[1] == sale and row[2] == "p0" else row for row in second]
            case "line":
                second = [row for row in second if (row[1], row[2]) != (sale, "p1")]
            case _:
                second += [[*row[:2], "p9", *row[3:]] for row in second if (row[1], row[2]) == (sale, "p0")]
    return first, second


@SLOW
@given(editions())
def test_a_corrected_edition_ends_where_a_fresh_load_of_it_ends(files: tuple[list[list[str]], list[list[str]]]) -> None:
    first, second = files
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        home, fresh = Home(Path(one)), Home(Path(other))
        home.sell(first)
        home.sell(second)
        fresh.sell(second)
        assert home.facts() == fresh.facts()


@settings(max_examples=20, deadline=None)
@given(st.lists(st.decimals(min_value=-(10**9), max_value=10**9, places=9), min_size=1, max_size=50))
def test_rounding_is_pythons_half_even_to_the_last_digit(numbers: list[Decimal]) -> None:
    ties = [Decimal(n) / 100000 for n in (5, 15, 25, -5, -15, -25)]
    told = [*numbers, *ties]
    values = listing(compose("($v::DECIMAL(38,18))", v=literal(str(number))) for number in told)
    text = compose("SELECT $r FROM (VALUES $values) t(x)", r=half_even(Sql("x"), 4), values=values)
    got = [row[0] for row in duckdb.connect().execute(text).fetchall()]
    assert got == [number.quantize(Decimal("0.0001"), ROUND_HALF_EVEN) for number in told]
