"""Raise issues for the reasons that cost most, in one go."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Invalid
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.actions.issues import raise_issue
from regain.meetings.lossreview.models import Issue, Review
from regain.meetings.lossreview.queries.issues import reason_row


class NothingChosen(Invalid):
    """No reason was ticked."""


@verb("lossreview.issues_suggested", allow=policy.may_work)
def raise_suggested(
    *, by: Actor, at: datetime, reasons: Sequence[int], review: Review | None = None
) -> tuple[Issue, ...]:
    """An issue for each of these reasons, under its name. Raises NothingChosen, NotFound, ReasonTaken."""
    if not reasons:
        raise NothingChosen(_("Tick the reasons to raise an issue for."))
    wanted = dict.fromkeys(reason_row(reason) for reason in reasons)
    return tuple(raise_issue(by=by, at=at, title=reason.title, reasons=[reason.pk], review=review) for reason in wanted)
