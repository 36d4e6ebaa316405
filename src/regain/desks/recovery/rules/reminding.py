"""An executive's calls: where each stands, and when somebody is reminded of it. Working days are Monday to Friday."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

TO_PLAN_AFTER: Final = 3
"""Working days within which a time is chosen."""
REMINDED_AFTER: Final = 2
"""Working days after the day it was meant for, before whoever calls is reminded."""
ESCALATED_AFTER: Final = 5
"""The same, before whoever answers for the cycle hears of it."""


class Stage(StrEnum):
    """Where an executive's call stands."""

    TO_PLAN = "to_plan"
    PLANNED = "planned"
    TRIED = "tried"
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
    is_tried: bool = False


@dataclass(frozen=True)
class Due:
    """Something somebody is told from this day on."""

    reminder: Reminder
    on: date


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
    if today > expected_on(given):
        return Stage.OVERDUE
    if given.planned_on:
        return Stage.PLANNED
    return Stage.TRIED if given.is_tried else Stage.TO_PLAN


def due(given: Given, *, today: date) -> tuple[Due, ...]:
    """What has fallen due by today. Nothing for a call that was made."""
    if given.is_done:
        return ()
    expected = expected_on(given)
    found = (
        Due(Reminder.TODAY if given.planned_on else Reminder.PLAN, expected),
        Due(Reminder.LATE, working_days_after(expected, REMINDED_AFTER)),
        Due(Reminder.ESCALATED, working_days_after(expected, ESCALATED_AFTER)),
    )
    return tuple(each for each in found if today >= each.on)
