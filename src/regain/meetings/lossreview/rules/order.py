"""The standing order as values, and the days it makes. All days are on the company's calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import islice
from typing import Final

from regain.foundation.kit.period import month_after
from regain.meetings.lossreview.rules.days import next_working, working_days_after

FREEZES: Final = time(8)
"""On the company's clock: when a pack is frozen, and when reminders of a day arrive."""
FIRST_CALL, LAST_CALL = 5, 2
"""Working days before the pack is frozen, when executives hear of the calls they still have to make."""


@dataclass(frozen=True)
class Usual:
    """When a review meets: the second Thursday at ten, unless somebody changes it."""

    week: int = 2
    weekday: int = 3
    """0 for Monday."""
    starts: time = time(10)
    minutes: int = 75
    freeze_days: int = 2
    """Working days between the pack and the meeting."""


@dataclass(frozen=True)
class Days:
    """The day a review meets, and the day its pack is frozen."""

    meets_on: date
    freezes_on: date


def day_in(month: date, usual: Usual, country: str) -> date:
    """The day the order names in the month that begins here; on a holiday, the next working day."""
    named = month + timedelta(days=(usual.weekday - month.weekday()) % 7 + 7 * (usual.week - 1))
    return next_working(named, country) if usual.weekday < 5 else named


def freezes_on(meets_on: date, freeze_days: int, country: str) -> date:
    """The day a pack for a meeting on this day is frozen."""
    return working_days_after(meets_on, -freeze_days, country)


def days_of(until_on: date, usual: Usual, *, today: date, country: str) -> Days:
    """The days of the review of the month that ended before `until_on`.

    Where the order's day leaves too little time from today on, the first working day that leaves enough: the pack is
    frozen tomorrow at the earliest.
    """
    earliest = working_days_after(today, 1 + usual.freeze_days, country)
    meets_on = max(day_in(until_on, usual, country), earliest)
    return Days(meets_on, freezes_on(meets_on, usual.freeze_days, country))


def coming(usual: Usual, *, today: date, country: str) -> Iterator[date]:
    """The days the order names from tomorrow on, without end."""
    month = today.replace(day=1)
    while True:
        day = day_in(month, usual, country)
        if day > today:
            yield day
        month = month_after(month)


def next_days(usual: Usual, count: int, *, today: date, country: str) -> tuple[date, ...]:
    """The next so many of them."""
    return tuple(islice(coming(usual, today=today, country=country), count))
