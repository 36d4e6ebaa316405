"""What was heard: the page to write it down on, and the calls of a period for whoever wants to know the same day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from regain.desks.recovery import policy
from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.queries import cases
from regain.desks.recovery.queries.call import parts
from regain.desks.recovery.queries.call.closing import Closing, Moment, closing, moment_of
from regain.desks.recovery.queries.call.prepare import Prepared, numbers_of, prepared
from regain.desks.recovery.queries.call.promises import Supporting, supporting
from regain.desks.recovery.queries.executives import MINUTES
from regain.desks.recovery.rules.calls import CallKind, Field, Outcome
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.money import Money
from regain.knowledge.playbook.queries.causes import causes, causes_of
from regain.knowledge.playbook.queries.reasons import GroupOfReasons, catalogue
from regain.knowledge.playbook.rules.causes import Causes

ASKED = (Field.WHY, Field.WANTS, Field.FEELINGS, Field.FACTS)


@dataclass(frozen=True)
class HeardPage:
    """One conversation on one page."""

    id: int
    case_id: int
    title: str
    person: str
    zone: str
    there: str
    began_at: datetime
    minutes: int
    is_recovery: bool
    is_dialled: bool
    part: Prepared
    fields: tuple[parts.FieldShown, ...]
    quotes: parts.QuotesShown
    groups: tuple[GroupOfReasons, ...]
    closing: Closing
    moment: Moment
    supporting: Supporting


@dataclass(frozen=True)
class HeardCall:
    """One conversation as others hear of it."""

    call: int
    customer: str
    title: str
    href: str
    by: str
    is_executive: bool
    spoken_at: datetime
    value_lost: Money
    quotes: tuple[str, ...]
    why: str
    wants: str
    reasons: tuple[str, ...]
    """Confirmed where the customer agreed, otherwise as we understood them."""
    is_confirmed: bool
    willingness: int | None


def heard_page(*, by: Actor, at: datetime, call: Call) -> HeardPage:
    """The page for a call that is open."""
    known = causes(customer=call.case.customer, left_on=call.case.left_on)
    numbers = numbers_of(call=call, at=at)
    number = next((each for each in numbers if each.id == call.point), numbers[0] if numbers else None)
    return HeardPage(
        id=call.pk,
        case_id=call.case_id,
        title=call.case.title,
        person=by.key,
        zone=number.zone if number else "",
        there=number.clock if number else "",
        began_at=call.began_at,
        minutes=MINUTES,
        is_recovery=call.kind == CallKind.RECOVERY,
        is_dialled=call.dialled_at is not None,
        part=prepared(by=by, at=at, call=call, known=known),
        fields=tuple(parts.field_of(call, field) for field in ASKED),
        quotes=parts.quotes_of(call),
        groups=catalogue().groups,
        closing=closing(call),
        moment=moment_of(call, at=at, numbers=numbers),
        supporting=supporting(call, at=at),
    )


def open_call_of(case: Case, *, by: Actor) -> Call | None:
    """The call this person is in with this customer."""
    call = parts.open_call(by=by)
    return call if call is not None and call.case_id == case.pk else None


def heard(*, by: Actor, from_on: date, until_on: date) -> tuple[HeardCall, ...]:
    """The conversations of these days this person may know of, newest first. `until_on` is the day after the last."""
    rows = Call.objects.filter(
        outcome=Outcome.SPOKE, ended_at__gte=_midnight(from_on), ended_at__lt=_midnight(until_on)
    )
    rows = rows.filter(case__in=cases.visible_to(by)).select_related("case", "caller")
    return told(rows.order_by("-ended_at", "-pk").prefetch_related("quotes", "words"))


def heard_in_cycle(*, by: Actor, period: str) -> tuple[HeardCall, ...]:
    """Every conversation of one cycle for those who see the whole of it, newest first."""
    rows = Call.objects.filter(outcome=Outcome.SPOKE, case__decision__cycle__period=period)
    if not policy.sees_every_case(by):
        rows = rows.filter(case__in=cases.visible_to(by))
    rows = rows.select_related("case", "caller").prefetch_related("quotes", "words")
    return told(rows.order_by("-ended_at", "-pk"))


def told(rows: Iterable[Call]) -> tuple[HeardCall, ...]:
    """Conversations with what was said in them and why they left."""
    calls = list(rows)
    known = causes_of([(call.case.customer, call.case.left_on) for call in calls])
    return tuple(_told(call, known[call.case.customer, call.case.left_on]) for call in calls)


def _told(call: Call, known: Causes) -> HeardCall:
    written = {words.field: words.text for words in call.words.all()}
    is_confirmed = bool(known.confirmed.causes)
    standing = known.confirmed if is_confirmed else known.diagnosed
    return HeardCall(
        call=call.pk,
        customer=call.case.customer,
        title=call.case.title,
        href=reverse("recovery:case", args=[call.case_id]),
        by=call.caller.name,
        is_executive=call.kind == CallKind.LISTENING,
        spoken_at=call.ended_at or call.began_at,
        value_lost=Money(call.case.value_lost, call.case.currency),
        quotes=tuple(quote.text for quote in call.quotes.all() if quote.withdrawn_at is None),
        why=written.get(Field.WHY, ""),
        wants=written.get(Field.WANTS, ""),
        reasons=tuple(cause.title for cause in standing.causes),
        is_confirmed=is_confirmed,
        willingness=call.willingness,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(settings.COMPANY.zone))
