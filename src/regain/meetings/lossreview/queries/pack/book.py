"""The list behind the figures: every departure of the month in one file, kept under the digest of its pack."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from regain.knowledge.playbook.queries.tellings import Reasons
from regain.knowledge.playbook.rules.causes import Standing
from regain.meetings.lossreview.models import Pack as Row
from regain.meetings.lossreview.queries.pack.facts import packs_folder
from regain.meetings.lossreview.queries.pack.reasons import COULD_NOT_SAY, COUNTED, NOBODY, ToldOf

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
    columns: dict[str, npt.NDArray[Any]] = {"row": known.rows}
    for standing in (COUNTED, *Standing):
        columns[str(standing)] = np.array([_words(said) for said in known.said(str(standing))], dtype=object)
    issues: list[dict[str, None]] = [{} for _row in known.told]
    for place, issue in zip(known.named.departure.tolist(), known.issues.tolist(), strict=True):
        issues[place]["none" if issue == NOBODY else str(issue)] = None
    columns["issues"] = np.array([" ".join(each) for each in issues], dtype=object)
    return columns


def _words(said: Reasons | None) -> str:
    """The numbers of the reasons, or that they could not say; nothing where nobody asked."""
    if said is None:
        return ""
    return " ".join(str(reason) for reason, _weight in said) or COULD_NOT_SAY
