"""The page of one issue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone

from regain.desks.recovery.queries import needs as asked
from regain.desks.recovery.queries.heard import HeardCall
from regain.desks.recovery.queries.said import said_of
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.period import month_of
from regain.foundation.people.models import Person
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.models import Issue, Watch
from regain.meetings.lossreview.queries import issue_parts as parts
from regain.meetings.lossreview.queries.actions import ActionRow, action_rows
from regain.meetings.lossreview.queries.attachments import Files, files_of
from regain.meetings.lossreview.queries.behind import Behind, foremost, may_see_customers
from regain.meetings.lossreview.queries.issues import PersonChoice, ReasonChoice, owners, reasons, state_of, visible
from regain.meetings.lossreview.queries.priorities import year_before
from regain.meetings.lossreview.queries.register import OVER, STATES, TONES, month_in_words, month_shown
from regain.meetings.lossreview.rules.states import State

NEEDS: Final = "recovery.draft_cycle"
"""The right it takes to work on what customers ask for."""
QUOTED: Final = 6


@dataclass(frozen=True)
class Link:
    """Another issue."""

    id: int
    title: str
    href: str


@dataclass(frozen=True)
class NeedLinked:
    """What customers ask for, answered by this issue."""

    id: int
    title: str
    href: str
    customers: int
    state: str
    tone: str


@dataclass(frozen=True)
class Choices:
    """What the forms offer; empty for those who may not work on issues."""

    owners: tuple[PersonChoice, ...] = ()
    reasons: tuple[ReasonChoice, ...] = ()
    into: tuple[tuple[int, str], ...] = ()
    needs: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class IssuePage:
    """Everything about one issue."""

    id: int
    title: str
    words: str
    state: str
    state_title: str
    tone: str
    is_open: bool
    owner: str
    owner_id: int | None
    is_mine: bool
    due_on: date | None
    is_late: bool
    raised_at: datetime
    raised_by: str
    review_href: str
    review_title: str
    set_aside_because: str
    merged_into: Link | None
    merged: tuple[Link, ...]
    split_from: Link | None
    split_off: tuple[Link, ...]
    worth: parts.Worth
    placed: tuple[parts.PlacedShown, ...]
    customers: Sequence[Behind]
    sees_customers: bool
    quotes: tuple[HeardCall, ...]
    needs: tuple[NeedLinked, ...]
    actions: tuple[ActionRow, ...]
    files: Files
    watchers: tuple[PersonChoice, ...]
    is_watching: bool
    may_watch: bool
    may_work: bool
    may_answer: bool
    may_link: bool
    story: tuple[parts.Line, ...]
    choices: Choices

    @property
    def more_customers(self) -> int:
        """Departures of the year that are not on the page."""
        return max(0, self.worth.departures_year - len(self.customers))

    @property
    def currency(self) -> str:
        """What amounts are in."""
        return self.worth.value_year.currency


def issue_page(*, by: Actor, at: datetime, row: Issue) -> IssuePage:
    """The page of an issue of `issues.visible`."""
    month = month_shown(at=at)
    behind = foremost(issue=row, from_on=year_before(month.until_on), until_on=month.until_on)
    state, watchers = state_of(row), _watchers(row)
    sees_customers, may_work = may_see_customers(by), policy.may_work(by=by) and row.is_open
    may_link = by.may(NEEDS)
    return IssuePage(
        id=row.pk,
        title=row.title,
        words=row.words,
        state=state,
        state_title=str(STATES[state]),
        tone=TONES[state],
        is_open=row.is_open,
        owner=row.owner.name if row.owner else "",
        owner_id=row.owner_id,
        is_mine=_number(by) is not None and row.owner_id == _number(by),
        due_on=row.due_on,
        is_late=row.due_on is not None and row.due_on < timezone.localdate(at) and state is State.OPEN,
        raised_at=row.raised_at,
        raised_by=row.raised_by,
        review_href=reverse("lossreview:review", args=[row.review.period]) if row.review else "",
        review_title=month_in_words(month_of(row.review.from_on)) if row.review else "",
        set_aside_because=row.set_aside_because,
        merged_into=_link(row.merged_into),
        merged=_links(row.merged.order_by("merged_at")),
        split_from=_link(row.split_from),
        split_off=_links(row.split_off.order_by("raised_at")),
        worth=parts.worth_of(row, month),
        placed=parts.placed_under(row) if sees_customers else (),
        customers=behind.largest if sees_customers else (),
        sees_customers=sees_customers,
        quotes=_quotes(by, behind.departures),
        needs=_needs(row),
        actions=action_rows(by=by, at=at, issue=row),
        files=files_of(by=by, issue=row),
        watchers=watchers,
        is_watching=any(each.id == _number(by) for each in watchers),
        may_watch=_number(by) is not None,
        may_work=may_work,
        may_answer=policy.may_answer_for(by=by, issue=row) and row.merged_into_id is None,
        may_link=may_link,
        story=parts.story_of(row),
        choices=_choices(by, row, may_link=may_link) if may_work else Choices(),
    )


def _choices(by: Actor, row: Issue, *, may_link: bool) -> Choices:
    others = visible(by).exclude(OVER).exclude(pk=row.pk).order_by("title")
    needs = asked.unlinked() if may_link else ()
    return Choices(
        owners=owners(),
        reasons=tuple(each for each in reasons() if each.issue is None),
        into=parts.choices_of(list(others)),
        needs=tuple((need.id, need.title) for need in needs),
    )


def _quotes(by: Actor, departures: Sequence[tuple[str, date]]) -> tuple[HeardCall, ...]:
    heard = said_of(by=by, departures=departures, most=QUOTED * 4)
    return tuple(call for call in heard if call.quotes or call.notes)[:QUOTED]


def _needs(row: Issue) -> tuple[NeedLinked, ...]:
    return tuple(
        NeedLinked(
            need.id, need.title, need.href, need.customers, str(asked.STATES[need.state]), asked.TONES[need.state]
        )
        for need in asked.lines_of_issue(row.key)
    )


def _watchers(row: Issue) -> tuple[PersonChoice, ...]:
    rows = Watch.objects.filter(issue=row).select_related("person").order_by("person__name")
    return tuple(PersonChoice(each.person_id, each.person.name) for each in rows)


def _link(row: Issue | None) -> Link | None:
    return None if row is None else Link(row.pk, row.title, reverse("lossreview:issue", args=[row.pk]))


def _links(rows: Iterable[Issue]) -> tuple[Link, ...]:
    return tuple(found for row in rows if (found := _link(row)) is not None)


def _number(by: Actor) -> int | None:
    return by.pk if isinstance(by, Person) else None
