"""What was heard: the page to write it down on, and the calls of a period for whoever wants to know the same day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Case as Whether
from django.db.models import When
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.queries import cases
from regain.desks.recovery.queries.call import parts
from regain.desks.recovery.queries.call.closing import Closing, Moment, WayOut, closing, moment_of, ways_out
from regain.desks.recovery.queries.call.prepare import Prepared, numbers_of, prepared
from regain.desks.recovery.queries.call.promises import Supporting, supporting
from regain.desks.recovery.queries.executives import MINUTES
from regain.desks.recovery.queries.words import customer_href
from regain.desks.recovery.rules.calls import CallKind, Field, Outcome
from regain.desks.recovery.rules.follows import Follow
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.money import Money
from regain.knowledge.playbook.queries.causes import causes, causes_of
from regain.knowledge.playbook.queries.reasons import GroupOfReasons, catalogue
from regain.knowledge.playbook.rules.causes import Answer, Causes

ASKED = (Field.NOTES, Field.WANTS)
COULD_NOT_SAY, NOT_CLEAR = "could_not_say", "not_clear"
"""Chosen instead of a reason."""


@dataclass(frozen=True)
class Choices:
    """What is chosen on the page, as its form sends it."""

    reason: str = ""
    also: str = ""
    agreed: str = ""
    willingness: str = ""
    what: str = ""
    owner: str = ""
    due_day: str = ""
    follow: str = ""
    day: str = ""
    time: str = ""


@dataclass(frozen=True)
class HeardPage:
    """One conversation on one page."""

    id: int
    case_id: int
    title: str
    customer_href: str
    person: str
    zone: str
    there: str
    began_at: datetime
    minutes: int
    is_recovery: bool
    is_dialled: bool
    part: Prepared
    fields: tuple[parts.FieldShown, ...]
    read_back: parts.FieldShown
    quotes: parts.QuotesShown
    groups: tuple[GroupOfReasons, ...]
    closing: Closing
    moment: Moment
    ways_out: tuple[WayOut, ...]
    supporting: Supporting
    scale: tuple[str, ...]
    choices: Choices


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
    notes: str
    wants: str
    reasons: tuple[str, ...]
    """Confirmed where the customer agreed, otherwise as we understood them."""
    is_confirmed: bool
    could_not_say: bool
    willingness: int | None


def heard_page(*, by: Actor, at: datetime, call: Call, sent: Mapping[str, str] | None = None) -> HeardPage:
    """The page for a call that is open; `sent` is what was chosen on it and could not be kept."""
    known = causes(customer=call.case.customer, left_on=call.case.left_on)
    numbers = numbers_of(call=call, at=at)
    helping, ahead, closes = (
        supporting(call, at=at),
        moment_of(call, at=at, numbers=numbers),
        _without_offer(closing(call)),
    )
    number = next((each for each in numbers if each.id == call.point), numbers[0] if numbers else None)
    return HeardPage(
        id=call.pk,
        case_id=call.case_id,
        title=call.case.title,
        customer_href=customer_href(call.case.customer),
        person=by.key,
        zone=number.zone if number else "",
        there=number.clock if number else "",
        began_at=call.began_at,
        minutes=MINUTES,
        is_recovery=call.kind == CallKind.RECOVERY,
        is_dialled=call.dialled_at is not None,
        part=prepared(by=by, at=at, call=call, known=known),
        fields=tuple(parts.field_of(call, field) for field in ASKED),
        read_back=parts.field_of(call, Field.READ_BACK),
        quotes=parts.quotes_of(call),
        groups=catalogue().groups,
        closing=closes,
        moment=ahead,
        ways_out=ways_out(call),
        supporting=helping,
        scale=tuple(str(value) for value in range(11)),
        choices=_chosen(
            Choices(
                *_reasons(known),
                agreed="1" if call.verified_at is not None and known.diagnosed.causes else "",
                willingness="" if call.willingness is None else str(call.willingness),
                owner=next((str(each.id) for each in helping.helpers if each.is_caller), ""),
                due_day=helping.due_on.isoformat(),
                day=ahead.day.isoformat(),
                time=f"{ahead.time:%H:%M}",
            ),
            sent,
        ),
    )


def reasons_of(call: Call) -> tuple[str, str]:
    """What is noted as the reason so far, and what as another, as the page's form sends them."""
    return _reasons(causes(customer=call.case.customer, left_on=call.case.left_on))


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
    """The executives' conversations of one cycle this person may know of, newest first."""
    rows = Call.objects.filter(outcome=Outcome.SPOKE, case__decision__cycle__period=period, case__kind=Kind.EXECUTIVE)
    rows = rows.filter(case__in=cases.visible_to(by))
    rows = rows.select_related("case", "caller").prefetch_related("quotes", "words")
    return told(rows.order_by("-ended_at", "-pk"))


