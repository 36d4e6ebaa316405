"""What becomes of words that arrive: written, set aside, or nothing new. Whatever happens, nobody's words are lost."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from regain.desks.recovery.rules.calls import Field

LONGEST: Final = 20_000


class Fate(StrEnum):
    """What becomes of words that arrive."""

    NOTHING_NEW = "nothing_new"
    WRITTEN = "written"
    ASIDE = "aside"


class Keep(StrEnum):
    """How two texts of one field are settled."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True)
class Inked:
    """A text in place: its version, and the open page (the pen) that wrote it."""

    text: str
    version: int
    pen: str = ""


def fate(*, text: str, version: int, pen: str, now: Inked) -> Fate:
    """What becomes of `text`, written over `version` by the page `pen`, where `now` is in place.

    Whoever saw the version in place may write over it; so may the pen that wrote it, whose answer got lost on the
    way; and so may a text that holds the one in place. A text the one in place holds already adds nothing.
    """
    if text == now.text:
        return Fate.NOTHING_NEW
    if version == now.version or (pen and pen == now.pen):
        return Fate.WRITTEN
    if text.startswith(now.text):
        return Fate.WRITTEN
    if now.text.startswith(text):
        return Fate.NOTHING_NEW
    return Fate.ASIDE


def settled(*, keep: Keep, mine: str, theirs: str) -> str:
    """The one text that stays of two."""
    if keep is Keep.MINE:
        return mine
    if keep is Keep.THEIRS:
        return theirs
    return f"{theirs.rstrip()}\n\n{mine.lstrip()}"


def clean(text: str) -> str:
    """Lines end in one way, whatever the browser sent; nothing else changes."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True)
class Writing:
    """One field as it came from a page, over the version the page had."""

    field: Field
    text: str
    version: int
