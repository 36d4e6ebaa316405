"""Numbers and addresses typed at work, and who a customer is before the law."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.kit.events import announce
from regain.knowledge.playbook.actions.guard import held
from regain.knowledge.playbook.events import ReachChanged
from regain.knowledge.playbook.models import Party, Point
from regain.knowledge.playbook.policy import guard as policy
from regain.knowledge.playbook.queries.points import Point as Known
from regain.knowledge.playbook.queries.points import home_of, key_of, points
from regain.knowledge.playbook.queries.recorded import recorded
from regain.knowledge.playbook.rules.guard import identifiers, places
from regain.knowledge.playbook.rules.guard.identifiers import Medium, Read
from regain.knowledge.playbook.rules.guard.terms import Channel, Scope


class NotAPoint(Invalid):
    """What was typed is no number and no address."""


class UnknownPlace(Invalid):
    """There is no such country, state or zone."""


class KnownAlready(Conflict):
    """The customer has this point."""


@verb("playbook.point_added", allow=policy.may_record)
def add_point(
    *, by: Actor, at: datetime, customer: str, medium: Medium, text: str, country: str = "", zone: str = ""
) -> Point:
    """Write down a number or an address of a customer; `country` where a number has no country code of its own.

    One that was marked wrong is right again. Raises NotAPoint, UnknownPlace, KnownAlready.
    """
    held(customer)
    known = recorded(customer=customer, today=at.date())
    home = home_of(known, Party.objects.filter(customer=customer).first())
    read = _read(medium, text, _country(country) or home.country)
    key = key_of(read)
    announce(ReachChanged(customer=customer, at=at))
    row = Point.objects.select_for_update().filter(customer=customer, fingerprint=key).first()
    if row is not None and row.wrong_at is not None:
        row.wrong_at, row.wrong_by = None, ""
        row.save(update_fields=["wrong_at", "wrong_by"])
        return row
    if any(point.id == key for point in points(customer=customer)):
        raise KnownAlready(_("This customer has that number or address already."))
    return Point.objects.create(
        customer=customer,
        medium=medium,
        fingerprint=key,
        value=read.value,
        normal=read.normal,
        country=read.country,
        region=read.region,
        zone=_zone(zone),
        added_at=at,
        added_by=by.key,
    )


@verb("playbook.point_marked_wrong", allow=policy.may_record)
def mark_wrong(*, by: Actor, at: datetime, customer: str, point: str) -> Point:
    """This number or address is not theirs; it is not used again. Raises NotAPoint where they have none such."""
    held(customer)
    found = next((each for each in points(customer=customer) if each.id == point), None)
    if found is None:
        raise NotAPoint(_("This customer has no such number or address; choose one from their list."))
    row, _made = Point.objects.get_or_create(
        customer=customer, fingerprint=found.id, defaults=_of_facts(found, by=by, at=at)
    )
    if row.wrong_at is None:
        row.wrong_at, row.wrong_by = at, by.key
        row.save(update_fields=["wrong_at", "wrong_by"])
    return row


@verb("playbook.party_described", allow=policy.may_record)
def describe(
    *, by: Actor, at: datetime, customer: str, scope: Scope | None, country: str = "", region: str = "", zone: str = ""
) -> Party:
    """Say who the customer is before the law: consumer or business, and where. Raises UnknownPlace."""
    party = held(customer)
    party.scope = scope.value if scope in {Scope.CONSUMER, Scope.BUSINESS} and scope else ""
    party.country = _country(country)
    party.region = _region(region, party.country)
    party.zone = _zone(zone)
    party.said_at, party.said_by = at, by.key
    party.save()
    announce(ReachChanged(customer=customer, at=at))
    return party


def _read(medium: Medium, text: str, country: str) -> Read:
    read = identifiers.read(medium, text, country=country)
    if medium is Medium.PHONE and not read.normal:
        raise NotAPoint(
            _("“%(text)s” is no telephone number we can read; begin it with + and the country code.")
            % {"text": read.value[:40]}
        )
    if medium is Medium.EMAIL and not read.normal:
        raise NotAPoint(_("“%(text)s” is no e-mail address; correct it.") % {"text": read.value[:80]})
    if not read.value:
        raise NotAPoint(_("Write the address down."))
    return read


def _of_facts(found: Known, *, by: Actor, at: datetime) -> dict[str, object]:
    media = {Channel.CALL: Medium.PHONE, Channel.EMAIL: Medium.EMAIL}
    return {
        "medium": media.get(found.channel, Medium.POST),
        "value": found.value,
        "normal": found.normal,
        "country": found.country,
        "region": found.region,
        "is_of_facts": True,
        "added_at": at,
        "added_by": by.key,
    }


def _country(text: str) -> str:
    code = places.country_named(text)
    if text.strip() and not code:
        raise UnknownPlace(_("There is no country “%(text)s”; choose one from the list.") % {"text": text[:40]})
    return code


def _region(text: str, country: str) -> str:
    region = text.strip().upper()
    if not region:
        return ""
    if country != "US" or region not in places.states():
        raise UnknownPlace(_("“%(text)s” is no state of the United States; leave it empty elsewhere.") % {"text": text})
    return region


def _zone(text: str) -> str:
    if not text.strip():
        return ""
    zone = places.zone_named(text)
    if not zone:
        raise UnknownPlace(_("There is no time zone “%(text)s”; use one such as Europe/London.") % {"text": text[:40]})
    return ZoneInfo(zone).key
