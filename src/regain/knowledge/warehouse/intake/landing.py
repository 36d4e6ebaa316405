"""An import from beginning to end: read, check, land, publish; every step can be cut off and taken up again.

```
home/imports/000007/   job.json · rates.parquet · chunks/ · base.json · verdicts.parquet · buckets/ · rejected.csv
                       · rejected.txt (the original lines) · result.json, or failed.json
```
Nothing a reader can see changes before the last step, the switch to the new snapshot.
"""

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from regain.foundation.kit.errors import Conflict, Invalid, NotFound
from regain.knowledge.warehouse.intake.bucket import Order, land_bucket
from regain.knowledge.warehouse.intake.edition import find_edition, find_span, find_verdicts
from regain.knowledge.warehouse.intake.guard import Progress, read_guarded
from regain.knowledge.warehouse.intake.job import Company, Job, boot, load_job
from regain.knowledge.warehouse.intake.outcome import landed, record_of, result_of, shown, undone
from regain.knowledge.warehouse.intake.source import Limits, Source
from regain.knowledge.warehouse.lake.engine import connect, copy
from regain.knowledge.warehouse.lake.files import locked, write_whole
from regain.knowledge.warehouse.lake.snapshot import Snapshot
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.rules.mapping import Mapping as FieldMapping
from regain.knowledge.warehouse.rules.result import Result, from_dict
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
        _check_mapped(mapping)
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
        try:
            job = load_job(folder)
        except FileNotFoundError as error:
            raise NotFound(f"There is no import {no}.") from error
        with locked(folder / "lock", f"Import {no} is going on at this moment; look again when it has ended."):
            if (folder / "result.json").exists():
                return from_dict(json.loads((folder / "result.json").read_text("utf-8")))
            return self._resumed(job, folder, progress)

    def _resumed(self, job: Job, folder: Path, progress: Progress) -> Result:
        try:
            job = self._fresh(job, folder)
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

    def try_out(
        self, source: Source, mapping: FieldMapping, *, at: datetime, replace: str = "auto", progress: Progress = quiet
    ) -> Result:
        """Say what `start` would do, with the first lines as they would be read and examples of every reason.

        Nothing is kept and no lock is held; raises Invalid as `start` does.
        """
        _check_mapped(mapping)
        self.folder.mkdir(parents=True, exist_ok=True)
        size, changed = _stat(source)
        with TemporaryDirectory(prefix="trial-", dir=self.folder) as made:
            folder = Path(made)
            job = Job(
                no=0, source=source, mapping=mapping, company=self.company, at=at, buckets=self.lake.buckets,
                replace=replace, limits=self.limits, boot=boot(), size=size, changed=changed,
            )  # fmt: skip
            job.save(folder)
            base = self.lake.current()
            self._check_company(base)
            self._fresh(job, folder)
            self.read(job, folder, progress)
            order, records = self._work(Order(self.lake, base, job, folder, trial=True), progress)
            return shown(order, result_of(order, list(records.values())))

    def unfinished(self) -> list[int]:
        """The numbers of imports that were cut off and can be resumed."""
        ends = ("result.json", "failed.json")
        folders = sorted(self.folder.glob("[0-9]*"))
        return [
            int(f.name) for f in folders if (f / "job.json").exists() and not any((f / end).exists() for end in ends)
        ]

    def cut_off(self, source: Source, mapping: FieldMapping, *, replace: str = "auto") -> int | None:
        """The newest unfinished import of the same source under the same mapping, if any: going on saves its work."""
        for no in reversed(self.unfinished()):
            job = load_job(self.place(no))
            same = (job.source, job.mapping, job.replace) == (source, mapping, replace)
            if same and _stat(source) == (job.size, job.changed):
                return no
        return None

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
            return self.lake.publish(lambda current: undone(current, before))

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
            order, records = self._work(Order(self.lake, base, job, folder), progress)
            result = result_of(order, list(records.values()))
            record = record_of(order, result)
            self.lake.publish(lambda now: landed(now, record, records, self.company))
            progress("Writing the lake", base.buckets, base.buckets)
            return result

    def _work(self, order: Order, progress: Progress) -> tuple[Order, dict[int, dict[str, Any]]]:
        """Work every bucket; gives what was found out on the way, and the record of each bucket."""
        order = replace(order, span=find_span(order))
        order = replace(order, edition=find_edition(order))
        order = replace(order, moved=find_verdicts(order))
        records = {}
        words = "Comparing with the lake" if order.trial else "Writing the lake"
        for bucket in range(order.base.buckets):
            progress(words, bucket, order.base.buckets)
            records[bucket] = land_bucket(order, bucket)
        return order, records

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


def _check_mapped(mapping: FieldMapping) -> None:
    missing = mapping.missing()
    if missing:
        raise Invalid(f"Say which column holds the {', the '.join(missing)}.")


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
