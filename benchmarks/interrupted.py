"""Kill −9 in the middle of a large import, run again, compare with a clean import of the same file.

Usage: python benchmarks/interrupted.py [SALES]; writes benchmarks/results/interrupted-<SALES>.json and prints it.
The import is killed with its children at three moments, given as shares of what the clean one took, and each time the
same command is typed again. What the lake then holds and what the lives say must be what the clean import gave.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
from company import make
from scale import MAP, REGAIN, RESULTS, scan, timed

from regain.knowledge.warehouse.lake.store import Lake

MOMENTS = (0.15, 0.45, 0.6)
CONTENT = """
SELECT count(*), CAST(sum(amount) AS VARCHAR), CAST(min(sold_at) AS VARCHAR), CAST(max(sold_at) AS VARCHAR),
       CAST(bit_xor(hash(customer, sale, sold_at, day, amount, kind)) AS VARCHAR),
       CAST(sum(hash(customer, sale, sold_at, day, amount, kind) % 1000003) AS VARCHAR)
FROM sales
"""


def main(sales: int) -> None:
    """Make the company, import it cleanly and with interruptions, compare, write the result."""
    folder = Path(tempfile.mkdtemp(prefix="regain-bench-", dir=os.environ.get("REGAIN_BENCH_DIR")))
    try:
        path, mapping = folder / "sales.parquet", folder / "map.toml"
        made = make(path, sales=sales, customers=sales // 10)
        mapping.write_text(MAP)
        scans = sorted(scan(path).wall for _ in range(3))
        clean, broken = folder / "clean", folder / "broken"
        whole = timed("clean import", *bring(path, mapping, clean))
        sought = outcome(clean)
        shutil.rmtree(clean)
        kills = [killed(bring(path, mapping, broken), share * whole.wall) for share in MOMENTS]
        rest = timed("the last run", *bring(path, mapping, broken))
        found = outcome(broken)
        write(made, {"bare_scan_s": scans, "clean_s": whole.wall, "killed_after_s": kills, "last_run_s": rest.wall,
                     "same": found == sought, "clean": sought, "interrupted": found})  # fmt: skip
        if found != sought:
            sys.exit("The interrupted import holds something else than the clean one.")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def bring(path: Path, mapping: Path, home: Path) -> tuple[str, ...]:
    """The command typed each time."""
    return (REGAIN, "import", "sales", str(path), "--map", str(mapping), "--home", str(home))


def killed(command: tuple[str, ...], after: float) -> float:
    """Start the command and kill it and its children with −9 after so many seconds; gives when that was."""
    process, started = psutil.Popen(command, stdout=subprocess.DEVNULL), time.monotonic()
    time.sleep(after)
    for each in (process, *process.children(recursive=True)):
        each.send_signal(signal.SIGKILL)
    if process.wait() != -signal.SIGKILL:
        sys.exit("The import had ended before it was killed.")
    sys.stdout.write(f"killed after {time.monotonic() - started:.1f} s\n")
    return round(time.monotonic() - started, 1)


def outcome(home: Path) -> dict[str, Any]:
    """What the lake holds, as counts, sums and order-free fingerprints, and the lives computed from it."""
    lives = subprocess.run(
        (REGAIN, "lives", "--home", str(home), "--rule", "days:90", "--json"), check=True, capture_output=True
    )
    with Lake(home / "lake").reader(memory="4GB") as connection:
        held = connection.execute(CONTENT).fetchall()[0]
    return {"sales": list(held), "lives": json.loads(lives.stdout)}


def write(sales: int, measured: dict[str, Any]) -> None:
    """Keep the measurement."""
    document = {"sales": sales, "measured_at": datetime.now(UTC).isoformat(timespec="seconds"), **measured}
    for key in ("clean", "interrupted"):
        document[key]["lives"] = {name: document[key]["lives"][name] for name in ("customers", "alive", "departed")}
    text = json.dumps(document, indent=1) + "\n"
    (RESULTS / f"interrupted-{sales // 1_000_000}m.json").write_text(text)
    sys.stdout.write(text)


if __name__ == "__main__":
    main(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 10_000_000)
