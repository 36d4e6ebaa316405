"""Letters: what one is about, how it travels, where it stands, and what is put in as it leaves."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class Way(StrEnum):
    """How it travels."""

    LETTER = "letter"
    EMAIL = "email"


class About(StrEnum):
    """Why it is written."""

    CYCLE = "cycle"
    PROPOSAL = "proposal"
    TELL = "tell"
    TOUCH = "touch"


class Standing(StrEnum):
    """Where a letter stands."""

    ALLOWED = "allowed"
    HELD = "held"
    BLOCKED = "blocked"
    MADE = "made"
    SENT = "sent"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Course:
    """The facts of a letter its standing is read from."""

    verdict: str
    held_until: datetime | None = None
    made_at: datetime | None = None
    sent_at: datetime | None = None
    dropped_at: datetime | None = None


def standing(course: Course) -> Standing:
    """Where it stands; what happened counts before what was said about it."""
    happened = (
        (course.dropped_at, Standing.DROPPED),
        (course.sent_at, Standing.SENT),
        (course.made_at, Standing.MADE),
    )
    for at, standing_then in happened:
        if at is not None:
            return standing_then
    if course.verdict in {"allow", "warn"}:
        return Standing.ALLOWED
    return Standing.HELD if course.held_until else Standing.BLOCKED


WAY_BACK: Final = "{way_back}"
"""Stands for the personal address until the letter leaves."""

STOP: Final = "{stop}"
"""Stands for the address at which one click stops us."""


def leaving(text: str, *, way_back: str) -> str:
    """The text as it leaves, with the personal addresses in their places; the page of the way back also stops us."""
    return text.replace(WAY_BACK, way_back).replace(STOP, f"{way_back}stop/")
