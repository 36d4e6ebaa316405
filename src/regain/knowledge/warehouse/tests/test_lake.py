"""The lake: readers that never wait, tables replaced in one switch, one writer, nothing else to be touched."""

import threading
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pytest

from regain.foundation.kit.errors import Conflict, Invalid, NotFound
from regain.knowledge.warehouse.lake.buckets import bucket_of, bucket_sql
from regain.knowledge.warehouse.lake.engine import offer
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.sql import Sql, compose, identifier, literal, query
from regain.knowledge.warehouse.tests.company import Home

ROWS = [[f"c{n}", f"S{n}", "p", f"2011-01-{n + 1:02d}", str(n + 1), ""] for n in range(9)]
DAY = date(2011, 12, 10)


def compute(lake: Lake, text: str = "SELECT customer, nth FROM days") -> None:
    with lake.replace("lives", snapshot=lake.current(), as_of=DAY) as writer:
        for number in writer.buckets:
            with writer.bucket(number) as connection:
                writer.write(number, connection, text)


def test_a_bucket_is_the_same_in_python_in_sql_and_for_ever() -> None:
    for customer, bucket in (("17850", 19), ("é", 23), ("", 25)):
        text = compose("SELECT $b", b=bucket_sql(literal(customer), 32))
        row = duckdb.connect().execute(text).fetchone()
        assert row == (bucket_of(customer, 32),) == (bucket,)


def test_an_empty_lake_has_empty_tables(tmp_path: Path) -> None:
    with Lake(tmp_path / "lake").reader() as connection:
        assert connection.execute("SELECT count(*) FROM sales, days, customers, rates").fetchone() == (0,)


def test_a_computed_table_is_replaced_in_one_switch_and_says_what_it_was_made_from(home: Home) -> None:
    home.sell(ROWS)
    lake = home.lake
    compute(lake)
    first = lake.current()
    assert first.about("lives") == {"snapshot": 1, "facts": 1, "as_of": "2011-12-10"}
    assert first.facts == 1
    with lake.reader() as reading:
        compute(lake, "SELECT customer, nth + 1 AS nth FROM days")
        assert reading.execute("SELECT max(nth) FROM lives").fetchone() == (1,)
    assert home.ask("SELECT max(nth), count(*) FROM lives") == [(2, 9)]


def test_a_table_that_was_not_finished_is_never_seen(home: Home) -> None:
    home.sell(ROWS)
    lake = home.lake
    whole = lake.replace("lives", snapshot=lake.current(), as_of=DAY)
    with pytest.raises(Invalid, match="bucket 1 is missing"), whole as writer, writer.bucket(0) as connection:
        writer.write(0, connection, "SELECT 1 AS x")
    with pytest.raises(RuntimeError), lake.replace("lives", snapshot=lake.current(), as_of=DAY):
        raise RuntimeError
    facts = lake.replace("sales", snapshot=lake.current(), as_of=DAY)
    with pytest.raises(Invalid, match="not the name of a computed table"), facts:
        pass
    assert "lives" not in lake.current().tables


def test_numbers_can_be_joined_back(home: Home) -> None:
    home.sell(ROWS)
    with home.lake.reader() as connection:
        nth = connection.execute("SELECT DISTINCT nth FROM days").fetchnumpy()["nth"]
        names = np.array(["x"], dtype=object)
        offer(connection, "scores", {"nth": nth, "score": np.linspace(0.5, 1, len(nth)), "name": names})
        rows = connection.execute("SELECT count(*), min(score) FROM days JOIN scores USING (nth)").fetchall()
    assert rows == [(9, 0.5)]


def test_a_bucket_reader_sees_only_its_customers(home: Home) -> None:
    home.sell(ROWS)
    seen = []
    for bucket in range(home.buckets):
        with home.lake.bucket_reader(bucket) as connection:
            customers = [row[0] for row in connection.execute("SELECT customer FROM customers").fetchall()]
        assert all(bucket_of(customer, home.buckets) == bucket for customer in customers)
        seen += customers
    assert sorted(seen) == [f"c{n}" for n in range(9)]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY (SELECT 1) TO '{root}/lake/evil.parquet'",
        "COPY (SELECT 1 AS a) TO '{part}' (FORMAT parquet)",
        "ATTACH '{root}/evil.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "EXPORT DATABASE '{root}/evil'",
    ],
)
def test_a_reader_can_touch_nothing_but_its_snapshot(home: Home, text: str) -> None:
    home.sell(ROWS)
    part = home.lake.root / next(iter(home.lake.current().tables["sales"].files()))
    with home.lake.reader() as connection, pytest.raises(duckdb.Error):
        connection.execute(text.format(root=home.root, part=part))
    assert home.ask("SELECT count(*) FROM sales") == [(9,)]


def test_readers_go_on_while_an_import_lands(home: Home) -> None:
    home.sell(ROWS)
    seen: set[tuple[int, int]] = set()
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            rows = home.ask("SELECT (SELECT count(*) FROM sales), (SELECT CAST(sum(purchases) AS INTEGER) FROM days)")
            seen.add((rows[0][0], rows[0][1]))

    reader = threading.Thread(target=look)
    reader.start()
    for number in range(3):
        home.sell([[row[0], f"T{number}", "q", *row[3:]] for row in ROWS], f"more{number}.csv")
    stop.set()
    reader.join()
    assert seen <= {(9 * n, 9 * n) for n in range(1, 5)}


def test_one_writer_at_a_time(home: Home) -> None:
    with home.lake.writing(), pytest.raises(Conflict, match="writing facts at this moment"):
        home.sell(ROWS)
    assert home.imports.unfinished() == [1]
    assert home.imports.resume(1).accepted == 9
    with home.lake.writing("lives"), pytest.raises(Conflict, match="“lives”"):
        compute(home.lake)


def test_old_files_go_when_nobody_can_need_them(home: Home) -> None:
    for number in range(4):
        home.sell([[row[0], row[1], "p", row[3], f"{number + 2}", ""] for row in ROWS])
    eager = Lake(home.root / "lake", buckets=2, keep=1, grace=timedelta(0))
    before = eager.current()
    eager.collect()
    with pytest.raises(NotFound, match="not kept any more"):
        eager.snapshot(1)
    assert home.ask("SELECT count(*) FROM sales") == [(9,)]
    kept = {path.relative_to(eager.root).as_posix() for path in eager.root.rglob("*.parquet")}
    assert kept == before.files() | eager.snapshot(before.number - 1).files()
    home.imports.undo(4)


def test_a_lake_belongs_to_one_company(home: Home) -> None:
    home.sell(ROWS)
    other = Home(home.root, company=type(home.company)("EUR", "Europe/Paris"))
    with pytest.raises(Conflict, match="GBP and Europe/London"):
        other.sell(ROWS, "other.csv")
    with pytest.raises(Conflict, match="buckets"):
        Home(home.root, buckets=5).sell(ROWS, "other.csv")


def test_names_and_values_are_quoted() -> None:
    assert identifier('a"b') == '"a""b"'
    assert literal("it's") == "'it''s'"
    with pytest.raises(KeyError):
        query("../secrets")
    with pytest.raises(KeyError):
        compose("$missing", other=Sql("x"))
