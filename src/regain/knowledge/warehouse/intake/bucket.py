"""The second stage, for one bucket: what is new, what it takes back, and the new parts of each table.

A part holds the new rows, and every remaining row of the owners that lost one; its mask hides those owners in
earlier parts.
When nothing is there yet, when too much would be hidden, or when a bucket has many parts already, it is written whole.
"""

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from regain.foundation.kit.errors import Invalid, Unavailable
from regain.knowledge.warehouse.intake.job import Job
from regain.knowledge.warehouse.lake.engine import Connection, connect, copy, show
from regain.knowledge.warehouse.lake.files import sync, write_whole
from regain.knowledge.warehouse.lake.snapshot import Part, Snapshot
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.rules.tables import DERIVED, TABLES, TableSpec
from regain.knowledge.warehouse.sql import Sql, compose, files, identifier, listing, literal, query

MOST_PARTS = 8
OVERFLOW = "The amounts of one customer add up to more than 99 trillion: check the decimal mark."
NO_MEMORY = "Writing the lake needs more than {memory} of memory: allow more, then go on with the import."
Parts = dict[str, tuple[Part, ...]]
Span = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Order:
    """What landing needs to know for every bucket: the lake, the snapshot below, the job, the edition replaced.

    `span` is the first and last moment of the file's good sales; `moved` says that something may have gone from one
    bucket to another; a `trial` only counts.
    """

    lake: Lake
    base: Snapshot
    job: Job
    folder: Path
    span: Span = (None, None)
    edition: tuple[int, ...] = ()
    moved: bool = False
    trial: bool = False

    def skips(self, bucket: int) -> bool:
        """Tell whether the import cannot concern a bucket: it brings nothing there, and takes nothing back."""
        return not (self.edition or self.moved or self.staged(bucket))

    def staged(self, bucket: int | None = None) -> list[Path]:
        """The staged files of one bucket, or of all."""
        part = "*" if bucket is None else str(bucket)
        return sorted(self.folder.glob(f"chunks/[0-9]*/rows/bucket={part}/*.parquet"))


def land_bucket(order: Order, bucket: int) -> dict[str, Any]:
    """Work one bucket into new parts, once; gives its record: `parts` by table, and `counts`."""
    path = order.folder / "buckets" / f"{bucket:02d}.json"
    if path.exists():
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        names = [name for parts in record["parts"].values() for part in parts for name in (part[0], part[2]) if name]
        if all((order.lake.root / name).exists() for name in names):
            return record
    if order.skips(bucket):
        return {"parts": {}, "counts": {}}
    with closing(open_bucket(order, bucket)) as connection:
        land = _land_sales if order.job.mapping.kind == "sales" else _land_keyed
        try:
            record = land(_Bucket(order, bucket, connection))
        except duckdb.ConversionException as error:
            raise Invalid(OVERFLOW) from error
        except duckdb.OutOfMemoryException as error:
            raise Unavailable(NO_MEMORY.format(memory=order.lake.memory)) from error
    path.parent.mkdir(exist_ok=True)
    write_whole(path, json.dumps(record))
    return record


def open_bucket(order: Order, bucket: int) -> Connection:
    """Open a connection with the lake's tables of a bucket, and `staged`, `everything` and `crossing` of the import."""
    kind = order.job.mapping.kind
    tables = [kind, *(DERIVED if kind == "sales" else ())]
    folders = [order.lake.root / name / f"{bucket:02d}" for name in tables]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    old = [
        order.lake.root / path
        for name in tables
        if name in order.base.tables
        for path in order.base.tables[name].files(bucket)
    ]
    connection = connect(
        memory=order.lake.memory,
        threads=order.lake.threads,
        spill=order.lake.spill,
        paths=old,
        folders=[*folders, order.folder],
    )
    show(connection, order.lake.root, order.base, bucket, only=tables)
    view_staged(connection, "staged", TABLES[kind], order.staged(bucket))
    if TABLES[kind].key:
        view_staged(
            connection, "everything", TABLES[kind], order.staged(None if TABLES[kind].key != "customer" else bucket)
        )
    return connection


