"""DuckDB and Spark are asked the same files and answer the same, row by row."""

import math
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.utils import timezone

from regain.foundation.kit.actor import System
from regain.knowledge.ledger import queries as ledger
from regain.knowledge.ledger.rules import rule
from regain.knowledge.valuation.actions import value_customers
from regain.knowledge.valuation.queries.standing import terms
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.tests.company import Home
from regain.knowledge.warehouse.tests.lakes import lake_of, sale
from tests.demo import Demo

pytestmark = [pytest.mark.spark, pytest.mark.django_db]
OnSpark = Callable[[Lake], Lake]
START = date(2011, 1, 1)
ODD = "o'Neil \\ ${spark.app.name} $as_of \u00e9\u4e2d --"


def same(one: Any, other: Any) -> bool:
    """Exactly, but for floating-point numbers: to nine digits."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def values_of(lake: Lake) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Everything known of everybody, by customer."""
    with lake.reader() as connection:
        answer = connection.execute('SELECT * FROM "values" ORDER BY customer')
        return [column[0] for column in answer.description or ()], answer.fetchall()


def test_everybody_is_worth_the_same(demo: Demo, tmp_path: Path, on_spark: OnSpark) -> None:
    here, there = (Lake(Path(shutil.copytree(demo.home / "lake", tmp_path / name))) for name in ("here", "there"))

    rows = valued_alike(here, there, on_spark, named="rhythm")

    assert len(rows) > 4_000
    assert {path.suffix for path in (there.root / "values").rglob("*") if path.is_file()} == {".parquet"}


def test_customers_under_contract_are_worth_the_same(tmp_path: Path, on_spark: OnSpark) -> None:
    here, there = (lake_of(tmp_path / name, sales=SALES, contracts=CONTRACTS) for name in ("here", "there"))

    rows = valued_alike(here, there, on_spark, named="contract")

    assert [row[0] for row in rows] == ["c", "d", "e"]


def valued_alike(here: Lake, there: Lake, on_spark: OnSpark, *, named: str) -> list[tuple[Any, ...]]:
    """Value everybody of two equal lakes, here with DuckDB and there on Spark; the rows, once they are the same."""
    value = partial(
        value_customers,
        by=System("test"),
        at=timezone.now(),
        as_of=ledger.as_of_default(here),
        rule=rule(named),
        terms=terms(),
    )

    about, about_there = value(lake=here), value(lake=on_spark(there))

    (names, rows), (names_there, rows_there) = values_of(here), values_of(there)
    assert same(about, about_there)
    assert names == names_there
    assert len(rows) == len(rows_there)
    assert [(mine, theirs) for mine, theirs in zip(rows, rows_there, strict=True) if not same(mine, theirs)] == []
    return rows


@pytest.mark.parametrize("named", ["days:90", "contract"])
def test_heads_are_counted_the_same(named: str, tmp_path: Path, on_spark: OnSpark) -> None:
    lake = lake_of(tmp_path, sales=SALES, contracts=CONTRACTS)

    here = ledger.census(lake, as_of=START + timedelta(days=400), rule=rule(named))
    there = ledger.census(on_spark(lake), as_of=START + timedelta(days=400), rule=rule(named))

    assert here == there
    assert here.departed > 0


def test_an_id_is_never_read_as_a_question(tmp_path: Path, on_spark: OnSpark) -> None:
    lake = lake_of(tmp_path, sales=SALES)
    as_of, ninety = START + timedelta(days=400), rule("days:90")
    patience = ledger.patience(lake, as_of=as_of, rule=ninety)

    here, there = (
        ledger.lives_of(each, ODD, as_of=as_of, rule=ninety, patience=patience) for each in (lake, on_spark(lake))
    )

    assert here == there
    assert [life.spent for life in there] == [Decimal(3), Decimal(4)]


def test_what_a_later_file_hides_stays_hidden(tmp_path: Path, on_spark: OnSpark) -> None:
    home = Home(tmp_path, buckets=1)
    home.sell([[name, f"S-{name}", "p", "2011-01-01 10:00:00", "10", ""] for name in "abcdefgh"])
    home.sell([["a", "S-again", "p", "2011-03-01 10:00:00", "2", ""]], "later.csv")

    here, there = (rows_of(lake, "days") for lake in (home.lake, on_spark(home.lake)))

    assert [part.mask != "" for part in home.lake.current().tables["days"].parts[0]] == [False, True]
    assert here == there
    assert len(there) == 9
    assert rows_of(home.lake, "customers") == rows_of(on_spark(home.lake), "customers")


def test_columns_come_in_the_same_shape(tmp_path: Path, on_spark: OnSpark) -> None:
    lake = lake_of(tmp_path, sales=SALES)
    asked = "SELECT customer, day, next_day, nth, spent, spent / nth AS each, nth > 1 AS again FROM days"
    columns = []
    for each in (lake, on_spark(lake)):
        with each.reader() as connection:
            columns.append(connection.execute(f"{asked} ORDER BY customer, day").fetchnumpy())

    here, there = columns

    assert list(here) == list(there)
    for name, mine in here.items():
        assert np.ma.getmaskarray(mine).tolist() == np.ma.getmaskarray(there[name]).tolist()
        assert np.ma.allequal(mine, there[name])
    assert np.ma.getmaskarray(there["next_day"]).any()


def rows_of(lake: Lake, table: str) -> list[tuple[Any, ...]]:
    with lake.reader() as connection:
        return connection.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall()


def contract(name: str, customer: str, began: int, ended: int | None, status: str = "") -> dict[str, Any]:
    return {
        "contract": name,
        "customer": customer,
        "plan": "basic",
        "started_on": START + timedelta(days=began),
        "ended_on": None if ended is None else START + timedelta(days=ended),
        "amount_month": Decimal("12.3456"),
        "currency": "GBP",
        "status": status,
    }


SALES = [
    *(sale(ODD, START + timedelta(days=day), spent) for day, spent in ((0, "3"), (200, "4"))),
    *(sale("b", START + timedelta(days=day), "7.1234") for day in (3, 30, 70, 300, 340)),
    sale("b", START + timedelta(days=31), "-2", kind="refund"),
]
CONTRACTS = [
    contract("1", "c", 0, 100),
    contract("2", "c", 100, 150, "declared"),
    contract("3", "c", 250, None),
    contract("4", "d", 10, 90, "unpaid"),
    contract("5", "e", 5, 900),
]
