"""How long the numbers of a Loss Review take for ten million customers: one month, every table of it, and its list.

Usage: python benchmarks/review_pack.py [CUSTOMERS] [HOME]; writes benchmarks/results/review_pack.json and .md. With a
HOME that an earlier run left behind, the company is not made again. What is measured runs in a process of its own.
"""

import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

CUSTOMERS = int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 10_000_000
HOME = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(tempfile.mkdtemp(prefix="regain-pack-"))
CHILD = "--measure" in sys.argv
RESULTS = Path(__file__).parent / "results"
TOML = '[company]\nname = "Bench"\nzone = "Europe/London"\ncurrency = "GBP"\n'
HOME.mkdir(parents=True, exist_ok=True)
if not (HOME / "regain.toml").exists():
    (HOME / "regain.toml").write_text(TOML)
os.environ["REGAIN_HOME"] = str(HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "regain.shell.settings"

import django

django.setup()

import duckdb
from django.core.management import call_command

from regain.foundation.kit.actor import System
from regain.knowledge.playbook.actions.catalogue import load_catalogue
from regain.knowledge.playbook.models import Cause, Departure, Reason, Telling
from regain.knowledge.valuation.queries import looks
from regain.knowledge.valuation.queries.lost import lost
from regain.knowledge.warehouse import queries as warehouse
from regain.knowledge.warehouse.lake.buckets import bucket_sql
from regain.knowledge.warehouse.lake.snapshot import Part, TableState
from regain.knowledge.warehouse.rules.tables import TABLES
from regain.knowledge.warehouse.sql import Sql, query
from regain.meetings.lossreview.models import Cover, Issue, Review
from regain.meetings.lossreview.queries import pack
from regain.meetings.lossreview.queries.pack import book, building
from regain.meetings.lossreview.queries.pack.facts import asked_of

PERIOD, FROM, UNTIL = "2011-09", date(2011, 9, 1), date(2011, 10, 1)
AT = datetime(2011, 10, 1, 6, tzinfo=UTC)
BY = System("bench")
TOLD = 20_000
SALES = """
CREATE OR REPLACE TABLE sales AS
WITH people AS (
    SELECT
        customer,
        DATE '2005-03-06' + CAST(floor(2400 * (hash(customer) % 100003) / 100003.0) AS INTEGER) AS began,
        5 + 55 * (hash(customer || 'gap') % 100003) / 100003.0 AS gap,
        10 + 190 * (hash(customer || 'spend') % 100003) / 100003.0 AS spend,
        1 + CAST(floor(-7.5 * ln(1 - (hash(customer || 'many') % 100003) / 100004.0)) AS INTEGER) AS many
    FROM ids
    WHERE bucket = $bucket
),
bought AS (
    SELECT *, unnest(range(many)) AS place FROM people
),
dated AS (
    SELECT
        *,
        began + CAST(sum(CASE WHEN place = 0 THEN 0 ELSE
            -gap * ln(1 - (hash(customer || place) % 100003) / 100004.0) END
        ) OVER (PARTITION BY customer ORDER BY place) AS INTEGER) AS day
    FROM bought
)
SELECT
    customer, customer || '-' || place AS sale, 'purchase' AS kind, day, CAST(day AS TIMESTAMP) AS sold_at,
    CAST(spend * (0.5 + (hash(place || customer) % 1000) / 1000.0) AS DECIMAL(18, 2)) AS amount,
    CAST(NULL AS DECIMAL(18, 4)) AS cost,
    CASE hash(customer) % 5 WHEN 0 THEN 'Germany' WHEN 1 THEN 'France' ELSE 'United Kingdom' END AS country,
    1 AS import_no, place AS line
FROM dated
WHERE day < DATE '2011-10-01'
"""


def main() -> None:
    """Make the company, measure in a fresh process, write down what it took."""
    call_command("migrate", verbosity=0)
    lake = warehouse.lake()
    if "days" not in lake.current().tables:
        make_lake()
    if not Review.objects.exists():
        make_work()
    told = subprocess.run(
        [sys.executable, __file__, str(CUSTOMERS), str(HOME), "--measure"], check=True, capture_output=True, text=True
    )
    found = json.loads(told.stdout.splitlines()[-1])
    document = {
        "customers": CUSTOMERS,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "load": round(os.getloadavg()[0], 1),
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        **found,
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "review_pack.json").write_text(json.dumps(document, indent=1) + "\n")
    (RESULTS / "review_pack.md").write_text(readable(document))
    sys.stdout.write(readable(document))
    if len(sys.argv) < 3:
        shutil.rmtree(HOME, ignore_errors=True)


def make_lake() -> None:
    """Sales by bucket, and the tables an import derives of them by its own questions."""
    lake = warehouse.lake()
    work = HOME / "work.duckdb"
    tables: dict[str, dict[int, tuple[Part, ...]]] = {"days": {}, "buyers": {}}
    with duckdb.connect(str(work), config={"memory_limit": "4GB", "threads": "2"}) as connection:
        bucket = bucket_sql(Sql("customer"), lake.buckets)
        connection.execute(
            f"CREATE TABLE ids AS SELECT customer, {bucket} AS bucket"
            f" FROM (SELECT 'C' || lpad(CAST(range AS VARCHAR), 8, '0') AS customer FROM range({CUSTOMERS}))"
        )
        for number in range(lake.buckets):
            connection.execute(SALES, {"bucket": number})
            connection.execute("CREATE OR REPLACE VIEW lines AS SELECT * FROM sales")
            for name, parts in tables.items():
                path = lake.root / name / f"{number:02d}" / "000001.parquet"
                path.parent.mkdir(parents=True, exist_ok=True)
                text = f"SELECT * FROM ({query(name)}) ORDER BY {TABLES[name].order}"
                row = connection.execute(f"COPY ({text}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)").fetchone()
                parts[number] = (Part(path.relative_to(lake.root).as_posix(), int(row[0]) if row else 0),)
    work.unlink()
    states = {name: TableState(parts=parts) for name, parts in tables.items()}
    lake.publish(lambda now: replace(now, facts=1, tables={**now.tables, **states}))


def make_work() -> None:
    """A review, five issues, and what twenty thousand of the departed told."""
    review = Review.objects.create(
        period=PERIOD,
        from_on=FROM,
        until_on=UNTIL,
        meets_at=AT,
        minutes=75,
        freeze_at=AT,
        convened_at=AT,
        convened_by=BY.name,
    )
    load_catalogue(by=BY, at=AT)
    reasons = list(Reason.objects.order_by("pk")[:12])
    for place in range(5):
        issue = Issue.objects.create(title=f"Issue {place}", raised_at=AT, raised_by=BY.name)
        Cover.objects.create(issue=issue, reason=reasons[2 * place], since_at=AT)
    with tempfile.TemporaryDirectory() as folder:
        found = lost(asked_of(review), lake=warehouse.lake(), folder=Path(folder))
        step = max(1, len(found) // TOLD)
        rows = found.who(range(0, len(found), step))[:TOLD]
    departures = Departure.objects.bulk_create(
        (Departure(customer=each.customer, left_on=each.left_on) for each in rows), batch_size=5_000
    )
    tellings = Telling.objects.bulk_create(
        (
            Telling(departure=each, standing=standing, answer="asked", said_at=AT, said_by=BY.key, said_by_name=BY.name)
            for each in departures
            for standing in ("stated", "diagnosed")
        ),
        batch_size=5_000,
    )
    Cause.objects.bulk_create(
        (
            Cause(telling=each, reason=reasons[(place + other) % 12], weight=weight)
            for place, each in enumerate(tellings)
            for other, weight in ((0, "0.6"), (5, "0.4"))
        ),
        batch_size=5_000,
    )
    for departure, telling in zip(departures, tellings[1::2], strict=True):
        departure.counted = telling
    Departure.objects.bulk_update(departures, ["counted"], batch_size=500)


def measure() -> None:
    """The balance as the background makes it after an import, then the pack; every part of it by itself."""
    review = Review.objects.get(period=PERIOD)
    lake = warehouse.lake()
    asked = asked_of(review)
    look = looks.Asked(looks.LIVES, asked.rule, asked.as_of)
    seconds: dict[str, float] = {}
    with timed(seconds, "balance"):
        kept = looks.look(look, lake=lake)
        if kept is None:
            looks.make(look, lake=lake)
    parts = ("told_of", "losses_of", "tables", "calls_of", "mirrors_of", "trials_of", "issues_of", "health_lines")
    inside: dict[str, float] = {}
    for name in parts:
        setattr(building, name, watched(inside, name, getattr(building, name)))
    book.keep = watched(inside, "book", book.keep)
    before = resource.getrusage(resource.RUSAGE_SELF)
    with timed(seconds, "pack"):
        made = pack.build(by=BY, at=AT, review=review)
    after = resource.getrusage(resource.RUSAGE_SELF)
    snapshot = lake.current()
    told = {
        "purchase_days": sum(p.rows for group in snapshot.tables["days"].parts.values() for p in group),
        "departures": made.losses.departures,
        "told": made.losses.departures - made.reasons[0].not_asked.departures,
        "pack_seconds": round(seconds["pack"], 2),
        "pack_cpu_seconds": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2),
        "peak_mb": after.ru_maxrss // 1024,
        "balance_seconds": round(seconds["balance"], 2),
        "inside": {name: round(value, 2) for name, value in inside.items()},
        "reconciles": sum((p.value_lost for p in made.losses.segments), start=0) == made.month.value_left,
    }
    sys.stdout.write(json.dumps(told) + "\n")


def watched(inside: dict[str, float], name: str, work: Any) -> Any:
    """The same function, timed."""

    def run(*args: Any, **kwargs: Any) -> Any:
        with timed(inside, name):
            return work(*args, **kwargs)

    return run


@contextmanager
def timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    """Wall seconds of a block."""
    started = time.perf_counter()
    yield
    seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - started


def readable(told: dict[str, Any]) -> str:
    """The same as a page."""
    rows = [f"| {name} | {value:.2f} |" for name, value in told["inside"].items()]
    return "\n".join(
        [
            f"# The pack of a month for {told['customers']:,} customers",
            "",
            f"{told['machine']}; {told['purchase_days']:,} purchase days, {told['departures']:,} departures in the"
            f" month, {told['told']:,} of them told; load {told['load']}.",
            "",
            f"The whole pack: {told['pack_seconds']} s wall, {told['pack_cpu_seconds']} s CPU, at most"
            f" {told['peak_mb']:,} MB in the process. The balance by month, and the patience learnt with it, are made in"
            f" the background after an import and kept; that took {told['balance_seconds']} s here and is not part of the"
            " pack (0 where an earlier run had kept it).",
            "",
            "| part of the pack | wall s |",
            "|---|---|",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    measure() if CHILD else main()
