"""Calendars: what is planned, as calendar programs read it (RFC 5545), with the zones it is planned in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

import icalendar

PRODUCT: Final = "-//Regain//Customer recovery//EN"
LOOK_AGAIN: Final = timedelta(minutes=30)


class Method(StrEnum):
    """What a calendar is sent for: to be followed, to be answered, to be struck out."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Event:
    """Something planned. The same `uid` with a higher `sequence` replaces what a program has."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    words: str = ""
    href: str = ""
    """An absolute address, or empty."""
    zone: str = "UTC"
    """The zone it is planned in, such as Europe/London."""
    sequence: int = 0
    cancelled: bool = False
    is_all_day: bool = False
    """For whole days of its zone, which block no time."""


def calendar(
    events: Iterable[Event],
    *,
    at: datetime,
    name: str = "Regain",
    method: Method = Method.PUBLISH,
    organiser: str = "",
    attendee: str = "",
) -> bytes:
    """The calendar as a file. An invitation or its cancellation names the e-mail addresses of both sides."""
    planned = list(events)
    made = icalendar.Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", method.value)
    if method is Method.PUBLISH:
        made.add("x-wr-calname", name)
        made.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", "PT30M")
    for event in planned:
        made.add_component(_entry(event, at=at, method=method, organiser=organiser, attendee=attendee))
    if planned:
        years = [event.starts_at.year for event in planned]
        made.add_missing_timezones(first_date=date(min(years) - 1, 1, 1), last_date=date(max(years) + 2, 1, 1))
    return bytes(made.to_ical())


def _entry(event: Event, *, at: datetime, method: Method, organiser: str, attendee: str) -> icalendar.Event:
    entry = icalendar.Event()
    entry.add("uid", event.uid)
    entry.add("dtstamp", at.astimezone(UTC))
    entry.add("dtstart", _when(event, event.starts_at))
    entry.add("dtend", _when(event, event.ends_at))
    if event.is_all_day:
        entry.add("transp", "TRANSPARENT")
    entry.add("summary", event.title)
    entry.add("sequence", event.sequence)
    cancelled = event.cancelled or method is Method.CANCEL
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if event.words:
        entry.add("description", event.words)
    if event.href:
        entry.add("url", event.href)
    if organiser:
        entry.add("organizer", _mailbox(organiser))
    if attendee:
        entry.add("attendee", _mailbox(attendee), parameters={"PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"})
    return entry


def _mailbox(text: str) -> icalendar.vCalAddress:
    """`hello@a.example`, or `Thimble & Co <hello@a.example>` with its name."""
    name, address = parseaddr(text)
    found = icalendar.vCalAddress(f"mailto:{address or text}")
    if name:
        found.params["CN"] = name
    return found


def _when(event: Event, moment: datetime) -> date | datetime:
    local = _local(moment, event.zone)
    return local.date() if event.is_all_day else local


def _local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(UTC if zone == "UTC" else ZoneInfo(zone))
