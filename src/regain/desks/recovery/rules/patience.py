"""Patience: how long to wait between slow contacts, and when to stop. Some wounds heal slowly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class How(StrEnum):
    """The ways to stay in touch."""

    CALL = "call"
    EMAIL = "email"
    LETTER = "letter"


class Stop(StrEnum):
    """Why slow contact ends. Each is asked before every contact."""

    LEFT_ALONE = "left_alone"
    ENDED = "ended"
    RETURNED = "returned"
    COMPLAINED = "complained"
    UNANSWERED = "unanswered"
    TOO_LONG = "too_long"
    COURSE_RUN = "course_run"


YEAR: Final = timedelta(days=365)

COURSE: Final[tuple[tuple[timedelta, How], ...]] = (
    (timedelta(days=30), How.EMAIL),
    (timedelta(days=60), How.CALL),
    (timedelta(days=90), How.LETTER),
    (timedelta(days=180), How.EMAIL),
    (YEAR, How.CALL),
    (YEAR, How.LETTER),
)
"""How long after the contact before it each one is due, and the way suggested for it. Our own table: nobody has
published a measured one, so it begins after the month in which a call would still feel like pressing."""

SHORTEST: Final = min(wait for wait, _how in COURSE)
"""Two slow contacts are never closer than this."""

MOST_UNANSWERED: Final = 4
"""So many contacts in a row without an answer are an answer."""

LONGEST: Final = 2 * YEAR
"""Nobody is written to longer than this after the last sign of life."""


@dataclass(frozen=True)
class Made:
    """One slow contact that was made, and when the customer answered, if they did."""

    at: datetime
    answered_at: datetime | None = None
    was_skipped: bool = False
    """Left out on purpose: it has its place in the course, and nobody had to answer it."""


@dataclass(frozen=True)
class Patience:
    """What is known when asking what comes next."""

    parked_at: datetime
    spoke_at: datetime | None = None
    """When a person of ours last spoke with them."""
    made: Sequence[Made] = ()
    """Every slow contact made, oldest first."""
    wanted_at: datetime | None = None
    """Not before this moment, as they or the owner said."""
    left_alone: bool = False
    ended: bool = False
    returned: bool = False
    complained_at: datetime | None = None


@dataclass(frozen=True)
class Due:
    """The next contact: its place in the course, when, and the way suggested."""

    number: int
    at: datetime
    how: How


def following(patience: Patience) -> Due | Stop:
    """What comes next: a contact at its moment, or the reason to stop.

    A conversation begins the course anew; an answer only shows that somebody is there.
    """
    since = began(patience)
    made = [contact for contact in patience.made if contact.at > since]
    stopped = _stop(patience, since, made)
    if stopped is not None:
        return stopped
    if len(made) >= len(COURSE):
        return Stop.COURSE_RUN
    wait, how = COURSE[len(made)]
    last = max([since, *(contact.at for contact in made)])
    at = last + wait
    if patience.wanted_at is not None and not made and patience.wanted_at > since:
        at = max(last + SHORTEST, patience.wanted_at)
    return Stop.TOO_LONG if at - last_sign(patience) > LONGEST else Due(len(made) + 1, at, how)


def began(patience: Patience) -> datetime:
    """When the course began: as we became patient, or as we last spoke."""
    return max(patience.parked_at, patience.spoke_at or patience.parked_at)


def last_sign(patience: Patience) -> datetime:
    """The last sign of life."""
    return max([began(patience), *(contact.answered_at for contact in patience.made if contact.answered_at)])


def _stop(patience: Patience, since: datetime, made: Sequence[Made]) -> Stop | None:
    sign = last_sign(patience)
    unanswered = sum(contact.at > sign and not contact.was_skipped for contact in made)
    complained = patience.complained_at is not None and patience.complained_at >= since
    table = (
        (patience.left_alone, Stop.LEFT_ALONE),
        (patience.returned, Stop.RETURNED),
        (patience.ended, Stop.ENDED),
        (complained, Stop.COMPLAINED),
        (unanswered >= MOST_UNANSWERED, Stop.UNANSWERED),
    )
    return next((reason for holds, reason in table if holds), None)
