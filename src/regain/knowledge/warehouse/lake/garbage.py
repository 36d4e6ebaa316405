"""What may be thrown away: files no kept snapshot names, once nobody can be reading or writing them."""

import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from regain.foundation.kit.errors import Conflict
from regain.knowledge.warehouse.lake.files import locked
from regain.knowledge.warehouse.lake.snapshot import Snapshot, from_json
from regain.knowledge.warehouse.rules.tables import TABLES

OWN = {"snapshots", "locks", "spill"}


def collect(root: Path, current: Snapshot, *, keep: int, grace: timedelta) -> None:
    """Remove manifests beyond the last `keep` and older than `grace`, then files named by none that is left.

    The snapshot before the newest import is kept, so that the import can be undone.
    """
    limit = time.time() - grace.total_seconds()
    undo = {int(record["before"]) for record in current.imports[-1:]}
    manifests = sorted((root / "snapshots").glob("*.json"))
    for path in manifests[:-keep]:
        if int(path.stem) not in undo and path.stat().st_mtime < limit:
            path.unlink()
    named = set().union(*(from_json(path.read_text("utf-8")).files() for path in manifests if path.exists()))
    _remove(root, root / "spill", set(), limit)
    for folder in sorted(root.iterdir()):
        if folder.is_dir() and folder.name not in OWN:
            _sweep(root, folder, named, limit)


def _sweep(root: Path, folder: Path, named: set[str], limit: float) -> None:
    """Remove the old unnamed files of one table, unless somebody is writing it."""
    lock = "facts" if folder.name in TABLES else folder.name
    with suppress(Conflict), locked(root / "locks" / lock, "busy"):
        _remove(root, folder, named, limit)


def _remove(root: Path, folder: Path, named: set[str], limit: float) -> None:
    for path in folder.rglob("*"):
        if path.is_file() and path.relative_to(root).as_posix() not in named and path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()) and path.stat().st_mtime < limit:
            path.rmdir()
