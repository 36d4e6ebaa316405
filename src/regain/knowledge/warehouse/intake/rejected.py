"""The file of rejected lines: line, reason and the original columns, to be mended and imported again."""

import csv
import json
import shutil
from pathlib import Path

LEADING = ("line", "reason")


def gather(folder: Path) -> str | None:
    """Put the rejected lines together into `rejected.csv` and `rejected.txt`; gives the path of the first, or None."""
    pieces = sorted(folder.glob("chunks/[0-9]*/rejected.csv"))
    if not pieces:
        return None
    names = json.loads((folder / "chunks" / "end.json").read_text("utf-8"))["columns"]
    with (folder / "rejected.csv").open("w", newline="", encoding="utf-8") as handle:
        csv.writer(handle, lineterminator="\n").writerow([*LEADING, *names])
    _append(pieces, folder / "rejected.csv", "ab")
    originals = sorted(folder.glob("chunks/[0-9]*/rejected.txt"))
    if originals:
        _append(originals, folder / "rejected.txt", "wb")
    return str(folder / "rejected.csv")


def _append(pieces: list[Path], path: Path, mode: str) -> None:
    with path.open(mode) as handle:
        for piece in pieces:
            with piece.open("rb") as source:
                shutil.copyfileobj(source, handle, 1 << 20)
