"""How long a draft decides about 200,000 departures, beside merely sorting them by value lost.

Usage: python benchmarks/decide.py; writes benchmarks/results/decide.json.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ["REGAIN_HOME"] = tempfile.mkdtemp(prefix="regain-bench-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regain.shell.settings")

import django

django.setup()

from regain.desks.recovery.rules.decide import decide
from regain.desks.recovery.tests.departed import SETTINGS, crowd

MANY = 200_000
RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Time both, write the ratio."""
    departures = crowd(MANY)
    sorting = taken(lambda: sorted(departures, key=lambda each: each.value_lost))
    deciding = taken(lambda: decide(departures, SETTINGS))
    document = {
        "departures": MANY,
        "deciding_cpu_seconds": round(deciding, 2),
        "sorting_cpu_seconds": round(sorting, 2),
        "ratio": round(deciding / sorting, 1),
    }
    (RESULTS / "decide.json").write_text(json.dumps(document, indent=1) + "\n")
    sys.stdout.write(f"{document}\n")


def taken(work: Callable[[], object]) -> float:
    """CPU seconds of one run."""
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    main()
