"""Actions as a table: searched, filtered, sorted and exported in the database."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.database_rows import DatabaseRows
from regain.foundation.kit.filters import Between, By, Choice, Contains, Dates, Filter, OneOf, Parameters, Wanted
from regain.foundation.kit.table import Column, Kind, TableSpec, TableState
from regain.foundation.people.models import Person
from regain.foundation.ui import formats
from regain.meetings.lossreview.models import Action, Review
from regain.meetings.lossreview.queries.actions import (
    KEPT,
    KEPT_TONES,
    STATES,
    TONES,
    ActionRow,
    lines,
    number_of,
    visible,
    with_words,
)
from regain.meetings.lossreview.rules.keeping import State, soon_until

ELSEWHERE = "none"
MOST_REVIEWS = 60


def spec(*, by: Actor) -> TableSpec:
    """The columns, with the people and reviews there are to choose from."""
    return TableSpec(
        name="actions",
        caption=_("Actions"),
        searchable=True,
        search_hint=_("Search actions, issues and owners"),
        default_sort="state",
        columns=(
            Column("what", _("Action"), priority=1, link="href"),
            Column("state", _("State"), Kind.STATUS, filter=Filter(By.CHOICE), states=STATES, tones=TONES),
            Column("owner", _("Owner"), filter=Filter(By.CHOICE, _owners(by))),
            Column("due_on", _("Due"), Kind.DATE, filter=Filter(By.DATES)),
            Column("share", _("Progress"), Kind.PERCENT),
            Column("issue", _("Issue"), link="issue_href", priority=3),
            Column(
                "review",
                _("Decided in the review of"),
                filter=Filter(By.CHOICE, _reviews(by)),
                priority=3,
                value=lambda row: row.review_title,
            ),
            Column("said", _("Last said"), sortable=False, priority=3),
            _more(Column("first_due_on", _("First agreed for"), Kind.DATE, filter=Filter(By.DATES))),
            _more(Column("kept", _("By the first day"), Kind.STATUS, sortable=False, states=KEPT, tones=KEPT_TONES)),
            _more(Column("done_on", _("Done on"), Kind.DATE, filter=Filter(By.DATES))),
            _more(Column("said_at", _("Last said on"), Kind.MOMENT)),
        ),
    )


def rows(*, by: Actor, at: datetime) -> DatabaseRows[ActionRow]:
    """What somebody may see, answering table states in the database."""
    today = timezone.localdate(at)

    def found(state: TableState) -> QuerySet[Action]:
        return _ordered(_fitting(visible(by), state, today), state, mine=number_of(by), today=today)

    return DatabaseRows(found, lambda page: lines(page, by=by, at=at))


def newest_review(by: Actor) -> str:
    """The period of the newest review that decided an action this person may see; empty where there is none."""
    decided = Review.objects.filter(actions__in=visible(by)).order_by("-from_on").values_list("period", flat=True)
    return decided.first() or ""


def _more(column: Column) -> Column:
    return replace(column, priority=3, default_shown=False)


def _owners(by: Actor) -> list[Choice]:
    people = Person.objects.filter(review_actions__in=visible(by)).distinct().order_by("name", "pk")
    return [Choice(str(pk), name) for pk, name in people.values_list("pk", "name")]


def _reviews(by: Actor) -> list[Choice]:
    decided = Review.objects.filter(actions__in=visible(by)).distinct().order_by("-from_on")
    known = decided.values_list("period", "from_on")[:MOST_REVIEWS]
    named = [Choice(period, formats.day(from_on, "month")) for period, from_on in known]
    return [*named, Choice(ELSEWHERE, _("No review"))]


def _fitting(found: QuerySet[Action], state: TableState, today: date) -> QuerySet[Action]:
    for word in state.search.split():
        named = Q(what__icontains=word) | Q(issue__title__icontains=word) | Q(owner__name__icontains=word)
        found = found.filter(named)
    for wanted in state.filters:
        found = found.filter(_fits(wanted, today))
    return found


def _fits(wanted: Wanted, today: date) -> Q:
    if isinstance(wanted, Dates):
        field = "done_at__date" if wanted.column == "done_on" else wanted.column
        first = Q(**{f"{field}__gte": wanted.first}) if wanted.first else Q()
        return first & (Q(**{f"{field}__lte": wanted.last}) if wanted.last else Q())
    if isinstance(wanted, Contains | Between):
        return Q()
    if wanted.column == "owner":
        return Q(owner__in=[value for value in wanted.values if value.isdigit()])
    if wanted.column == "review":
        none = Q(review=None) if ELSEWHERE in wanted.values else Q(pk__in=())
        return none | Q(review__period__in=wanted.values)
    return _in_states(wanted, today)


def _in_states(wanted: OneOf, today: date) -> Q:
    conditions = _conditions(today)
    found = Q(pk__in=())
    for value in wanted.values:
        found |= conditions[State(value)]
    return found


def _conditions(today: date) -> dict[State, Q]:
    still, soon = Q(done_at=None, dropped_at=None), soon_until(today)
    return {
        State.LATE: still & Q(due_on__lt=today),
        State.DUE: still & Q(due_on__gte=today, due_on__lte=soon),
        State.OPEN: still & Q(due_on__gt=soon),
        State.DONE: Q(done_at__isnull=False),
        State.DROPPED: Q(dropped_at__isnull=False),
    }


def _ordered(found: QuerySet[Action], state: TableState, *, mine: int | None, today: date) -> QuerySet[Action]:
    kept = with_words(found)
    if state.sort == "state":
        places = [When(condition, then=Value(place)) for place, condition in enumerate(_conditions(today).values())]
        own = When(owner=mine, done_at=None, dropped_at=None, then=Value(0))
        kept = kept.annotate(
            whose=Case(own, default=Value(1), output_field=IntegerField()),
            place=Case(*places, default=Value(9), output_field=IntegerField()),
        )
        return kept.order_by("whose", "-place" if state.descending else "place", "due_on", "pk")
    fields = {"owner": "owner__name", "issue": "issue__title", "review": "review__from_on", "share": "progress"}
    fields |= {"done_on": "done_at"}
    column = F(fields.get(state.sort, state.sort))
    ordered = column.desc(nulls_last=True) if state.descending else column.asc(nulls_last=True)
    return kept.order_by(ordered, "due_on", "pk")


def everything(*, by: Actor, at: datetime, parameters: Parameters) -> tuple[Iterable[ActionRow], int]:
    """A page of the list as a program asks for it, and how many there are in all."""
    state = TableState.parse(spec(by=by), parameters)
    found, total = rows(by=by, at=at).page(state)
    return found, int(total)
