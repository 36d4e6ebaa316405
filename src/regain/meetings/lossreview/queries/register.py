"""The register: every issue by priority, and what falls to none yet."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.filters import By, Filter
from regain.foundation.kit.money import Money
from regain.foundation.kit.period import Period, month_after, month_of
from regain.foundation.kit.table import Column, Kind, TableSpec
from regain.foundation.people.models import Person
from regain.knowledge.playbook.queries.counted import last_told
from regain.meetings.lossreview.models import Issue, Review, Watch
from regain.meetings.lossreview.queries.factor_words import judged_in_words
from regain.meetings.lossreview.queries.fallen import Fallen
from regain.meetings.lossreview.queries.issues import state_of, visible
from regain.meetings.lossreview.queries.priorities import Standing, standings
from regain.meetings.lossreview.rules.states import IN_WORK, State

IN_WORK_TAB, OVER_TAB = "in_work", "over"

STATES: Final[Mapping[str, str | Promise]] = {
    State.OPEN: gettext_lazy("Open"),
    State.MEASURING: gettext_lazy("Fixed, measuring"),
    State.CANNOT_TELL: gettext_lazy("Fixed, cannot tell yet"),
    State.CLOSED: gettext_lazy("Closed"),
    State.SET_ASIDE: gettext_lazy("Set aside"),
    State.MERGED: gettext_lazy("Merged"),
}
TONES: Final[Mapping[str, str]] = {
    State.OPEN: "info",
    State.MEASURING: "busy",
    State.CANNOT_TELL: "warn",
    State.CLOSED: "good",
    State.SET_ASIDE: "quiet",
    State.MERGED: "quiet",
}
WATCHED: Final = {"yes": gettext_lazy("Watched")}


@dataclass(frozen=True)
class IssueRow:
    """One issue as the register shows it. Shares are 0 to 1."""

    id: int
    place: int
    """By priority among those of the list; 1 is first."""
    title: str
    href: str
    state: str
    priority: Money
    value_year: Money
    recurrence: Decimal
    control: Decimal
    effort: Decimal
    judged: str
    """Factors somebody set, with who and why."""
    departures_year: int
    departures_month: int
    value_month: Money
    owner: str
    due_on: date | None
    is_late: bool
    actions_open: int
    watched: str


def month_shown(*, at: datetime) -> Period:
    """The month issues are looked at for: that of the newest review, else of the newest departure anybody told of."""
    review = Review.objects.filter(called_off_at=None).order_by("-from_on").values_list("from_on", flat=True).first()
    day = review or last_told()
    return month_of(day) if day else month_of(month_after(timezone.localdate(at).replace(day=1), -1))


def issue_rows(
    *, by: Actor, at: datetime, which: str, month: Period | None = None, whole: Fallen | None = None
) -> tuple[IssueRow, ...]:
    """The issues in work, or those that are over, that exist for this person; the heaviest first."""
    month = month or month_shown(at=at)
    rows = list(_wanted(visible(by), which).annotate(open_actions=OPEN_ACTIONS, watched=_watched(by)))
    weighed = standings([row.pk for row in rows], until_on=month.until_on, whole=whole)
    today = timezone.localdate(at)
    made = [_row(row, weighed[row.pk], month=month, today=today) for row in rows]
    made.sort(key=lambda row: (-row.priority.amount, -row.value_year.amount, row.id))
    return tuple(replace(row, place=place) for place, row in enumerate(made, start=1))


def counts(by: Actor) -> tuple[int, int]:
    """How many issues this person sees in work, and how many that are over."""
    rows = visible(by)
    return _wanted(rows, IN_WORK_TAB).count(), _wanted(rows, OVER_TAB).count()


def month_in_words(month: Period) -> str:
    """`September 2011`."""
    return date_format(month.from_on, "F Y")


OPEN_ACTIONS: Final = Count("actions", filter=Q(actions__done_at=None, actions__dropped_at=None), distinct=True)
OVER: Final = Q(closed_at__isnull=False) | Q(set_aside_at__isnull=False) | Q(merged_into__isnull=False)


def _wanted(rows: QuerySet[Issue], which: str) -> QuerySet[Issue]:
    return rows.filter(OVER) if which == OVER_TAB else rows.exclude(OVER)


def _watched(by: Actor) -> Exists:
    person = by.pk if isinstance(by, Person) else None
    return Exists(Watch.objects.filter(issue=OuterRef("pk"), person=person))


def _row(row: Issue, standing: Standing, *, month: Period, today: date) -> IssueRow:
    priority, this = standing.priority, standing.month(month.text)
    state = state_of(row)
    return IssueRow(
        id=row.pk,
        place=0,
        title=row.title,
        href=reverse("lossreview:issue", args=[row.pk]),
        state=state,
        priority=_money(priority.amount),
        value_year=_money(priority.value.value),
        recurrence=priority.recurrence.value,
        control=priority.control.value,
        effort=priority.effort.value,
        judged=" ".join(judged_in_words(each) for each in priority.judged),
        departures_year=standing.departures_year,
        departures_month=this.departures,
        value_month=_money(this.value),
        owner=row.owner.name if row.owner else "",
        due_on=row.due_on,
        is_late=row.due_on is not None and row.due_on < today and state is State.OPEN,
        actions_open=getattr(row, "open_actions", 0),
        watched="yes" if getattr(row, "watched", False) else "",
    )


def _money(amount: Decimal) -> Money:
    return Money(amount, settings.COMPANY.currency)


def spec(*, which: str, month: Period, is_judged: bool = False) -> TableSpec:
    """The columns, in the order the formula is read in; `is_judged` where somebody set a factor of any row."""
    states = {name: title for name, title in STATES.items() if (name in IN_WORK) == (which == IN_WORK_TAB)}
    return TableSpec(
        name="issues" if which == IN_WORK_TAB else "issues_over",
        caption=gettext_lazy("Issues"),
        searchable=True,
        search_hint=gettext_lazy("Search the issues"),
        default_sort="place",
        columns=(
            Column("place", gettext_lazy("Rank"), Kind.NUMBER, align="start"),
            Column("title", gettext_lazy("Issue"), priority=1, link="href"),
            Column("state", gettext_lazy("State"), Kind.STATUS, filter=Filter(By.CHOICE), states=states, tones=TONES),
            Column(
                "priority",
                gettext_lazy("Priority"),
                Kind.MONEY,
                hint=gettext_lazy("Lost a year × recurrence × control ÷ effort: what a week of work could keep"),
            ),
            *_factors(),
            Column("judged", gettext_lazy("Set by somebody"), priority=3, default_shown=is_judged),
            Column("departures_year", gettext_lazy("Departures a year"), Kind.NUMBER, priority=3, default_shown=False),
            Column("departures_month", gettext_lazy("This month"), Kind.NUMBER, hint=month_in_words(month)),
            Column(
                "value_month",
                gettext_lazy("Lost this month"),
                Kind.MONEY,
                priority=3,
                default_shown=False,
                hint=month_in_words(month),
            ),
            Column("owner", gettext_lazy("Owner"), filter=Filter(By.TEXT)),
            Column("due_on", gettext_lazy("Due"), Kind.DATE, filter=Filter(By.DATES)),
            Column("actions_open", gettext_lazy("Open actions"), Kind.NUMBER, priority=3, default_shown=False),
            Column(
                "watched",
                gettext_lazy("Watch"),
                Kind.STATUS,
                filter=Filter(By.CHOICE),
                states=WATCHED,
                tones={"yes": "info"},
                priority=3,
                default_shown=False,
            ),
        ),
    )


def _factors() -> tuple[Column, ...]:
    return (
        Column("value_year", gettext_lazy("Lost a year"), Kind.MONEY, filter=Filter(By.RANGE)),
        Column(
            "recurrence",
            gettext_lazy("× Recurrence"),
            Kind.PERCENT,
            priority=3,
            hint=gettext_lazy("Share of the months in which anybody was asked that it came up in"),
        ),
        Column(
            "control", gettext_lazy("× Control"), Kind.PERCENT, priority=3, hint=gettext_lazy("How far it is up to us")
        ),
        Column(
            "effort",
            gettext_lazy("÷ Effort"),
            Kind.NUMBER,
            priority=3,
            hint=gettext_lazy("Weeks of one person's work; 1 while nobody has estimated it"),
        ),
    )
