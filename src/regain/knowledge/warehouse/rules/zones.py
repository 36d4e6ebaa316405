"""Local time and UTC, exactly as the zone database has it.

A day on which the clocks do not move has one shift; on the others every time of day is looked up. An hour that happens
twice counts as its first; an hour that never happens has no UTC; a bare date begins at the first instant of its day.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Instant:
    """What a local time means in UTC (naive): `utc` is None when it does not exist; `first` serves a bare date."""

    utc: datetime | None
    first: datetime


@cache
def shift_of_local_day(zone: str, day: date) -> int | None:
    """Seconds a whole local day is ahead of UTC, or None when the clocks move on it."""
    ends = [datetime.combine(d, time(), ZoneInfo(zone)) for d in (day, _next(day))]
    shifts = {_shift(moment.replace(fold=fold)) for moment in ends for fold in (0, 1)}
    return shifts.pop() if len(shifts) == 1 else None


@cache
def shift_of_utc_day(zone: str, day: date) -> int | None:
    """Seconds local time is ahead during a whole UTC day, or None when the clocks move in it."""
    ends = [datetime.combine(d, time(), UTC).astimezone(ZoneInfo(zone)) for d in (day, _next(day))]
    shifts = {_shift(moment) for moment in ends}
    return shifts.pop() if len(shifts) == 1 else None


def instant_of(zone: str, local: datetime) -> Instant:
    """What one local time (naive) means in UTC."""
    here = ZoneInfo(zone)
    earlier = local - timedelta(seconds=_shift(local.replace(tzinfo=here, fold=0)))
    back = earlier.replace(tzinfo=UTC).astimezone(here).replace(tzinfo=None)
    return Instant(utc=earlier if back == local else None, first=earlier)


def day_of(zone: str, utc: datetime) -> date:
    """The local calendar day of a UTC time (naive)."""
    return utc.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


def _next(day: date) -> date:
    return day + DAY if day < date.max else day


def _shift(moment: datetime) -> int:
    offset = moment.utcoffset()
    return int(offset.total_seconds()) if offset else 0
