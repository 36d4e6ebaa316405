"""The parent's side of a glance: start the child, wait a little, say plainly how it ended."""

import dataclasses
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from regain.foundation.kit.errors import Invalid
from regain.knowledge.warehouse.intake.glance import Seen, Wanted
from regain.knowledge.warehouse.intake.uploads import uploads, without_secrets

CHILD = "regain.knowledge.warehouse.intake.glance"
SECONDS = 60
SLOW = f"Looking at the first lines takes longer than {SECONDS} seconds; save the file as CSV and send that."
GREEDY = "Looking at the first lines takes more memory than a file of its size should need."
DIED = "This file could not be read: it is damaged, or not what its name says."


def glance(imports: Path, wanted: Wanted) -> Seen:
    """Look at the first lines in a child process. Raises Invalid when even that cannot be done."""
    with tempfile.TemporaryDirectory(prefix="look-", dir=uploads(imports)) as made:
        folder = Path(made)
        (folder / "wanted.json").write_text(json.dumps(dataclasses.asdict(wanted)), encoding="utf-8")
        try:
            done = subprocess.run(  # noqa: S603 -- our own module, a path of our own making
                [sys.executable, "-m", CHILD, str(folder)],
                capture_output=True,
                timeout=SECONDS,
                check=False,
                env={**os.environ, "MALLOC_ARENA_MAX": "2"},
            )
        except subprocess.TimeoutExpired:
            raise Invalid(SLOW) from None
        if done.returncode != 0 or not (folder / "seen.json").exists():
            errors = done.stderr.decode("utf-8", errors="replace")
            greedy = any(word in errors for word in ("MemoryError", "bad_alloc", "Out of Memory", "memory allocation"))
            raise Invalid(GREEDY if greedy else DIED)
        told = json.loads((folder / "seen.json").read_text("utf-8"))
    told["refusal"] = without_secrets(told["refusal"], wanted.source.url)
    told["lines"] = [(line, cells) for line, cells in told["lines"]]
    told["read"] = [(line, values, problem) for line, values, problem in told["read"]]
    return Seen(**told)
