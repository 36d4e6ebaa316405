"""The lake as Spark sees it: the files of one snapshot as views, and computed tables written back as a snapshot."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

import pyarrow.parquet as pq
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f
from sqlglot import exp

from regain.foundation.kit.errors import Invalid
from regain.foundation.kit.home import Home
from regain.knowledge.warehouse.lake.engine import Connection
from regain.knowledge.warehouse.lake.files import sync
from regain.knowledge.warehouse.lake.snapshot import Part, Snapshot, TableState
from regain.knowledge.warehouse.lake.store import Lake, TableWriter
from regain.knowledge.warehouse.rules.tables import TABLES
from regain.knowledge.warehouse.scale.connection import SparkConnection
from regain.knowledge.warehouse.scale.dialect import HERE, THERE, carry
from regain.knowledge.warehouse.scale.session import start, told
from regain.knowledge.warehouse.sql import query

IN_ONE_PLACE = (
    "Values are written where this machine and the cluster both see them, and the lake at {place} is not such a place."
    " Leave lake under [engine] in regain.toml empty and put the home on storage they share."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SparkLake(Lake):
    """The lake in `root`, read by Spark at `place`: `root` itself, or the address of a copy such as `s3a://…`."""

    session: SparkSession
    place: str

    @property
    def is_spread(self) -> bool:
        """Many machines answer."""
        return True

    @contextmanager
    def _open(
        self, snapshot: Snapshot, bucket: int | None, memory: str, threads: int, folders: list[Path]
    ) -> Iterator[Connection]:
        connection = SparkConnection(self.session.newSession())
        try:
            show(connection, self.place, snapshot, bucket)
            yield cast("Connection", connection)
        finally:
            connection.close()

    def _writer(self, name: str, snapshot: Snapshot, folder: Path) -> TableWriter:
        if self.place != self.root.as_uri():
            raise Invalid(IN_ONE_PLACE.format(place=self.place))
        return SparkWriter(self, name, snapshot, folder)


class SparkWriter(TableWriter):
    """Writes a computed table of everybody at once, a file to a bucket."""

    @property
    def buckets(self) -> range:
        """One sweep over everybody."""
        return range(1)

    @contextmanager
    def bucket(self, number: int, *, memory: str = "", threads: int = 0) -> Iterator[Connection]:
        """Open a connection to everybody."""
        with self.lake._open(self.snapshot, None, memory, threads, [self.folder]) as connection:
            yield connection

    def write(self, number: int, connection: Connection, select: str, parameters: list[object] | None = None) -> int:
        """Write the rows `select` gives, each to the bucket of its customer, and give their number."""
        frame = cast("SparkConnection", connection).frame(select, {})
        count = self.snapshot.buckets
        bucket = f.conv(f.substring(f.md5(f.col("customer")), 1, 8), 16, 10).cast("bigint") % count
        placed = frame.withColumn("bucket", bucket.cast("int")).repartition(count, "bucket")
        with told("Spark could not write the values"):
            placed.sortWithinPartitions("bucket", "customer").write.partitionBy("bucket").mode("append").parquet(
                self.folder.as_uri()
            )
        self._parts = {number: tuple(self._taken(number)) for number in range(count)}
        self._columns = tuple((field.name, _kind(field.dataType.simpleString())) for field in frame.schema.fields)
        for left in self.folder.glob("*SUCCESS*"):
            left.unlink()
        return sum(part.rows for parts in self._parts.values() for part in parts)

    def _taken(self, number: int) -> Iterator[Part]:
        """The files Spark wrote for a bucket, under the lake's own names."""
        written = self.folder / f"bucket={number}"
        for place, path in enumerate(sorted(written.glob("*.parquet"))):
            kept = path.rename(self.folder / f"{number:02d}-{place}.parquet")
            sync(kept)
            yield Part(kept.relative_to(self.lake.root).as_posix(), pq.read_metadata(kept).num_rows)
        if written.exists():
            for left in written.iterdir():
                left.unlink()
            written.rmdir()


def spark_lake(home: Home) -> SparkLake:
    """The lake of a home as Spark sees it, by what `regain.toml` says under [engine]. Raises Unavailable."""
    engine = home.configuration().engine
    session = start(
        engine.spark or "local[*]",
        spill=home.root / "spark",
        log_file=home.root / "log" / "spark.log",
        options=engine.options,
    )
    return SparkLake(home.lake, session=session, place=engine.lake.rstrip("/") or home.lake.as_uri())


def show(connection: SparkConnection, place: str, snapshot: Snapshot, bucket: int | None = None) -> None:
    """Let questions see every table of the snapshot, of all buckets or of one, as `lake.engine.show` does."""
    for name in (*TABLES, *sorted(snapshot.tables.keys() - TABLES.keys())):
        table = Table(place, name, snapshot.tables.get(name, TableState({})), bucket)
        stored = "imported_customers" if name == "customers" else name
        connection.offer(stored, dict(table.columns), partial(table.frame, connection.session))
    view = query("customers_view")
    columns = carry(view, {}, connection.schema).columns
    connection.offer("customers", columns, lambda: connection.frame(view, {}))


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a snapshot, of all buckets or of one, in the files that `place` holds."""

    place: str
    name: str
    state: TableState
    bucket: int | None

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """Names and types; those Spark has no type for are left out."""
        told = TABLES[self.name].columns if self.name in TABLES else self.state.columns
        return tuple((column, kind) for column, kind in told if kind != "UUID")

    def frame(self, session: SparkSession) -> DataFrame:
        """The rows, without those that later parts hide. Raises Unavailable where the files cannot be read."""
        whole = self.bucket is None or (self.name in TABLES and not TABLES[self.name].owner)
        groups = (group for number, group in self.state.parts.items() if whole or number == self.bucket)
        parts = [part for group in groups for part in group if part.rows]
        if not parts:
            return session.range(0).selectExpr(
                *(f"CAST(NULL AS {kind}) AS `{name}`" for name, kind in _kinds(self.columns))
            )
        with told(f"The files of the lake at {self.place} cannot be read"):
            return self._read(session, parts).select(*(column for column, _ in self.columns))

    def _read(self, session: SparkSession, parts: Sequence[Part]) -> DataFrame:
        read = session.read.schema(_schema((*self.columns, ("made", "INTEGER"))))
        rows = read.parquet(*(f"{self.place}/{part.path}" for part in parts))
        masks = [f"{self.place}/{part.mask}" for part in parts if part.mask]
        if not masks:
            return rows
        hidden = session.read.schema("hidden STRING, made INT").parquet(*masks)
        hidden = hidden.groupBy("hidden").agg(f.max("made").alias("newest"))
        owner = rows[TABLES[self.name].owner if self.name in TABLES else "customer"]
        return rows.join(hidden, (owner == hidden["hidden"]) & (rows["made"] < hidden["newest"]), "left_anti")


def _schema(columns: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"`{name}` {kind}" for name, kind in _kinds(columns))


def _kinds(columns: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Columns with their types in Spark's words."""
    return [(name, exp.DataType.build(kind, dialect=HERE).sql(dialect=THERE)) for name, kind in columns]


def _kind(kind: str) -> str:
    """A type of Spark's in DuckDB's words."""
    return exp.DataType.build(kind, dialect=THERE).sql(dialect=HERE)
