"""What a caller does now: the next call, what was promised, what is theirs, what was done today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regain.desks.recovery import policy
from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.queries import attempts, cases, clocks, upcoming, words
from regain.desks.recovery.queries.attempts import Done
from regain.desks.recovery.queries.guarding import Barred
from regain.desks.recovery.queries.upcoming import Looked
from regain.desks.recovery.rules.cases import Next
from regain.desks.recovery.rules.outcomes import BestTime
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.money import Money
from regain.foundation.ui import formats
from regain.knowledge.training.queries.certificates import Standing, standing

SHOWN: Final = 8


@dataclass(frozen=True)
class CaseLine:
    """One case in few words: who, what comes next and when, and why."""

    id: int
    customer: str
    title: str
    href: str
    country: str
    segment: str
    cycle: str
    rank: int
    left_on: date
    value_lost: Money
    maximum_spend: Money
    gain: Money | None
    evidence: str
    owner: str
    is_mine: bool
    next_kind: str
    next_title: str
    next_at: datetime
    their_time: str
    words: str
    is_promised: bool
    is_overdue: bool
    tried_at: datetime | None


@dataclass(frozen=True)
class Going:
    """What this person is in the middle of."""

    case: CaseLine
    call: int | None
    """The call that is open; none while only the case is held."""


@dataclass(frozen=True)
class NextCall:
    """The next best call, and why it is the next."""

    case: CaseLine
    why: str
    attempts: int


@dataclass(frozen=True)
class NoCall:
    """Why there is nothing to call right now, and when there will be."""

    sentence: str
    again_at: datetime | None
    barred: tuple[Barred, ...]
    """The first of those who cannot be called, each with the reason."""
    has_more: bool
    """Whether there are others further down that were not looked at."""
    is_empty: bool
    """Whether there is nothing in the queue at all."""


@dataclass(frozen=True)
class QueuePage:
    """The first page of a caller."""

    standing: Standing
    going: Going | None
    next: NextCall | None
    none: NoCall | None
    promised: tuple[CaseLine, ...]
    mine: tuple[CaseLine, ...]
    counts: "Counts"
    done: Done
    best: BestTime | None


@dataclass(frozen=True)
class Counts:
    """How many cases each tab holds; a count nobody may see is None."""

    mine: int
    free: int
    team: int | None
    all: int | None


def queue_page(*, by: Actor, at: datetime) -> QueuePage:
    """What one does now: the next call, the promises, one's own cases, and what was done today."""
    stand = standing(person_key=by.key, at=at)
    going = going_on(by=by, at=at)
    looked = Looked(None) if going or not stand.is_certified else upcoming.look(by=by, at=at)
    counted = counts(by=by)
    own = cases.visible_to(by).filter(cases.mine(by), ended_at=None).order_by("next_at", "pk")
    return QueuePage(
        standing=stand,
        going=going,
        next=next_call(looked.case, by=by, at=at) if looked.case else None,
        none=_none(looked, counted, by=by, at=at) if not (going or looked.case) else None,
        promised=lines(upcoming.promised(by=by, until=end_of_day(at)), by=by, at=at),
        mine=lines(own.filter(is_promised=False)[:SHOWN], by=by, at=at),
        counts=counted,
        done=attempts.done(by=by, at=at),
        best=attempts.best_of_all(),
    )


def counts(*, by: Actor) -> Counts:
    """How much there is."""
    rows = Case.objects.filter(ended_at=None)
    team = policy.team_of(by)
    return Counts(
        mine=rows.filter(cases.mine(by)).count(),
        free=rows.filter(cases.free_for(by)).count(),
        team=None if team is None else cases.visible_to(by).filter(team=team, ended_at=None).count(),
        all=rows.count() if policy.sees_every_case(by) else None,
    )


def going_on(*, by: Actor, at: datetime) -> Going | None:
    """The call this person is in, or the case they hold."""
    number = policy.number_of(by)
    call = Call.objects.filter(caller=number, ended_at=None).first() if number else None
    held = Case.objects.select_related("owner", "decision__cycle")
    case = held.filter(pk=call.case_id).first() if call else held.filter(held_by=number, held_until__gt=at).first()
    if number is None or case is None:
        return None
    return Going(line(case, by=by, at=at), call.pk if call else None)


def next_call(case: Case, *, by: Actor, at: datetime) -> NextCall:
    """A case as the big card shows it."""
    tries = case.calls.filter(outcome__in=attempts.COUNTED).count()
    shown = line(case, by=by, at=at)
    return NextCall(shown, why_next(shown, tries), tries)


def why_next(case: CaseLine, tries: int) -> str:
    """In a sentence, why this one is the next."""
    if case.is_promised:
        both = {"ours": formats.moment(case.next_at), "theirs": case.their_time}
        if case.their_time:
            return _("You promised to call: %(ours)s, which is %(theirs)s.") % both
        return _("You promised to call: %(ours)s.") % both
    if case.next_kind == Next.TELL:
        return _("What they asked for is there now. Tell them, and ask again.")
    if case.tried_at is not None:
        return ngettext(
            "Tried %(tries)s time, last on %(day)s; another time of day is worth a try.",
            "Tried %(tries)s times, last on %(day)s; another time of day is worth a try.",
            tries,
        ) % {"tries": tries, "day": formats.moment(case.tried_at)}
    if case.gain is not None and case.rank:
        return _("Nobody has called yet. Number %(rank)s of %(cycle)s by what a call is expected to gain.") % {
            "rank": case.rank,
            "cycle": case.cycle,
        }
    return _("Nobody has called yet.")


def lines(rows: QuerySet[Case] | Iterable[Case], *, by: Actor, at: datetime) -> tuple[CaseLine, ...]:
    """Rows as pages show them."""
    return tuple(line(row, by=by, at=at) for row in rows)


def line(row: Case, *, by: Actor, at: datetime) -> CaseLine:
    """One case in few words."""
    decision = row.decision
    return CaseLine(
        id=row.pk,
        customer=row.customer,
        title=row.title,
        href=reverse("recovery:case", args=[row.pk]),
        country=row.country,
        segment=words.segment_in_words(decision.segment) if decision else "",
        cycle=words.period_in_words(decision.cycle.period) if decision else "",
        rank=row.rank,
        left_on=row.left_on,
        value_lost=Money(row.value_lost, row.currency),
        maximum_spend=Money(row.maximum_spend, row.currency),
        gain=Money(decision.gain, row.currency) if decision else None,
        evidence=decision.evidence if decision else "",
        owner=row.owner.name if row.owner else "",
        is_mine=policy.is_them(by, row.owner_id),
        next_kind=row.next_kind,
        next_title=row.get_next_kind_display(),
        next_at=row.next_at,
        their_time=clocks.their_time(row.next_at, row.next_zone),
        words=row.next_words,
        is_promised=row.is_promised,
        is_overdue=row.is_promised and row.next_at < at,
        tried_at=row.tried_at,
    )


def end_of_day(at: datetime) -> datetime:
    """Midnight on the company's clock."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return timezone.make_aware(midnight + timedelta(days=1))


def _none(looked: Looked, counted: Counts, *, by: Actor, at: datetime) -> NoCall:
    again = looked.again_at or upcoming.next_due(by=by, at=at)
    return NoCall(
        sentence=looked.reason,
        again_at=again,
        barred=looked.barred,
        has_more=not looked.is_exhausted,
        is_empty=not (counted.mine or counted.free),
    )
