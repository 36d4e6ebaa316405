"""An executive's calls: planned when, made or late; and for whoever answers for the cycle, everybody's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Case as Whether
from django.db.models import Exists, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.desks.recovery import policy
from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.queries import cases, clocks, words
from regain.desks.recovery.rules.calls import Outcome
from regain.desks.recovery.rules.reminding import Given, Reminder, Stage, due, stage
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.money import Money
from regain.foundation.kit.roles import Role
from regain.foundation.notices.rules.calendar import Event
from regain.foundation.people.models import Person
from regain.knowledge.playbook.queries.guard import Said, may
from regain.knowledge.playbook.queries.points import points
from regain.knowledge.playbook.rules.guard import Channel, Purpose, Verdict

MINUTES: Final = 15
HOURS: Final = (10, 11, 14, 16)
"""When people who decide have fifteen minutes; suggestions, nothing more."""
SUGGESTED, DAYS_AHEAD = 3, 10

_MOMENT: Final = Coalesce("scheduled_for", Whether(When(is_promised=True, then="next_at"), default=None))
_PLANNED: Final = Q(scheduled_for__isnull=False) | Q(is_promised=True)
_SPOKEN: Final = Exists(Call.objects.filter(case=OuterRef("pk"), outcome=Outcome.SPOKE))

STAGES: Final[dict[Stage, tuple[str | Promise, str]]] = {
    Stage.TO_PLAN: (gettext_lazy("To plan"), "info"),
    Stage.PLANNED: (gettext_lazy("Planned"), "quiet"),
    Stage.TRIED: (gettext_lazy("Tried"), "quiet"),
    Stage.OVERDUE: (gettext_lazy("Late"), "bad"),
    Stage.DONE: (gettext_lazy("Done"), "good"),
}


@dataclass(frozen=True)
class ExecutiveCall:
    """One call of an executive, and where it stands."""

    id: int
    customer: str
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
    """The time that was chosen, or promised to the customer."""
    is_promised: bool
    their_time: str
    tries: int
    is_made: bool
    """Somebody spoke with them, whatever comes next."""
    open_call: int | None


@dataclass(frozen=True)
class LateCall:
    """A call somebody should ask about."""

    title: str
    href: str


@dataclass(frozen=True)
class Progress:
    """How far one executive is."""

    name: str
    done: int
    of: int
    late: tuple[LateCall, ...]


@dataclass(frozen=True)
class Told:
    """Something one person is to be reminded of, once."""

    reminder: Reminder
    person: Person
    on: date
    key: str


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

    @property
    def to_print(self) -> bool:
        """Whether any of one's own is still to be made."""
        return any(call.stage != Stage.DONE for call in self.mine)


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


def call_of_executive(*, pk: int, by: Actor) -> Case:
    """The case of an executive's call. Raises NotFound, also for what does not exist for this person."""
    row = cases.case_row(pk=pk, by=by)
    if row.kind != Kind.EXECUTIVE:
        raise NotFound(_("This is the team's call; it is on the page of its case."))
    return row


def executive_page(*, by: Actor, at: datetime) -> ExecutivePage:
    """This executive's calls, made and to be made, and those still open."""
    rows = _rows(cases.visible_to(by))
    mine = _sorted(calls_of(rows.filter(cases.mine(by)), by=by, at=at))
    free = calls_of(rows.filter(owner=None, ended_at=None).order_by("rank", "pk"), by=by, at=at)
    return ExecutivePage(
        mine=mine,
        open=free,
        others=_others(rows, at=at) if policy.sees_every_case(by) else (),
        done=sum(call.is_made for call in mine),
    )


def plan_page(*, by: Actor, at: datetime, case: Case) -> PlanPage:
    """The next moments at which it is a decent hour on both clocks, and the guard allows it."""
    row = _rows(Case.objects.filter(pk=case.pk)).get()
    theirs = their_zone(case.customer, at=at)
    slots, why = _slots(case.customer, at=at, zone=theirs)
    return PlanPage(
        call=call_of(row, by=by, at=at),
        slots=slots,
        zone=settings.COMPANY.zone,
        their_zone="" if theirs == settings.COMPANY.zone else theirs,
        why_none="" if slots else why,
    )


