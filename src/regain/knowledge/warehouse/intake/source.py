"""What is imported: a file, or a table or SELECT of a SQL database; and the pieces every reader gives."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from regain.foundation.kit.errors import Invalid
from regain.knowledge.warehouse.intake.plan import Column
from regain.knowledge.warehouse.lake.engine import Connection

PACKED = re.compile(r"\.(gz|csv|txt|tsv|xlsx|xlsm|xls|ods|parquet|pq)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """A file at `path`, or `table` (a name or a SELECT) at the SQLAlchemy address `url`.

    `name` says which file this is an edition of; by default the file's name without .csv, .gz and the like.
    """

    path: str = ""
    url: str = ""
    table: str = ""
    name: str = ""

    @property
    def label(self) -> str:
        """The name under which later editions are recognised."""
        if self.name or not self.path:
            return self.name or self.table
        label = Path(self.path).name
        while PACKED.search(label):
            label = PACKED.sub("", label)
        return label

    @property
    def suffix(self) -> str:
        """The kind of file by its ending, `.gz` aside; "" for a database."""
        name = self.path.lower().removesuffix(".gz")
        return Path(name).suffix if self.path else ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may use: memory in MB from `least` to `most`, growing with the file; seconds; expansion.

    A packed file may expand to `ratio` times its size, and to `spare` MB in any case.
    """

    least_mb: int = 512
    most_mb: int = 6144
    growth: int = 64
    seconds: int = 6 * 3600
    ratio: int = 200
    spare_mb: int = 64

    def memory_mb(self, size: int) -> int:
        """The memory, in MB, that a file of `size` bytes may use."""
        return min(self.most_mb, max(self.least_mb, self.growth * size // 1_000_000))

    def most(self, size: int) -> int:
        """The bytes to which a file of `size` bytes may expand."""
        return max(self.spare_mb * 1_000_000, self.ratio * size)

    def check(self, expanded: int, size: int) -> None:
        """Raise Invalid when a file of `size` bytes expands to more than it may."""
        if expanded > self.most(size):
            raise Invalid(
                f"This file of {size / 1e6:,.1f} MB unpacks to {expanded / 1e6:,.0f} MB, more than {self.ratio} times"
                " its size: it was not imported."
            )


@dataclass(frozen=True, slots=True)
class Bad:
    """A line that could not even be split into columns: its number, why, its cells as far as seen, its bytes."""

    line: int
    code: str
    cells: tuple[str, ...]
    raw: bytes


@dataclass(slots=True)
class Chunk:
    """Some lines of a source: the `raw` table is made by `load`; `position` is where the next chunk begins.

    `raws` gives the original bytes of a line by its number, where a source has them.
    """

    number: int
    position: dict[str, Any]
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    raws: dict[int, bytes] = field(default_factory=dict)
    count: int = 0


class Reader(Protocol):
    """Reads one source: its columns, and its lines chunk by chunk, from the beginning or from a position."""

    columns: tuple[Column, ...]
    total: int

    def chunks(self, position: dict[str, Any], number: int) -> Iterator[Chunk]:
        """Give the chunks from a position on, numbered from `number`."""
        ...

    def load(self, connection: Connection, chunk: Chunk, folder: Path) -> None:
        """Make the table `raw` (line, c1 … cn) of a chunk; `folder` is for temporary files."""
        ...
