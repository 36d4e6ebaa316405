"""An import from beginning to end: read, check, land, publish; every step can be cut off and taken up again.

```
home/imports/000007/   job.json · rates.parquet · chunks/ · base.json · verdicts.parquet · buckets/ · rejected.csv
                       · rejected.txt (the original lines) · result.json, or failed.json
```
Nothing a reader can see changes before the last step, the switch to the new snapshot.
"""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from regain.foundation.kit.errors import Conflict, Invalid, NotFound, Refused
from regain.knowledge.warehouse.intake.bucket import Order, land_bucket
from regain.knowledge.warehouse.intake.edition import find_edition, find_verdicts, span_of
from regain.knowledge.warehouse.intake.guard import Progress, read_guarded
from regain.knowledge.warehouse.intake.job import Company, Job, boot, load_job
from regain.knowledge.warehouse.intake.rejected import gather
from regain.knowledge.warehouse.intake.source import Limits, Source
from regain.knowledge.warehouse.lake.engine import connect, copy
from regain.knowledge.warehouse.lake.files import write_whole
from regain.knowledge.warehouse.lake.snapshot import Part, Snapshot, TableState
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.rules.mapping import Mapping as FieldMapping
from regain.knowledge.warehouse.rules.result import COUNTS, MONEY, Result, from_dict, in_words
from regain.knowledge.warehouse.rules.tables import TABLES
from regain.knowledge.warehouse.sql import Sql


def quiet(stage: str, done: int, total: int) -> None:
    """Tell nobody about progress."""


