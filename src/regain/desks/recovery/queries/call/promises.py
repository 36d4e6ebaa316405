"""The steps in which something is promised: help at once, and an offer in writing."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from regain.desks.recovery.models import Call
from regain.desks.recovery.queries.call import parts
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.money import Money
from regain.foundation.people.queries.teams import active_people
from regain.foundation.ui import formats
from regain.knowledge.playbook.queries.offers import OfferChoice, offers_for, today

VALID = timedelta(days=14)


@dataclass(frozen=True)
class Helper:
    """Somebody who can take a task."""

    id: int
    name: str
    is_caller: bool


@dataclass(frozen=True)
class Supporting:
    """Help that was promised, and who could give more."""

    tasks: tuple[parts.SupportShown, ...]
    helpers: tuple[Helper, ...]
    due_on: date
    due_time: time
    from_on: date


@dataclass(frozen=True)
class Priced:
    """An offer that may be made, beside what winning them back is worth."""

    id: int
    title: str
    words: str
    mechanism: str
    cost: Money
    tone: str
    """good within the maximum spend, warn above half of it, bad beyond."""
    is_own_currency: bool
    number: int


@dataclass(frozen=True)
class Offering:
    """What may be offered, and what was written."""

    offers: tuple[Priced, ...]
    maximum_spend: Money
    has_maximum: bool
    currency: str
    proposals: tuple[parts.ProposalShown, ...]
    until_on: date
    from_on: date


def supporting(call: Call, *, at: datetime) -> Supporting:
    """The help of this case; a new task is due on the next working day at noon unless somebody says otherwise."""
    day = today(at)
    due = day + timedelta(days=1)
    while due.weekday() > 4:
        due += timedelta(days=1)
    people = active_people().order_by("name", "pk")
    return Supporting(
        tasks=parts.support_of(call, at=at),
        helpers=tuple(Helper(each.pk, each.name, each.pk == call.caller_id) for each in people),
        due_on=due,
        due_time=time(12),
        from_on=day,
    )


def promise_of(call: Call) -> str:
    """What to promise at the end: the task of this call that is due first; nothing without one."""
    rows = call.support.filter(done_at=None, dropped_at=None)
    task = rows.order_by("due_at", "pk").first()
    if task is None:
        return ""
    when = {"what": task.what.strip().rstrip("."), "when": formats.moment(timezone.localtime(task.due_at))}
    return _("We will do this by %(when)s: %(what)s. You will get it in writing.") % when


def offering(call: Call, *, by: Actor, at: datetime) -> Offering:
    """The offers that stand, best mechanism first, each beside the maximum spend."""
    case, day = call.case, today(at)
    has_maximum = case.decision_id is not None
    choices = offers_for(by=by, at=at)
    return Offering(
        offers=tuple(_priced(each, number, call, has_maximum) for number, each in enumerate(choices, 1)),
        maximum_spend=Money(case.maximum_spend, case.currency),
        has_maximum=has_maximum,
        currency=case.currency,
        proposals=parts.proposals_of(call),
        until_on=day + VALID,
        from_on=day + timedelta(days=1),
    )


def _priced(offer: OfferChoice, number: int, call: Call, has_maximum: bool) -> Priced:
    return Priced(
        id=offer.id,
        title=offer.title,
        words=offer.words,
        mechanism=offer.mechanism_title,
        cost=Money(offer.cost, offer.currency),
        tone=_tone(offer.cost, call.case.maximum_spend) if has_maximum else "quiet",
        is_own_currency=offer.currency == call.case.currency,
        number=number,
    )


def _tone(cost: Decimal, most: Decimal) -> str:
    if cost > most:
        return "bad"
    return "warn" if cost * 2 > most else "good"
