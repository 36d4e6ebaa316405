"""Lists from elsewhere: who is to be left alone, what a registry said. Every line is accounted for."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from regain.knowledge.playbook.rules.guard import identifiers
from regain.knowledge.playbook.rules.guard.identifiers import Medium

MOST_LINES: Final = 50_000
"""Ten seconds of reading; whoever has more splits the file."""
LONGEST_LINE: Final = 1_000
HEADS: Final = {
    "phone": frozenset(["phone", "phonenumber", "telephone", "telephonenumber", "tel", "mobile", "number", "fax"]),
    "email": frozenset(["email", "emailaddress", "mail", "address"]),
    "customer": frozenset(["customer", "customerid", "customerno", "id", "clientid", "accountid"]),
    "listed": frozenset(["listed", "islisted", "registered", "found", "match", "status", "result"]),
}
YES: Final = frozenset({"1", "y", "yes", "true", "listed", "match", "found", "registered", "x"})
NO: Final = frozenset({"", "0", "n", "no", "false", "clear", "not listed", "no match", "not found", "ok"})


class NotAList(ValueError):
    """The text is no list we can read; the message is a sentence."""


@dataclass(frozen=True)
class Line:
    """One identifier of one line: its kind, its one spelling, and what the registry said."""

    number: int
    kind: str
    normal: str
    is_listed: bool = True


@dataclass(frozen=True)
class Unread:
    """One line that was not taken, and why."""

    number: int
    text: str
    why: str


@dataclass(frozen=True)
class Listed:
    """What a list says, line by line."""

    lines: int
    found: tuple[Line, ...]
    unread: tuple[Unread, ...]


@dataclass
class _Reading:
    lines: int = 0
    found: list[Line] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def read_list(text: str, *, country: str, with_result: bool = False) -> Listed:
    """Read numbers, e-mail addresses and ids, one or several a line; a heading says which column is which.

    Numbers without a country code belong to `country`. `with_result`: a column says whether a registry lists the
    number; without such a column every number of the file is listed. Raises NotAList.
    """
    rows = _rows(text)
    heading = _heading(rows[0][1]) if rows else None
    reading = _Reading()
    for number, cells in rows[1 if heading else 0 :]:
        reading.lines += 1
        _read_line(reading, number, cells, heading or {}, country, with_result=with_result)
    return Listed(reading.lines, tuple(reading.found), tuple(reading.unread))


def _rows(text: str) -> list[tuple[int, list[str]]]:
    plain = text.removeprefix("\ufeff")
    if "\x00" in plain:
        raise NotAList("This is no text file; save the list as CSV.")
    sample = plain[:2000]
    mark = max(",;\t", key=sample.count)
    try:
        rows = [
            (number, [cell.strip() for cell in cells])
            for number, cells in enumerate(csv.reader(io.StringIO(plain), delimiter=mark), 1)
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as broken:
        raise NotAList("The list cannot be read as CSV; save it again as CSV.") from broken
    if len(rows) > MOST_LINES:
        raise NotAList(f"The list has more than {MOST_LINES:,} lines; split it.")
    return rows


def _heading(cells: Sequence[str]) -> dict[int, str] | None:
    found: dict[int, str] = {}
    for place, cell in enumerate(cells):
        plain = "".join(letter for letter in cell.casefold() if letter.isalnum())
        for kind, names in HEADS.items():
            if plain in names:
                found[place] = kind
    return found or None


def _read_line(
    reading: _Reading, number: int, cells: Sequence[str], heading: dict[int, str], country: str, *, with_result: bool
) -> None:
    said = next((cells[place] for place, kind in heading.items() if kind == "listed" and place < len(cells)), None)
    is_listed = _is_listed(said) if with_result and said is not None else True
    shown = ", ".join(cells)[:80]
    if is_listed is None:
        reading.unread.append(Unread(number, shown, f"“{said}” says neither yes nor no"))
        return
    found = [Line(number, kind, normal, is_listed) for kind, normal in _identifiers(cells, heading, country) if normal]
    if found:
        reading.found += found
    else:
        reading.unread.append(Unread(number, shown, "neither a telephone number nor an e-mail address"))


def _identifiers(cells: Sequence[str], heading: dict[int, str], country: str) -> Iterator[tuple[str, str]]:
    for place, cell in enumerate(cells):
        text, kind = cell[:LONGEST_LINE], heading.get(place, "" if not heading else "other")
        if kind == "customer":
            yield "customer", text
        elif kind == "email" or (not kind and "@" in text):
            yield "email", identifiers.email(text)
        elif kind == "phone" or not kind:
            yield "phone", identifiers.read(Medium.PHONE, text, country=country).normal


def _is_listed(said: str) -> bool | None:
    word = said.casefold()
    return True if word in YES else False if word in NO else None
