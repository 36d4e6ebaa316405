"""The parent's side of reading: start the child, watch its memory and its time, say plainly how it ended."""

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from regain.foundation.kit.errors import Invalid
from regain.knowledge.warehouse.intake.child import REFUSED
from regain.knowledge.warehouse.intake.job import Job

Progress = Callable[[str, int, int], None]
CHILD = "regain.knowledge.warehouse.intake.child"
PEAK = re.compile(r"VmHWM:\s*(\d+) kB")
GREEDY = (
    "Reading this file takes more than {memory} MB of memory, which a file of its size should not: it was not imported."
)
SLOW = "Reading this file takes longer than {seconds} seconds: it was not imported."
DIED = "This file could not be read: it is damaged, or not what its name says. ({detail})"


def read_guarded(job: Job, folder: Path, progress: Progress) -> None:
    """Read the job's source in a child process; raises Invalid when the file is refused, too greedy or unreadable."""
    errors = folder / "child.log"
    with errors.open("wb") as log:
        child = subprocess.Popen(  # noqa: S603 -- our own module, a path of our own making
            [sys.executable, "-m", CHILD, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env={**os.environ, "MALLOC_ARENA_MAX": "2"},
        )
        watch = _Watch(child, job)
        watch.start()
        refused = ""
        try:
            refused = _listen(child, progress)
        finally:
            child.kill()
            child.wait()
            watch.join()
            for pipe in (child.stdin, child.stdout):
                if pipe:
                    pipe.close()
    if refused or watch.sentence:
        raise Invalid(refused or watch.sentence)
    if child.returncode not in (0, -9) or not (folder / "chunks" / "end.json").exists():
        raise Invalid(_obituary(errors, child.returncode, job))


def _listen(child: "subprocess.Popen[bytes]", progress: Progress) -> str:
    refused = ""
    for line in child.stdout or ():
        told = json.loads(line)
        if "refused" in told:
            refused = str(told["refused"])
        else:
            progress("Reading and checking", told["done"], told["total"])
    child.wait()
    return refused


def _obituary(errors: Path, code: int, job: Job) -> str:
    text = errors.read_text(encoding="utf-8", errors="replace").strip()
    if "MemoryError" in text or "bad_alloc" in text or "Out of Memory" in text or "memory allocation" in text:
        return GREEDY.format(memory=job.limits.memory_mb(job.size))
    last = text.splitlines()[-1][:300] if text else f"exit code {code}"
    return DIED.format(detail=last)


class _Watch(threading.Thread):
    """Looks at the child's memory and time thirty times a second and ends it when it takes too much."""

    def __init__(self, child: "subprocess.Popen[bytes]", job: Job) -> None:
        super().__init__(daemon=True)
        self.child, self.sentence = child, ""
        self.memory, self.seconds = job.limits.memory_mb(job.size), job.limits.seconds

    def run(self) -> None:
        until = time.monotonic() + self.seconds
        while self.child.poll() is None and not self.sentence:
            if resident(self.child.pid) > self.memory * 1_000_000:
                self.sentence = GREEDY.format(memory=self.memory)
            elif time.monotonic() > until:
                self.sentence = SLOW.format(seconds=self.seconds)
            time.sleep(0.03)
        if self.sentence:
            self.child.kill()


def resident(pid: int) -> int:
    """The most memory a process ever held, in bytes; nothing once it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    held = PEAK.search(status)
    return int(held.group(1)) * 1024 if held else 0


__all__ = ["REFUSED", "read_guarded"]
