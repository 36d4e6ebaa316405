"""Who is this? Everything worth knowing before dialling, on one screen, and whether we may dial now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from regain.desks.recovery.models import Call, Requirement
from regain.desks.recovery.rules.calls import CallKind, Field
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.money import Money
from regain.foundation.ui import formats
from regain.knowledge.playbook.models import Answer
from regain.knowledge.playbook.queries.dossier import dossier
from regain.knowledge.playbook.queries.guard import Said, each_point, may
from regain.knowledge.playbook.queries.points import Point, points
from regain.knowledge.playbook.rules.causes import Causes
from regain.knowledge.playbook.rules.guard import Channel, Purpose
from regain.knowledge.playbook.rules.guard.terms import Act
from regain.knowledge.valuation.queries.customer import headline
from regain.knowledge.valuation.queries.facts import Facts, facts_of

PURPOSES: Final = {CallKind.LISTENING: Purpose.LISTENING, CallKind.RECOVERY: Purpose.RECOVERY}
PRODUCTS: Final = 5
CONTACTS: Final = 4
CALLS: Final = 4


@dataclass(frozen=True)
class Number:
    """A telephone number, and whether it may be dialled now."""

    id: str
    shown: str
    href: str
    zone: str
    zone_title: str
    local_time: datetime | None
    is_wrong: bool
    said: Said | None = None

    @property
    def clock(self) -> str:
        """`Tue 09:14`, on their wall."""
        return date_format(self.local_time.replace(tzinfo=None), "D H:i") if self.local_time else ""


@dataclass(frozen=True)
class Bought:
    """What they bought most of."""

    name: str
    days: int
    last_day: date


@dataclass(frozen=True)
class Touch:
    """A contact or a refund before they left."""

    day: date
    title: str
    detail: str
    icon: str


@dataclass(frozen=True)
class Earlier:
    """An earlier call to this customer."""

    at: datetime
    caller: str
    outcome: str
    quotes: tuple[str, ...]
    remember: str


@dataclass(frozen=True)
class Prepared:
    """One screen about one customer."""

    headline: str
    left_on: date
    value_lost: Money
    maximum_spend: Money | None
    """For a recovery call of a cycle."""
    lives: int
    products: tuple[Bought, ...]
    touches: tuple[Touch, ...]
    requirements: tuple[str, ...]
    calls: tuple[Earlier, ...]
    stated: tuple[str, ...]
    next_words: str
    numbers: tuple[Number, ...]
    nobody_to_dial: Said | None
    """What the guard says while no number is known."""
    may_override: bool
    asked: Answer | None
    """What it said when this call was dialled last."""


def numbers_of(*, call: Call, at: datetime) -> tuple[Number, ...]:
    """The telephone numbers with their clocks; those known to be wrong last."""
    found = [each for each in points(customer=call.case.customer, at=at) if each.channel is Channel.CALL]
    return tuple(_number(each) for each in sorted(found, key=lambda each: each.is_wrong))


def tel_of(call: Call, *, point: str, at: datetime) -> str:
    """What dials the number on the device; nothing where no number was named."""
    return next((each.href for each in numbers_of(call=call, at=at) if each.id == point), "")


def prepared(*, by: Actor, at: datetime, call: Call, known: Causes) -> Prepared:
    """Everything worth knowing before dialling."""
    case, facts = call.case, known_facts(call.case.customer)
    act = Act(Channel.CALL, PURPOSES[CallKind(call.kind)], at)
    said = each_point(act, dossier(customer=case.customer, at=at))
    numbers = [_number(each.point, each) for each in said if each.point is not None]
    nobody = None
    if not numbers:
        nobody = may(customer=case.customer, channel=act.channel, purpose=act.purpose, when=at)
    return Prepared(
        headline=headline(facts, settings.COMPANY.currency, left_on=case.left_on) if facts else "",
        left_on=case.left_on,
        value_lost=Money(case.value_lost, case.currency),
        maximum_spend=_most(call),
        lives=len(facts.lives) if facts else 0,
        products=products_of(facts),
        touches=touches_of(facts),
        requirements=requirements_of(case.customer),
        calls=tuple(earlier_calls(case.customer, but=call.pk)),
        stated=tuple(cause.title for cause in known.stated.causes),
        next_words=case.next_words,
        numbers=tuple(sorted(numbers, key=lambda each: each.is_wrong)),
        nobody_to_dial=nobody,
        may_override=by.may("playbook.override_guard"),
        asked=Answer.objects.filter(pk=call.answer).first() if call.answer else None,
    )


def earlier_calls(customer: str, *, but: int | None = None) -> Sequence[Earlier]:
    """What was said in the calls that are over, newest first; `but` is the call that goes on."""
    over = Call.objects.filter(case__customer=customer, ended_at__isnull=False)
    rows = (over if but is None else over.exclude(pk=but)).select_related("caller").prefetch_related("quotes", "words")
    return [_earlier(row) for row in rows.order_by("-began_at")[:CALLS]]


def _earlier(row: Call) -> Earlier:
    return Earlier(
        at=row.began_at,
        caller=row.caller.name,
        outcome=str(row.get_outcome_display()),
        quotes=tuple(quote.text for quote in row.quotes.all() if quote.withdrawn_at is None)[:3],
        remember=next((words.text for words in row.words.all() if words.field == Field.NEXT_STEP), ""),
    )


def known_facts(customer: str) -> Facts | None:
    """The facts about a customer; none where nobody ever imported any."""
    try:
        return facts_of(customer)
    except NotFound:
        return None


def _most(call: Call) -> Money | None:
    if call.kind != CallKind.RECOVERY or call.case.decision_id is None:
        return None
    return Money(call.case.maximum_spend, call.case.currency)


def products_of(facts: Facts | None) -> tuple[Bought, ...]:
    """What they bought most of."""
    rows = facts.products[:PRODUCTS] if facts else ()
    return tuple(Bought(row["name"], int(row["days"]), row["last_day"]) for row in rows)


def touches_of(facts: Facts | None) -> tuple[Touch, ...]:
    """The last contacts and refunds, newest first."""
    if facts is None:
        return ()
    found = [
        Touch(
            row["day"],
            str(row["kind"]).capitalize() or _("Contact"),
            str(row["outcome"] or ""),
            "phone-incoming" if row["direction"] == "in" else "phone-outgoing",
        )
        for row in facts.contacts[-CONTACTS:]
    ]
    refunds = facts.refunds[-CONTACTS:]
    found += [Touch(row["day"], _("Refund"), _refunded(row["refunded"]), "arrow-back-up") for row in refunds]
    return tuple(sorted(found, key=lambda each: each.day, reverse=True)[:CONTACTS])


def _refunded(amount: Decimal) -> str:
    return formats.money((amount, settings.COMPANY.currency))


def requirements_of(customer: str) -> tuple[str, ...]:
    """What they said would win them back, newest first."""
    rows = Requirement.objects.filter(case__customer=customer, withdrawn_at=None).order_by("-said_at")
    return tuple(rows.values_list("words", flat=True)[:5])


def _number(point: Point, said: Said | None = None) -> Number:
    return Number(
        id=point.id,
        shown=point.shown,
        href=f"tel:{point.normal}" if point.normal else "",
        zone=point.zone,
        zone_title=point.zone_title,
        local_time=point.local_time,
        is_wrong=point.is_wrong,
        said=said,
    )
