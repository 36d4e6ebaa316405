"""A snapshot: which files make up each table, and which imports they contain."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file of one bucket, path relative to the lake; `mask` names the owners it hides in earlier parts.

    `rows` are the file's rows, `hides` how many rows of earlier parts it hides.
    """

    path: str
    rows: int
    mask: str = ""
    hides: int = 0


@dataclass(frozen=True, slots=True)
class TableState:
    """The parts of a table by bucket, oldest first; `about` says what a computed table was made from."""

    parts: Mapping[int, tuple[Part, ...]]
    about: Mapping[str, Any] = field(default_factory=dict)
    columns: tuple[tuple[str, str], ...] = ()

    @property
    def rows(self) -> int:
        """How many rows a reader sees."""
        return sum(part.rows - part.hides for parts in self.parts.values() for part in parts)

    def files(self, bucket: int | None = None) -> list[str]:
        """Every file of the table, or of one bucket, masks included."""
        chosen = [part for number, parts in self.parts.items() if bucket in (None, number) for part in parts]
        return [path for part in chosen for path in (part.path, part.mask) if path]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of the lake under one number; `facts` is the number under which the facts last changed.

    `imports` are the records of the imports contained, oldest first; `next_import` is the number the next one gets.
    """

    number: int
    made_at: str
    facts: int
    buckets: int
    tables: Mapping[str, TableState]
    imports: tuple[Mapping[str, Any], ...] = ()
    next_import: int = 1
    company: Mapping[str, str] = field(default_factory=dict)

    def has(self, table: str) -> bool:
        """Tell whether the table has any rows."""
        return table in self.tables and self.tables[table].rows > 0

    def about(self, table: str) -> Mapping[str, Any]:
        """What a computed table was made from; empty when it was never made."""
        return self.tables[table].about if table in self.tables else {}

    def files(self) -> set[str]:
        """Every file the snapshot needs."""
        return {path for state in self.tables.values() for path in state.files()}

    def to_json(self) -> str:
        """Write the manifest."""
        tables = {
            name: {
                "columns": [list(column) for column in state.columns],
                "about": dict(state.about),
                "parts": {
                    str(b): [[p.path, p.rows, p.mask, p.hides] for p in parts] for b, parts in state.parts.items()
                },
            }
            for name, state in self.tables.items()
        }
        head = {
            "format": FORMAT,
            "number": self.number,
            "made_at": self.made_at,
            "facts": self.facts,
            "buckets": self.buckets,
        }
        tail = {
            "next_import": self.next_import,
            "company": dict(self.company),
            "imports": [dict(i) for i in self.imports],
        }
        return json.dumps({**head, **tail, "tables": tables}, ensure_ascii=False, indent=1)


def from_json(text: str) -> Snapshot:
    """Read a manifest; raises ValueError when it was written by a newer Regain."""
    told = json.loads(text)
    if told["format"] > FORMAT:
        raise ValueError("This lake was written by a newer version of Regain.")
    tables = {
        name: TableState(
            parts={int(b): tuple(Part(*part) for part in parts) for b, parts in state["parts"].items()},
            about=state["about"],
            columns=tuple((column, type_) for column, type_ in state["columns"]),
        )
        for name, state in told["tables"].items()
    }
    return Snapshot(
        number=told["number"],
        made_at=told["made_at"],
        facts=told["facts"],
        buckets=told["buckets"],
        tables=tables,
        imports=tuple(told["imports"]),
        next_import=told["next_import"],
        company=told["company"],
    )
