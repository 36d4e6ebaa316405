"""Which files may be sent, under which name they are kept, and what their first bytes give away."""

import re
import unicodedata
from types import MappingProxyType

from regain.foundation.kit.errors import Invalid

MOST_BYTES = 2 * 1024**3
MOST_COLUMNS = 300
LONGEST = 120
TEXTS = (".csv", ".txt", ".tsv")
ENDINGS = (*TEXTS, *(f"{text}.gz" for text in TEXTS), ".xlsx", ".xlsm", ".xls", ".ods", ".parquet", ".pq")

FOUND = MappingProxyType(
    {
        b"PK\x03\x04": ("a workbook or a zip archive", (".xlsx", ".xlsm", ".ods")),
        b"\xd0\xcf\x11\xe0": ("an old Office file", (".xls",)),
        b"PAR1": ("a Parquet file", (".parquet", ".pq")),
        b"%PDF": ("a PDF document", ()),
        b"\x89PNG": ("a picture", ()),
        b"\xff\xd8\xff": ("a picture", ()),
        b"BZh": ("a bzip2 archive", ()),
        b"7z\xbc\xaf": ("a 7-Zip archive", ()),
        b"Rar!": ("a RAR archive", ()),
        b"\xfd7zXZ": ("an xz archive", ()),
        b"\x1f\x8b": ("a gzip archive", tuple(ending for ending in ENDINGS if ending.startswith(TEXTS))),
    }
)
"""First bytes → what such a file is, and the endings it may have."""


def kept_name(given: str) -> str:
    """The name an upload is kept under: no folders, no characters that cannot be seen. Raises Invalid.

    The name decides how the file is read and which earlier import it is a new edition of.
    """
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(letter for letter in name if letter.isprintable() and letter not in '<>:"|?*').strip()
    ending = ending_of(name)
    if not ending:
        raise Invalid(
            f"“{name or given[:40]}” is not a kind of file that can be imported; send CSV, TSV or text (also packed as"
            " .gz), Excel, OpenDocument or Parquet."
        )
    stem = re.sub(r"\s+", " ", name[: -len(ending)])[:LONGEST].strip(" .")
    return f"{stem or 'file'}{ending}"


def ending_of(name: str) -> str:
    """The longest known ending of a name, in lower case or not; empty when there is none."""
    low = name.lower()
    return max((name[-len(ending) :] for ending in ENDINGS if low.endswith(ending)), key=len, default="")


def check_first_bytes(name: str, first: bytes) -> None:
    """Raise Invalid when a file is empty, or begins like another kind of file than its name says."""
    if not first:
        raise Invalid(f"“{name}” is empty: there is not a single line in it.")
    ending = ending_of(name).lower()
    for mark, (words, endings) in FOUND.items():
        if first.startswith(mark):
            if ending not in endings:
                raise Invalid(f"“{name}” is {words}, not what its name says; save it as CSV or Excel and send that.")
            return
    if ending not in ENDINGS[: 2 * len(TEXTS)]:
        raise Invalid(f"“{name}” is damaged, or not what its name says.")
