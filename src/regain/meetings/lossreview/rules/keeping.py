"""Keeping one's word: how an action stands on a day, whether it was kept, and who hears of it when.

Working days are Monday to Friday. Kept means done by the day first agreed; putting it off does not make it kept.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

SOON: Final = 3
"""Working days before the day, from which on it is due soon."""
ASKED_AFTER: Final = 2
"""Working days after the day, before whoever answers for the issue hears of it."""
ESCALATED_AFTER: Final = 5
"""The same, before those who prepare reviews hear of it."""
UNDONE_WITHIN: Final = timedelta(days=14)
"""So long an action that is done or dropped may be opened again."""
TAKEN_BACK_WITHIN: Final = timedelta(hours=1)
"""So long one that nobody has touched may be as if it had never been agreed on."""


class State(StrEnum):
    """How an action stands, in the order a list shows them."""

    LATE = "late"
    DUE = "due"
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Reminder(StrEnum):
    """What somebody is told; each once for a day agreed."""

    SOON = "soon"
    TODAY = "today"
    LATE = "late"
    ASK = "ask"
    """To the owner of the issue, or whoever chairs the review."""
    ESCALATED = "escalated"
    """To those who prepare reviews."""
    LEFT = "left"
    """To the same: its owner works here no more."""


@dataclass(frozen=True)
class Due:
    """Something somebody is told from this day on."""

    reminder: Reminder
    on: date


def working_days_after(day: date, count: int) -> date:
    """The day so many working days later; earlier for fewer than none."""
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= day.weekday() < 5
    return day


def soon_until(today: date) -> date:
    """The last day that counts as due soon."""
    return working_days_after(today, SOON)


def state(*, due_on: date, today: date, is_done: bool = False, is_dropped: bool = False) -> State:
    """How it stands today."""
    if is_dropped:
        return State.DROPPED
    if is_done:
        return State.DONE
    if due_on < today:
        return State.LATE
    return State.DUE if due_on <= soon_until(today) else State.OPEN


def kept(*, first_due_on: date, done_on: date | None, today: date, is_dropped: bool = False) -> bool | None:
    """Whether it was done by the day first agreed; none while that is open, and for what was dropped."""
    if is_dropped:
        return None
    if done_on is not None:
        return done_on <= first_due_on
    return False if first_due_on < today else None


def owner_hears(*, due_on: date, agreed_on: date, today: date) -> Due | None:
    """What its owner is told by now: the last of soon, today and late."""
    soon = working_days_after(due_on, -SOON)
    found = (
        Due(Reminder.LATE, working_days_after(due_on, ASKED_AFTER)),
        Due(Reminder.TODAY, due_on),
        *((Due(Reminder.SOON, soon),) if soon > agreed_on else ()),
    )
    return next((each for each in found if today >= each.on), None)


def others_hear(*, due_on: date, today: date) -> tuple[Due, ...]:
    """What others are told by now."""
    found = (
        Due(Reminder.ASK, working_days_after(due_on, ASKED_AFTER)),
        Due(Reminder.ESCALATED, working_days_after(due_on, ESCALATED_AFTER)),
    )
    return tuple(each for each in found if today >= each.on)


def may_be_taken_back(*, made_at: datetime, is_touched: bool, at: datetime) -> bool:
    """Whether an action is so fresh that it may be as if it had never been agreed on."""
    return not is_touched and at - made_at <= TAKEN_BACK_WITHIN
