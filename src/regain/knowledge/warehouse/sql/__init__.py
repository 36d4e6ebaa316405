"""Named questions: one SQL file each, and the only place where values and names become SQL text.

`Sql` is text that is safe to run. It is made here and nowhere else: from a file of this folder, from a template
in the code, or by quoting a name or a value.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from string import Template
from typing import NewType

Sql = NewType("Sql", str)

FOLDER = Path(__file__).parent
PLAIN = re.compile(r"[a-z_][a-z0-9_]*")


def query(name: str, /, **parts: Sql) -> Sql:
    """Give the question called `name` with its `$parts` filled in; raises KeyError for a part that is missing."""
    return compose(_text(name), **parts)


def compose(text: str, /, **parts: Sql) -> Sql:
    """Fill `$parts` into a template written in the code; only `Sql` may fill a part."""
    return Sql(Template(text).substitute(parts))


def identifier(name: str) -> Sql:
    """Quote a name of a table or a column."""
    return Sql('"' + name.replace('"', '""') + '"')


def literal(value: str | int | None) -> Sql:
    """Quote a value, where it cannot be bound: in views, COPY targets and settings."""
    if value is None:
        return Sql("NULL")
    if isinstance(value, int):
        return Sql(str(value))
    return Sql("'" + value.replace("'", "''") + "'")


def listing(parts: Iterable[Sql], between: str = ", ") -> Sql:
    """Join parts, with a comma unless told."""
    return Sql(between.join(parts))


def files(paths: Iterable[Path | str]) -> Sql:
    """Write a list of file names as a DuckDB list."""
    return Sql("[" + ", ".join(literal(str(path)) for path in paths) + "]")


@cache
def _text(name: str) -> str:
    if not PLAIN.fullmatch(name):
        raise KeyError(name)
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
