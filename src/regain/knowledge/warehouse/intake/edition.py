"""What must be known before the buckets are worked: is the file a new edition, and which sales changed their bucket."""

from collections.abc import Mapping
from contextlib import closing
from typing import Any

from regain.foundation.kit.errors import Invalid
from regain.knowledge.warehouse.intake.bucket import Order, Span, open_bucket, view_staged
from regain.knowledge.warehouse.lake.buckets import bucket_sql
from regain.knowledge.warehouse.lake.engine import Connection, connect, copy, show
from regain.knowledge.warehouse.rules.tables import TABLES
from regain.knowledge.warehouse.sql import Sql, compose, identifier, listing, literal, query

SLICE = 4_000_000
"""Sales of the lake that are compared with those of a file at once; memory follows this, not the lake."""
NO_VERDICTS = Sql("SELECT '' AS sale, '' AS verdict WHERE false")


def find_span(order: Order) -> Span:
    """The first and last moment of the file's good sales, as text; nothing for other kinds or without any."""
    if order.job.mapping.kind != "sales":
        return (None, None)
    lake = order.lake
    with closing(
        connect(memory=lake.memory, threads=lake.threads, spill=lake.spill, folders=[order.folder])
    ) as connection:
        view_staged(connection, "staged", TABLES["sales"], order.staged())
        row = connection.execute("SELECT min(sold_at), max(sold_at) FROM staged").fetchone() or (None, None)
    return (row[0].isoformat() if row[0] else None, row[1].isoformat() if row[1] else None)


def find_edition(order: Order) -> tuple[int, ...]:
    """Give the imports the file replaces as their new edition: none, or one earlier import and those it replaced.

    Raises Invalid when told to replace an import that is not there.
    """
    if order.job.mapping.kind != "sales" or order.job.replace == "none":
        return ()
    records = [record for record in order.base.imports if record["kind"] == "sales"]
    if order.job.replace != "auto":
        chosen = [record for record in records if str(record["import"]) == order.job.replace]
        if not chosen:
            raise Invalid(f"There is no import {order.job.replace} of sales to replace.")
        return _lineage(chosen[0])
    namesakes = [record for record in records if record["source"] == order.job.source.label]
    for record in reversed(namesakes):
        if _covers(order.span, record) and _repeats(order, _lineage(record)):
            return _lineage(record)
    return ()


def find_verdicts(order: Order) -> bool:
    """Write `verdicts.parquet`: what becomes of the sales that the lake has under a customer of another bucket.

    Tells whether anything may have moved from one bucket to another.
    """
    path = order.folder / "verdicts.parquet"
    state = order.base.tables.get("sales")
    spill = order.lake.spill
    old = [order.lake.root / name for name in state.files()] if state else []
    with closing(
        connect(memory=order.lake.memory, threads=order.lake.threads, spill=spill, paths=old, folders=[order.folder])
    ) as connection:
        correct = order.job.mapping.kind == "sales" and order.job.replace != "none" and bool(state and state.rows)
        verdicts = _crossing(order, connection) if correct else NO_VERDICTS
        moved = copy(connection, verdicts, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)
    return bool(moved) or TABLES[order.job.mapping.kind].key not in ("", "customer")


def _crossing(order: Order, connection: Connection) -> Sql:
    view_staged(connection, "all_staged", TABLES["sales"], order.staged())
    show(connection, order.lake.root, order.base, only=["sales"])
    connection.execute("CREATE TEMP TABLE crossing (sale VARCHAR)")
    bucket = bucket_sql(identifier("customer"), order.base.buckets)
    slices = 1 + order.base.tables["sales"].rows // SLICE
    for slice_ in range(slices):
        part = query("crossing", slices=literal(slices), slice=literal(slice_), bucket=bucket)
        connection.execute(compose("INSERT INTO crossing $part", part=part))
    connection.execute("CREATE TEMP TABLE staged AS SELECT * FROM all_staged WHERE sale IN (SELECT sale FROM crossing)")
    return query("verdicts")


def _repeats(order: Order, imports: tuple[int, ...]) -> bool:
    there = repeated = 0
    for bucket in range(order.base.buckets):
        with closing(open_bucket(order, bucket)) as connection:
            text = query("edition_overlap", imports=listing(literal(no) for no in imports))
            row = connection.execute(text).fetchone() or (0, 0)
            there, repeated = there + row[0], repeated + row[1]
    return there > 0 and repeated * 2 >= there


def _covers(span: Span, record: Mapping[str, Any]) -> bool:
    first, last = record["span"]
    if None in (*span, first, last):
        return False
    return str(span[0]) <= str(first) and str(span[1]) >= str(last)


def _lineage(record: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(int(no) for no in record["lineage"])
