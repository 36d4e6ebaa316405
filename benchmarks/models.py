"""The models beside their peers: same inputs, same run, one process each, medians of CPU and wall seconds.

Usage: python benchmarks/models.py [CUSTOMERS …] [--score CUSTOMERS]; writes benchmarks/results/models.json and models.md.
lifetimes and pymc-marketing live in .bench-venv, made on demand; BTYD and CLVTools take part where Rscript has them.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from peers.inputs import SALES, SUMMARY, folder_of
from peers.report import OURS, write

from regain_value import DAY, MODELS, Summary

HERE = Path(__file__).parent
RESULTS = HERE / "results"
PEERS = HERE.parent / ".bench-venv"
SIZES = (2357, 100_000, 1_000_000)
SCORED = 10_000_000
AT_MOST_SECONDS = 1200
TASKS = (
    "sales to summary",
    "BG/NBD fit",
    "MBG/NBD fit",
    "Pareto/NBD fit",
    "Gamma-Gamma fit",
    "12-month value",
)
VERSIONS = """
from importlib.metadata import version
import json
print(json.dumps({name: version(name) for name in ("lifetimes", "pymc-marketing")}))
"""


@dataclass(frozen=True)
class Runner:
    """Somebody who can do the tasks: a name with version, and the command before task and folder."""

    name: str
    command: tuple[str, ...]


def main(sizes: Iterable[int], score: int) -> None:
    """Time every task at every size, hold the fits to each other, write the results."""
    root = Path(os.environ.get("REGAIN_BENCH_DIR", tempfile.gettempdir())) / "regain-bench-models"
    rows: list[dict[str, Any]] = []
    try:
        runners = [Runner(OURS, (sys.executable, "-m", "peers.ours")), *python_peers(), *r_peers()]
        for customers in sizes:
            folder = folder_of(root, customers)
            if any(runner.command[0].endswith("Rscript") for runner in runners):
                write_csv(folder)
            rows += [row for task in TASKS for row in side_by_side(task, folder, customers, runners)]
        if score:
            rows += side_by_side("scoring", folder_of(root, score), score, runners[:1])
    finally:
        shutil.rmtree(root, ignore_errors=True)
    write(rows, [runner.name for runner in runners], RESULTS)


def side_by_side(task: str, folder: Path, customers: int, runners: list[Runner]) -> list[dict[str, Any]]:
    """One row a runner: what the task took, and for fits how far its log likelihood is from ours."""
    rows: list[dict[str, Any]] = []
    for runner in runners:
        told = {"task": task, "customers": customers, "by": runner.name, **run(runner, task, folder)}
        if "missing" in told:
            continue
        if task.endswith(" fit") and "answer" in told:
            told["log_likelihood"] = log_likelihood(task.removesuffix(" fit"), folder, told["answer"])
        if rows and "cpu" in told and "cpu" in rows[0]:
            told["times_ours"] = round(told["cpu"] / rows[0]["cpu"], 1)
        rows.append(told)
        sys.stdout.write(f"{task}, {customers:,}, {runner.name}: {told.get('cpu', told.get('failed'))}\n")
        sys.stdout.flush()
    return rows


def run(runner: Runner, task: str, folder: Path) -> dict[str, Any]:
    """The line of JSON a worker prints."""
    command = (*runner.command, task, str(folder))
    try:
        done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=AT_MOST_SECONDS, check=True)
    except subprocess.TimeoutExpired:
        return {"failed": f"not done after {AT_MOST_SECONDS} s"}
    except subprocess.CalledProcessError as reason:
        return {"failed": reason.stderr.strip().splitlines()[-1][:200] if reason.stderr.strip() else "no word"}
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


def log_likelihood(paper: str, folder: Path, params: dict[str, float]) -> float | None:
    """How well somebody's parameters tell the same customers, by our likelihood."""
    known = Summary.of({name: np.load(folder / f"{name}.npy") for name in SUMMARY}, unit=DAY)
    fitted = MODELS[paper].fit(known)
    if set(params) != set(fitted.params):
        return None
    return round(type(fitted).from_params(unit=DAY, **params).log_likelihood_of(known), 4)


def python_peers() -> list[Runner]:
    """The peers in .bench-venv, which is made where it is missing; none where that fails."""
    python = PEERS / "bin" / "python"
    try:
        if not python.is_file():
            subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
        if subprocess.run([python, "-c", VERSIONS], capture_output=True, check=False).returncode:
            wanted = str(HERE / "peers" / "requirements.txt")
            subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", wanted], check=True)
        versions = json.loads(subprocess.run([python, "-c", VERSIONS], capture_output=True, check=True).stdout)
    except (OSError, subprocess.CalledProcessError) as reason:
        sys.stdout.write(f"lifetimes and pymc-marketing could not be installed: {reason}\n")
        return []
    return [
        Runner(f"{name} {version}", (str(python), "-m", f"peers.with_{name.replace('-', '_')}"))
        for name, version in versions.items()
    ]


def r_peers() -> list[Runner]:
    """BTYD and CLVTools, as far as R has them."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        return []
    found = []
    for package in ("BTYD", "CLVTools"):
        asked = [rscript, "-e", f"cat(as.character(packageVersion('{package}')))"]
        version = subprocess.run(asked, capture_output=True, text=True, check=False)
        if version.returncode == 0:
            script = str(HERE / "peers" / "with_r.R")
            found.append(Runner(f"{package} {version.stdout.strip()}", (rscript, script, package)))
    return found


def write_csv(folder: Path) -> None:
    """The same columns for R."""
    for name, columns in (("summary", SUMMARY), ("sales", SALES)):
        table = np.column_stack([np.load(folder / f"{column}.npy") for column in columns])
        np.savetxt(folder / f"{name}.csv", table, fmt="%.12g", delimiter=",", header=",".join(columns), comments="")


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("customers", nargs="*", type=int, default=list(SIZES))
    asked.add_argument("--score", type=int, default=SCORED)
    arguments = asked.parse_args()
    main(arguments.customers, arguments.score)