@dataclass(frozen=True, slots=True)
class Imports:
    """The imports of one installation: their folders under `folder` (home/imports), and the lake they land in.

    `wait` is how many seconds to wait for another import that is landing; `read` does the reading, in a guarded child.
    """

    folder: Path
    lake: Lake
    company: Company
    limits: Limits = field(default_factory=Limits)
    wait: float = 0
    read: Callable[[Job, Path, Progress], None] = read_guarded

    def start(
        self, source: Source, mapping: FieldMapping, *, at: datetime, replace: str = "auto", progress: Progress = quiet
    ) -> Result:
        """Import a source; `at` is the present, with zone; `replace` is `auto`, `none` or the number of an import.

        Raises Invalid when the source or the mapping cannot be used, Conflict when another import is landing.
        """
        job = self.order(source, mapping, at=at, replace=replace)
        return self.resume(job.no, progress=progress)

    def order(self, source: Source, mapping: FieldMapping, *, at: datetime, replace: str = "auto") -> Job:
        """Make the folder of an import and keep the order in it; `resume` does the work."""
        self._check_company(self.lake.current())
        missing = mapping.missing()
        if missing:
            raise Invalid(f"Say which column holds the {', the '.join(missing)}.")
        stat = _stat(source)
        no, folder = self._new_folder()
        job = Job(
            no=no,
            source=source,
            mapping=mapping,
            company=self.company,
            at=at,
            buckets=self.lake.buckets,
            replace=replace,
            limits=self.limits,
            boot=boot(),
            size=stat[0],
            changed=stat[1],
        )
        job.save(folder)
        return job

    def resume(self, no: int, *, progress: Progress = quiet) -> Result:
        """Do, or go on with, the import `no`; an import that is done gives its result again.

        Raises NotFound for an unknown number, Invalid when it was refused or its source has changed.
        """
        folder = self.place(no)
        if (folder / "result.json").exists():
            return from_dict(json.loads((folder / "result.json").read_text("utf-8")))
        try:
            job = self._fresh(load_job(folder), folder)
        except FileNotFoundError as error:
            raise NotFound(f"There is no import {no}.") from error
        try:
            if not (folder / "chunks" / "end.json").exists():
                self.read(job, folder, progress)
            result = self._land(job, folder, progress)
        except Invalid as refusal:
            write_whole(folder / "failed.json", json.dumps({"sentence": refusal.sentence}))
            _tidy(folder)
            raise
        write_whole(folder / "result.json", json.dumps(result.to_dict(), ensure_ascii=False, indent=1))
        _tidy(folder)
        self.lake.collect()
        return result

    def unfinished(self) -> list[int]:
        """The numbers of imports that were cut off and can be resumed."""
        ends = ("result.json", "failed.json")
        folders = sorted(self.folder.glob("[0-9]*"))
        return [
            int(f.name) for f in folders if (f / "job.json").exists() and not any((f / end).exists() for end in ends)
        ]

    def undo(self, no: int) -> Snapshot:
        """Bring back the facts as they were before the last import; raises Conflict when `no` is not the last."""
        with self.lake.writing(wait=self.wait):
            now = self.lake.current()
            if not now.imports or now.imports[-1]["import"] != no:
                raise Conflict(f"Import {no} is not the last one: undo the imports after it first.")
            try:
                before = self.lake.snapshot(int(now.imports[-1]["before"]))
            except NotFound as error:
                raise Conflict(f"Import {no} cannot be undone any more: the state before it was collected.") from error
            return self.lake.publish(lambda current: _undone(current, before))

    def place(self, no: int) -> Path:
        """The folder of an import."""
        return self.folder / f"{no:06d}"

    def _land(self, job: Job, folder: Path, progress: Progress) -> Result:
        with self.lake.writing(wait=self.wait):
            base = self.lake.current()
            done = [record for record in base.imports if record["import"] == job.no]
            if done:
                return from_dict(done[0]["result"])
            self._check_company(base)
            _keep_base(folder, base)
            order = Order(self.lake, base, job, folder)
            with closing(
                connect(memory=self.lake.memory, threads=2, spill=self.lake.spill, folders=[folder])
            ) as connection:
                span = span_of(connection, order)
            order = replace(order, edition=find_edition(order, span))
            order = replace(order, moved=find_verdicts(order))
            records = {}
            for bucket in range(base.buckets):
                progress("Writing the lake", bucket, base.buckets)
                records[bucket] = land_bucket(order, bucket)
            result = _result(order, list(records.values()))
            record = {
                "import": job.no,
                "kind": result.kind,
                "source": result.source,
                "at": job.at.isoformat(),
                "before": base.number,
                "span": list(span),
                "lineage": [job.no, *order.edition],
                "result": result.to_dict(),
            }
            self.lake.publish(lambda now: _landed(now, record, records, self.company))
            progress("Writing the lake", base.buckets, base.buckets)
            return result

    def _fresh(self, job: Job, folder: Path) -> Job:
        """Forget unsafe work: that of before a power cut; refuse when the source is not the same any more."""
        if _stat(job.source) != (job.size, job.changed):
            raise Invalid("The file has changed since its import began: start a new import.")
        if job.boot != boot():
            _tidy(folder)
            job = replace(job, boot=boot())
            job.save(folder)
        for unfinished in folder.glob("chunks/.*"):
            shutil.rmtree(unfinished)
        if not (folder / "rates.parquet").exists():
            with self.lake.reader() as connection:
                rates = connection.execute("SELECT currency, day, rate FROM rates").fetchall()
            _write_rates(folder, rates)
        return job

    def _new_folder(self) -> tuple[int, Path]:
        self.folder.mkdir(parents=True, exist_ok=True)
        used = [int(path.name) for path in self.folder.glob("[0-9]*")]
        no = max([self.lake.current().next_import - 1, *used]) + 1
        while True:
            try:
                self.place(no).mkdir(mode=0o700)
            except FileExistsError:
                no += 1
            else:
                return no, self.place(no)

    def _check_company(self, now: Snapshot) -> None:
        mine = {"currency": self.company.currency, "zone": self.company.zone}
        if now.company and dict(now.company) != mine:
            told = f"{now.company['currency']} and {now.company['zone']}"
            raise Conflict(
                f"The lake was made in {told}; days and amounts in it cannot change: start a new home for others."
            )
        if now.number and now.buckets != self.lake.buckets:
            raise Conflict(f"The lake has {now.buckets} buckets; their number cannot change.")


