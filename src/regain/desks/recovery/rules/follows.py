"""What may follow a conversation, as the last step of a call asks for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from regain.desks.recovery.rules.cases import Ending, Next
from regain.desks.recovery.rules.outcomes import Ahead

A_MONTH: Final = timedelta(days=30)
TWO_WEEKS: Final = timedelta(days=14)


class Follow(StrEnum):
    """What may follow."""

    CALL_BACK = "call_back"
    WAIT = "wait"
    STAY_IN_TOUCH = "stay_in_touch"
    RETURNED = "returned"
    DECLINED = "declined"


@dataclass(frozen=True)
class Course:
    """What comes next, or how the case ends."""

    next: Ahead | None = None
    ending: Ending | None = None


def course(follow: Follow, *, at: datetime, words: str = "", moment: datetime | None = None, zone: str = "") -> Course:
    """What follows means for the case; a callback needs its moment, which the customer was told."""
    match follow:
        case Follow.RETURNED:
            return Course(Ahead(Next.WAIT, at, words), Ending.RETURNED)
        case Follow.DECLINED:
            return Course(Ahead(Next.WAIT, at, words), Ending.DECLINED)
        case Follow.WAIT:
            return Course(Ahead(Next.WAIT, at + TWO_WEEKS, words))
        case Follow.STAY_IN_TOUCH:
            return Course(Ahead(Next.STAY_IN_TOUCH, at + A_MONTH, words))
        case Follow.CALL_BACK:
            return Course(Ahead(Next.CALL_BACK, moment, words, is_promised=True, zone=zone) if moment else None)
