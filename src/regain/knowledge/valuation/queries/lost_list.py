"""The kept list of those who left in a time, one page at a time: any filter, any order."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.urls import reverse

from regain.foundation.kit.filters import Between, Contains, Dates, OneOf
from regain.foundation.kit.paging import Total
from regain.foundation.kit.table import TableState
from regain.knowledge.valuation.queries.learn import QUESTIONS
from regain.knowledge.valuation.queries.listed import AT_ONCE, MONEY, Asked, needed
from regain.knowledge.warehouse.lake.engine import Connection, connect
from regain.knowledge.warehouse.sql import Sql, compose, files, identifier

SEVERAL: Final = frozenset({"counted", "stated", "diagnosed", "confirmed", "issues"})
"""Columns with several words in a cell, one space between them."""
EVERYBODY: Final = Sql("true")
MEMORY: Final = "256MB"

Row = Mapping[str, Any]


@dataclass(frozen=True)
class LostRows:
    """The rows of one kept list."""

    path: Path
    currency: str

    def page(self, state: TableState) -> tuple[Sequence[Row], Total]:
        """One page, and how many fit in all."""
        asked, names = _Asked(EVERYBODY, state), needed(state)
        with self._open() as connection:
            count = compose(QUESTIONS.texts["listed_count"], conditions=asked.where)
            total = asked.ask(connection, count).fetchone()
            found = asked.ask(connection, asked.rows(names, limit=state.size, offset=state.offset)).fetchall()
        return [self._dressed(dict(zip(names, row, strict=True))) for row in found], int(total[0]) if total else 0

    def all(self, state: TableState) -> Iterator[Row]:
        """Every row that fits, in order, a few at a time."""
        asked, names = _Asked(EVERYBODY, state), needed(state)
        with self._open() as connection:
            cursor = asked.ask(connection, asked.rows(names, limit=None, offset=0))
            while found := cursor.fetchmany(AT_ONCE):
                yield from (self._dressed(dict(zip(names, row, strict=True))) for row in found)

    def _dressed(self, row: Row) -> Row:
        """Money with its currency, and the address of the customer's page."""
        money = {name: (value, self.currency) for name, value in row.items() if name in MONEY and value is not None}
        return {**row, **money, "href": reverse("valuation:customer", args=[row["customer"]])}

    @contextmanager
    def _open(self) -> Iterator[Connection]:
        """The list under the name that questions about lists ask for."""
        connection = connect(memory=MEMORY, threads=2, spill=self.path.parent / "spill", paths=[self.path])
        try:
            read = compose('CREATE VIEW "values" AS SELECT * FROM read_parquet($path)', path=files([self.path]))
            connection.execute(read)
            yield connection
        finally:
            connection.close()


class _Asked(Asked):
    """A state as SQL, where a choice may be any word of a cell."""

    def _wanted(self, wanted: Contains | OneOf | Between | Dates) -> Sql:
        if isinstance(wanted, OneOf) and wanted.column in SEVERAL:
            words = self._bind(wanted, "of", list(wanted.values))
            return compose("list_has_any($v, string_split($c, ' '))", c=identifier(wanted.column), v=words)
        return super()._wanted(wanted)
