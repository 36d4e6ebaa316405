"""Who is here, and who is not."""

from datetime import datetime

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict
from regain.foundation.people.models import Person
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.actions.sitting import beat, held, not_over
from regain.meetings.lossreview.models import Review, Seat

LONGEST = 300


class NotInvited(Conflict):
    """Nobody expected them, so they cannot be missed."""


class NoLongerHere(Conflict):
    """They do not work here any more."""


@verb("lossreview.mark_present", allow=policy.may_mark)
def mark_present(*, by: Actor, at: datetime, review: Review, person: Person, words: str = "") -> Seat:
    """They are here; who came uninvited gets a seat. Again changes nothing. Raises CalledOff, IsOver, NoLongerHere."""
    row = not_over(held(review))
    if person.left_at is not None:
        raise NoLongerHere(_("%(name)s does not work here any more.") % {"name": person.name})
    return sit(row, person=person, at=at, words=_short(words))


@verb("lossreview.mark_absent", allow=policy.may_mark)
def mark_absent(*, by: Actor, at: datetime, review: Review, person: Person, words: str = "") -> Seat:
    """They are not here, and why if anybody knows. Raises CalledOff, IsOver, NotInvited."""
    row, told = not_over(held(review)), _short(words)
    seat = row.seats.filter(person=person, left_out_at=None).first()
    if seat is None:
        raise NotInvited(_("%(name)s was not invited, so there is nothing to note.") % {"name": person.name})
    if seat.absent_at is None or told not in {"", seat.words}:
        seat.present_at, seat.absent_at, seat.words = None, seat.absent_at or at, told or seat.words
        seat.save(update_fields=["present_at", "absent_at", "words"])
        beat(row)
    return seat


def sit(row: Review, *, person: Person, at: datetime, words: str = "") -> Seat:
    """The person's seat, taken."""
    seat = row.seats.filter(person=person).first() or Seat(review=row, person=person)
    if seat.present_at is None or seat.left_out_at is not None or words not in {"", seat.words}:
        seat.present_at, seat.absent_at, seat.left_out_at = seat.present_at or at, None, None
        seat.words = words
        seat.save()
        beat(row)
    return seat


def _short(words: str) -> str:
    return " ".join(words.split())[:LONGEST]
