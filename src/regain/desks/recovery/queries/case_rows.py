"""Cases as a list: searched, filtered, sorted and exported in the database."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from django.db.models import Case as Switch
from django.db.models import CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from regain.desks.recovery import policy
from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.models.case import Endings, Nexts
from regain.desks.recovery.queries import attempts, cases, clocks, words
from regain.desks.recovery.queries.decisions import BY_TITLE, SEGMENTS, condition
from regain.desks.recovery.queries.words import KINDS
from regain.desks.recovery.rules.terms import CALLED
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.filters import By, Choice, Dates, Filter, Wanted
from regain.foundation.kit.money import Money
from regain.foundation.kit.paging import Total
from regain.foundation.kit.table import Column, Kind, TableSpec, TableState
from regain.foundation.people.models import Person, Team

MINE, FREE, TEAM, ALL, ENDED = "mine", "free", "team", "all", "ended"
WHOSE: Final = (MINE, FREE, TEAM, ALL, ENDED)
"""The lists there are; `all` and `ended` hold what this person may see."""

STATES: Final = {
    "overdue": _("Promise missed"),
    "due": _("Due"),
    "later": _("Later"),
    "parked": _("Parked"),
    "ended": _("Ended"),
}
TONES: Final = {"overdue": "bad", "due": "info", "later": "quiet", "parked": "busy", "ended": "quiet"}
NOBODY: Final = "nobody"


@dataclass(frozen=True)
class CaseRow:
    """One line of the list."""

    id: int
    title: str
    href: str
    customer: str
    country: str
    kind: str
    state: str
    next_kind: str
    next_at: datetime
    their_time: str
    next_words: str
    owner: str
    team: str
    segment: str
    cycle: str
    rank: int
    attempts: int
    tried_at: datetime | None
    left_on: date
    value_lost: Money
    maximum_spend: Money
    opened_at: datetime
    ending: str
    ended_at: datetime | None
    ended_words: str


def more(column: Column) -> Column:
    """A column one may choose to see."""
    return replace(column, priority=3, default_shown=False)


def segment_of(row: CaseRow) -> str:
    """The segment in words."""
    return words.segment_in_words(row.segment) if row.segment else ""


def spec(*, by: Actor, whose: str) -> TableSpec:
    """The columns of one of the lists, with the people and teams there are to choose from."""
    ended = whose == ENDED
    ending = Column("ending", _("Ended how"), Kind.STATUS, filter=Filter(By.CHOICE), states=dict(Endings.choices))
    return TableSpec(
        name=f"cases-{whose}",
        columns=[
            Column("title", _("Customer"), priority=1, link="href"),
            *((ending, Column("ended_at", _("Ended"), Kind.MOMENT, filter=Filter(By.DATES))) if ended else _ahead()),
            *(() if whose == MINE else (_owner(by),)),
            *_about(by),
            *((Column("ended_words", _("Why"), sortable=False, priority=3),) if ended else ()),
        ],
        default_sort="-ended_at" if ended else "next_at",
        caption=_("Cases"),
        searchable=True,
        search_hint=_("Name or id"),
    )


def _ahead() -> Sequence[Column]:
    return (
        Column("state", _("State"), Kind.STATUS, filter=Filter(By.CHOICE), states=STATES, tones=TONES),
        Column("next_kind", _("Next"), Kind.STATUS, filter=Filter(By.CHOICE), states=dict(Nexts.choices)),
        Column("next_at", _("Not before"), Kind.MOMENT, filter=Filter(By.DATES)),
        Column("next_words", _("Remember"), sortable=False, priority=3),
        more(Column("their_time", _("On their clock"), sortable=False)),
    )


def _owner(by: Actor) -> Column:
    people = Person.objects.filter(recovery_cases__isnull=False).distinct().order_by("name", "pk")
    known = [Choice(str(each.pk), each.name) for each in people] if policy.sees_every_case(by) else []
    choices = [Choice(NOBODY, _("Nobody yet")), *known]
    return Column("owner", _("Owner"), sortable=False, filter=Filter(By.CHOICE, choices) if known else None)


def _about(by: Actor) -> Sequence[Column]:
    teams = Team.objects.filter(closed_at=None).order_by("name") if policy.sees_every_case(by) else ()
    of_team = Filter(By.CHOICE, [Choice(str(each.pk), each.name) for each in teams]) if teams else None
    called = {kind.value: KINDS[kind] for kind in CALLED}
    return (
        Column("segment", _("Segment"), filter=Filter(By.CHOICE, SEGMENTS), value=segment_of, priority=3),
        Column("value_lost", _("Value lost a year"), Kind.MONEY, filter=Filter(By.RANGE)),
        Column("attempts", _("Attempts"), Kind.NUMBER, sortable=False, priority=3),
        more(Column("team", _("Team"), sortable=False, filter=of_team)),
        more(Column("kind", _("Decision"), Kind.STATUS, filter=Filter(By.CHOICE), states=called)),
        more(Column("cycle", _("Cycle"), sortable=False)),
        more(Column("rank", _("Rank"), Kind.NUMBER)),
        more(Column("tried_at", _("Last tried"), Kind.MOMENT)),
        more(Column("country", _("Country"), filter=Filter(By.TEXT))),
        more(Column("left_on", _("Left on"), Kind.DATE, filter=Filter(By.DATES))),
        more(Column("maximum_spend", _("Maximum spend"), Kind.MONEY, digits=2)),
        more(Column("opened_at", _("Opened"), Kind.MOMENT)),
        more(Column("customer", _("Id"))),
    )


class CaseRows:
    """Cases this person may see, answering table states in the database."""

    def __init__(self, *, by: Actor, at: datetime, whose: str) -> None:
        self._rows = listed(by=by, whose=whose).annotate(state=_state(at))

    def page(self, state: TableState) -> tuple[Sequence[CaseRow], Total]:
        """One page and how many there are in all."""
        found = self.found(state)
        return [case_line(row) for row in found[state.offset : state.offset + state.size]], self._kept(state).count()

    def all(self, state: TableState) -> Iterable[CaseRow]:
        """Every row of the state, streamed."""
        return (case_line(row) for row in self.found(state).iterator(chunk_size=2_000))

    def found(self, state: TableState) -> QuerySet[Case]:
        """What fits, in its order."""
        found = self._kept(state).annotate(segment=_segment(), attempts=_attempts())
        field = BY_TITLE if state.sort == "title" else F(state.sort)
        last = True if state.sort in {"tried_at", "ended_at"} else None
        ordered = field.desc(nulls_last=last) if state.descending else field.asc(nulls_last=last)
        return found.order_by(ordered, "rank", "pk")

    def _kept(self, state: TableState) -> QuerySet[Case]:
        """What fits, without what only a line shows: it is counted as well."""
        found = self._rows
        for word in state.search.split():
            found = found.filter(Q(name__icontains=word) | Q(customer__icontains=word))
        for wanted in state.filters:
            found = found.filter(_fits(wanted))
        return found


def listed(*, by: Actor, whose: str) -> QuerySet[Case]:
    """The cases of one list that exist for this person."""
    rows = cases.visible_to(by)
    if whose == ENDED:
        return rows.filter(ended_at__isnull=False)
    narrowed: dict[str, Callable[[], Q]] = {
        MINE: lambda: cases.mine(by),
        FREE: lambda: cases.free_for(by),
        TEAM: lambda: Q(team=policy.team_of(by), team__isnull=False),
    }
    rows = rows.filter(ended_at=None)
    return rows.filter(narrowed[whose]()) if whose in narrowed else rows


def case_line(row: Case) -> CaseRow:
    """A row as lists show it."""
    return CaseRow(
        id=row.pk,
        title=row.title,
        href=reverse("recovery:case", args=[row.pk]),
        customer=row.customer,
        country=row.country,
        kind=row.kind,
        state=row.__dict__["state"],
        next_kind=row.next_kind,
        next_at=row.next_at,
        their_time=clocks.their_time(row.next_at, row.next_zone),
        next_words=row.next_words,
        owner=row.owner.name if row.owner else "",
        team=row.team.name if row.team else "",
        segment=row.__dict__["segment"],
        cycle=words.period_in_words(row.decision.cycle.period) if row.decision else "",
        rank=row.rank,
        attempts=row.__dict__["attempts"],
        tried_at=row.tried_at,
        left_on=row.left_on,
        value_lost=Money(row.value_lost, row.currency),
        maximum_spend=Money(row.maximum_spend, row.currency),
        opened_at=row.opened_at,
        ending=row.ending,
        ended_at=row.ended_at,
        ended_words=row.ended_words,
    )


def _fits(wanted: Wanted) -> Q:
    """A filter as the database asks it; people and teams are asked for by number, days cover the whole day."""
    if wanted.column in {"owner", "team"}:
        values = getattr(wanted, "values", ())
        numbers = [value for value in values if value.isdigit()]
        nobody = Q(**{wanted.column: None}) if NOBODY in values else Q(pk__in=())
        return nobody | Q(**{f"{wanted.column}__in": numbers})
    if wanted.column == "segment":
        return condition(replace(wanted, column="decision__segment"))
    if isinstance(wanted, Dates) and wanted.column in {"next_at", "ended_at"}:
        return condition(replace(wanted, column=f"{wanted.column}__date"))
    return condition(wanted)


def _state(at: datetime) -> Switch:
    return Switch(
        When(ended_at__isnull=False, then=Value("ended")),
        When(is_promised=True, next_at__lt=at, then=Value("overdue")),
        When(next_at__lte=at, then=Value("due")),
        When(parked_at__isnull=False, then=Value("parked")),
        default=Value("later"),
        output_field=CharField(),
    )


def _segment() -> Coalesce:
    return Coalesce(F("decision__segment"), Value(""))


def _attempts() -> Coalesce:
    calls = Call.objects.filter(case=OuterRef("pk"), outcome__in=attempts.COUNTED).order_by()
    return Coalesce(Subquery(calls.values("case").annotate(n=Count("pk")).values("n")), 0)
