"""Reads Parquet: straight through DuckDB, with the types the file has."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb

from regain.foundation.kit.errors import Invalid
from regain.knowledge.warehouse.intake.plan import Column, cell
from regain.knowledge.warehouse.intake.source import Chunk, Limits, Source
from regain.knowledge.warehouse.lake.engine import Connection, connect
from regain.knowledge.warehouse.rules.mapping import Format
from regain.knowledge.warehouse.sql import compose, files, identifier, listing, literal

SMALL, LARGE = 200_000, 1_000_000
ROOMY_MB = 1500
CELL_BYTES = 8
CLASSES = MappingProxyType(
    {
        "VARCHAR": "text",
        "FLOAT": "float",
        "DOUBLE": "float",
        "DATE": "date",
        "TIMESTAMP": "timestamp",
        "TIMESTAMP_S": "timestamp",
        "TIMESTAMP_MS": "timestamp",
        "TIMESTAMP_NS": "timestamp",
        "TIMESTAMP WITH TIME ZONE": "timestamptz",
        **dict.fromkeys(("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"), "integer"),
        **dict.fromkeys(("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"), "integer"),
    }
)


class ParquetReader:
    """Reads a Parquet file by ranges of rows; nothing of it passes through Python."""

    def __init__(self, source: Source, form: Format, limits: Limits) -> None:
        self.path = Path(source.path)
        size = self.path.stat().st_size
        self.step = LARGE if limits.memory_mb(size) >= ROOMY_MB else SMALL
        with closing(connect(memory="200MB", threads=1, spill=self.path.parent, paths=[self.path])) as connection:
            try:
                self.columns, self.total, expanded = _look(connection, self.path)
            except duckdb.Error as error:
                raise Invalid(f"The Parquet file cannot be read: {str(error).splitlines()[0][:200]}") from error
        limits.check(max(expanded, self.total * len(self.columns) * CELL_BYTES), size)

    def chunks(self, position: dict[str, Any], number: int) -> Iterator[Chunk]:
        """Give the chunks from a position (row) on."""
        for first in range(int(position.get("row", 0)), self.total, self.step):
            last = min(first + self.step, self.total)
            yield Chunk(number, {"row": last, "done": last}, count=last - first, lines=[first, last])
            number += 1

    def load(self, connection: Connection, chunk: Chunk, folder: Path) -> None:
        """Make the view `raw` of a chunk."""
        cells = [compose("$name AS $cell", name=identifier(c.name), cell=cell(p)) for p, c in enumerate(self.columns)]
        first, last = chunk.lines
        text = compose(
            "CREATE OR REPLACE TEMP VIEW raw AS SELECT file_row_number + 1 AS line, $cells"
            " FROM read_parquet($path, file_row_number = true)"
            " WHERE file_row_number >= $first AND file_row_number < $last",
            cells=listing(cells),
            path=files([self.path]),
            first=literal(first),
            last=literal(last),
        )
        connection.execute(text)


def _look(connection: Connection, path: Path) -> tuple[tuple[Column, ...], int, int]:
    told = connection.execute(compose("DESCRIBE SELECT * FROM read_parquet($path)", path=files([path]))).fetchall()
    columns = tuple(Column(str(row[0]), _class(str(row[1]))) for row in told)
    text = compose("SELECT num_rows FROM parquet_file_metadata($path)", path=files([path]))
    rows = connection.execute(text).fetchone() or (0,)
    text = compose("SELECT sum(total_uncompressed_size) FROM parquet_metadata($path)", path=files([path]))
    size = connection.execute(text).fetchone() or (0,)
    return columns, int(rows[0]), int(size[0] or 0)


def _class(name: str) -> str:
    return "decimal" if name.startswith("DECIMAL") else CLASSES.get(name, "other")
