"""Arrange the agenda: which points, in which order, for how long."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db.models import F
from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.actions.sitting import beat, held, not_over
from regain.meetings.lossreview.models import Item, Review
from regain.meetings.lossreview.rules.agenda import Point, Section

LONGEST_TITLE, MOST_POINTS, MOST_MINUTES = 200, 40, 480
ASIDE: Final = 1_000
"""Places of the present points while the new ones are given out."""


class NotAnAgenda(Invalid):
    """No points, or one without a title or a length."""


class HasNotes(Conflict):
    """Something was said about it already."""


@verb("lossreview.change_agenda", allow=policy.may_run)
def change_agenda(*, by: Actor, at: datetime, review: Review, items: Sequence[Point]) -> Review:
    """The points in this order and no others; those with an `item` are the same as before, notes and clock included.

    Raises NotAnAgenda, HasNotes, CalledOff, IsOver.
    """
    row = not_over(held(review))
    known = {item.pk: item for item in row.items.all()}
    _refuse_nonsense(items, known)
    _refuse_said(item for pk, item in known.items() if pk not in {point.item for point in items})
    row.items.exclude(pk__in=[point.item for point in items if point.item]).delete()
    row.items.update(place=F("place") + ASIDE)
    for place, point in enumerate(items, start=1):
        item = known.get(point.item or 0) or Item(review=row, section=point.section)
        item.place, item.title, item.minutes = place, point.title.strip(), point.minutes
        item.save()
    beat(row)
    return row


def _refuse_nonsense(items: Sequence[Point], known: dict[int, Item]) -> None:
    if not items:
        raise NotAnAgenda(_("An agenda needs one point at least."))
    if len(items) > MOST_POINTS:
        raise NotAnAgenda(_("An agenda has at most 40 points."))
    named = [point.item for point in items if point.item is not None]
    if len(set(named)) < len(named) or set(named) - set(known):
        raise NotAnAgenda(_("Somebody else has changed the agenda meanwhile. Look at it again."))
    for point in items:
        if not 0 < len(point.title.strip()) <= LONGEST_TITLE:
            raise NotAnAgenda(_("Each point needs a title of at most 200 characters."))
        if not 1 <= point.minutes <= MOST_MINUTES:
            wanted = _("“%(title)s” takes one minute at least and 480 at most.")
            raise NotAnAgenda(wanted % {"title": point.title.strip()})
        if point.section and point.section not in set(Section):
            raise NotAnAgenda(_("The pack has no part for “%(title)s”.") % {"title": point.title.strip()})


def _refuse_said(gone: Iterable[Item]) -> None:
    for item in gone:
        if item.notes or item.since or item.done_at or item.seconds:
            raise HasNotes(_("“%(title)s” was talked about; it stays on the agenda.") % {"title": item.title})
