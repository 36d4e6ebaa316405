"""Timings beside the limit: import, lives and value of a large company next to a bare scan of the same columns.

Usage: python benchmarks/scale.py [SALES]; writes benchmarks/results/scale-<SALES>.json and a readable table.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil
from company import make

RESULTS = Path(__file__).parent / "results"
EACH = Path(__file__).with_name("each_customer.py")
REGAIN = str(Path(sys.executable).with_name("regain"))
MAP = """
[columns]
customer_id = "customer_id"
sale_id = "sale_id"
sold_at = "sold_at"
amount = "amount"
[format]
currency = "GBP"
zone = "UTC"
"""
SCAN = """
import duckdb, sys
con = duckdb.connect(config={"memory_limit": "4GB", "threads": 2})
con.execute("SELECT max(customer_id), max(sold_at), sum(amount), count(*) FROM read_parquet(?)", [sys.argv[1]]).fetchall()
"""
SCANS = 3
AGAIN_UP_TO = 20_000_000


@dataclass(frozen=True)
class Timing:
    """One step: wall seconds, CPU seconds of it and its children, the largest sum of their memory in MB."""

    step: str
    wall: float
    cpu: float
    memory_mb: int


def main(sales: int) -> None:
    """Make the company, time each step, write the results."""
    folder = Path(tempfile.mkdtemp(prefix="regain-bench-", dir=os.environ.get("REGAIN_BENCH_DIR")))
    try:
        path = folder / "sales.parquet"
        made = make(path, sales=sales, customers=sales // 10)
        (folder / "map.toml").write_text(MAP)
        home = folder / "home"
        bring = (REGAIN, "import", "sales", str(path), "--map", str(folder / "map.toml"), "--home", str(home))
        scans = sorted((scan(path) for _ in range(SCANS)), key=lambda each: each.wall)
        steps = [
            scans[SCANS // 2],
            timed("import", *bring),
            timed("lives", REGAIN, "lives", "--home", str(home), "--rule", "rhythm", "--json"),
            timed("lives, 90 days", REGAIN, "lives", "--home", str(home), "--rule", "days:90", "--json"),
            timed("life and summary of each", sys.executable, str(EACH), str(home / "lake")),
            timed("value", REGAIN, "value", "--home", str(home)),
            *([timed("import again", *bring)] if made <= AGAIN_UP_TO else []),
        ]
        write(made, steps)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def scan(path: Path) -> Timing:
    """The limit: reading the same columns and nothing else."""
    return timed("bare scan", sys.executable, "-c", SCAN, str(path))


def timed(step: str, *command: str) -> Timing:
    """Run a command and watch its whole family of processes. Raises CalledProcessError when it fails."""
    started = time.monotonic()
    process = psutil.Popen(command, stdout=subprocess.DEVNULL)
    watch = Watch(process)
    watch.start()
    code = process.wait()
    watch.join()
    if code:
        raise subprocess.CalledProcessError(code, command)
    sys.stdout.write(f"{step}: {time.monotonic() - started:.1f} s\n")
    return Timing(step, round(time.monotonic() - started, 2), round(watch.cpu, 2), watch.memory // 2**20)


class Watch(threading.Thread):
    """Samples a process and its children ten times a second."""

    def __init__(self, process: psutil.Popen) -> None:
        super().__init__(daemon=True)
        self.process, self.memory = process, 0
        self.spent: dict[int, float] = {}

    @property
    def cpu(self) -> float:
        """CPU seconds of everybody seen."""
        return sum(self.spent.values())

    def run(self) -> None:
        """Sample until the process has ended."""
        while self.process.is_running() and self.process.status() != psutil.STATUS_ZOMBIE:
            try:
                family = [self.process, *self.process.children(recursive=True)]
                self.memory = max(self.memory, sum(each.memory_info().rss for each in family))
                for each in family:
                    times = each.cpu_times()
                    self.spent[each.pid] = times.user + times.system
            except psutil.Error:
                pass
            time.sleep(0.1)


def write(sales: int, steps: list[Timing]) -> None:
    """The JSON and the table."""
    limit = steps[0]
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    document = {"sales": sales, "machine": machine, "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
                "steps": [{**asdict(each), "times_scan": round(each.wall / limit.wall, 1)} for each in steps]}  # fmt: skip
    RESULTS.mkdir(exist_ok=True)
    name = f"scale-{sales // 1_000_000}m"
    (RESULTS / f"{name}.json").write_text(json.dumps(document, indent=1) + "\n")
    rows = [f"| {e.step} | {e.wall:.1f} | {e.cpu:.1f} | {e.memory_mb:,} | {e.wall / limit.wall:.1f} |" for e in steps]
    head = [f"# {sales:,} sales", "", f"{machine}; Parquet; load when it ended {os.getloadavg()[0]:.1f}.", ""]
    table = ["| step | wall s | CPU s | MB | × scan |", "|---|---|---|---|---|", *rows, ""]
    (RESULTS / f"{name}.md").write_text("\n".join([*head, *table]))
    sys.stdout.write("\n".join(table))


if __name__ == "__main__":
    main(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 10_000_000)
