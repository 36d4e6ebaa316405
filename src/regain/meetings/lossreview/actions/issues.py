"""Raise an issue, say what it is, let somebody answer for it, set it aside and take it up again."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.kit.events import announce
from regain.foundation.kit.merging import merged
from regain.foundation.notices.actions.reminders import remind, settle
from regain.foundation.people.models import Person
from regain.foundation.ui import formats
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.actions.covering import cover
from regain.meetings.lossreview.actions.remarking import tell
from regain.meetings.lossreview.actions.shared import (
    LONGEST_WORDS,
    locked,
    locked_open,
    reason_from,
    refuse_owner,
    refuse_past,
    title_from,
)
from regain.meetings.lossreview.events import IssueAssigned, IssueRaised
from regain.meetings.lossreview.models import Issue, Review
from regain.meetings.lossreview.queries.moves import href_of
from regain.meetings.lossreview.rules.story import Move


class DayMissing(Invalid):
    """Whoever answers for something answers by a day."""


class OwnerMissing(Invalid):
    """A day without anybody who answers for it."""


class NotSetAside(Conflict):
    """There is nothing to take up."""


@verb("lossreview.issue_raised", allow=policy.may_work)
def raise_issue(
    *,
    by: Actor,
    at: datetime,
    title: str,
    words: str = "",
    reasons: Sequence[int] = (),
    review: Review | None = None,
    owner: Person | None = None,
    due_on: date | None = None,
) -> Issue:
    """Look after a cause of departures; all departures for these reasons fall to it.

    Raises TitleMissing, ReasonTaken, NotFound, DayMissing, OwnerMissing, CannotAnswer, DayIsOver.
    """
    if owner is None and due_on is not None:
        refuse_past(due_on, at)
        raise OwnerMissing(
            _("Choose who answers for it by %(day)s, or leave the day empty.") % {"day": formats.day(due_on)}
        )
    row = Issue.objects.create(
        title=title_from(title), words=words.strip()[:LONGEST_WORDS], review=review, raised_at=at, raised_by=by.name
    )
    named = cover(row, reasons, at)
    tell(row, Move.RAISED, ", ".join(named), by, at)
    announce(IssueRaised(issue=row.pk, title=row.title))
    if owner is not None:
        _assign(row, owner, _day(due_on), by=by, at=at)
    return row


@verb("lossreview.issue_described", allow=policy.may_answer_for)
def describe_issue(*, by: Actor, at: datetime, issue: Issue, title: str, words: str, base: str | None = None) -> Issue:
    """Say better what goes wrong; `base` is the text the change began with, and nobody's change is lost.

    Raises TitleMissing, IssueIsOver.
    """
    row = locked_open(issue)
    name, text = title_from(title), words.strip()[:LONGEST_WORDS]
    if base is not None and base.strip() != row.words:
        text = merged(base=base.strip(), theirs=row.words, mine=text).text[:LONGEST_WORDS]
    if (name, text) == (row.title, row.words):
        return row
    said = _("It was called “%(title)s”.") % {"title": row.title} if name != row.title else ""
    row.title, row.words = name, text
    row.save(update_fields=["title", "words"])
    tell(row, Move.RENAMED, said, by, at)
    return row


@verb("lossreview.issue_assigned", allow=policy.may_work)
def assign_issue(
    *, by: Actor, at: datetime, issue: Issue, owner: Person, due_on: date, review: Review | None = None
) -> Issue:
    """One person answers for it, by a day; they are told. The same again changes nothing.

    Raises IssueIsOver, CannotAnswer, DayIsOver.
    """
    row = locked_open(issue)
    if (row.owner_id, row.due_on) == (owner.pk, due_on):
        return row
    return _assign(row, owner, due_on, by=by, at=at, review=review)


@verb("lossreview.issue_set_aside", allow=policy.may_answer_for)
def set_issue_aside(*, by: Actor, at: datetime, issue: Issue, because: str) -> Issue:
    """We will not pursue it, and say why; its departures still fall to it. Raises ReasonMissing, IssueIsOver."""
    why = reason_from(because, _("Say why we will not pursue this; whoever meets it again reads it."))
    row = locked_open(issue)
    row.set_aside_at, row.set_aside_because = at, why
    row.save(update_fields=["set_aside_at", "set_aside_because"])
    settle(by=by, at=at, key=reminder_key(row))
    tell(row, Move.SET_ASIDE, why, by, at)
    return row


@verb("lossreview.issue_taken_up", allow=policy.may_answer_for)
def take_issue_up(*, by: Actor, at: datetime, issue: Issue) -> Issue:
    """An issue that was set aside counts again. Raises NotSetAside."""
    row = locked(issue)
    if row.set_aside_at is None:
        raise NotSetAside(_("“%(title)s” was not set aside.") % {"title": row.title})
    row.set_aside_at, row.set_aside_because = None, ""
    row.save(update_fields=["set_aside_at", "set_aside_because"])
    remind_owner(row, by, at)
    tell(row, Move.TAKEN_UP, "", by, at)
    return row


def remind_owner(row: Issue, by: Actor, at: datetime) -> None:
    """On the day it is due, whoever answers for it is reminded."""
    if row.owner is None or row.due_on is None:
        return
    morning = timezone.make_aware(datetime.combine(row.due_on, time(9)))
    words = _("Due today: “%(title)s”") % {"title": row.title}
    key = f"{reminder_key(row)}:due:{row.owner_id}:{at:%Y%m%d%H%M%S%f}"
    remind(by=by, at=at, person=row.owner, words=words, href=href_of(row), due_at=morning, key=key)


def reminder_key(row: Issue) -> str:
    """What the keys of reminders about an issue begin with."""
    return f"lossreview:issue-{row.pk}"


def _assign(row: Issue, owner: Person, due_on: date, *, by: Actor, at: datetime, review: Review | None = None) -> Issue:
    refuse_owner(owner)
    refuse_past(due_on, at)
    is_new = row.owner_id != owner.pk
    row.owner, row.due_on = owner, due_on
    row.review = row.review or review
    row.save(update_fields=["owner", "due_on", "review"])
    settle(by=by, at=at, key=reminder_key(row))
    told = {"title": row.title, "name": owner.name, "day": formats.day(due_on)}
    if is_new and by.key != owner.key:
        words = _("You answer for “%(title)s”, by %(day)s") % told
        key = f"{reminder_key(row)}:owner:{owner.pk}:{at:%Y%m%d%H%M%S%f}"
        remind(by=by, at=at, person=owner, words=words, href=href_of(row), due_at=at, key=key)
    remind_owner(row, by, at)
    tell(row, Move.OWNED, _("%(name)s, by %(day)s") % told, by, at)
    announce(IssueAssigned(issue=row.pk, title=row.title, owner=owner.key, due_on=due_on))
    return row


def _day(due_on: date | None) -> date:
    if due_on is None:
        raise DayMissing(_("Say by which day the issue is to be fixed."))
    return due_on
