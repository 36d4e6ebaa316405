"""How long a point of the agenda took."""

from datetime import datetime


def spent(*, seconds: int, since: datetime | None, at: datetime) -> int:
    """Seconds on the screen so far: those before, and those since it came on again."""
    return seconds + (max(0, int((at - since).total_seconds())) if since else 0)


def in_minutes(seconds: int) -> int:
    """Whole minutes, to the nearest; anything at all is one."""
    return max(1, round(seconds / 60)) if seconds else 0
