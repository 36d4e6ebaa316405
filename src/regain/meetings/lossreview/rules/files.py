"""Files beside an issue or an action: how large, how many, under which name, of which kind."""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

MEGABYTE: Final = 1_000_000
LARGEST: Final = 10 * MEGABYTE
MOST: Final = 20
LONGEST_NAME: Final = 200
LONGEST_SUFFIX: Final = 20
UNKNOWN: Final = "application/octet-stream"

KINDS: Final[Mapping[str, str]] = {
    ".csv": "text/csv; charset=utf-8",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".eml": "message/rfc822",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".mp3": "audio/mpeg",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}
"""What a browser is told a file is. Whatever it may be, it is only ever saved, never shown."""

_UNFIT: Final = re.compile(r'[<>:"|?*\s]+')


def kind_of(name: str) -> str:
    """The media type by the name alone; what the sender says does not count."""
    return KINDS.get(PurePosixPath(name.lower()).suffix, UNKNOWN)


def clean_name(name: str) -> str:
    """The name without folders, without signs that hide or turn text round, short, never empty."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" or sign in "\t\n")
    fit = _UNFIT.sub(" ", seen).strip(" .")
    stem, dot, suffix = fit.rpartition(".")
    if not dot or len(suffix) > LONGEST_SUFFIX:
        return fit[:LONGEST_NAME].strip(" .") or "file"
    return f"{stem[: LONGEST_NAME - len(suffix) - 1].strip(' .') or 'file'}.{suffix}"