def _landed(now: Snapshot, record: Mapping[str, Any], records: Mapping[int, Any], company: Company) -> Snapshot:
    tables = dict(now.tables)
    changed = False
    for bucket, made in records.items():
        for name, parts in made["parts"].items():
            state = tables.get(name, TableState({}, columns=TABLES[name].columns))
            tables[name] = replace(state, parts={**state.parts, bucket: tuple(Part(*part) for part in parts)})
            changed = True
    return replace(
        now,
        facts=now.number + 1 if changed else now.facts,
        tables=tables,
        imports=(*now.imports, record),
        next_import=int(record["import"]) + 1,
        company={"currency": company.currency, "zone": company.zone},
    )


def _undone(now: Snapshot, before: Snapshot) -> Snapshot:
    computed = {name: state for name, state in now.tables.items() if name not in TABLES}
    facts = {name: state for name, state in before.tables.items() if name in TABLES}
    return replace(now, facts=now.number + 1, tables={**facts, **computed}, imports=before.imports)


def _result(order: Order, records: list[Mapping[str, Any]]) -> Result:
    chunks = [json.loads(path.read_text("utf-8")) for path in sorted(order.folder.glob("chunks/[0-9]*/done.json"))]
    reasons: Counter[str] = Counter()
    for chunk in chunks:
        reasons.update(chunk["reasons"])
    counts = {key: sum(int(record["counts"].get(key, 0)) for record in records) for key in COUNTS}
    counts["rejected"] = reasons.total()
    crossing = counts["continued"]
    money = {key: sum((Decimal(record["counts"].get(key, "0")) for record in records), Decimal(0)) for key in MONEY}
    days = [
        record["counts"][key] for record in records for key in ("first_day", "last_day") if record["counts"].get(key)
    ]
    lines = sum(chunk["lines"] for chunk in chunks)
    if lines != counts["accepted"] + counts["duplicates"] + counts["rejected"]:
        raise Refused(f"{lines} lines were read but {crossing} do not add up; nothing was imported.")
    kind = order.job.mapping.kind
    return Result(
        import_no=order.job.no,
        kind=kind,
        source=order.job.source.label,
        lines=lines,
        reasons=dict(reasons.most_common()),
        rejected_file=gather(order.folder),
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        currency=order.job.company.currency,
        words=in_words(counts, kind),
        **counts,  # type: ignore[arg-type]
        **money,  # type: ignore[arg-type]
    )


def _stat(source: Source) -> tuple[int, int]:
    if not source.path:
        return 0, 0
    path = Path(source.path)
    if not path.is_file():
        raise Invalid(f"There is no file {path.name}.")
    return path.stat().st_size, path.stat().st_mtime_ns


def _keep_base(folder: Path, base: Snapshot) -> None:
    """Throw bucket work away that was done upon other facts than today's."""
    path = folder / "base.json"
    told = json.dumps({"facts": base.facts})
    if not path.exists() or path.read_text("utf-8") != told:
        shutil.rmtree(folder / "buckets", ignore_errors=True)
        (folder / "verdicts.parquet").unlink(missing_ok=True)
        write_whole(path, told)


def _tidy(folder: Path) -> None:
    """Remove the work in progress."""
    for name in ("chunks", "buckets", "spill"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in ("rates.parquet", "verdicts.parquet", "base.json"):
        (folder / name).unlink(missing_ok=True)


def _write_rates(folder: Path, rates: list[tuple[Any, ...]]) -> None:
    with closing(connect(memory="100MB", threads=1, spill=folder / "spill", folders=[folder])) as connection:
        connection.execute("CREATE TABLE rates (currency VARCHAR, day DATE, rate DECIMAL(20,8))")
        if rates:
            connection.executemany("INSERT INTO rates VALUES (?, ?, ?)", rates)
        copy(connection, Sql("FROM rates"), folder / "rates.new")
    (folder / "rates.new").replace(folder / "rates.parquet")
