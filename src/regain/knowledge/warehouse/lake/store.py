"""The lake on disk: its current snapshot, its readers, its one writer at a time, and what may be thrown away.

```
lake/
├── CURRENT              the number of the snapshot that counts
├── snapshots/           00000017.json …
├── locks/               one lock file for facts, one for each computed table, one for the switch
└── <table>/<bucket>/    Parquet files, never changed once a snapshot names them
```
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Conflict, Invalid, NotFound
from regain.knowledge.warehouse.lake.engine import Connection, connect, copy, show
from regain.knowledge.warehouse.lake.files import locked, sync, write_whole
from regain.knowledge.warehouse.lake.garbage import collect
from regain.knowledge.warehouse.lake.snapshot import Part, Snapshot, TableState, from_json
from regain.knowledge.warehouse.rules.tables import TABLES
from regain.knowledge.warehouse.sql import Sql, compose, files

BUSY = "Somebody is writing {what} at this moment; try again when that has finished."


@dataclass(frozen=True, slots=True)
class Lake:
    """A lake in the folder `root`, made on first use.

    `keep` snapshots and those younger than `grace` stay readable; `memory` and `threads` bound one connection.
    """

    root: Path
    buckets: int = 32
    keep: int = 3
    grace: timedelta = timedelta(hours=1)
    memory: str = "1GB"
    threads: int = 2

    @property
    def spill(self) -> Path:
        """Where connections put what does not fit in memory."""
        return self.root / "spill"

    @property
    def is_spread(self) -> bool:
        """Whether many machines answer: everybody is one question then, and not one a bucket."""
        return False

    def current(self) -> Snapshot:
        """Give the snapshot that counts now; an empty one when nothing was ever written."""
        pointer = self.root / "CURRENT"
        for _ in range(100):
            if not pointer.exists():
                return self.snapshot(0)
            try:
                return self.snapshot(int(pointer.read_text(encoding="ascii")))
            except NotFound:
                continue
        raise NotFound("The lake's current snapshot is missing: restore the lake from its backup.")

    def snapshot(self, number: int) -> Snapshot:
        """Give an earlier snapshot, 0 being the empty lake; raises NotFound when its files were collected."""
        if number == 0:
            return Snapshot(number=0, made_at="", facts=0, buckets=self.buckets, tables={})
        path = self._manifest(number)
        try:
            return from_json(path.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise NotFound(f"Snapshot {number} is not kept any more.") from error

    @contextmanager
    def reader(self, snapshot: Snapshot | None = None, *, memory: str = "", threads: int = 0) -> Iterator[Connection]:
        """Open a connection with a view for each table of the snapshot, by default the current one."""
        with self._open(snapshot or self.current(), None, memory, threads, []) as connection:
            yield connection

    @contextmanager
    def bucket_reader(
        self, bucket: int, snapshot: Snapshot | None = None, *, memory: str = "", threads: int = 0
    ) -> Iterator[Connection]:
        """Open the same for the customers of one bucket; tables without a customer are there whole."""
        with self._open(snapshot or self.current(), bucket, memory, threads, []) as connection:
            yield connection

    @contextmanager
    def replace(
        self, name: str, *, snapshot: Snapshot, as_of: date, about: Mapping[str, Any] | None = None
    ) -> Iterator["TableWriter"]:
        """Compute the table `name` anew from `snapshot`; readers see the old one until the block ends, then the new.

        Raises Conflict when the table is being computed, Invalid when it is a fact table or a bucket was left out.
        """
        if name in TABLES or not name.isidentifier():
            raise Invalid(f"“{name}” cannot be computed: it is not the name of a computed table.")
        with self.writing(name):
            writer = self._writer(name, snapshot, self.root / name / uuid.uuid4().hex[:12])
            writer.folder.mkdir(parents=True)
            yield writer
            made_from = {
                "snapshot": snapshot.number,
                "facts": snapshot.facts,
                "as_of": as_of.isoformat(),
                **(about or {}),
            }
            state = writer.state(made_from)
            self.publish(lambda now: replace(now, tables={**now.tables, name: state}))
        self.collect()

    @contextmanager
    def writing(self, what: str = "facts", *, wait: float = 0) -> Iterator[None]:
        """Be the only writer of the facts, or of one computed table; raises Conflict when somebody else is."""
        label = "facts" if what == "facts" else f"the table “{what}”"
        with locked(self.root / "locks" / what, BUSY.format(what=label), wait=wait):
            yield

    def publish(self, change: Callable[[Snapshot], Snapshot]) -> Snapshot:
        """Switch to the snapshot that `change` makes of the current one, and give it.

        The files it names must be on disk. Readers see either the old snapshot or the new one.
        """
        with locked(self.root / "locks" / "switch", BUSY.format(what="the lake"), wait=60):
            before = self.current()
            after = replace(change(before), number=before.number + 1, made_at=clock.now().isoformat())
            gone = [path for path in sorted(after.files() - before.files()) if not (self.root / path).exists()]
            if gone:
                raise Conflict(f"The file {gone[0]} is missing from the lake; nothing was changed.")
            self._manifest(after.number).parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._manifest(after.number), after.to_json())
            write_whole(self.root / "CURRENT", f"{after.number}\n")
        return after

    def collect(self) -> None:
        """Throw away what no kept snapshot names; tables somebody is writing are left for another time."""
        with locked(self.root / "locks" / "switch", BUSY.format(what="the lake"), wait=60):
            collect(self.root, self.current(), keep=self.keep, grace=self.grace)

    @contextmanager
    def _open(
        self, snapshot: Snapshot, bucket: int | None, memory: str, threads: int, folders: list[Path]
    ) -> Iterator[Connection]:
        wanted = [state.files(bucket if _split(name) else None) for name, state in snapshot.tables.items()]
        connection = connect(
            memory=memory or self.memory,
            threads=threads or self.threads,
            spill=self.spill,
            paths=[self.root / path for paths in wanted for path in paths],
            folders=folders,
        )
        try:
            show(connection, self.root, snapshot, bucket)
            yield connection
        finally:
            connection.close()

    def _writer(self, name: str, snapshot: Snapshot, folder: Path) -> "TableWriter":
        return TableWriter(self, name, snapshot, folder)

    def _manifest(self, number: int) -> Path:
        return self.root / "snapshots" / f"{number:08d}.json"


class TableWriter:
    """Writes a computed table bucket by bucket; every bucket must be written once."""

    def __init__(self, lake: Lake, name: str, snapshot: Snapshot, folder: Path) -> None:
        self.lake, self.name, self.snapshot, self.folder = lake, name, snapshot, folder
        self._parts: dict[int, tuple[Part, ...]] = {}
        self._columns: tuple[tuple[str, str], ...] = ()

    @property
    def buckets(self) -> range:
        """The buckets to write."""
        return range(self.snapshot.buckets)

    @contextmanager
    def bucket(self, number: int, *, memory: str = "", threads: int = 0) -> Iterator[Connection]:
        """Open the connection to compute one bucket with: views of its facts, as `bucket_reader` gives."""
        with self.lake._open(self.snapshot, number, memory, threads, [self.folder]) as connection:
            yield connection

    def write(self, number: int, connection: Connection, select: str, parameters: list[object] | None = None) -> int:
        """Write the rows `select` gives as those of a bucket and give their number; buckets have the same columns."""
        path = self.folder / f"{number:02d}.parquet"
        rows = copy(connection, Sql(select), path, parameters or [])
        sync(path)
        told = connection.execute(compose("DESCRIBE SELECT * FROM read_parquet($path)", path=files([path]))).fetchall()
        columns = tuple((str(row[0]), str(row[1])) for row in told)
        if self._columns and columns != self._columns:
            raise Invalid(f"Bucket {number} of “{self.name}” has other columns than the buckets before it.")
        self._columns = columns
        self._parts[number] = (Part(path.relative_to(self.lake.root).as_posix(), rows),)
        return rows

    def state(self, about: Mapping[str, Any]) -> TableState:
        """Give the table as written; raises Invalid when a bucket was left out."""
        missing = sorted(set(self.buckets) - self._parts.keys())
        if missing:
            raise Invalid(f"“{self.name}” was not computed: bucket {missing[0]} is missing.")
        sync(self.folder)
        return TableState(parts=self._parts, about=about, columns=self._columns)


def _split(name: str) -> bool:
    return name not in TABLES or bool(TABLES[name].owner)
