"""Clocks: the customer's and ours. A moment agreed on is a day and a time on somebody's wall."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class NoSuchZone(ValueError):
    """No clock of that name."""


class NoSuchTime(ValueError):
    """On this day the clocks jump over this time."""


def zone_of(name: str) -> ZoneInfo:
    """`Europe/Berlin` as a clock. Raises NoSuchZone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise NoSuchZone(name) from unknown


def moment(*, day: date, at: time, zone: str) -> datetime:
    """The moment a clock of this zone shows this time; of two, when the clocks go back, the first.

    Raises NoSuchZone, NoSuchTime.
    """
    wall = datetime.combine(day, at.replace(tzinfo=None), tzinfo=zone_of(zone))
    found = wall.astimezone(UTC)
    if found.astimezone(wall.tzinfo).replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise NoSuchTime(f"{day} {at:%H:%M}")
    return found
