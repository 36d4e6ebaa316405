"""What may be guessed of a file: which column means what, by its name, and what separates the columns.

A guess is shown as one and can be corrected; how a date or a number is written is never guessed.
"""

import hashlib
import re
from collections.abc import Mapping as Table
from dataclasses import dataclass
from datetime import datetime

from regain.knowledge.warehouse.rules.catalogue import Kind
from regain.knowledge.warehouse.rules.dates import ISO_SHAPE, patterns
from regain.knowledge.warehouse.rules.mapping import Source, guess_mapping

DATES = (
    "iso",
    "dd.mm.yyyy",
    "dd/mm/yyyy",
    "mm/dd/yyyy",
    "dd-mm-yyyy",
    "mm-dd-yyyy",
    "yyyy/mm/dd",
    "yyyymmdd",
    "dd.mm.yy",
    "dd/mm/yy",
    "mm/dd/yy",
)
DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Fitted:
    """The position (from 1) of each field's column; `guessed` were found by name, `absent` columns are not there."""

    columns: Table[str, int]
    guessed: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


def fitted(kind: Kind, names: list[str], columns: Table[str, Source] | None) -> Fitted:
    """Fit a mapping to the columns a file really has, or guess one where there is none."""
    if columns is None:
        guess = guess_mapping(kind, names).columns
        places = {field: names.index(str(name)) + 1 for field, name in guess.items()}
        return Fitted(places, guessed=tuple(places))
    found: dict[str, int] = {}
    absent = []
    for field, wanted in columns.items():
        place = wanted if isinstance(wanted, int) else names.index(wanted) + 1 if wanted in names else 0
        if 1 <= place <= len(names):
            found[field] = place
        else:
            absent.append(str(wanted))
    return Fitted(found, absent=tuple(absent))


def signature(names: list[str]) -> str:
    """Tells two sets of columns apart."""
    return hashlib.sha256("\n".join(names).encode("utf-8")).hexdigest()[:16]


def named(names: list[str], places: Table[str, int]) -> dict[str, Source]:
    """Write positions as names where a name says it all, so that a mapping fits the next file, too."""
    return {
        field: names[place - 1] if names[place - 1] and names.count(names[place - 1]) == 1 else place
        for field, place in places.items()
        if 1 <= place <= len(names)
    }


def reads(dates: str, value: str) -> bool:
    """Tell whether a date written like `value` can be read in a declared format."""
    forms = patterns(dates)
    if not forms:
        return re.fullmatch(ISO_SHAPE, value) is not None
    return any(re.fullmatch(form.shape, value) and _exists(form.text, value) for form in forms)


def _exists(text: str, value: str) -> bool:
    try:
        datetime.strptime(value, text)  # noqa: DTZ007 -- only whether there is such a day
    except ValueError:
        return False
    return True


def delimiter_of(line: str) -> str:
    """The character that most likely separates the columns of a first line; "" for a comma."""
    bare = re.sub(r'"(?:[^"]|"")*"', "", line)
    counts = {mark: bare.count(mark) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: counts[mark])
    return "" if best == "," or counts[best] == 0 else best
