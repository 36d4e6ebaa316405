"""How a declared date format reads: never guessed, ISO 8601 unless told.

A format is a word such as `yyyymmdd`, `dd-mm-yyyy` or `dd/mm/yyyy hh:mm`, or a strptime pattern such as
`%d.%m.%Y %H:%M`. Words without a time also accept one behind the date.
"""

import re
from dataclasses import dataclass

from regain.foundation.kit.errors import Invalid

ISO = "iso"
ISO_SHAPE = r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?( ?(Z|[+-]\d{2}(:?\d{2})?))?)?"

TOKENS = ("yyyy", "yy", "mm", "dd", "hh", "ss")
DIRECTIVES = {"yyyy": "%Y", "yy": "%y", "mm": "%m", "dd": "%d", "hh": "%H", "ss": "%S"}
SHAPES = {
    "%Y": r"\d{4}",
    "%y": r"\d{2}",
    "%m": r"\d{1,2}",
    "%d": r"\d{1,2}",
    "%H": r"\d{1,2}",
    "%I": r"\d{1,2}",
    "%M": r"\d{2}",
    "%S": r"\d{2}",
    "%f": r"\d{1,6}",
    "%p": r"[AaPp][Mm]",
    "%b": r"[A-Za-z]{3}",
    "%B": r"[A-Za-z]+",
}
TIMES = (" %H:%M:%S", " %H:%M")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way a date may be written: its strptime text, the shape it must have, and whether it bears no time."""

    text: str
    shape: str
    bare: bool


def patterns(words: str) -> tuple[Pattern, ...]:
    """Give the ways to read a declared format, nothing for ISO; raises Invalid when it cannot be understood."""
    if words.strip().lower() in {"", ISO}:
        return ()
    text = words if "%" in words else _from_words(words)
    first = _pattern(text)
    if not first.bare or "%" in words:
        return (first,)
    return (first, *(_pattern(text + time) for time in TIMES))


def _from_words(words: str) -> str:
    pieces = []
    seen: set[str] = set()
    for piece in re.findall("|".join(TOKENS) + "|[^a-z]|.", words.lower()):
        if len(piece) == 1:
            pieces.append(piece)
            continue
        pieces.append("%M" if piece == "mm" and "hh" in seen else DIRECTIVES[piece])
        seen.add(piece)
    if {"dd", "mm"} - seen or not {"yyyy", "yy"} & seen:
        raise Invalid(f"“{words}” is not a date format; write for example iso, yyyymmdd, dd-mm-yyyy or %d.%m.%Y.")
    return "".join(pieces)


def _pattern(text: str) -> Pattern:
    shape = []
    for piece in re.findall(r"%.|[^%]", text):
        if piece.startswith("%") and piece not in SHAPES:
            raise Invalid(f"The date format “{text}” uses {piece}, which is not understood.")
        shape.append(SHAPES.get(piece, re.escape(piece)))
    return Pattern(text=text, shape="".join(shape), bare=not re.search("%[HIMS]", text))
