"""How a customer can be reached: numbers and addresses from the facts, and those typed at work."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from regain.knowledge.playbook import models
from regain.knowledge.playbook.models.stop import fingerprint
from regain.knowledge.playbook.queries.recorded import Recorded, recorded
from regain.knowledge.playbook.rules.guard import identifiers, places
from regain.knowledge.playbook.rules.guard.hours import one_clock
from regain.knowledge.playbook.rules.guard.identifiers import Medium, Read
from regain.knowledge.playbook.rules.guard.terms import Channel

CHANNELS = {Medium.PHONE: Channel.CALL, Medium.EMAIL: Channel.EMAIL, Medium.POST: Channel.LETTER}
MEDIA = {
    Channel.CALL: Medium.PHONE,
    Channel.EMAIL: Medium.EMAIL,
    Channel.SURVEY: Medium.EMAIL,
    Channel.LETTER: Medium.POST,
}
BETWEEN = (";", ",", " / ")
"""What people put between two numbers in one cell."""


@dataclass(frozen=True)
class Home:
    """Where a customer is, as far as anybody knows."""

    country: str = ""
    region: str = ""
    zone: str = ""


@dataclass(frozen=True)
class Point:
    """One number or address. `id` is the hash of its one spelling, the same wherever it is written."""

    id: str
    channel: Channel
    value: str
    normal: str
    """Empty where it cannot be read: it may be a mistake."""
    country: str
    region: str
    zone: str
    """The one zone of its owner; "" where there may be several."""
    zones: frozenset[str]
    local_time: datetime | None
    is_wrong: bool
    source: str
    row: int | None = None
    """Its number among those typed at work; none where only the facts have it."""

    @property
    def is_valid(self) -> bool:
        """Whether it can be one at all."""
        return bool(self.normal)

    @property
    def shown(self) -> str:
        """As people write it."""
        return identifiers.shown(self.normal) if self.channel is Channel.CALL and self.normal else self.value

    @property
    def wall_time(self) -> str:
        """`09:14`, on their wall: without its zone, for a page shows every moment by our own clock."""
        return date_format(self.local_time.replace(tzinfo=None), "H:i") if self.local_time else ""

    @property
    def zone_title(self) -> str:
        """`New York`."""
        return self.zone.rpartition("/")[2].replace("_", " ")


def points(*, customer: str, at: datetime | None = None) -> tuple[Point, ...]:
    """Everything we may reach the customer at, those of the facts first; `at` tells the local time as well."""
    known = recorded(customer=customer, today=at.date() if at else date.max)
    party = models.Party.objects.filter(customer=customer).first()
    return points_of(customer=customer, known=known, home=home_of(known, party), at=at)


def home_of(known: Recorded, party: models.Party | None) -> Home:
    """Where they are: what somebody said at work, then the facts, then the company's own country if it named one."""
    said = party or models.Party()
    country = said.country or places.country_named(known.country)
    if not country and not known.country.strip():
        country = settings.COMPANY.country
    return Home(
        country=country,
        region=said.region if said.country == country else "",
        zone=said.zone or places.zone_named(known.zone),
    )


def points_of(*, customer: str, known: Recorded, home: Home, at: datetime | None) -> tuple[Point, ...]:
    """The points, from facts and rows that are at hand."""
    rows = {row.fingerprint: row for row in models.Point.objects.filter(customer=customer).order_by("pk")}
    found: dict[str, Point] = {}
    for read in _of_facts(known, home):
        key = key_of(read)
        found.setdefault(key, point_from(key, read, rows.get(key), home, at, source=_("imported facts")))
    for key, row in rows.items():
        if key not in found and not row.is_of_facts:
            read = Read(Medium(row.medium), row.value, row.normal, row.country, row.region)
            source = _("typed at work on %(day)s") % {"day": date_format(row.added_at, "j M Y")}
            found[key] = point_from(key, read, row, home, at, source=source)
    return tuple(found.values())


def _of_facts(known: Recorded, home: Home) -> Iterator[Read]:
    for text in split_phones(known.phone, home.country):
        yield identifiers.read(Medium.PHONE, text, country=home.country)
    if known.email.strip():
        yield identifiers.read(Medium.EMAIL, known.email)


def split_phones(text: str, country: str) -> Sequence[str]:
    """One number, or several that somebody wrote into one cell."""
    if not text.strip() or identifiers.phone(text, country=country).normal:
        return [text] if text.strip() else []
    for mark in BETWEEN:
        parts = [part.strip() for part in text.split(mark) if part.strip()]
        if len(parts) > 1:
            return parts[:5]
    return [text]


def key_of(read: Read) -> str:
    """The id of a point: a hash of its one spelling, or of what was typed where that is nothing."""
    return fingerprint(read.medium.value, read.normal or read.value)


def point_from(
    key: str, read: Read, row: models.Point | None, home: Home, at: datetime | None, *, source: str = ""
) -> Point:
    """A point as it is used: with the zones its owner may be in, and the time there."""
    zones = zones_at(read, home, row.zone if row else "")
    zone = one_clock(places.in_order(zones), at) if at else next(iter(zones)) if len(zones) == 1 else ""
    return Point(
        id=key,
        channel=CHANNELS[read.medium],
        value=read.value,
        normal=read.normal,
        country=read.country or home.country,
        region=read.region or (home.region if read.country in {"", home.country} else ""),
        zone=zone,
        zones=zones,
        local_time=at.astimezone(ZoneInfo(zone)) if at and zone else None,
        is_wrong=row is not None and row.wrong_at is not None,
        source=source,
        row=row.pk if row else None,
    )


def zones_at(read: Read, home: Home, said: str) -> frozenset[str]:
    """Every zone the owner of a point may be in; where address and area code disagree, those of both."""
    if said:
        return frozenset({said})
    at_home = home_zones(home)
    if read.medium is not Medium.PHONE or not read.normal:
        return at_home
    of_number = places.zones_of_number(read.normal, read.country)
    if not home.country and not home.zone:
        return of_number
    return at_home & of_number or at_home | of_number


def home_zones(home: Home) -> frozenset[str]:
    """Every zone the customer may be in by their address."""
    if home.zone:
        return frozenset({home.zone})
    return places.zones_of_state(home.region) if home.country == "US" and home.region else places.zones_of(home.country)
