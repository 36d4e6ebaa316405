"""Days on which people meet: Monday to Friday, without the public holidays of the company's country."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

import holidays


def is_working(day: date, country: str) -> bool:
    """Whether people work on this day; without a country, or with one nobody knows, no day is a holiday."""
    return day.weekday() < 5 and day not in _holidays(country, day.year)


def next_working(day: date, country: str) -> date:
    """This day, or the first working day after it."""
    while not is_working(day, country):
        day += timedelta(days=1)
    return day


def working_days_after(day: date, count: int, country: str) -> date:
    """The day so many working days later; earlier for fewer than none."""
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_working(day, country)
    return day


def last_working(from_on: date, until_on: date, country: str) -> date:
    """The last working day of these; the very last day where there is none."""
    day = until_on - timedelta(days=1)
    while day >= from_on and not is_working(day, country):
        day -= timedelta(days=1)
    return max(day, from_on)


@cache
def _holidays(country: str, year: int) -> Mapping[date, str]:
    if not country:
        return {}
    try:
        found: Mapping[date, str] = holidays.country_holidays(country, years=year)
    except NotImplementedError:
        return {}
    return found
