"""Fitting: how much room words take, measured with our own letters, and where they are cut."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

from PIL import ImageFont

FONTS: Final = Path(__file__).parents[1] / "fonts"
FACES: Final = {
    "text": "inter-regular.ttf",
    "bold": "inter-semibold.ttf",
    "title": "source-serif-semibold.ttf",
}
SIZE: Final = 100
RESERVE: Final = 1.04
"""Another face may stand in for ours where it is not installed."""
MORE: Final = "…"


@cache
def _face(face: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / FACES[face]), SIZE)


@cache
def width_of(text: str, points: float, face: str = "text") -> float:
    """The width of a line in inches. Letters our fonts lack are taken for squares."""
    wide = sum(1 for letter in text if unicodedata.east_asian_width(letter) in "WF")
    plain = "".join(letter for letter in text if unicodedata.east_asian_width(letter) not in "WF")
    return (_face(face).getlength(plain) / SIZE + wide) * points / 72 * RESERVE


def wrapped(text: str, points: float, width: float, face: str = "text") -> list[str]:
    """The lines a text takes in a width of so many inches; a word without an end is broken."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in paragraph.split():
            for piece in _pieces(word, points, width, face):
                longer = f"{line} {piece}" if line else piece
                if not line or width_of(longer, points, face) <= width:
                    line = longer
                else:
                    lines.append(line)
                    line = piece
        lines.append(line)
    return lines


def _pieces(word: str, points: float, width: float, face: str) -> list[str]:
    if width_of(word, points, face) <= width:
        return [word]
    pieces, piece = [], ""
    for letter in word:
        if piece and width_of(piece + letter, points, face) > width:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def fitted(text: str, points: float, width: float, lines: int, face: str = "text") -> list[str]:
    """At most so many lines, the last of them cut at a word with an ellipsis where there was more."""
    found = wrapped(text, points, width, face)
    if len(found) <= lines:
        return found
    last = found[lines - 1].rstrip(" ,;:.–-")
    while width_of(last + MORE, points, face) > width and last:
        last = last.rpartition(" ")[0] or last[:-1]
    return [*found[: lines - 1], last + MORE]


def sized(text: str, largest: float, width: float, face: str = "text") -> float:
    """The largest size, in points, at which a figure stands on one line uncut; twelve at least."""
    return max(12, min(largest, largest * width / (width_of(text, largest, face) or 1)))