def to_make(*, by: Actor) -> tuple[Case, ...]:
    """One's own calls that are still to be made, in the order they come."""
    rows = _rows(Case.objects.filter(cases.mine(by), ended_at=None)).exclude(_SPOKEN & Q(is_promised=False))
    return tuple(rows.order_by(_MOMENT.asc(nulls_last=True), "rank", "pk"))


def calls_of(rows: QuerySet[Case] | Iterable[Case], *, by: Actor, at: datetime) -> tuple[ExecutiveCall, ...]:
    """Cases as the list of calls shows them."""
    return tuple(_call(row, by=by, at=at) for row in rows)


def call_of(row: Case, *, by: Actor, at: datetime) -> ExecutiveCall:
    """One case as the list of calls shows it."""
    return _call(row, by=by, at=at)


def given(row: Case) -> Given:
    """The days of a call on the company's calendar."""
    return Given(
        given_on=timezone.localtime(row.next_at).date(),
        planned_on=timezone.localtime(moment).date() if (moment := planned_moment(row)) else None,
        is_done=row.ended_at is not None or (_has_spoken(row) and not row.is_promised),
        is_tried=row.tried_at is not None,
    )


def planned_moment(row: Case) -> datetime | None:
    """When it is to be made: as they chose, or as the customer was told."""
    return row.scheduled_for or (row.next_at if row.is_promised else None)


def to_be_reminded_of() -> QuerySet[Case]:
    """Open calls that are somebody's, and were not made yet or promised again."""
    return _rows(Case.objects.filter(ended_at=None, owner__isnull=False)).exclude(_SPOKEN & Q(is_promised=False))


def to_tell(row: Case, *, at: datetime, managers: Iterable[Person]) -> tuple[Told, ...]:
    """Who is to be told what about a call by now: its owner, and of what is late for days whoever answers for it."""
    above = _above(row, managers)
    return tuple(
        Told(each.reminder, person, each.on, f"{key_of(row)}:{each.reminder}:{person.pk}")
        for each in due(given(row), today=timezone.localtime(at).date())
        for person in (above if each.reminder is Reminder.ESCALATED else (row.owner,))
        if person is not None
    )


def root_of(row: Case) -> str:
    """What all reminders of one call begin with."""
    return f"recovery.executive:{row.pk}"


def key_of(row: Case) -> str:
    """The same for the moment it is meant for; another moment begins them anew."""
    return f"{root_of(row)}:{planned_moment(row) or row.next_at:%Y%m%d%H%M}"


def still_holds(key: str, now: str, row: Case) -> bool:
    """Whether a reminder is about the moment it is meant for now, and not about somebody else's call."""
    is_escalated = f":{Reminder.ESCALATED}:" in key
    return key.startswith(f"{now}:") and (is_escalated or key.endswith(f":{row.owner_id}"))


def answerable() -> tuple[Person, ...]:
    """Who answers for the cycles: the retention managers, and the owners after them."""
    people = Person.objects.filter(left_at=None, holdings__role__in=(Role.RETENTION_MANAGER, Role.OWNER))
    return tuple(people.distinct().order_by("pk"))


def planned(*, by: Actor) -> Sequence[Event]:
    """One's planned calls, for a calendar."""
    rows = Case.objects.filter(cases.mine(by), _PLANNED, kind=Kind.EXECUTIVE, ended_at=None)
    return [event_of(row) for row in rows.order_by(_MOMENT.asc(), "pk")]


def event_of(row: Case, *, sequence: int = 0, cancelled: bool = False, base: str = "") -> Event:
    """A planned call as a calendar shows it. The details stay behind the sign-in."""
    begins = planned_moment(row) or row.next_at
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


def objection(*, customer: str, when: datetime) -> str:
    """What stands in the way of a call at that moment; empty where nothing does."""
    told = _may_call(customer, when)
    return told.sentence if told.verdict is Verdict.BLOCK else ""


def bad_moment(*, customer: str, when: datetime) -> str:
    """The same where a later moment would do; what stands in the way at any time is no reason to choose another."""
    told = _may_call(customer, when)
    return told.sentence if told.verdict is Verdict.BLOCK and told.until is not None else ""


def their_zone(customer: str, *, at: datetime) -> str:
    """The customer's clock, where one is known."""
    return next((point.zone for point in points(customer=customer, at=at) if point.zone and not point.is_wrong), "")


def _may_call(customer: str, when: datetime) -> Said:
    return may(customer=customer, channel=Channel.CALL, purpose=Purpose.LISTENING, when=when)


