"""Words, offers and lessons as the tests tell them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.test import Client

from regain.foundation.kit.actor import Actor, System
from regain.foundation.people.models import Person
from regain.knowledge.playbook.actions import offers as offering
from regain.knowledge.playbook.actions.catalogue import load_catalogue
from regain.knowledge.playbook.models import Offer, Reason
from regain.knowledge.playbook.rules.offers import Mechanism, OfferKind, Terms

AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def terms(**changes: object) -> Terms:
    """An offer that fixes the cause, from today for a month."""
    plain = Terms(
        title="Delivery on the day you choose",
        words="We deliver on the day you choose, for as long as you are with us.",
        mechanism=Mechanism.FIXES_CAUSE,
        cost=Decimal("12.50"),
        currency=settings.COMPANY.currency,
        live_from=TODAY,
        review_on=TODAY + timedelta(days=30),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def make(by: Actor, kind: OfferKind = OfferKind.RETURN, at: datetime = AT, **changes: object) -> Offer:
    """An offer by our own verb."""
    return offering.make_offer(by=by, at=at, kind=kind, terms=terms(**changes))


def catalogue() -> dict[str, int]:
    """The shipped reasons: key → id."""
    if not Reason.objects.exists():
        load_catalogue(by=System("tests"), at=AT)
    return {row.key: row.pk for row in Reason.objects.all()}


def browser(person: Person) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person)
    return client
