"""A home for a test: its lake, its imports, and words to import and look with."""

import csv
import gzip
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from regain.knowledge.warehouse.intake.guard import Progress, read_guarded
from regain.knowledge.warehouse.intake.job import Company, Job
from regain.knowledge.warehouse.intake.landing import Imports
from regain.knowledge.warehouse.intake.reading import read
from regain.knowledge.warehouse.intake.source import Limits, Source
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.rules.catalogue import kind_named
from regain.knowledge.warehouse.rules.mapping import Format, Mapping, guess_mapping
from regain.knowledge.warehouse.rules.result import Result

NOW = datetime(2012, 1, 1, tzinfo=UTC)
HEADER = ("customer", "sale", "product", "date", "amount", "note")
DEMO = Path(__file__).parents[3] / "demo" / "data" / "onlineretail_lines.csv.gz"

Row = Sequence[object]


def read_here(job: Job, folder: Path, progress: Progress) -> None:
    """Read without a child process: the same work, without the second it takes to start one."""
    read(job, folder, lambda done, total: progress("Reading", done, total))


@dataclass
class Home:
    """A company's installation in a temporary folder."""

    root: Path
    company: Company = field(default_factory=lambda: Company("GBP", "Europe/London"))
    buckets: int = 2
    limits: Limits = field(default_factory=Limits)
    guarded: bool = False

    @property
    def lake(self) -> Lake:
        return Lake(self.root / "lake", buckets=self.buckets)

    @property
    def imports(self) -> Imports:
        reader = read_guarded if self.guarded else read_here
        return Imports(self.root / "imports", self.lake, self.company, self.limits, read=reader)

    def write(self, rows: Sequence[Row], name: str = "sales.csv", header: Row = HEADER) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([header, *rows] if header else rows)
        data = text.getvalue().encode("utf-8")
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return path

    def take(
        self,
        path: Path,
        kind: str = "sales",
        *,
        columns: dict[str, str | int] | None = None,
        form: Format | None = None,
        header: Row = HEADER,
        replace: str = "auto",
        name: str = "",
    ) -> Result:
        mapping = guess_mapping(kind_named(kind), [str(cell) for cell in header], form)
        if columns is not None:
            mapping = Mapping(kind, columns, form or Format())
        return self.imports.start(Source(path=str(path), name=name), mapping, at=NOW, replace=replace)

    def sell(self, rows: Sequence[Row], name: str = "sales.csv", *, replace: str = "auto") -> Result:
        return self.take(self.write(rows, name), replace=replace)

    def ask(self, text: str) -> list[tuple[Any, ...]]:
        with self.lake.reader() as connection:
            return connection.execute(text).fetchall()

    def sales(self) -> list[tuple[Any, ...]]:
        return self.ask("SELECT customer, sale, product, sold_at, day, amount, kind FROM sales ORDER BY ALL")

    def facts(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every fact, but for where it came from."""
        sales = "SELECT * EXCLUDE (import_no, line) FROM sales ORDER BY ALL"
        others = {name: self.ask(f"SELECT * FROM {name} ORDER BY ALL") for name in ("days", "refunds", "customers")}
        return {"sales": self.ask(sales), **others}
