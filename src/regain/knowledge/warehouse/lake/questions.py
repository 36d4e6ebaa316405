"""Questions: the SQL files of a room, asked by name with bound values."""

import re
from functools import cached_property
from pathlib import Path
from typing import Any

from regain.knowledge.warehouse.lake.engine import Connection
from regain.knowledge.warehouse.sql import Sql, compose, identifier

PARAMETER = re.compile(r"\$([a-z_]+)")


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

    def _run(self, connection: Connection, text: Sql, values: dict[str, Any]) -> Connection:
        named = {name: values[name] for name in set(PARAMETER.findall(text))}
        return connection.execute(text, named) if named else connection.execute(text)
