"""A small lake from Python rows, laid out as the import lays it out: facts by bucket, and the days derived."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from regain.knowledge.warehouse.lake.buckets import bucket_sql
from regain.knowledge.warehouse.lake.snapshot import Part, Snapshot, TableState
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.rules.tables import DERIVED, TABLES, TableSpec
from regain.knowledge.warehouse.sql import Sql, query

Rows = Iterable[Mapping[str, Any]]
BUCKETS = 4
ORIGIN = {"fingerprint": "00000000-0000-0000-0000-000000000000", "import_no": 1, "line": 1}
EMPTY = {"VARCHAR": "", "DECIMAL(18,4)": None}
FACTS = ("sales", "customers", "products", "contracts", "contacts")


def sale(
    customer: str, day: date, amount: str, *, product: str = "", kind: str = "purchase", **more: Any
) -> dict[str, Any]:
    """One line of a sale; a refund has a negative amount."""
    at = datetime.combine(day, time(12), tzinfo=UTC).replace(tzinfo=None)
    told = {
        "customer": customer,
        "day": day,
        "sold_at": at,
        "amount": Decimal(amount),
        "product": product,
        "kind": kind,
    }
    return {
        "sale": f"{customer} {day}",
        "quantity": Decimal(1),
        "country": "United Kingdom",
        "currency": "GBP",
        **told,
        **more,
    }


def lake_of(root: Path, **facts: Rows) -> Lake:
    """A lake in `root` with these facts: sales, customers, products, contracts, contacts."""
    with duckdb.connect() as connection:
        for name in FACTS:
            _fill(connection, TABLES[name], facts.get(name, ()))
        return write(root, connection, buckets=BUCKETS)


def write(root: Path, connection: duckdb.DuckDBPyConnection, *, buckets: int) -> Lake:
    """A lake from the fact tables of a connection."""
    lake = Lake(root, buckets=buckets)
    connection.execute("CREATE OR REPLACE VIEW lines AS SELECT * FROM sales")
    for name in DERIVED:
        connection.execute(f"CREATE OR REPLACE TABLE {name} AS {query(name)}")
    tables = {}
    for name in (*FACTS, *DERIVED):
        parts = _parts(root, connection, TABLES[name], buckets)
        if parts:
            tables[name] = TableState(parts=parts)
    lake.publish(lambda now: _with(now, tables, buckets))
    return lake


def _with(now: Snapshot, tables: dict[str, TableState], buckets: int) -> Snapshot:
    return replace(now, facts=now.number + 1, buckets=buckets, tables={**now.tables, **tables})


def _fill(connection: duckdb.DuckDBPyConnection, spec: TableSpec, rows: Rows) -> None:
    columns = ", ".join(f'"{name}" {kind}' for name, kind in spec.columns)
    connection.execute(f"CREATE OR REPLACE TABLE {spec.name} ({columns})")
    given = [[{**ORIGIN, **row}.get(name, EMPTY.get(kind)) for name, kind in spec.columns] for row in rows]
    if given:
        connection.executemany(f"INSERT INTO {spec.name} VALUES ({', '.join('?' * len(spec.columns))})", given)


def _parts(
    root: Path, connection: duckdb.DuckDBPyConnection, spec: TableSpec, buckets: int
) -> dict[int, tuple[Part, ...]]:
    parts: dict[int, tuple[Part, ...]] = {}
    for number in range(buckets if spec.owner else 1):
        where = f"{bucket_sql(Sql('customer'), buckets)} = {number}" if spec.owner else "true"
        folder = root / spec.name / f"{number:02d}"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "000001.parquet"
        text = f"COPY (SELECT * FROM {spec.name} WHERE {where} ORDER BY {spec.order}) TO '{path}' (FORMAT parquet)"
        row = connection.execute(text).fetchone()
        if row and row[0]:
            parts[number] = (Part(path.relative_to(root).as_posix(), int(row[0])),)
    return parts
