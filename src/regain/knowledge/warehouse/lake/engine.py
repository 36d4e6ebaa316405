"""DuckDB connections: in memory, locked down, and a view for each table of a snapshot.

A connection may touch the files it was opened for and nothing else: no network, no other file, no extension, and its
settings cannot be changed any more.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from regain.knowledge.warehouse.lake.snapshot import Snapshot, TableState
from regain.knowledge.warehouse.rules.tables import TABLES
from regain.knowledge.warehouse.sql import Sql, compose, files, identifier, listing, literal, query

Connection = duckdb.DuckDBPyConnection


def connect(
    *, memory: str, threads: int, spill: Path, paths: Iterable[Path] = (), folders: Iterable[Path] = ()
) -> Connection:
    """Open a connection that may read `paths` and read and write in `folders`, spilling to `spill` beyond `memory`."""
    spill.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": memory,
            "threads": str(threads),
            "temp_directory": str(spill),
            "allow_community_extensions": "false",
            "autoload_known_extensions": "false",
            "autoinstall_known_extensions": "false",
            "preserve_insertion_order": "false",
        },
    )
    for setting in (
        compose("SET allowed_paths = $paths", paths=files(paths)),
        compose("SET allowed_directories = $folders", folders=files(folders)),
        Sql("SET TimeZone = 'UTC'"),
        Sql("SET enable_external_access = false"),
        Sql("SET lock_configuration = true"),
    ):
        connection.execute(setting)
    return connection


def show(
    connection: Connection,
    root: Path,
    snapshot: Snapshot,
    bucket: int | None = None,
    only: Collection[str] | None = None,
) -> None:
    """Make a view for every table of the snapshot, of all buckets or of one.

    Fact tables without rows are empty views; when `only` some tables are wanted, the other fact tables are empty too.
    """
    states = {name: state for name, state in snapshot.tables.items() if only is None or name in only}
    for name in (*TABLES, *sorted(states.keys() - TABLES.keys())):
        text = table_sql(root, states.get(name), name, bucket)
        stored = "imported_customers" if name == "customers" else name
        connection.execute(compose("CREATE VIEW $name AS $text", name=identifier(stored), text=text))
    connection.execute(query("customers_view"))


def table_sql(root: Path, state: TableState | None, name: str, bucket: int | None = None) -> Sql:
    """Give the SELECT that reads a table: its parts, without the rows that later parts hide."""
    columns = TABLES[name].columns if name in TABLES else state.columns if state else ()
    parts = [] if state is None else [p for b, group in state.parts.items() if _read(name, b, bucket) for p in group]
    parts = [part for part in parts if part.rows]
    if not parts:
        return _nothing(columns)
    read = compose("read_parquet($files, hive_partitioning = false)", files=files(root / part.path for part in parts))
    names = listing(compose("rows.$name", name=identifier(column)) for column, _ in columns)
    masks = [
        root / p.mask
        for b, group in (state.parts if state else {}).items()
        if _read(name, b, bucket)
        for p in group
        if p.mask
    ]
    if not masks:
        return compose("SELECT $names FROM $read AS rows", names=names, read=read)
    owner = identifier(TABLES[name].owner if name in TABLES else "customer")
    return query("masked", names=names, read=read, masks=files(masks), owner=owner)


def offer(connection: Connection, name: str, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Make a table of equally long numpy arrays under `name`, so that results of numeric work can be joined back."""
    connection.register("offered", {key: np.ascontiguousarray(values) for key, values in arrays.items()})
    connection.execute(compose("CREATE OR REPLACE TEMP TABLE $name AS SELECT * FROM offered", name=identifier(name)))
    connection.unregister("offered")


def copy(connection: Connection, select: Sql, path: Path, parameters: Sequence[object] = ()) -> int:
    """Write a SELECT to a Parquet file and give the number of rows."""
    text = compose("COPY ($select) TO $path (FORMAT parquet, COMPRESSION zstd)", select=select, path=literal(str(path)))
    row = connection.execute(text, list(parameters)).fetchone()
    return int(row[0]) if row else 0


def _read(name: str, bucket: int, wanted: int | None) -> bool:
    return wanted is None or bucket == wanted or (name in TABLES and not TABLES[name].owner)


def _nothing(columns: Sequence[tuple[str, str]]) -> Sql:
    empty = [compose("CAST(NULL AS $type) AS $name", type=Sql(type_), name=identifier(name)) for name, type_ in columns]
    return compose("SELECT $columns WHERE false", columns=listing(empty))
