"""Practice calls: one's own, those to score, and what each of the two may see of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, F, IntegerField, Q, QuerySet, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.filters import By, Filter, OneOf
from regain.foundation.kit.paging import Total
from regain.foundation.kit.roles import Role
from regain.foundation.kit.table import Column, Kind, TableSpec, TableState
from regain.foundation.people.models import Person
from regain.foundation.people.queries.teams import Named, active_people
from regain.foundation.ui.parts import Step as Shown
from regain.foundation.ui.parts import Tab
from regain.knowledge.playbook.rules.steps import Step, after, before
from regain.knowledge.training import policy
from regain.knowledge.training.models import Certificate, Practice
from regain.knowledge.training.queries import certificates, scenarios, words
from regain.knowledge.training.rules.rubric import MOST, MustNot, Verdict, verdict
from regain.knowledge.training.rules.sheet import Sheet

OPEN, PASSED, NOT_YET, CALLED_OFF = "open", "passed", "not_yet", "called_off"

PRACTICES = TableSpec(
    name="practices",
    caption=lazy("Practice calls"),
    searchable=True,
    search_hint=lazy("Search by customer or person"),
    default_sort="-begun_at",
    columns=(
        Column("title", lazy("Customer"), priority=1, link="href"),
        Column("caller", lazy("Caller")),
        Column("colleague", lazy("Played and scored by")),
        Column("begun_at", lazy("Begun"), Kind.MOMENT),
        Column(
            "state",
            lazy("Result"),
            Kind.STATUS,
            sortable=False,
            filter=Filter(By.CHOICE),
            states={
                OPEN: lazy("Going on"),
                PASSED: lazy("Passed"),
                NOT_YET: lazy("Not yet"),
                CALLED_OFF: lazy("Called off"),
            },
            tones={OPEN: "busy", PASSED: "good", NOT_YET: "warn", CALLED_OFF: "quiet"},
        ),
    ),
)
STATES = {
    OPEN: Q(scored_at=None, called_off_at=None),
    PASSED: Q(passed=True),
    NOT_YET: Q(passed=False),
    CALLED_OFF: Q(called_off_at__isnull=False),
}
SORTS = {"title": "scenario__title", "caller": "caller__name", "colleague": "colleague__name"}


@dataclass(frozen=True)
class PracticeRow:
    """One line of the list."""

    id: int
    title: str
    caller: str
    colleague: str
    begun_at: datetime
    state: str
    href: str


@dataclass(frozen=True)
class PracticesPage:
    """Around the list: where I stand, what waits, and what to practise next."""

    standing: certificates.Standing
    waiting: tuple[PracticeRow, ...]
    tabs: Sequence[Tab]


@dataclass(frozen=True)
class BeginPage:
    """With whom and what to practise."""

    colleagues: tuple[Named, ...]
    choices: tuple[scenarios.Choice, ...]
    chosen: str
    colleague: int
    plays: bool
    fault: str


@dataclass(frozen=True)
class Tried:
    """A score that could not be taken, as it was filled in."""

    points: Mapping[Step, str]
    broken: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Point:
    """A level of the rubric to choose."""

    value: int
    title: str
    is_given: bool


@dataclass(frozen=True)
class ScoredStep:
    """A step that counts: what a good call does there, how the customer answers, and the points it got."""

    name: str
    title: str
    aim: str
    answer: str
    points: tuple[Point, ...]
    given: str


@dataclass(frozen=True)
class Broken:
    """Something that must not happen, and whether it did."""

    name: str
    title: str
    happened: bool


@dataclass(frozen=True)
class CallersView:
    """What the caller sees while the call goes on: never what is behind it."""

    steps: tuple[Shown, ...]
    number: int
    step: str
    title: str
    aim: str
    previous: str
    next: str
    notes: str


@dataclass(frozen=True)
class PracticePage:
    """One practice call. `hidden` and `rubric` are there for the colleague, and for the caller at the end."""

    id: int
    title: str
    trade: str
    facts: str
    caller: str
    colleague: str
    begun_at: datetime
    state: str
    is_caller: bool
    is_colleague: bool
    call: CallersView | None
    hidden: Sheet | None
    rubric: tuple[ScoredStep, ...]
    must_nots: tuple[Broken, ...]
    notes: str
    words: str
    verdict: Verdict | None
    scored_at: datetime | None


@dataclass(frozen=True)
class PracticeCard:
    """What of practice waits for somebody."""

    waiting: tuple[PracticeRow, ...]
    needs_certificate: bool


class PracticeRows:
    """The practice calls somebody may see."""

    def __init__(self, by: Actor) -> None:
        self._seen = Practice.objects.filter(policy.seen_practice(by)).select_related("scenario", "caller", "colleague")

    def page(self, state: TableState) -> tuple[Sequence[PracticeRow], Total]:
        """One page, and how many there are in all."""
        found, total = self.rows(state)
        return [_row(row) for row in found], total

    def rows(self, state: TableState) -> tuple[Sequence[Practice], Total]:
        """The same, as they are stored."""
        found = self._found(state)
        return list(found[state.offset : state.offset + state.size]), found.count()

    def all(self, state: TableState) -> Sequence[PracticeRow]:
        """All that fit."""
        return [_row(row) for row in self._found(state)]

    def _found(self, state: TableState) -> QuerySet[Practice]:
        found = self._seen
        for word in state.search.split():
            found = found.filter(
                Q(scenario__title__icontains=word)
                | Q(caller__name__icontains=word)
                | Q(colleague__name__icontains=word)
            )
        states = state.wanted("state")
        if isinstance(states, OneOf):
            found = found.filter(Q.create([STATES[value] for value in states.values], Q.OR))
        column = F(SORTS.get(state.sort, state.sort))
        return found.order_by(column.desc() if state.descending else column.asc(), "-pk")


def practice(*, by: Actor, pk: int) -> Practice:
    """A practice call this person may see. Raises NotFound for any other."""
    rows = Practice.objects.filter(policy.seen_practice(by)).select_related("scenario", "caller", "colleague")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such practice call."))
    return found


def practices(*, by: Actor, state: TableState) -> tuple[Sequence[Practice], Total]:
    """A page of the practice calls this person may see, as rows for programs."""
    return PracticeRows(by).rows(state)


def practices_page(*, by: Person, at: datetime, tabs: Sequence[Tab]) -> PracticesPage:
    """What stands around the list."""
    return PracticesPage(
        standing=certificates.standing(person_key=by.key, at=at),
        waiting=_waiting(by),
        tabs=tabs,
    )


def begin_page(*, by: Person, tried: Mapping[str, str], fault: str = "") -> BeginPage:
    """Who could play the customer, and the scenarios; what this person had least often comes first."""
    here = active_people().exclude(pk=by.pk).prefetch_related("holdings")
    choices = scenarios.choices(by)
    colleague = tried.get("colleague", "")
    return BeginPage(
        colleagues=tuple(Named(each.pk, each.name) for each in here if each.may(policy.PRACTISE)),
        choices=choices,
        chosen=tried.get("scenario", "") or (choices[0].key if choices else ""),
        colleague=int(colleague) if colleague.isdecimal() and len(colleague) < 18 else 0,
        plays=tried.get("side") == "colleague",
        fault=fault,
    )


def practice_page(*, by: Actor, pk: int, tried: Tried | None = None) -> PracticePage:
    """One practice call, with a score that could not be taken. Raises NotFound."""
    row = practice(by=by, pk=pk)
    is_caller, is_colleague = by.key == row.caller.key, by.key == row.colleague.key
    shows = row.scored_at is not None or (is_colleague and row.is_open)
    sheet = row.scenario.sheet
    return PracticePage(
        id=row.pk,
        title=sheet.title,
        trade=sheet.trade,
        facts=sheet.facts,
        caller=row.caller.name,
        colleague=row.colleague.name,
        begun_at=row.begun_at,
        state=state_of(row),
        is_caller=is_caller,
        is_colleague=is_colleague,
        call=_call(row) if is_caller and row.is_open else None,
        hidden=sheet if shows else None,
        rubric=_rubric(row, sheet, tried) if shows else (),
        must_nots=_must_nots(row, tried) if shows else (),
        notes=row.notes if row.scored_at else "",
        words=tried.words if tried else row.words,
        verdict=verdict_of(row),
        scored_at=row.scored_at,
    )


def practice_card(*, by: Actor) -> PracticeCard | None:
    """What waits on the home page: calls that go on, and a caller without any certificate."""
    if not isinstance(by, Person):
        return None
    card = PracticeCard(waiting=_waiting(by), needs_certificate=_needs_certificate(by))
    return card if card.waiting or card.needs_certificate else None


def state_of(row: Practice) -> str:
    """Where a practice call stands."""
    if row.called_off_at is not None:
        return CALLED_OFF
    if row.scored_at is None:
        return OPEN
    return PASSED if row.passed else NOT_YET


def verdict_of(row: Practice) -> Verdict | None:
    """The points and whether they pass; none before it is scored."""
    if row.scored_at is None:
        return None
    points = {Step(step): given for step, given in row.points.items()}
    return verdict(steps=tuple(points), points=points, broken=[MustNot(each) for each in row.broken])


def _needs_certificate(by: Person) -> bool:
    """Whether somebody whose work is calling never had a certificate that still stands."""
    if by.may(policy.CERTIFY) or Role.RECOVERY_CALLER not in by.roles:
        return False
    return not Certificate.objects.filter(person=by.pk, withdrawn_at=None).exists()


def _waiting(by: Person) -> tuple[PracticeRow, ...]:
    mine = Practice.objects.filter(Q(caller=by.pk) | Q(colleague=by.pk), STATES[OPEN])
    first = Case(When(colleague=by.pk, then=0), default=1, output_field=IntegerField())
    rows = mine.select_related("scenario", "caller", "colleague").order_by(first, "begun_at")
    return tuple(_row(row) for row in rows[:20])


def _row(row: Practice) -> PracticeRow:
    return PracticeRow(
        id=row.pk,
        title=row.scenario.title,
        caller=row.caller.name,
        colleague=row.colleague.name,
        begun_at=row.begun_at,
        state=state_of(row),
        href=reverse("training:practice", args=[row.pk]),
    )


def _call(row: Practice) -> CallersView:
    here = Step(row.step)
    order = list(Step)
    place = order.index(here)
    previous, following = before(here), after(here)
    return CallersView(
        steps=tuple(
            Shown(
                str(words.STEPS[step]), "current" if step is here else "done" if order.index(step) < place else "ahead"
            )
            for step in order
        ),
        number=place + 1,
        step=here.value,
        title=str(words.STEPS[here]),
        aim=str(words.AIMS[here]),
        previous=previous.value if previous else "",
        next=following.value if following else "",
        notes=row.notes,
    )


def _must_nots(row: Practice, tried: Tried | None) -> tuple[Broken, ...]:
    happened = tried.broken if tried else tuple(row.broken)
    return tuple(Broken(each.value, str(title), each in happened) for each, title in words.MUST_NOTS.items())


def _rubric(row: Practice, sheet: Sheet, tried: Tried | None) -> tuple[ScoredStep, ...]:
    given = tried.points if tried else {Step(step): str(points) for step, points in row.points.items()}
    return tuple(
        ScoredStep(
            name=step.value,
            title=str(words.STEPS[step]),
            aim=str(words.AIMS[step]),
            answer=sheet.answers.get(step, ""),
            points=tuple(
                Point(value, str(words.POINTS[value]), given.get(step) == str(value)) for value in range(MOST + 1)
            ),
            given=str(words.POINTS[row.points[step]]) if step in row.points else "",
        )
        for step in sheet.steps
    )
