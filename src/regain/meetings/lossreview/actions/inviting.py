"""Invitations: sent, sent anew when something changed, and struck out. Parts that verbs share."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.conf import settings

from regain.foundation.kit.actor import Actor
from regain.foundation.notices.actions.outbox import queue_message
from regain.foundation.notices.rules.calendar import Method, calendar
from regain.foundation.notices.rules.message import Attachment
from regain.foundation.people.models import Person
from regain.meetings.lossreview.models import Review
from regain.meetings.lossreview.queries.planned import event_of, invitation_mail

STAFF: Final = "staff"
"""The purpose of mail among ourselves; the guard has no say in it."""


def send_invitations(
    review: Review, people: Iterable[Person], by: Actor, at: datetime, *, again: bool = False, because: str = ""
) -> None:
    """The meeting for each one's calendar; a later one takes the place of the one before."""
    for person in people:
        mail = invitation_mail(review, to=person, again=again, because=because)
        _send(review, person, mail, by=by, at=at, method=Method.REQUEST)


def strike_out(review: Review, people: Iterable[Person], by: Actor, at: datetime, *, because: str = "") -> None:
    """Take the meeting out of each one's calendar."""
    for person in people:
        mail = invitation_mail(review, to=person, cancelled=True, because=because)
        _send(review, person, mail, by=by, at=at, method=Method.CANCEL)


def _send(review: Review, to: Person, mail: tuple[str, str], *, by: Actor, at: datetime, method: Method) -> None:
    event = event_of(review, to=to, cancelled=method is Method.CANCEL)
    body = calendar([event], at=at, method=method, organiser=settings.DEFAULT_FROM_EMAIL, attendee=to.email)
    queue_message(
        by=by,
        at=at,
        to=to.email,
        subject=mail[0],
        text=mail[1],
        purpose=STAFF,
        attachments=(Attachment("review.ics", f"text/calendar; method={method.value}", body),),
    )
