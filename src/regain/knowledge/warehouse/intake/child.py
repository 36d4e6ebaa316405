"""The child process that reads a file nobody vouches for: bounded memory, no survival without its parent.

`python -m regain.knowledge.warehouse.intake.child FOLDER` reads `FOLDER/job.json` and reports one JSON object a line.
"""

import json
import os
import resource
import sys
import threading
from pathlib import Path

from regain.foundation.kit.errors import Refused
from regain.knowledge.warehouse.intake.job import load_job
from regain.knowledge.warehouse.intake.reading import read

REFUSED = 3
UNUSED_MB = 192  # asked for and never touched: stacks of threads, arenas


def main(folder: Path) -> int:
    """Read the source of the job in `folder`; gives the exit code."""
    threading.Thread(target=_die_with_parent, daemon=True).start()
    job = load_job(folder)
    limit = (job.limits.memory_mb(job.size) + UNUSED_MB) * 1_000_000
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    try:
        read(job, folder, lambda done, total: say(done=done, total=total))
    except Refused as refusal:
        say(refused=refusal.sentence)
        return REFUSED
    return 0


def say(**told: object) -> None:
    """Report to the parent."""
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def _die_with_parent() -> None:
    """End when the parent does: its end of standard input closes."""
    os.read(0, 1)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
