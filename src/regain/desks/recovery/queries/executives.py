"""An executive's calls: planned when, made or late; and for whoever answers for the cycle, everybody's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.desks.recovery import policy
from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.queries import cases, clocks, words
from regain.desks.recovery.rules.calls import Outcome
from regain.desks.recovery.rules.reminding import Given, Stage, stage
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.money import Money
from regain.foundation.kit.roles import Role
from regain.foundation.notices.rules.calendar import Event
from regain.foundation.people.models import Person
from regain.knowledge.playbook.queries.guard import may
from regain.knowledge.playbook.queries.points import points
from regain.knowledge.playbook.rules.guard import Channel, Purpose, Verdict

MINUTES: Final = 15
HOURS: Final = (10, 11, 14, 16)
"""When people who decide have fifteen minutes; suggestions, nothing more."""
SUGGESTED, DAYS_AHEAD = 3, 10

_SPOKEN: Final = Exists(Call.objects.filter(case=OuterRef("pk"), outcome=Outcome.SPOKE))

STAGES: Final[dict[Stage, tuple[str | Promise, str]]] = {
    Stage.TO_PLAN: (gettext_lazy("To plan"), "info"),
    Stage.PLANNED: (gettext_lazy("Planned"), "quiet"),
    Stage.OVERDUE: (gettext_lazy("Late"), "bad"),
    Stage.DONE: (gettext_lazy("Done"), "good"),
}


@dataclass(frozen=True)
class ExecutiveCall:
    """One call of an executive, and where it stands."""

    id: int
    title: str
    href: str
    cycle: str
    country: str
    left_on: date
    value_lost: Money
    owner: str
    is_mine: bool
    stage: str
    stage_title: str
    tone: str
    planned_for: datetime | None
    their_time: str
    tries: int
    open_call: int | None


@dataclass(frozen=True)
class Progress:
    """How far one executive is."""

    name: str
    done: int
    of: int
    late: int


@dataclass(frozen=True)
class ExecutivePage:
    """One's own calls, those nobody has, and everybody's progress for whoever answers for the cycle."""

    mine: tuple[ExecutiveCall, ...]
    open: tuple[ExecutiveCall, ...]
    others: tuple[Progress, ...]
    done: int

    @property
    def of(self) -> int:
        """How many are one's own."""
        return len(self.mine)


@dataclass(frozen=True)
class Slot:
    """A moment that suits both clocks."""

    at: datetime
    their_time: str
    value: str


@dataclass(frozen=True)
class PlanPage:
    """Choosing a time for one call."""

    call: ExecutiveCall
    slots: tuple[Slot, ...]
    zone: str
    their_zone: str
    why_none: str
    """What stands in the way where no moment could be suggested."""


def executive_page(*, by: Actor, at: datetime) -> ExecutivePage:
    """This executive's calls, made and to be made, and those still open."""
    rows = _rows(cases.visible_to(by))
    mine = _sorted(calls_of(rows.filter(cases.mine(by)), by=by, at=at))
    free = calls_of(rows.filter(owner=None, ended_at=None).order_by("rank", "pk"), by=by, at=at)
    return ExecutivePage(
        mine=mine,
        open=free,
        others=_others(rows, by=by, at=at) if policy.sees_every_case(by) else (),
        done=sum(call.stage == Stage.DONE for call in mine),
    )


def plan_page(*, by: Actor, at: datetime, case: Case) -> PlanPage:
    """The next moments at which it is a decent hour on both clocks, and the guard allows it."""
    row = _rows(Case.objects.filter(pk=case.pk)).get()
    theirs = their_zone(case.customer, at=at)
    slots, why = _slots(case.customer, at=at, zone=theirs)
    return PlanPage(
        call=calls_of([row], by=by, at=at)[0],
        slots=slots,
        zone=settings.COMPANY.zone,
        their_zone=theirs,
        why_none="" if slots else why,
    )


def to_make(*, by: Actor, at: datetime) -> tuple[Case, ...]:
    """One's own calls that are still to be made, in the order they come."""
    rows = _rows(Case.objects.filter(cases.mine(by), ended_at=None)).exclude(_SPOKEN)
    return tuple(rows.order_by(F("scheduled_for").asc(nulls_last=True), "rank", "pk"))


def calls_of(rows: QuerySet[Case] | Iterable[Case], *, by: Actor, at: datetime) -> tuple[ExecutiveCall, ...]:
    """Cases as the list of calls shows them."""
    return tuple(_call(row, by=by, at=at) for row in rows)


def given(row: Case) -> Given:
    """The days of a call on the company's calendar."""
    return Given(
        given_on=timezone.localtime(row.opened_at).date(),
        planned_on=timezone.localtime(row.scheduled_for).date() if row.scheduled_for else None,
        is_done=row.ended_at is not None or _has_spoken(row),
    )


def to_be_reminded_of() -> QuerySet[Case]:
    """Open calls that are somebody's and were not made yet."""
    return _rows(Case.objects.filter(ended_at=None, owner__isnull=False)).exclude(_SPOKEN)


def answerable() -> tuple[Person, ...]:
    """Who answers for the cycles: the retention managers, or where there is none, the owners."""
    people = Person.objects.filter(left_at=None).prefetch_related("holdings")
    for role in (Role.RETENTION_MANAGER, Role.OWNER):
        found = tuple(people.filter(holdings__role=role).order_by("pk"))
        if found:
            return found
    return ()


