"""A review while people sit together: held for one verb at a time, and every open screen told to look again."""

from django.db.models import F
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, NotAllowed
from regain.foundation.people.models import Person
from regain.meetings.lossreview.models import Review


class CalledOff(Conflict):
    """It does not take place."""


class NotBegun(Conflict):
    """Nobody sits together yet."""


class IsOver(Conflict):
    """The meeting was adjourned."""


def held(review: Review) -> Review:
    """The review as it is now, held until the verb ends. Raises CalledOff."""
    row = Review.objects.select_for_update(no_key=True).get(pk=review.pk)
    if row.called_off_at is not None:
        raise CalledOff(
            _("The review of %(month)s was called off. Convene it anew to hold it.") % {"month": row.period}
        )
    return row


def going_on(review: Review) -> Review:
    """The same, while people sit together. Raises CalledOff, NotBegun, IsOver."""
    row = held(review)
    if row.began_at is None:
        raise NotBegun(_("The meeting about %(month)s has not begun. Begin it first.") % {"month": row.period})
    return not_over(row)


def not_over(row: Review) -> Review:
    """The review, unless it was adjourned. Raises IsOver."""
    if row.adjourned_at is not None:
        raise IsOver(
            _("The meeting about %(month)s is over. Take it up again, or correct the minutes.") % {"month": row.period}
        )
    return row


def beat(row: Review) -> Review:
    """Something happened: open screens look again."""
    Review.objects.filter(pk=row.pk).update(beat=F("beat") + 1)
    row.beat += 1
    return row


def somebody(by: Actor) -> Person:
    """The person who acts. Raises NotAllowed for a process: it sits at no table."""
    if not isinstance(by, Person):
        raise NotAllowed(_("Only a person can do this in a meeting."))
    return by
