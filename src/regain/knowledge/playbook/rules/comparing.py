"""What changed between two versions of a text, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class Mark(StrEnum):
    """What became of some words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """Some words in a row that share a fate."""

    mark: Mark
    text: str


def compare(older: str, newer: str) -> tuple[Piece, ...]:
    """The newer text with what is new marked, and what is gone in its place."""
    before, after = _words(older), _words(newer)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return tuple(
        piece
        for what, i, j, k, m in matcher.get_opcodes()
        for piece in _pieces(what, "".join(before[i:j]), "".join(after[k:m]))
    )


def _pieces(what: str, gone: str, new: str) -> Iterator[Piece]:
    if what == "equal":
        yield Piece(Mark.SAME, gone)
        return
    if gone:
        yield Piece(Mark.GONE, gone)
    if new:
        yield Piece(Mark.NEW, new)


def _words(text: str) -> list[str]:
    """Words and the blanks between them; a line break is a word of its own."""
    return re.findall(r"\n|[^\S\n]+|[^\s]+", text)
