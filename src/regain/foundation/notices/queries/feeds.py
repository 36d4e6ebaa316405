"""A person's calendar: its address, and what every room puts into it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.room import rooms
from regain.foundation.notices.models import Feed
from regain.foundation.notices.models.feed import fingerprint
from regain.foundation.notices.rules.calendar import Event, calendar
from regain.foundation.people.models import Person

SOON: Final = timedelta(days=14)
SHOWN: Final = 20


@dataclass(frozen=True)
class PlannedRow:
    """One thing planned, as the page shows it."""

    starts_at: datetime
    title: str
    href: str
    is_all_day: bool


@dataclass(frozen=True)
class CalendarPage:
    """One's own calendar: its standing, and what it shows in the next two weeks."""

    opened_at: datetime | None
    read_at: datetime | None
    address: str
    """Shown once, right after it was made."""
    opens: str
    """The same, for the calendar program of this device."""
    planned: tuple[PlannedRow, ...]


def feed_of(key: str) -> Feed:
    """The open feed behind a key, of somebody who is still here. Raises NotFound, always the same."""
    found = Feed.objects.select_related("person").filter(fingerprint=fingerprint(key), closed_at=None).first()
    if found is None or not found.person.is_let_in:
        raise NotFound(_("There is no calendar at this address."))
    return found


def calendar_file(*, feed: Feed, at: datetime) -> bytes:
    """What a calendar program gets, in the person's language."""
    person = feed.person
    with translation.override(person.language or settings.LANGUAGE_CODE):
        name = _("Regain, %(name)s") % {"name": person.name}
        return calendar(events_of(by=person), at=at, name=name)


def events_of(*, by: Person) -> list[Event]:
    """What every room plans for this person, the earliest first."""
    found = [event for room in rooms() if room.calendar for event in import_string(room.calendar)(by=by)]
    return sorted(found, key=lambda event: (event.starts_at, event.uid))


def calendar_page(*, by: Person, at: datetime, address: str = "") -> CalendarPage:
    """One's own calendar page."""
    feed = Feed.objects.filter(person=by, closed_at=None).first()
    coming = [each for each in events_of(by=by) if at <= each.ends_at <= at + SOON and not each.cancelled]
    return CalendarPage(
        opened_at=feed.opened_at if feed else None,
        read_at=feed.read_at if feed else None,
        address=address,
        opens=f"webcal://{address.partition('://')[2]}" if address else "",
        planned=tuple(_planned(each) for each in coming[:SHOWN]),
    )


def _planned(event: Event) -> PlannedRow:
    return PlannedRow(event.starts_at, event.title, event.href, event.is_all_day)


def feed_path(key: str) -> str:
    """The path of a feed."""
    return reverse("notices:calendar_file", args=[key])