def view_staged(connection: Connection, name: str, spec: TableSpec, paths: Sequence[Path]) -> None:
    """Make a view of staged files, empty when there are none."""
    columns = listing(identifier(column) for column in spec.names)
    if paths:
        text = compose(
            "SELECT $columns FROM read_parquet($files, hive_partitioning = false)", columns=columns, files=files(paths)
        )
    else:
        empty = listing(compose("CAST(NULL AS $t) AS $n", t=Sql(t), n=identifier(n)) for n, t in spec.columns)
        text = compose("SELECT $empty WHERE false", empty=empty)
    connection.execute(compose("CREATE VIEW $name AS $text", name=identifier(name), text=text))


@dataclass(frozen=True, slots=True)
class _Bucket:
    order: Order
    number: int
    connection: Connection

    def table(self, name: str, text: Sql) -> None:
        self.connection.execute(compose("CREATE TEMP TABLE $name AS $text", name=identifier(name), text=text))

    def one(self, text: str) -> tuple[Any, ...]:
        row = self.connection.execute(text).fetchone()
        return row if row is not None else ()

    def old_parts(self, name: str) -> tuple[Part, ...]:
        state = self.order.base.tables.get(name)
        return tuple(state.parts.get(self.number, ())) if state else ()


def _land_sales(work: _Bucket) -> dict[str, Any]:
    order = work.order
    work.table("fresh", query("fresh_sales"))
    verdicts = order.folder / "verdicts.parquet"
    correct = order.job.replace != "none" and bool(work.old_parts("sales"))
    local = query("verdicts") if correct else Sql("SELECT '' AS sale, '' AS verdict WHERE false")
    work.table("local_verdicts", local)
    work.table(
        "verdicts",
        compose(
            "SELECT sale, verdict FROM read_parquet($path) UNION ALL"
            " SELECT sale, verdict FROM local_verdicts WHERE sale NOT IN (SELECT sale FROM read_parquet($path))",
            path=files([verdicts]),
        ),
    )
    edition = listing(literal(no) for no in order.edition or (-1,))
    work.table("gone", query("gone_sales", edition=edition))
    work.table("touched", Sql("SELECT DISTINCT customer AS hidden FROM gone"))
    work.table("affected", Sql("SELECT customer AS hidden FROM fresh UNION SELECT hidden FROM touched"))
    counts = _sales_counts(work)
    if order.trial or not (counts["accepted"] or counts["replaced"] or counts["withdrawn"]):
        return {"parts": {}, "counts": counts}
    whole = _whole(work, "sales", "touched")
    whole_days = whole or _whole(work, "days", "affected")
    scope = Sql("") if whole_days else Sql("SEMI JOIN affected ON affected.hidden = sales.customer")
    names = listing(identifier(name) for name in TABLES["sales"].names)
    work.table(
        "lines",
        compose(
            "SELECT $names, false AS fresh FROM sales ANTI JOIN gone ON gone.fingerprint = sales.fingerprint $scope"
            " UNION ALL SELECT $names, true FROM fresh",
            names=names,
            scope=scope,
        ),
    )
    parts: Parts = {}
    rows = compose(
        "SELECT $names FROM lines WHERE fresh OR $whole OR customer IN (SELECT hidden FROM touched)",
        names=names,
        whole=Sql("true" if whole else "false"),
    )
    parts["sales"] = _write(work, "sales", rows, "touched", whole=whole)
    for name in DERIVED:
        parts[name] = _write(work, name, query(name), "affected", whole=whole_days)
    return {"parts": {name: [_plain(part) for part in made] for name, made in parts.items()}, "counts": counts}


