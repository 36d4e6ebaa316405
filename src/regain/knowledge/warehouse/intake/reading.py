"""The first stage, run in the child process: read the source chunk by chunk, check it, stage what counts.

```
imports/000007/chunks/000000/   rows/bucket=…/*.parquet · rejected.csv · rejected.txt · done.json
```
A chunk is there wholly or not at all; reading again goes on behind the last one.
"""

import csv
import gzip
import json
import os
import shutil
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from regain.foundation.kit.errors import Invalid
from regain.knowledge.warehouse.intake.check import judge, reject, stage
from regain.knowledge.warehouse.intake.job import Job
from regain.knowledge.warehouse.intake.plan import Plan, bind
from regain.knowledge.warehouse.intake.readers import open_reader
from regain.knowledge.warehouse.intake.source import Chunk, Reader
from regain.knowledge.warehouse.lake.engine import Connection, connect
from regain.knowledge.warehouse.lake.files import write_whole
from regain.knowledge.warehouse.rules.reasons import sentences
from regain.knowledge.warehouse.sql import compose, files

DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile)
Told = Callable[[int, int], None]


def read(job: Job, folder: Path, told: Told) -> None:
    """Read and check the whole source into `folder`/chunks, going on where an earlier run stopped.

    Raises Invalid when the source is not what it should be.
    """
    try:
        _read(job, folder, told)
    except DAMAGED as error:
        raise Invalid("The compressed file is damaged or cut short.") from error


def _read(job: Job, folder: Path, told: Told) -> None:
    reader = open_reader(job.source, job.mapping.format, job.limits)
    plan = bind(job.mapping, reader.columns)
    chunks = folder / "chunks"
    if job.source.url:
        clear(folder)
    chunks.mkdir(exist_ok=True)
    done = sorted(chunks.glob("[0-9]*"))
    position = json.loads((done[-1] / "done.json").read_text("utf-8"))["position"] if done else {}
    memory = max(200, job.limits.memory_mb(job.size) * 2 // 5)
    paths = [Path(job.source.path)] if job.source.path else []
    connection = connect(memory=f"{memory}MB", threads=2, spill=folder / "spill", paths=paths, folders=[folder])
    rates = compose("CREATE VIEW rates AS SELECT * FROM read_parquet($path)", path=files([folder / "rates.parquet"]))
    connection.execute(rates)
    for chunk in reader.chunks(position, len(done)):
        work = chunks / f".{chunk.number:06d}.{os.getpid()}"
        work.mkdir()
        _work(connection, reader, chunk, plan=plan, job=job, work=work)
        work.rename(chunks / f"{chunk.number:06d}")
        told(int(chunk.position["done"]), reader.total)
    connection.close()
    names = [column.name or f"column {place + 1}" for place, column in enumerate(plan.columns)]
    write_whole(chunks / "end.json", json.dumps({"columns": names}, ensure_ascii=False))


def _work(connection: Connection, reader: Reader, chunk: Chunk, *, plan: Plan, job: Job, work: Path) -> None:
    reader.load(connection, chunk, work)
    judge(connection, plan, job.context)
    staged = stage(connection, plan, job.context, work / "rows")
    told = sentences(plan.kind, dates=plan.format.dates, encoding=plan.format.encoding)
    reasons = Counter(reject(connection, plan, told, work / "rejected.csv"))
    if reasons and chunk.raws:
        lines = connection.execute("SELECT line FROM judged WHERE reason IS NOT NULL ORDER BY line").fetchall()
        _write_raw(work, [chunk.raws[int(row[0])] for row in lines])
    if chunk.bad:
        with (work / "rejected.csv").open("a", newline="", encoding="utf-8") as handle:
            csv.writer(handle, lineterminator="\n").writerows(
                [bad.line, told[bad.code], *bad.cells] for bad in chunk.bad
            )
        _write_raw(work, [bad.raw for bad in chunk.bad])
        reasons.update(bad.code for bad in chunk.bad)
    counts = {told[code]: count for code, count in reasons.items()}
    record = {"lines": chunk.count, "staged": staged, "reasons": counts, "position": chunk.position}
    (work / "done.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    (work / "raw.csv").unlink(missing_ok=True)


def _write_raw(work: Path, raws: list[bytes]) -> None:
    with (work / "rejected.txt").open("ab") as handle:
        handle.writelines(raw if raw.endswith(b"\n") else raw + b"\n" for raw in raws)


def clear(folder: Path) -> None:
    """Forget what was read so far."""
    shutil.rmtree(folder / "chunks", ignore_errors=True)
