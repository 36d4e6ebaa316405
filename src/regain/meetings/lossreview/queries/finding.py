"""Reviews and issues for the command palette."""

from collections.abc import Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.ui.frame import Hit
from regain.meetings.lossreview.queries.coming import found_reviews
from regain.meetings.lossreview.queries.issues import state_of, visible
from regain.meetings.lossreview.queries.register import STATES

FOUND: Final = 5


def found(*, by: Actor, words: str) -> Sequence[Hit]:
    """Reviews by their month and issues by their name, as far as they exist for this person."""
    return [*found_reviews(by=by, words=words), *found_issues(by=by, words=words)]


def found_issues(*, by: Actor, words: str) -> Sequence[Hit]:
    """Issues with these words in their name, as far as they exist for this person."""
    rows = visible(by)
    for word in words.split()[:5]:
        rows = rows.filter(title__icontains=word)
    return [
        Hit(
            title=row.title,
            href=reverse("lossreview:issue", args=[row.pk]),
            detail=_("Issue: %(state)s") % {"state": str(STATES[state_of(row)]).lower()},
            icon="flag",
        )
        for row in rows.order_by("-raised_at")[:FOUND]
    ]
