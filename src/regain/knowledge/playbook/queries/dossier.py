"""All that the guard may know about one customer, gathered once; and what of it counts for one act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from regain.knowledge.playbook import models
from regain.knowledge.playbook.models.stop import StopKind, fingerprint
from regain.knowledge.playbook.queries.points import (
    MEDIA,
    Home,
    Point,
    home_of,
    home_zones,
    key_of,
    point_from,
    points_of,
)
from regain.knowledge.playbook.queries.recorded import Recorded, recorded
from regain.knowledge.playbook.rules.guard import identifiers, places
from regain.knowledge.playbook.rules.guard.terms import (
    Act,
    Channel,
    Consented,
    Known,
    Place,
    Purpose,
    Scope,
    Screened,
    Verdict,
)

BACK = timedelta(days=92)
"""How far back attempts are counted; no rule asks for more."""
OUTBOX = "system:outbox"


@dataclass(frozen=True)
class Address:
    """An e-mail address that is used although nobody wrote it down for the customer; the audit trail keeps no text."""

    text: str

    @property
    def key(self) -> str:
        """The id of the point it is."""
        return key_of(identifiers.read(identifiers.Medium.EMAIL, self.text))


@dataclass(frozen=True)
class Dossier:
    """What is known about one customer."""

    customer: str
    recorded: Recorded
    home: Home
    scope: Scope | None
    points: tuple[Point, ...]
    stops: tuple[models.Stop, ...]
    consents: tuple[models.Consent, ...]
    answers: tuple[models.Answer, ...]
    screenings: tuple[models.Screening, ...]

    def at(self, channel: Channel) -> tuple[Point, ...]:
        """The points this channel can use."""
        wanted = MEDIA[channel]
        return tuple(point for point in self.points if MEDIA[point.channel] is wanted)


def dossier(*, customer: str, at: datetime, to: Address | None = None) -> Dossier:
    """Gather everything; `to` is an address that is used although nobody wrote it down for this customer."""
    known = recorded(customer=customer, today=at.date())
    party = models.Party.objects.filter(customer=customer).first()
    home = home_of(known, party)
    points = points_of(customer=customer, known=known, home=home, at=at)
    points += _loose(to, points, home, at) if to else ()
    keys = [point.id for point in points]
    return Dossier(
        customer=customer,
        recorded=known,
        home=home,
        scope=Scope(party.scope) if party and party.scope else None,
        points=points,
        stops=tuple(standing_stops([customer_key(customer), *keys])),
        consents=tuple(models.Consent.objects.filter(customer=customer).order_by("-given_at", "-pk")),
        answers=tuple(_answers(customer, keys, at)),
        screenings=tuple(models.Screening.objects.filter(fingerprint__in=keys).order_by("checked_on")),
    )


def customer_key(customer: str) -> str:
    """The hash of a customer's id."""
    return fingerprint(StopKind.CUSTOMER, customer)


def standing_stops(keys: Sequence[str]) -> list[models.Stop]:
    """The stops of these identifiers that nobody lifted."""
    return list(models.Stop.objects.filter(fingerprint__in=keys, lifted_at=None).order_by("said_at"))


def _answers(customer: str, keys: Sequence[str], at: datetime) -> list[models.Answer]:
    allowed = models.Answer.objects.filter(withdrawn_at=None, asked_at__gt=at - BACK, asked_at__lte=at)
    allowed = allowed.exclude(verdict=Verdict.BLOCK)
    theirs = Q(customer=customer) | Q(point__in=keys) if keys else Q(customer=customer)
    return list(allowed.filter(theirs).order_by("asked_at"))


def _loose(to: Address, points: Sequence[Point], home: Home, at: datetime) -> tuple[Point, ...]:
    read = identifiers.read(identifiers.Medium.EMAIL, to.text)
    key = key_of(read)
    return () if any(point.id == key for point in points) else (point_from(key, read, None, home, at),)


def known_for(file: Dossier, act: Act, point: Point | None) -> Known:
    """What counts for this act by this point; without a point, what holds for the customer."""
    keys = {customer_key(file.customer)} | ({point.id} if point else {each.id for each in file.at(act.channel)})
    return Known(
        places=places_of(file.home, point),
        zones=point.zones if point else home_zones(file.home),
        scope=file.scope,
        has_point=point is not None,
        is_wrong=point is not None and point.is_wrong,
        status=file.recorded.status,
        stopped_at=min((stop.said_at for stop in file.stops if _stops(stop, act, keys)), default=None),
        consents=tuple(_consented(row) for row in file.consents),
        attempts=tuple(
            row.asked_at
            for row in file.answers
            if row.channel == Channel.CALL and (row.customer == file.customer or row.point in keys)
        ),
        touched_at=max((row.asked_at for row in file.answers if _is_touch(row, file.customer)), default=None),
        last_purchase_on=file.recorded.last_purchase_on,
        last_inquiry_on=file.recorded.last_inquiry_on,
        screened={
            row.registry: Screened(row.checked_on, row.is_listed)
            for row in file.screenings
            if point is not None and row.fingerprint == point.id
        },
    )


def places_of(home: Home, point: Point | None) -> frozenset[Place]:
    """The jurisdictions of the address and of the number; one stands in for the other where only one is known."""
    found = {places.place_of(home.country, home.region)} if home.country else set()
    if point is not None and point.channel is Channel.CALL and point.normal:
        number = identifiers.phone(point.normal)
        found.add(places.place_of(number.country, number.region))
    named = {place.country for place in found if place.region}
    found = {place for place in found if place.country and (place.region or place.country not in named)}
    return frozenset(found or {Place()})


def _stops(stop: models.Stop, act: Act, keys: set[str]) -> bool:
    channels = {"", act.channel.value} | ({Channel.EMAIL.value} if act.channel is Channel.SURVEY else set())
    return stop.fingerprint in keys and stop.channel in channels


def _consented(row: models.Consent) -> Consented:
    return Consented(Purpose(row.purpose), Channel(row.channel), row.given_at, row.withdrawn_at)


def _is_touch(row: models.Answer, customer: str) -> bool:
    """A call by a person, or a message somebody wrote to this one customer and that left."""
    by_person = row.asked_by.startswith("person:") and row.channel == Channel.CALL
    return row.customer == customer and not row.is_automatic and (by_person or row.asked_by == OUTBOX)


def without_persons(known: Known) -> dict[str, Any]:
    """What an answer rested on, without personal data."""
    few = sorted(known.zones)
    return {
        "places": sorted("-".join(filter(None, (place.country, place.region))) for place in known.places),
        "zones": few if len(few) <= 12 else [f"{len(few)} zones"],
        "scope": known.scope.value if known.scope else "",
        "has_point": known.has_point,
        "status": known.status,
        "stopped": known.stopped_at is not None,
        "consents": [f"{each.purpose}/{each.channel}" for each in known.consents if each.withdrawn_at is None],
        "attempts": len(known.attempts),
        "touched_at": known.touched_at.isoformat() if known.touched_at else "",
        "last_purchase_on": known.last_purchase_on.isoformat() if known.last_purchase_on else "",
        "last_inquiry_on": known.last_inquiry_on.isoformat() if known.last_inquiry_on else "",
        "screened": {name: each.checked_on.isoformat() for name, each in known.screened.items()},
    }
