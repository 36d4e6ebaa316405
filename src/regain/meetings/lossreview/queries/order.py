"""The standing order: as somebody set it, or as it is sensible for a company that changed nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.roles import Role
from regain.foundation.people.models import Person
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.models import Order
from regain.meetings.lossreview.rules.order import Usual, next_days

SHOWN = 3
CHAIRS = (Role.RETENTION_MANAGER, Role.OWNER, Role.EXECUTIVE)
"""Who chairs unless somebody is named: the first there is."""


@dataclass(frozen=True)
class Standing:
    """How the review runs every month."""

    usual: Usual
    place: str
    chair: Person | None
    people: tuple[Person, ...]
    is_chosen: bool
    """Whether people were chosen by name; otherwise all executives come, and whoever prepares reviews."""
    is_chair_chosen: bool
    paused_at: datetime | None
    changed_at: datetime | None
    changed_by: str


@dataclass(frozen=True)
class Choice:
    """Somebody who may be chosen."""

    id: int
    name: str
    roles: str
    is_chosen: bool


@dataclass(frozen=True)
class OrderPage:
    """The order, who may be chosen, and the days it makes."""

    usual: Usual
    place: str
    chair: int | None
    chair_name: str
    is_chair_chosen: bool
    people: tuple[Choice, ...]
    is_chosen: bool
    paused_at: datetime | None
    changed_at: datetime | None
    changed_by: str
    next: tuple[date, ...]
    zone: str
    may_change: bool


def standing() -> Standing:
    """The order as it is now. People who left are in it no longer."""
    row = Order.objects.first()
    can = attendees()
    if row is None:
        return Standing(Usual(), "", _usual_chair(can), usual_people(can), False, False, None, None, "")
    named = {person.pk for person in row.people.all()}
    usual = Usual(row.week, row.weekday, row.starts, row.minutes, row.freeze_days)
    chosen = next((person for person in can if person.pk == row.chair_id), None)
    return Standing(
        usual=usual,
        place=row.place,
        chair=chosen or _usual_chair(can),
        people=tuple(person for person in can if person.pk in named) if named else usual_people(can),
        is_chosen=bool(named),
        is_chair_chosen=chosen is not None,
        paused_at=row.paused_at,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )


def attendees() -> tuple[Person, ...]:
    """Everybody who may take part in a review, by name."""
    rows = Person.objects.filter(left_at=None).prefetch_related("holdings").order_by("name", "pk")
    return tuple(person for person in rows if person.may(policy.ATTEND))


def attendee(pk: int) -> Person:
    """One of them. Raises NotFound."""
    found = Person.objects.prefetch_related("holdings").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such person."))
    return found


def usual_people(can: Sequence[Person]) -> tuple[Person, ...]:
    """All executives, and whoever prepares reviews."""
    return tuple(person for person in can if person.may(policy.WORK))


def order_page(*, by: Actor, at: datetime) -> OrderPage:
    """The order, for whoever may change it."""
    now = standing()
    chosen = {person.pk for person in now.people}
    people = attendees()
    return OrderPage(
        usual=now.usual,
        place=now.place,
        chair=now.chair.pk if now.chair else None,
        chair_name=now.chair.name if now.chair else "",
        is_chair_chosen=now.is_chair_chosen,
        people=tuple(
            Choice(person.pk, person.name, ", ".join(sorted(role.title for role in person.roles)), person.pk in chosen)
            for person in people
        ),
        is_chosen=now.is_chosen,
        paused_at=now.paused_at,
        changed_at=now.changed_at,
        changed_by=now.changed_by,
        next=next_meetings(now.usual, at=at),
        zone=settings.COMPANY.zone,
        may_change=by.may(policy.PREPARE),
    )


def next_meetings(usual: Usual, *, at: datetime, count: int = SHOWN) -> tuple[date, ...]:
    """The next days this order makes."""
    return next_days(usual, count, today=today(at), country=settings.COMPANY.country)


def today(at: datetime) -> date:
    """The day it is at the company."""
    return at.astimezone(settings.COMPANY.tz).date()


def moment(day: date, on: time) -> datetime:
    """When the company's clock shows this time on this day."""
    return timezone.make_aware(datetime.combine(day, on), settings.COMPANY.tz)


def _usual_chair(can: Sequence[Person]) -> Person | None:
    return next((person for role in CHAIRS for person in can if role in person.roles), None)
