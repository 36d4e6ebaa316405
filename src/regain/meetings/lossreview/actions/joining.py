"""Merge issues and separate them, and split one."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.kit.events import announce
from regain.foundation.notices.actions.reminders import settle
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.actions.covering import NotCovered, cover, place, uncover
from regain.meetings.lossreview.actions.issues import remind_owner, reminder_key
from regain.meetings.lossreview.actions.remarking import tell
from regain.meetings.lossreview.actions.shared import locked, locked_open, title_from
from regain.meetings.lossreview.events import IssueRaised
from regain.meetings.lossreview.models import Issue
from regain.meetings.lossreview.queries.falling import falls_to
from regain.meetings.lossreview.queries.issues import reason_row, titles_of
from regain.meetings.lossreview.rules.story import Move

MOST = 500
Departure = tuple[int, str, date]
"""The reason, the customer, the day they left."""


class SameIssue(Conflict):
    """Nothing can be merged into itself."""


class NotMerged(Conflict):
    """There is nothing to separate."""


class NothingToSplit(Invalid):
    """It was not said what is something else."""


@verb("lossreview.issue_merged", allow=policy.may_work)
def merge_issue(*, by: Actor, at: datetime, issue: Issue, into: Issue) -> Issue:
    """It is the same as another: all that falls to it falls there, until they are separated.

    Raises SameIssue, IssueIsOver.
    """
    if issue.pk == into.pk:
        raise SameIssue(_("“%(title)s” cannot be merged into itself. Choose another issue.") % {"title": issue.title})
    held = {
        row.pk: row
        for row in Issue.objects.select_for_update(no_key=True).filter(pk__in=(issue.pk, into.pk)).order_by("pk")
    }
    row, goal = locked_open(held[issue.pk]), locked_open(held[into.pk])
    row.merged_into, row.merged_at = goal, at
    row.save(update_fields=["merged_into", "merged_at"])
    settle(by=by, at=at, key=reminder_key(row))
    tell(row, Move.MERGED, _("Into “%(title)s”.") % {"title": goal.title}, by, at)
    tell(goal, Move.MERGED, _("“%(title)s” was merged into this.") % {"title": row.title}, by, at)
    return row


@verb("lossreview.issue_separated", allow=policy.may_work)
def separate_issue(*, by: Actor, at: datetime, issue: Issue) -> Issue:
    """It is an issue of its own again, with everything that fell to it. Raises NotMerged."""
    row = locked(issue)
    goal = row.merged_into
    if goal is None:
        raise NotMerged(_("“%(title)s” is not merged into another issue.") % {"title": row.title})
    row.merged_into, row.merged_at = None, None
    row.save(update_fields=["merged_into", "merged_at"])
    remind_owner(row, by, at)
    tell(row, Move.SEPARATED, _("From “%(title)s”.") % {"title": goal.title}, by, at)
    tell(goal, Move.SEPARATED, _("“%(title)s” is an issue of its own again.") % {"title": row.title}, by, at)
    return row


@verb("lossreview.issue_split", allow=policy.may_work)
def split_issue(
    *,
    by: Actor,
    at: datetime,
    issue: Issue,
    title: str,
    reasons: Sequence[int] = (),
    departures: Sequence[Departure] = (),
) -> Issue:
    """Some of it is something else: these reasons and single departures fall to a new issue.

    Raises TitleMissing, NothingToSplit, NotCovered, NobodyNamedIt, IssueIsOver.
    """
    row = locked_open(issue)
    name = title_from(title)
    if not reasons and not departures:
        raise NothingToSplit(_("Choose the reasons or the departures that are something else."))
    if len(departures) > MOST:
        raise NothingToSplit(_("At most %(most)s departures at once. Choose fewer.") % {"most": MOST})
    _refuse_others(row, departures)
    made = Issue.objects.create(title=name, raised_at=at, raised_by=by.name, review=row.review, split_from=row)
    moved = uncover(row, reasons, at)
    cover(made, [reason.pk for reason in moved], at)
    for reason, customer, left_on in departures:
        place(made, reason_row(reason), (customer, left_on), by, at)
    what = ", ".join(reason.title for reason in moved)
    tell(row, Move.SPLIT, _("“%(title)s” is an issue of its own now. %(what)s") % {"title": name, "what": what}, by, at)
    tell(made, Move.SPLIT, _("From “%(title)s”. %(what)s") % {"title": row.title, "what": what}, by, at)
    announce(IssueRaised(issue=made.pk, title=made.title))
    return made


def _refuse_others(row: Issue, departures: Sequence[Departure]) -> None:
    """Raises NotCovered for a departure that falls elsewhere."""
    known = falls_to()
    for reason, customer, left_on in departures:
        if known.issue(reason=reason, customer=customer, left_on=left_on) != row.pk:
            told = {"customer": customer, "reason": titles_of([reason]).get(reason, ""), "title": row.title}
            raise NotCovered(_("%(customer)s for “%(reason)s” does not fall to “%(title)s”.") % told)