def _land_keyed(work: _Bucket) -> dict[str, Any]:
    name = work.order.job.mapping.kind
    spec = TABLES[name]
    table = identifier("imported_customers" if name == "customers" else name)
    owner = identifier(spec.owner or spec.key.split()[0])
    work.table("winners", query("winners", key=Sql(spec.key)))
    work.table("fresh", query("fresh_keyed", table=table))
    work.table("gone", query("gone_keyed", table=table, owner=owner, key=Sql(spec.key)))
    work.table("touched", Sql("SELECT DISTINCT customer AS hidden FROM gone"))
    distinct = work.one(
        compose(
            "SELECT count(DISTINCT fingerprint) FROM staged ANTI JOIN $table AS there USING (fingerprint)",
            table=table,
        )
    )[0]
    staged, fresh, gone = (work.one(f"SELECT count(*) FROM {view}")[0] for view in ("staged", "fresh", "gone"))  # noqa: S608
    counts = {
        "accepted": distinct,
        "duplicates": staged - distinct,
        "replaced": gone + distinct - fresh,
        "withdrawn": 0,
    }
    if work.order.trial or not (fresh or gone):
        return {"parts": {}, "counts": counts}
    whole = not spec.owner or _whole(work, name, "touched")
    scope = Sql("") if whole else compose("SEMI JOIN touched ON touched.hidden = there.$owner", owner=owner)
    rows = compose(
        "SELECT $names FROM $table AS there ANTI JOIN gone ON gone.fingerprint = there.fingerprint $scope"
        " UNION ALL SELECT $names FROM fresh",
        names=listing(identifier(column) for column in spec.names),
        table=table,
        scope=scope,
    )
    return {
        "parts": {name: [_plain(part) for part in _write(work, name, rows, "touched", whole=whole)]},
        "counts": counts,
    }


def _sales_counts(work: _Bucket) -> dict[str, Any]:
    told = work.one(query("landed_counts"))
    keys = (
        "accepted",
        "duplicates",
        "replaced",
        "withdrawn",
        "continued",
        "net",
        "purchases",
        "refunds",
        "duplicates_net",
        "first_day",
        "last_day",
    )
    return {
        key: value if isinstance(value, int) or value is None else str(value)
        for key, value in zip(keys, told, strict=True)
    }


def _whole(work: _Bucket, name: str, hidden: str) -> bool:
    """Tell whether the bucket of a table is better written anew than added to."""
    old = work.old_parts(name)
    if len(old) + 1 > MOST_PARTS or not old:
        return True
    rows = sum(part.rows - part.hides for part in old)
    return _hides(work, name, hidden) * 3 > rows


def _hides(work: _Bucket, name: str, hidden: str) -> int:
    view = identifier("imported_customers" if name == "customers" else name)
    text = compose(
        "SELECT count(*) FROM $view AS t SEMI JOIN $hidden AS h ON h.hidden = t.customer",
        view=view,
        hidden=identifier(hidden),
    )
    return int(work.one(text)[0])


def _write(work: _Bucket, name: str, rows: Sql, hidden: str, *, whole: bool) -> tuple[Part, ...]:
    """Write the rows as the table's new part and give all its parts from now on."""
    spec, number, no = TABLES[name], work.number, work.order.job.no
    path = work.order.lake.root / name / f"{number:02d}" / f"{no:06d}.parquet"
    select = compose(
        "SELECT *, $no AS made FROM ($rows) ORDER BY $order",
        no=compose("CAST($n AS INTEGER)", n=literal(no)),
        rows=rows,
        order=Sql(spec.order),
    )
    written = _put(work.connection, select, path)
    root = work.order.lake.root
    if whole:
        return (Part(path.relative_to(root).as_posix(), written),)
    hides = _hides(work, name, hidden)
    mask = path.with_suffix(".mask.parquet")
    if hides:
        _put(
            work.connection,
            compose("SELECT hidden, CAST($n AS INTEGER) AS made FROM $t", n=literal(no), t=identifier(hidden)),
            mask,
        )
    part = Part(path.relative_to(root).as_posix(), written, mask.relative_to(root).as_posix() if hides else "", hides)
    return (*work.old_parts(name), part)


def _put(connection: Connection, select: Sql, path: Path) -> int:
    temporary = path.with_name(f"new-{path.name}")
    rows = copy(connection, select, temporary)
    sync(temporary)
    temporary.replace(path)
    sync(path.parent)
    return rows


def _plain(part: Part) -> list[str | int]:
    return [part.path, part.rows, part.mask, part.hides]
