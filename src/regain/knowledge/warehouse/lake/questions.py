"""Questions: the SQL files of a room, asked by name with bound values."""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from numpy.typing import NDArray

from regain.knowledge.warehouse.lake.engine import Connection, offer
from regain.knowledge.warehouse.sql import Sql, compose, identifier

PARAMETER = re.compile(r"\$([a-z_]+)")


Scoring = Callable[[dict[str, NDArray[Any]]], Mapping[str, NDArray[Any]]]
"""Columns of equal length to columns of that length, each row by itself."""


@runtime_checkable
class Spread(Protocol):
    """A connection whose rows are spread over many machines, so that numeric work has to go where they are."""

    def score(self, table: str, text: Sql, values: Mapping[str, Any], scoring: Scoring) -> None:
        """Let questions read under `table` what `scoring` makes of the answer to `text`."""


class Questions:
    """The `.sql` files of one folder. Values are bound, never written into the text."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def texts(self) -> dict[str, Sql]:
        """Every question by name."""
        return {file.stem: Sql(file.read_text("utf-8")) for file in sorted(self.folder.glob("*.sql"))}

    def ask(self, connection: Connection, name: str, **values: Any) -> Connection:
        """Run the question called `name`; the connection then gives its rows. Raises KeyError for a missing value."""
        return self._run(connection, self.texts[name], values)

    def keep(self, connection: Connection, table: str, name: str, **values: Any) -> None:
        """Keep the answer as a temporary table for the questions after it."""
        text = compose("CREATE OR REPLACE TEMP TABLE $table AS ", table=identifier(table))
        self._run(connection, Sql(text + self.texts[name]), values)

    def look(self, connection: Connection, view: str, name: str) -> None:
        """Make a view of a question that takes no values, for the questions after it."""
        text = compose("CREATE OR REPLACE TEMP VIEW $view AS ", view=identifier(view))
        connection.execute(Sql(text + self.texts[name]))

    def score(self, connection: Connection, table: str, name: str, scoring: Scoring, **values: Any) -> None:
        """Keep as a table what `scoring` makes of the columns of an answer, row by row, wherever its rows are.

        The answer has a column `row` that tells its rows apart, and the table has it too.
        """
        text = self.texts[name]
        named = {name: values[name] for name in set(PARAMETER.findall(text))}
        if isinstance(connection, Spread):
            connection.score(table, text, named, scoring)
            return
        told = self._run(connection, text, values).fetchnumpy()
        offer(connection, table, {**scoring(told), "row": told["row"]})

    def _run(self, connection: Connection, text: Sql, values: dict[str, Any]) -> Connection:
        named = {name: values[name] for name in set(PARAMETER.findall(text))}
        return connection.execute(text, named) if named else connection.execute(text)
