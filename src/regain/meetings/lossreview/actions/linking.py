"""Link what customers ask for to the issue that answers it."""

from datetime import datetime

from django.utils.translation import gettext as _

from regain.desks.recovery.actions import meeting
from regain.desks.recovery.queries.needs import need_row
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.actions.remarking import tell
from regain.meetings.lossreview.actions.shared import locked_open
from regain.meetings.lossreview.models import Issue
from regain.meetings.lossreview.rules.story import Move


class LinkedElsewhere(Conflict):
    """Another issue answers this need."""


@verb("lossreview.need_linked", allow=policy.may_work)
def link_need(*, by: Actor, at: datetime, issue: Issue, need: int) -> Issue:
    """Customers who asked for this are told when the issue is fixed. Raises NotFound, LinkedElsewhere, IssueIsOver."""
    row, asked = locked_open(issue), need_row(need)
    if asked.issue == row.key:
        return row
    if asked.issue:
        raise LinkedElsewhere(
            _("“%(need)s” is linked to another issue already. Take it out there first.") % {"need": asked.title}
        )
    meeting.link_issue(by=by, at=at, need=asked, issue_key=row.key)
    tell(row, Move.COVERED, _("Answers what customers ask for: “%(need)s”.") % {"need": asked.title}, by, at)
    return row


@verb("lossreview.need_unlinked", allow=policy.may_work)
def unlink_need(*, by: Actor, at: datetime, issue: Issue, need: int) -> Issue:
    """It does not answer this need after all; not linked changes nothing. Raises NotFound, IssueIsOver."""
    row, asked = locked_open(issue), need_row(need)
    if asked.issue != row.key:
        return row
    meeting.link_issue(by=by, at=at, need=asked, issue_key="")
    tell(row, Move.COVERED, _("Does not answer “%(need)s” after all.") % {"need": asked.title}, by, at)
    return row
