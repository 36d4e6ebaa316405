"""An executive's calls: where each stands, and when somebody is reminded of it. Working days are Monday to Friday."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

TO_PLAN_AFTER: Final = 3
"""Working days after the call was given in which a time is chosen."""
OVERDUE_AFTER: Final = 2
"""Working days after the planned day, or after the last day to plan, before it counts as late."""
ESCALATED_AFTER: Final = 5
"""The same, before whoever answers for the cycle hears of it."""


class Stage(StrEnum):
    """Where an executive's call stands."""

    TO_PLAN = "to_plan"
    PLANNED = "planned"
    OVERDUE = "overdue"
    DONE = "done"


class Reminder(StrEnum):
    """What somebody is told; each once for a call."""

    PLAN = "plan"
    TODAY = "today"
    LATE = "late"
    ESCALATED = "escalated"


@dataclass(frozen=True)
class Given:
    """The days of one call on the company's calendar; `planned_on` is empty until a time is chosen."""

    given_on: date
    planned_on: date | None
    is_done: bool


def working_days_after(day: date, count: int) -> date:
    """The day so many working days later."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def expected_on(given: Given) -> date:
    """The day it is meant for: as planned, or the last day to plan it."""
    return given.planned_on or working_days_after(given.given_on, TO_PLAN_AFTER)


def stage(given: Given, *, today: date) -> Stage:
    """Where it stands today."""
    if given.is_done:
        return Stage.DONE
    if today > working_days_after(expected_on(given), OVERDUE_AFTER):
        return Stage.OVERDUE
    return Stage.PLANNED if given.planned_on else Stage.TO_PLAN


def due(given: Given, *, today: date) -> tuple[Reminder, ...]:
    """What has fallen due by today. Nothing for a call that was made."""
    if given.is_done:
        return ()
    expected = expected_on(given)
    first = Reminder.TODAY if given.planned_on else Reminder.PLAN
    days = {
        first: expected,
        Reminder.LATE: working_days_after(expected, OVERDUE_AFTER + 1),
        Reminder.ESCALATED: working_days_after(expected, ESCALATED_AFTER),
    }
    return tuple(reminder for reminder, day in days.items() if today >= day)
