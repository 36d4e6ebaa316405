"""Hours by the clock on the wall: when a window is open in a zone, whatever the clock does that night.

A window is open at a moment when the wall clock of the zone then shows a time within it. Where a night has an hour
twice, both count; where it has none, the window opens with the first moment after it.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

Span = tuple[datetime, datetime]
"""From, until; UTC, the end excluded."""


class Closed(Hashable, Protocol):
    """The days on which nobody is called whatever the hour; hashable, so that spans are found once."""

    def __contains__(self, day: object, /) -> bool: ...


HORIZON = timedelta(days=16)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
MIDNIGHT = datetime.min.time()
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Window:
    """Open on these weekdays (0 is Monday) from one wall time until another, as time since midnight."""

    days: frozenset[int]
    opens: timedelta
    closes: timedelta

    @classmethod
    def of(cls, *, days: str, opens: str, closes: str) -> "Window":
        """`mon-sat`, `09:00`, `20:00`; `24:00` is the end of the day."""
        first, _, last = days.partition("-")
        start, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        return cls(frozenset(range(start, end + 1)), _since_midnight(opens), _since_midnight(closes))


def _since_midnight(text: str) -> timedelta:
    hours, minutes = text.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def open_spans(windows: tuple[Window, ...], zones: Iterable[str], when: datetime, closed: Closed) -> Sequence[Span]:
    """When every zone is within a window, from the day of `when` for the next sixteen days."""
    begin = datetime.combine(when.astimezone(UTC).date() - DAY, MIDNIGHT, UTC)
    found: Sequence[Span] | None = None
    for segments in {segments_of(zone, begin) for zone in zones}:
        spans = _within(windows, segments, closed)
        found = spans if found is None else both(found, spans)
    return found or ()


def next_open(spans: Sequence[Span], when: datetime) -> datetime | None:
    """The first moment from `when` on that lies in a span; none within the horizon."""
    for begin, end in spans:
        if when < end:
            return max(begin, when)
    return None


def both(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    """What two sorted lists of spans have in common."""
    found: list[Span] = []
    first = second = 0
    while first < len(one) and second < len(other):
        begin = max(one[first][0], other[second][0])
        end = min(one[first][1], other[second][1])
        if begin < end:
            found.append((begin, end))
        if one[first][1] <= other[second][1]:
            first += 1
        else:
            second += 1
    return found


Segment = tuple[datetime, datetime, timedelta]
"""From, until, and how far the wall clock is ahead of UTC meanwhile."""


@lru_cache(maxsize=2048)
def segments_of(zone: str, begin: datetime) -> tuple[Segment, ...]:
    """The stretches of the horizon in which the zone's clock is not put forward or back."""
    tz = ZoneInfo(zone)
    end = begin + HORIZON + 2 * DAY
    found: list[Segment] = []
    start, at = begin, begin
    while at < end:
        upcoming = min(at + DAY, end)
        if _ahead(tz, at) != _ahead(tz, upcoming):
            change = _change(tz, at, upcoming)
            found.append((start, change, _ahead(tz, start)))
            start = change
        at = upcoming
    found.append((start, end, _ahead(tz, start)))
    return tuple(found)


def one_clock(zones: Sequence[str], when: datetime) -> str:
    """The first of these zones where all agree for the next two weeks; "" where their clocks differ."""
    begin = datetime.combine(when.astimezone(UTC).date() - DAY, MIDNIGHT, UTC)
    first, *others = zones
    return first if all(segments_of(zone, begin) == segments_of(first, begin) for zone in others) else ""


def _ahead(tz: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(tz).utcoffset() or timedelta()


def _change(tz: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The moment between the two at which the clock is put forward or back."""
    before = _ahead(tz, low)
    while high - low > SECOND:
        middle = low + timedelta(seconds=(high - low) // SECOND // 2)
        low, high = (middle, high) if _ahead(tz, middle) == before else (low, middle)
    return high


@lru_cache(maxsize=4096)
def _within(windows: tuple[Window, ...], segments: tuple[Segment, ...], closed: Closed) -> tuple[Span, ...]:
    found: list[Span] = []
    for begin, end, ahead in segments:
        day = (begin + ahead).date()
        while day <= (end + ahead).date():
            if day not in closed:
                midnight = datetime.combine(day, MIDNIGHT, UTC) - ahead
                opened = [each for each in windows if day.weekday() in each.days]
                found += [(max(begin, midnight + each.opens), min(end, midnight + each.closes)) for each in opened]
            day += DAY
    return tuple(_joined(sorted(span for span in found if span[0] < span[1])))


def _joined(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for begin, end in spans:
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return found
