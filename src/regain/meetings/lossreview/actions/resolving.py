"""What the meeting decides, in a sentence."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.actions.meeting import NoSuchItem
from regain.meetings.lossreview.actions.remarking import tell
from regain.meetings.lossreview.actions.sitting import beat, going_on
from regain.meetings.lossreview.models import Issue, Item, Resolution, Review
from regain.meetings.lossreview.rules.story import Move

LONGEST: Final = 1_000


class SaysNothing(Invalid):
    """A decision nobody could read later."""


class IsClosed(Conflict):
    """Nothing is decided about an issue that is closed, set aside or merged."""


@verb("lossreview.resolve", allow=policy.may_decide)
def resolve(
    *, by: Actor, at: datetime, review: Review, text: str, issue: Issue | None = None, item: Item | None = None
) -> Resolution:
    """Decide something, about an issue or not, at the point on the screen unless another is given.

    Raises CalledOff, NotBegun, IsOver, SaysNothing, IsClosed, NoSuchItem.
    """
    row, words = going_on(review), " ".join(text.split())[:LONGEST]
    if not words:
        raise SaysNothing(_("Write the decision in a sentence."))
    if issue is not None and not issue.is_open:
        raise IsClosed(_("“%(title)s” is not open any more. Open it again first.") % {"title": issue.title})
    if item is not None and item.review_id != row.pk:
        raise NoSuchItem(_("This point is not on the agenda of this review."))
    made = Resolution.objects.create(
        review=row,
        item=item or row.items.filter(since__isnull=False).first(),
        issue=issue,
        text=words,
        decided_at=at,
        decided_by=by.name,
    )
    if issue is not None:
        tell(issue, Move.DECIDED, words, by=by, at=at)
    beat(row)
    return made


@verb("lossreview.withdraw_resolution", allow=policy.may_take_back)
def withdraw_resolution(*, by: Actor, at: datetime, resolution: Resolution) -> Resolution:
    """It was not decided, or not so; again changes nothing. Raises CalledOff, NotBegun, IsOver."""
    row = going_on(resolution.review)
    kept = row.resolutions.select_for_update(no_key=True).get(pk=resolution.pk)
    if kept.withdrawn_at is None:
        kept.withdrawn_at = at
        kept.save(update_fields=["withdrawn_at"])
        if kept.issue is not None:
            tell(kept.issue, Move.DECIDED, _("Taken back: %(text)s") % {"text": kept.text}, by=by, at=at)
        beat(row)
    return kept
