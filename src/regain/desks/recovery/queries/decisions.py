"""Every decision of a cycle as a list: for the page, for exports, for programs."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from regain.desks.recovery import policy
from regain.desks.recovery.models import Cycle, Decision
from regain.desks.recovery.models.decision import Kinds
from regain.desks.recovery.queries import words
from regain.desks.recovery.queries.finding import visible
from regain.desks.recovery.rules.terms import CALLED, PURSUED
from regain.desks.recovery.rules.terms import Kind as Decided
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.filters import Between, By, Choice, Contains, Filter, OneOf, Wanted, Words
from regain.foundation.kit.money import Money
from regain.foundation.kit.paging import Total
from regain.foundation.kit.table import Column, Kind, TableSpec, TableState

TONES: Final = {
    Decided.EXECUTIVE.value: "info",
    Decided.TEAM.value: "good",
    Decided.LETTER.value: "good",
    Decided.CONTROL.value: "busy",
    Decided.NOT_PURSUED.value: "quiet",
}


@dataclass(frozen=True)
class DecisionRow:
    """One line of the list."""

    id: int
    customer: str
    title: str
    href: str
    country: str
    segment: str
    kind: str
    would_be: str
    rank: int
    left_on: date
    absence_days: int
    value_lost: Money
    spent: Money
    chance: float
    chance_called: float
    second_value: Money
    maximum_spend: Money
    gain: Money
    cost: Money
    confidence: str
    reason: str
    evidence: str
    assigned_to: str


SEGMENTS: Final = [Choice(segment, words.SEGMENTS[segment]) for segment in words.ORDER]


STATES: Final = {choice.value: choice.label for choice in Kinds}


def spec(*, sees_control: bool) -> TableSpec:
    """The list's columns; for those who may not know who is control, of the calls alone.

    They see no ranks: a gap in them tells who was held out.
    """
    kinds = [Choice(choice.value, choice.label) for choice in Kinds if sees_control or choice.value in CALLED]
    kind = Column("kind", _("Decision"), Kind.STATUS, filter=Filter(By.CHOICE, kinds), states=STATES, tones=TONES)
    columns = [column for column in COLUMNS if sees_control or column.name != "rank"]
    would_be = [more(Column("would_be", _("Control for"), Kind.STATUS, states=STATES))] if sees_control else []
    return TableSpec(
        name="decisions",
        columns=[Column("title", _("Customer"), priority=1, link="href"), kind, *would_be, *columns],
        default_sort="rank" if sees_control else "-gain",
        caption=_("Decisions"),
        searchable=True,
        search_hint=_("Name or id"),
    )


def more(column: Column) -> Column:
    """A column one may choose to see."""
    return replace(column, priority=3, default_shown=False)


def amount(name: str, title: Words, hint: Words = "", value: Callable[[DecisionRow], object] | None = None) -> Column:
    """A column of money to the penny."""
    return Column(name, title, Kind.MONEY, digits=2, hint=hint, value=value)


def segment_of(row: DecisionRow) -> str:
    """The segment in words."""
    return words.segment_in_words(row.segment)


def gain_of(row: DecisionRow) -> Money | None:
    """The expected gain where something is done."""
    return row.gain if row.kind in PURSUED else None


COLUMNS: Final = (
    Column("segment", _("Segment"), filter=Filter(By.CHOICE, SEGMENTS), value=segment_of),
    Column("value_lost", _("Value lost a year"), Kind.MONEY, filter=Filter(By.RANGE)),
    amount("gain", _("Expected gain"), _("Over leaving the customer alone, less the cost"), gain_of),
    Column("rank", _("Rank"), Kind.NUMBER, hint=_("1: a call is expected to gain most"), priority=3),
    Column("country", _("Country"), filter=Filter(By.TEXT), priority=3),
    Column("left_on", _("Left on"), Kind.DATE, filter=Filter(By.DATES), priority=3),
    Column("reason", _("Reason"), sortable=False, priority=3),
    more(Column("absence_days", _("Days since last purchase"), Kind.NUMBER)),
    more(Column("chance", _("Return by themselves"), Kind.PERCENT)),
    more(Column("chance_called", _("Return after a call"), Kind.PERCENT)),
    more(amount("second_value", _("Second life worth"))),
    more(amount("maximum_spend", _("Maximum spend"))),
    more(amount("cost", _("Cost"))),
    more(Column("spent", _("Spent in all"), Kind.MONEY)),
    more(Column("confidence", _("Evidence"), Kind.STATUS, states=words.CONFIDENCE)),
    more(Column("assigned_to", _("Assigned to"), sortable=False)),
    more(Column("customer", _("Id"))),
)


BY_TITLE: Final = Coalesce(NullIf("name", Value("")), "customer")
"""The name where there is one, otherwise the id."""


class DecisionRows:
    """The decisions of one cycle that this person may see, answering table states in the database."""

    def __init__(self, *, by: Actor, cycle_id: int, currency: str) -> None:
        rows = Decision.objects.filter(cycle_id=cycle_id).select_related("assigned_to", "case__owner")
        self._rows = visible(by, rows)
        self._currency = currency

    def page(self, state: TableState) -> tuple[Sequence[DecisionRow], Total]:
        """One page and how many there are in all."""
        found = self._found(state)
        rows = [decision_line(row, self._currency) for row in found[state.offset : state.offset + state.size]]
        return rows, found.count()

    def all(self, state: TableState) -> Iterable[DecisionRow]:
        """Every row of the state, streamed."""
        found = self._found(state).iterator(chunk_size=2_000)
        return (decision_line(row, self._currency) for row in found)

    def _found(self, state: TableState) -> QuerySet[Decision]:
        found = self._rows
        for word in state.search.split():
            found = found.filter(Q(name__icontains=word) | Q(customer__icontains=word))
        for wanted in state.filters:
            found = found.filter(condition(wanted))
        field = BY_TITLE if state.sort == "title" else F(state.sort)
        return found.order_by(field.desc() if state.descending else field.asc(), "rank")


@dataclass(frozen=True)
class DecisionsPage:
    """The list of one cycle for one person."""

    period: str
    title: str
    total: int
    sees_control: bool
    """Otherwise the list holds the calls alone."""
    spec: TableSpec
    rows: DecisionRows


def decisions_page(*, by: Actor, cycle: Cycle) -> DecisionsPage:
    """The decisions this person may see, with the columns they may see."""
    return DecisionsPage(
        period=cycle.period,
        title=words.period_in_words(cycle.period),
        total=visible(by, cycle.decisions.all()).count(),
        sees_control=policy.sees_control(by),
        spec=spec(sees_control=policy.sees_control(by)),
        rows=DecisionRows(by=by, cycle_id=cycle.pk, currency=cycle.currency),
    )


def condition(wanted: Wanted) -> Q:
    """A filter as the database asks it."""
    name = wanted.column
    if isinstance(wanted, Contains):
        return Q(**{f"{name}__icontains": wanted.text})
    if isinstance(wanted, OneOf):
        return Q(**{f"{name}__in": wanted.values})
    low, high = (wanted.low, wanted.high) if isinstance(wanted, Between) else (wanted.first, wanted.last)
    found = Q()
    if low is not None:
        found &= Q(**{f"{name}__gte": low})
    if high is not None:
        found &= Q(**{f"{name}__lte": high})
    return found


def decision_line(row: Decision, currency: str) -> DecisionRow:
    """A row as lists show it."""
    return DecisionRow(
        id=row.pk,
        customer=row.customer,
        title=row.title,
        href=reverse("recovery:decision", args=[row.pk]),
        country=row.country,
        segment=row.segment,
        kind=row.kind,
        would_be=row.would_be,
        rank=row.rank,
        left_on=row.left_on,
        absence_days=row.absence_days,
        value_lost=Money(row.value_lost, currency),
        spent=Money(row.spent, currency),
        chance=row.chance,
        chance_called=row.chance_called,
        second_value=Money(row.second_value, currency),
        maximum_spend=Money(row.maximum_spend, currency),
        gain=Money(row.gain, currency),
        cost=Money(row.cost, currency),
        confidence=row.confidence,
        reason=row.reason,
        evidence=row.evidence,
        assigned_to=row.caller.name if row.caller else "",
    )