def heard_of_departures(*, by: Actor, from_on: date, until_on: date, most: int) -> tuple[HeardCall, ...]:
    """The conversations with customers who left in a time, as far as this person may know of them.

    Those of executives first, then by value lost; not more than so many.
    """
    rows = Call.objects.filter(outcome=Outcome.SPOKE, case__left_on__gte=from_on, case__left_on__lt=until_on)
    rows = rows.filter(case__in=cases.visible_to(by)).select_related("case", "caller")
    executives_first = Whether(When(case__kind=Kind.EXECUTIVE, then=0), default=1)
    rows = rows.order_by(executives_first, "-case__value_lost", "-ended_at", "-pk")
    return told(rows.prefetch_related("quotes", "words")[:most])


def told(rows: Iterable[Call]) -> tuple[HeardCall, ...]:
    """Conversations with what was said in them and why they left."""
    calls = list(rows)
    known = causes_of([(call.case.customer, call.case.left_on) for call in calls])
    return tuple(_told(call, known[call.case.customer, call.case.left_on]) for call in calls)


def _without_offer(closes: Closing) -> Closing:
    """What may follow, in words for a call that offers nothing."""
    waits = _("We keep what they asked for, and look at it in two weeks.")
    return replace(
        closes,
        follows=tuple(replace(each, words=waits) if each.key == Follow.WAIT else each for each in closes.follows),
    )


def _reasons(known: Causes) -> tuple[str, str]:
    if known.diagnosed.answer is Answer.COULD_NOT_SAY:
        return COULD_NOT_SAY, ""
    noted = [str(cause.reason_id) for cause in known.diagnosed.causes[:2]]
    reason, also = (*noted, "", "")[:2]
    return reason, also


def _chosen(usual: Choices, sent: Mapping[str, str] | None) -> Choices:
    if sent is None:
        return usual
    return replace(usual, **{each.name: sent.get(each.name, "") for each in fields(Choices)})


def _told(call: Call, known: Causes) -> HeardCall:
    written = {words.field: words.text for words in call.words.all()}
    is_confirmed = known.confirmed.answer is not Answer.NOT_ASKED
    standing = known.confirmed if is_confirmed else known.diagnosed
    return HeardCall(
        call=call.pk,
        customer=call.case.customer,
        title=call.case.title,
        href=reverse("recovery:case", args=[call.case_id]),
        by=call.caller.name,
        is_executive=call.case.kind == Kind.EXECUTIVE,
        spoken_at=call.ended_at or call.began_at,
        value_lost=Money(call.case.value_lost, call.case.currency),
        quotes=tuple(quote.text for quote in call.quotes.all() if quote.withdrawn_at is None),
        notes=written.get(Field.NOTES, ""),
        wants=written.get(Field.WANTS, ""),
        reasons=tuple(cause.title for cause in standing.causes),
        is_confirmed=is_confirmed,
        could_not_say=standing.answer is Answer.COULD_NOT_SAY,
        willingness=call.willingness,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(settings.COMPANY.zone))
