"""Set a factor of an issue's priority against what the records say, and take that back."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.actions.remarking import tell
from regain.meetings.lossreview.actions.shared import locked_open, reason_from
from regain.meetings.lossreview.models import Factor, Issue
from regain.meetings.lossreview.queries.factor_words import in_words, limits_in_words
from regain.meetings.lossreview.rules.priority import LIMITS, Name
from regain.meetings.lossreview.rules.story import Move


class FactorOutOfBounds(Invalid):
    """No such factor can be."""


class NotSet(Conflict):
    """The factor is what the records say."""


@verb("lossreview.factor_set", allow=policy.may_work)
def set_factor(*, by: Actor, at: datetime, issue: Issue, name: Name, value: Decimal, because: str) -> Factor:
    """Say what one factor is, and why. Effort is weeks of one person's work.

    Raises FactorOutOfBounds, ReasonMissing, IssueIsOver.
    """
    lowest, highest = LIMITS[Name(name)]
    if not value.is_finite() or not lowest <= value <= highest:
        raise FactorOutOfBounds(limits_in_words(name))
    why = reason_from(because, _("Say why you set it; others decide with your number."))
    row = locked_open(issue)
    exact = value.quantize(Decimal("0.0001"))
    row.factors.filter(name=name, ended_at=None).update(ended_at=at)
    made = Factor.objects.create(issue=row, name=name, value=exact, because=why, set_at=at, set_by=by.name)
    tell(row, Move.WEIGHED, f"{in_words(name, exact)}: {why}", by, at)
    return made


@verb("lossreview.factor_cleared", allow=policy.may_work)
def clear_factor(*, by: Actor, at: datetime, issue: Issue, name: Name) -> Issue:
    """The records count again. Raises NotSet, IssueIsOver."""
    row = locked_open(issue)
    if not row.factors.filter(name=name, ended_at=None).update(ended_at=at):
        raise NotSet(_("Nobody set this; it is what the records say."))
    tell(row, Move.WEIGHED, in_words(name, None), by, at)
    return row
