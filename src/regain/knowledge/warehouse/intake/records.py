"""Records of a delimited text file: quoted cells may span lines, and no line is ever lost.

A line that cannot be part of a record is reported alone and reading goes on with the line after it, so that one stray
quotation mark spoils one line and not the rest of the file.
"""

import csv
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from regain.knowledge.warehouse.intake.lines import LONGEST, read_line
from regain.knowledge.warehouse.intake.source import Bad

MOST_LINES = 1000
CODES = (
    ("unexpected end", "line:quote"),
    ("new-line character", "line:return"),
    ("expected after", "line:after quote"),
    ("field larger", "line:long"),
)


class Unreadable(Exception):
    """A physical line that no record can contain; carries the reason's code."""


class Feed:
    """Physical lines for the csv module, remembering those of the record being read."""

    def __init__(self, stream: BinaryIO, encoding: str, offset: int, line: int) -> None:
        self.stream, self.encoding = stream, encoding
        self.offset, self.line = offset, line
        self.taken: list[tuple[bytes, int, bool]] = []
        self.size = 0
        self.again: deque[tuple[bytes, int, bool]] = deque()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        piece = self.again.popleft() if self.again else read_line(self.stream)
        raw, taken, cut = piece
        if not taken:
            raise StopIteration
        self.taken.append(piece)
        self.size += taken
        if cut:
            raise Unreadable("line:long")
        if len(self.taken) > MOST_LINES or self.size > LONGEST:
            raise Unreadable("line:quote")
        if b"\0" in raw:
            raise Unreadable("line:nul")
        try:
            return raw.decode(self.encoding)
        except UnicodeDecodeError as error:
            raise Unreadable("line:bytes") from error

    def accept(self) -> bytes:
        """Take the record as read: count its lines and give its bytes."""
        raw = self.taken[0][0] if len(self.taken) == 1 else b"".join(piece[0] for piece in self.taken)
        self.offset += self.size
        self.line += len(self.taken)
        self.taken, self.size = [], 0
        return raw

    def accept_first(self) -> bytes:
        """Take only the first line of the failed record; the others will be read again."""
        self.again.extendleft(reversed(self.taken[1:]))
        self.taken = self.taken[:1]
        self.size = self.taken[0][1]
        return self.accept()


def records(feed: Feed, delimiter: str) -> Iterator[tuple[int, list[str], bytes] | Bad]:
    """Give each record as (line number, cells, bytes), or what is wrong with a line; blank lines are passed over."""
    csv.field_size_limit(LONGEST * 2)
    split = _spaced if delimiter == " " else _separated
    reader = split(feed, delimiter)
    while True:
        first = feed.line
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, Unreadable) as error:
            code = error.args[0] if isinstance(error, Unreadable) else _code(str(error))
            raw = feed.accept_first()
            reader = split(feed, delimiter)
            yield Bad(first, code, _seen(raw, feed.encoding, delimiter), raw)
            continue
        raw = feed.accept()
        if cells:
            yield first, cells, raw


def _separated(feed: Feed, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(feed, delimiter=delimiter, strict=True)


def _spaced(feed: Feed, delimiter: str) -> Iterator[list[str]]:
    return (line.split() for line in feed)


def _code(error: str) -> str:
    return next((code for words, code in CODES if words in error), "line:split")


def _seen(raw: bytes, encoding: str, delimiter: str) -> tuple[str, ...]:
    text = raw.decode(encoding, errors="replace").rstrip("\r\n").replace("\0", "\ufffd")
    return tuple(text.split(None if delimiter == " " else delimiter))