def _rows(rows: QuerySet[Case]) -> QuerySet[Case]:
    own = rows.filter(kind=Kind.EXECUTIVE).annotate(has_spoken=_SPOKEN)
    return own.select_related("owner", "decision__cycle").prefetch_related("calls")


def _has_spoken(row: Case) -> bool:
    known: bool | None = getattr(row, "has_spoken", None)
    return row.calls.filter(outcome=Outcome.SPOKE).exists() if known is None else known


def _call(row: Case, *, by: Actor, at: datetime) -> ExecutiveCall:
    stands = stage(given(row), today=timezone.localtime(at).date())
    title, tone = STAGES[stands]
    tries = list(row.calls.all())
    moment = planned_moment(row)
    return ExecutiveCall(
        id=row.pk,
        customer=row.customer,
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
        planned_for=moment,
        is_promised=row.is_promised and row.scheduled_for is None,
        their_time=_theirs(row, moment, at=at),
        tries=sum(each.ended_at is not None for each in tries),
        is_made=row.ended_at is not None or _has_spoken(row),
        open_call=next((each.pk for each in tries if each.ended_at is None), None),
    )


def _theirs(row: Case, moment: datetime | None, *, at: datetime) -> str:
    if moment is None:
        return ""
    return clocks.their_time(moment, row.next_zone or their_zone(row.customer, at=at))


def _sorted(calls: Iterable[ExecutiveCall]) -> tuple[ExecutiveCall, ...]:
    """What waits first: late, planned by time, to plan, done."""
    order = {Stage.OVERDUE: 0, Stage.PLANNED: 1, Stage.TO_PLAN: 2, Stage.TRIED: 3, Stage.DONE: 4}

    def place(call: ExecutiveCall) -> tuple[int, str]:
        return order[Stage(call.stage)], call.planned_for.isoformat() if call.planned_for else ""

    return tuple(sorted(calls, key=place))


def _others(rows: QuerySet[Case], *, at: datetime) -> tuple[Progress, ...]:
    """Of cycles people still work by: those with an open call, and everything of theirs."""
    open_cycles = Case.objects.filter(kind=Kind.EXECUTIVE, ended_at=None).values("decision__cycle")
    current = rows.filter(decision__cycle__in=open_cycles, owner__isnull=False).order_by("owner__name", "pk")
    today = timezone.localtime(at).date()
    found: dict[str, list[Case]] = {}
    for row in current:
        found.setdefault(row.owner.name if row.owner else "", []).append(row)
    return tuple(_progress(name, owned, today=today) for name, owned in found.items())


def _progress(name: str, owned: Sequence[Case], *, today: date) -> Progress:
    late = [row for row in owned if stage(given(row), today=today) is Stage.OVERDUE]
    return Progress(
        name=name,
        done=sum(row.ended_at is not None or _has_spoken(row) for row in owned),
        of=len(owned),
        late=tuple(LateCall(row.title, reverse("recovery:case", args=[row.pk])) for row in late),
    )


def _above(row: Case, managers: Iterable[Person]) -> tuple[Person, ...]:
    """Who approved the cycle, if they still answer for cycles, otherwise all who do; never whose call it is."""
    others = tuple(person for person in managers if person.pk != row.owner_id)
    approver = row.decision.cycle.approved_by if row.decision else row.opened_by
    return tuple(person for person in others if person.name == approver) or others


def _slots(customer: str, *, at: datetime, zone: str) -> tuple[tuple[Slot, ...], str]:
    here = timezone.localtime(at)
    found: list[Slot] = []
    why = ""
    for ahead in range(DAYS_AHEAD):
        day = here.date() + timedelta(days=ahead)
        if day.weekday() >= 5:
            continue
        for hour in (*HOURS[len(found) :], *HOURS[: len(found)]):
            when = timezone.make_aware(datetime(day.year, day.month, day.day, hour))  # noqa: DTZ001  # made aware here
            if when <= at + timedelta(minutes=MINUTES):
                continue
            why = objection(customer=customer, when=when)
            if why:
                continue
            found.append(Slot(when, clocks.their_time(when, zone), timezone.localtime(when).strftime("%Y-%m-%dT%H:%M")))
            break
        if len(found) == SUGGESTED:
            break
    return tuple(found), why
