"""Files that are there wholly or not at all, and locks that end with their process."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from regain.foundation.kit.errors import Conflict


def sync(path: Path) -> None:
    """Bring a file or a folder safely to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, text: str) -> None:
    """Write `path` so that a reader or a power cut finds the old text or the new, never a part."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.replace(path)
    sync(path.parent)


@contextmanager
def locked(path: Path, refusal: str, *, wait: float = 0) -> Iterator[None]:
    """Hold the lock `path`; raises Conflict with `refusal` when another holds it for `wait` seconds more."""
    path.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + wait
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        while not _taken(handle):
            if time.monotonic() >= until:
                raise Conflict(refusal)
            time.sleep(0.05)
        yield
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