def planned(*, by: Actor) -> Sequence[Event]:
    """One's planned calls, for a calendar."""
    rows = Case.objects.filter(cases.mine(by), scheduled_for__isnull=False, ended_at=None).order_by("scheduled_for")
    return [event_of(row) for row in rows]


def event_of(row: Case, *, sequence: int = 0, cancelled: bool = False, base: str = "") -> Event:
    """A planned call as a calendar shows it. The details stay behind the sign-in."""
    begins = row.scheduled_for or row.next_at
    path = reverse("recovery:brief", args=[row.pk])
    return Event(
        uid=f"recovery-case-{row.pk}@regain",
        starts_at=begins,
        ends_at=begins + timedelta(minutes=MINUTES),
        title=_("Call %(name)s") % {"name": row.title},
        words=_("Fifteen minutes: ask why they left, and listen."),
        href=f"{base}{path}" if base else "",
        zone=settings.COMPANY.zone,
        sequence=sequence,
        cancelled=cancelled,
    )


def their_zone(customer: str, *, at: datetime) -> str:
    """The customer's clock, where one is known."""
    return next((point.zone for point in points(customer=customer, at=at) if point.zone and not point.is_wrong), "")


def _rows(rows: QuerySet[Case]) -> QuerySet[Case]:
    return (
        rows.filter(kind=Kind.EXECUTIVE).select_related("owner", "decision__cycle").annotate(has_spoken=_SPOKEN)
    )


def _has_spoken(row: Case) -> bool:
    known: bool | None = getattr(row, "has_spoken", None)
    return row.calls.filter(outcome=Outcome.SPOKE).exists() if known is None else known


def _call(row: Case, *, by: Actor, at: datetime) -> ExecutiveCall:
    stands = stage(given(row), today=timezone.localtime(at).date())
    title, tone = STAGES[stands]
    tries = list(row.calls.order_by("-began_at").values_list("pk", "ended_at"))
    return ExecutiveCall(
        id=row.pk,
        title=row.title,
        href=reverse("recovery:case", args=[row.pk]),
        cycle=words.period_in_words(row.decision.cycle.period) if row.decision else "",
        country=row.country,
        left_on=row.left_on,
        value_lost=Money(row.value_lost, row.currency),
        owner=row.owner.name if row.owner else "",
        is_mine=policy.is_them(by, row.owner_id),
        stage=stands,
        stage_title=str(title),
        tone=tone,
        planned_for=row.scheduled_for,
        their_time=_theirs(row, at=at),
        tries=len(tries),
        open_call=next((pk for pk, ended in tries if ended is None), None),
    )


def _theirs(row: Case, *, at: datetime) -> str:
    if row.scheduled_for is None:
        return ""
    return clocks.their_time(row.scheduled_for, their_zone(row.customer, at=at))


def _sorted(calls: Iterable[ExecutiveCall]) -> tuple[ExecutiveCall, ...]:
    """What waits first: late, planned by time, to plan, done."""
    order = {Stage.OVERDUE: 0, Stage.PLANNED: 1, Stage.TO_PLAN: 2, Stage.DONE: 3}

    def place(call: ExecutiveCall) -> tuple[int, str]:
        return order[Stage(call.stage)], call.planned_for.isoformat() if call.planned_for else ""

    return tuple(sorted(calls, key=place))


def _others(rows: QuerySet[Case], *, by: Actor, at: datetime) -> tuple[Progress, ...]:
    """Of cycles people still work by: those with an open call, and everything of theirs."""
    open_cycles = Case.objects.filter(kind=Kind.EXECUTIVE, ended_at=None).values("decision__cycle")
    current = rows.filter(decision__cycle__in=open_cycles, owner__isnull=False).order_by("owner__name", "pk")
    today = timezone.localtime(at).date()
    found: dict[str, list[Stage]] = {}
    for row in current:
        found.setdefault(row.owner.name if row.owner else "", []).append(stage(given(row), today=today))
    return tuple(
        Progress(name, stages.count(Stage.DONE), len(stages), stages.count(Stage.OVERDUE))
        for name, stages in found.items()
    )


def _slots(customer: str, *, at: datetime, zone: str) -> tuple[tuple[Slot, ...], str]:
    here = timezone.localtime(at)
    found: list[Slot] = []
    why = ""
    for ahead in range(DAYS_AHEAD):
        day = here.date() + timedelta(days=ahead)
        if day.weekday() >= 5:
            continue
        for hour in HOURS:
            when = timezone.make_aware(datetime(day.year, day.month, day.day, hour))  # noqa: DTZ001  # made aware here
            if when <= at + timedelta(minutes=MINUTES):
                continue
            told = may(customer=customer, channel=Channel.CALL, purpose=Purpose.LISTENING, when=when)
            if told.verdict is Verdict.BLOCK:
                why = told.sentence
                continue
            found.append(Slot(when, clocks.their_time(when, zone), timezone.localtime(when).strftime("%Y-%m-%dT%H:%M")))
            break
        if len(found) == SUGGESTED:
            break
    return tuple(found), why
