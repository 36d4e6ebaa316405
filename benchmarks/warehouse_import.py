"""Import many sales: the demo company's lines, copied with other customers, other sales and other years.

`python benchmarks/warehouse_import.py 10_000_000 FOLDER` makes the Parquet file (about ten lines a customer) unless it
is there, imports it into a new home, imports a small later file, and prints wall and CPU seconds and the most memory.
"""

import json
import resource
import shutil
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import duckdb

from regain.knowledge.warehouse.intake.job import Company
from regain.knowledge.warehouse.intake.landing import Imports
from regain.knowledge.warehouse.intake.source import Source
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.rules.mapping import Mapping

DEMO = Path(__file__).parents[1] / "src" / "regain" / "demo" / "data" / "onlineretail_lines.csv.gz"
LINES_A_COPY = 45_000
NOW = datetime(2026, 1, 1, tzinfo=UTC)
MAPPING = Mapping(
    "sales",
    {
        "customer_id": "customer",
        "sale_id": "sale",
        "product_id": "product",
        "sold_at": "at_time",
        "unit_price": "price",
        "quantity": "quantity",
        "country": "country",
    },
)
COPIES = """
    COPY (
        SELECT
            CAST(CAST(CustomerID AS BIGINT) * 10000 + copy AS VARCHAR) AS customer,
            InvoiceNo || '-' || copy AS sale,
            StockCode AS product,
            CAST(InvoiceDate AS TIMESTAMP) + to_days(CAST((copy * 37) % 1500 AS INTEGER)) AS at_time,
            UnitPrice AS price, Quantity AS quantity, Country AS country
        FROM lines, range({first}, {last}) copies(copy)
        ORDER BY copy, at_time
    ) TO '{path}' (FORMAT parquet)
"""


def generate(path: Path, first: int, last: int) -> None:
    """Write copies `first` … `last` of a ninth of the demo company's lines."""
    connection = duckdb.connect(config={"memory_limit": "4GB", "preserve_insertion_order": "false"})
    connection.execute(f"""
        CREATE TABLE lines AS
        SELECT * FROM read_csv('{DEMO}', types = {{'CustomerID': 'VARCHAR', 'InvoiceNo': 'VARCHAR'}})
        WHERE CustomerID IS NOT NULL AND hash(InvoiceNo, StockCode) % 9 = 0""")
    parts = []
    for start in range(first, last, 200):
        parts.append(path.with_suffix(f".{start}.part"))
        connection.execute(COPIES.format(first=start, last=min(start + 200, last), path=parts[-1]))
    names = ", ".join(f"'{part}'" for part in parts)
    connection.execute(f"COPY (FROM read_parquet([{names}])) TO '{path}' (FORMAT parquet)")
    for part in parts:
        part.unlink()


def cpu() -> float:
    """CPU seconds of this process and of the children that ended."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def measure(label: str, imports: Imports, path: Path) -> None:
    """Import a file and print what it took."""
    wall, used, marks = time.monotonic(), cpu(), {}

    def progress(words: str, done: int, total: int) -> None:
        marks[words] = round(time.monotonic() - wall, 1)

    result = imports.start(Source(path=str(path)), MAPPING, at=NOW, progress=progress)
    peak = {
        "parent_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "child_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }
    told = {
        "what": label,
        "lines": result.lines,
        "accepted": result.accepted,
        "wall_s": round(time.monotonic() - wall, 1),
    }
    print(json.dumps({**told, "cpu_s": round(cpu() - used, 1), "until_s": marks, **peak}), flush=True)


def main(lines: int, folder: Path) -> None:
    """Measure a first import, a small later one, and a scan of all days."""
    folder.mkdir(parents=True, exist_ok=True)
    copies = max(1, lines // LINES_A_COPY)
    large, small = folder / f"sales-{copies}.parquet", folder / "later.parquet"
    if not large.exists():
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            pool.submit(generate, large, 0, copies).result()
            pool.submit(generate, small, copies, copies + 1).result()
    home = folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    lake = Lake(home / "lake", memory="4GB")
    imports = Imports(home / "imports", lake, Company("GBP", "Europe/London"))
    measure("first import", imports, large)
    measure("small later import", imports, small)
    wall = time.monotonic()
    with lake.reader() as connection:
        row = connection.execute("SELECT count(*), count(DISTINCT customer), sum(spent) FROM days").fetchone()
    print(
        json.dumps(
            {
                "what": "scan of all days",
                "row": [str(x) for x in row or ()],
                "wall_s": round(time.monotonic() - wall, 2),
            }
        )
    )
    size = sum(path.stat().st_size for path in lake.root.rglob("*.parquet"))
    print(json.dumps({"what": "lake", "mb": size // 1_000_000, "source_mb": large.stat().st_size // 1_000_000}))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
