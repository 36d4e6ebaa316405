"""One task in one process: load the columns, do it a few times, print what it took as one line of JSON.

Usage, from benchmarks/: PYTHON -m peers.<name> TASK FOLDER. Needs NumPy only, so every peer's environment can run it.
"""

import contextlib
import io
import json
import resource
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np


class Columns(dict[str, Any]):
    """The columns of a folder, each loaded when somebody first asks for it."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def __missing__(self, name: str) -> Any:
        self[name] = np.load(self.folder / f"{name}.npy")
        return self[name]


Task = Callable[[Columns], Callable[[], dict[str, float]]]
MOST_RUNS, LONG_ENOUGH = 5, 20.0


def main(tasks: Mapping[str, Task]) -> None:
    """Time the task named on the command line; a task prepares, and what it returns is timed."""
    task, folder = sys.argv[1], Path(sys.argv[2])
    if task not in tasks:
        sys.stdout.write(json.dumps({"missing": True}))
        return
    columns = Columns(folder)
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        try:
            told = timed(tasks[task](columns))
        except Exception as reason:  # noqa: BLE001
            told = {"failed": " ".join(f"{type(reason).__name__}: {reason}".split())[:200]}
    sys.stdout.write(json.dumps(told))


def timed(work: Callable[[], dict[str, float]]) -> dict[str, Any]:
    """Median wall and CPU seconds of up to five runs, and the peak of memory above what was there before."""
    before = peak_mb()
    wall: list[float] = []
    cpu: list[float] = []
    while len(wall) < MOST_RUNS and sum(wall) < LONG_ENOUGH:
        started, spent = time.perf_counter(), time.process_time()
        answer = work()
        wall.append(time.perf_counter() - started)
        cpu.append(time.process_time() - spent)
    return {
        "wall": float(np.median(wall)),
        "cpu": float(np.median(cpu)),
        "runs": len(wall),
        "memory_mb": round(peak_mb() - before, 1),
        "answer": answer,
    }


def peak_mb() -> float:
    """Largest resident memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
