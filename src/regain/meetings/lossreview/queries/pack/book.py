"""The list behind the figures: every departure of the month in one file, kept under the digest of its pack."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from regain.knowledge.playbook.rules.causes import Standing
from regain.meetings.lossreview.models import Pack as Row
from regain.meetings.lossreview.queries.pack.facts import packs_folder
from regain.meetings.lossreview.queries.pack.reasons import COUNTED, ToldOf, at, issues_in_file, reasons_in_file

LEFT_ALONE: Final = timedelta(days=1)
"""A file this new may be of a pack that is being kept right now."""


def path_of(digest: str) -> Path:
    """Where the list of a pack is."""
    return packs_folder() / f"{digest}.parquet"


def keep(known: ToldOf, digest: str) -> None:
    """Write the list of a pack."""
    path = path_of(digest)
    fresh = known.lost.folder / "book"
    known.lost.keep(fresh, told=_told(known))
    fresh.replace(path)


def tidy(*, at: datetime) -> int:
    """Throw away the lists of packs that are not there any more; returns how many."""
    kept = set(Row.objects.values_list("digest", flat=True))
    gone = [
        path
        for path in packs_folder().glob("*.parquet")
        if path.stem not in kept and path.stat().st_mtime < (at - LEFT_ALONE).timestamp()
    ]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _told(known: ToldOf) -> dict[str, npt.NDArray[Any]]:
    """What is told of the rows somebody asked about, as columns."""
    rows = list(known.told)
    by_row: dict[int, list[Any]] = {row: [] for row in rows}
    for named in known.named:
        by_row[named.row].append(named)
    columns: dict[str, npt.NDArray[Any]] = {"row": np.array(rows, dtype=np.int64)}
    for standing in (COUNTED, *Standing):
        told = [reasons_in_file(at(known.causes[row], standing)) for row in rows]
        columns[str(standing)] = np.array(told, dtype=object)
    columns["issues"] = np.array([issues_in_file(by_row[row]) for row in rows], dtype=object)
    return columns
