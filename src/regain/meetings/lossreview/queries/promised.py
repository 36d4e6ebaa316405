"""What somebody promised, for the first page: actions to do, issues to answer for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils import timezone

from regain.foundation.kit import clock
from regain.foundation.kit.actor import Actor
from regain.foundation.people.models import Person
from regain.meetings.lossreview.models import Action, Issue
from regain.meetings.lossreview.queries.actions import due_in_words
from regain.meetings.lossreview.queries.actions_due import MOST, to_do
from regain.meetings.lossreview.rules.keeping import State, state

SHOWN: Final = 6


@dataclass(frozen=True)
class Promise:
    """An action to do, or an issue to answer for."""

    title: str
    href: str
    due_on: date
    due_words: str
    state: str
    is_issue: bool
    progress: int

    @property
    def share(self) -> float:
        """Progress, 0 to 1."""
        return self.progress / 100


@dataclass(frozen=True)
class PromisedCard:
    """The most pressing ones, and how many there are."""

    shown: tuple[Promise, ...]
    count: int
    late: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.shown)


def promised_card(*, by: Actor) -> PromisedCard | None:
    """What this person promised, the earliest day first; no card when that is nothing."""
    if not isinstance(by, Person):
        return None
    today = timezone.localdate(clock.now())
    found = [_of_action(row, today) for row in to_do(by)] + [_of_issue(row, today) for row in _issues(by)]
    if not found:
        return None
    found.sort(key=lambda each: (each.due_on, each.is_issue, each.title))
    late = sum(each.state == State.LATE for each in found)
    return PromisedCard(tuple(found[:SHOWN]), len(found), late)


def _issues(by: Person) -> Sequence[Issue]:
    """Those that are still to be fixed."""
    rows = Issue.objects.filter(owner=by, due_on__isnull=False, fixed_on=None, closed_at=None)
    return list(rows.filter(set_aside_at=None, merged_into=None).order_by("due_on", "pk")[:MOST])


def _of_action(row: Action, today: date) -> Promise:
    href = reverse("lossreview:action", args=[row.pk])
    return _promise(row.what, href, row.due_on, today, progress=row.progress)


def _of_issue(row: Issue, today: date) -> Promise:
    href = reverse("lossreview:issue", args=[row.pk])
    return _promise(row.title, href, row.due_on or today, today, is_issue=True)


def _promise(title: str, href: str, due_on: date, today: date, *, is_issue: bool = False, progress: int = 0) -> Promise:
    return Promise(
        title=title,
        href=href,
        due_on=due_on,
        due_words=due_in_words(due_on, today=today),
        state=state(due_on=due_on, today=today),
        is_issue=is_issue,
        progress=progress,
    )
