"""Reads a table or a SELECT of a SQL database that SQLAlchemy can reach; it never writes there."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection as Link
from sqlalchemy.exc import SQLAlchemyError

from regain.foundation.kit.errors import Invalid
from regain.knowledge.warehouse.intake.cells import cell_text
from regain.knowledge.warehouse.intake.plan import CELL, Column
from regain.knowledge.warehouse.intake.source import Chunk, Limits, Source
from regain.knowledge.warehouse.intake.text import load_rows
from regain.knowledge.warehouse.lake.engine import Connection
from regain.knowledge.warehouse.rules.mapping import Format

ROWS = 50_000
TABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_$]*(\.[A-Za-z_][A-Za-z0-9_$]*){0,2}")
QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"")
COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
READ_ONLY = MappingProxyType(
    {
        "sqlite": "PRAGMA query_only = ON",
        "postgresql": "SET TRANSACTION READ ONLY",
        "mysql": "SET TRANSACTION READ ONLY",
        "mariadb": "SET TRANSACTION READ ONLY",
        "oracle": "SET TRANSACTION READ ONLY",
    }
)


class DatabaseReader:
    """Runs one SELECT in a read-only transaction and streams its rows."""

    def __init__(self, source: Source, form: Format, limits: Limits) -> None:
        statement = select_of(source.table)
        self.decimal, self.total = form.decimal, 0
        try:
            engine = create_engine(_existing(source.url))
            self.link = engine.connect()
            _read_only(self.link, engine.dialect.name)
            streamed = {"stream_results": True, "yield_per": ROWS}
            self.result = self.link.execute(text(statement), execution_options=streamed)
        except (SQLAlchemyError, ImportError) as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0][:200]
            raise Invalid(f"The database does not answer: {reason}.") from error
        self.columns = tuple(Column(str(name), CELL) for name in list(self.result.keys()))

    def chunks(self, position: dict[str, Any], number: int) -> Iterator[Chunk]:
        """Give the chunks, from the beginning: a database promises no order to go on in."""
        done = 0
        for block in self.result.partitions(ROWS):
            rows = [[cell_text(cell, self.decimal) for cell in row] for row in block]
            lines = list(range(done + 1, done + 1 + len(rows)))
            done += len(rows)
            yield Chunk(number, {"done": done}, rows=rows, lines=lines, count=len(rows))
            number += 1
        self.link.close()

    def load(self, connection: Connection, chunk: Chunk, folder: Path) -> None:
        """Make the table `raw` of a chunk."""
        load_rows(connection, chunk, folder, len(self.columns))


def select_of(table: str) -> str:
    """Give the SELECT for a table's name or a SELECT; raises Invalid for anything else."""
    if TABLE.fullmatch(table.strip()):
        return f"SELECT * FROM {table.strip()}"  # noqa: S608 -- a plain name, checked on the line above
    statement = table.strip().rstrip(";").strip()
    bare = COMMENT.sub(" ", QUOTED.sub(" ", statement))
    if not re.match(r"(select|with)\b", bare.strip(), re.IGNORECASE) or ";" in bare:
        raise Invalid("Only a table's name or one SELECT can be read from a database.")
    return statement.replace(":", r"\:")


def _existing(url: str) -> str:
    if url.startswith("sqlite") and ":///" in url:
        name = url.partition(":///")[2].partition("?")[0]
        if name and name != ":memory:" and not Path(name).is_file():
            raise Invalid(f"There is no database file {Path(name).name}.")
    return url


def _read_only(link: Link, dialect: str) -> None:
    if dialect in READ_ONLY:
        link.execute(text(READ_ONLY[dialect]))
