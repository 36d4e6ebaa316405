"""Who is at the table."""

from dataclasses import dataclass

from regain.foundation.kit.actor import Actor
from regain.meetings.lossreview.models import Review, Seat
from regain.meetings.lossreview.queries.order import attendees


@dataclass(frozen=True)
class Face:
    """One person with a seat."""

    id: int
    name: str
    state: str
    """present, absent, or empty while nobody said."""
    words: str
    is_oneself: bool
    is_chair: bool
    is_guest: bool
    """Came uninvited."""
    may_mark: bool


def faces(review: Review, *, by: Actor, may_run: bool) -> tuple[Face, ...]:
    """Everybody on the list, by name."""
    rows = review.seats.filter(left_out_at=None).select_related("person").order_by("person__name", "pk")
    return tuple(_face(seat, review, by, may_run) for seat in rows)


def may_join(review: Review) -> tuple[tuple[int, str], ...]:
    """Whoever may take part in reviews and has no seat in this one."""
    seated = set(review.seats.filter(left_out_at=None).values_list("person", flat=True))
    return tuple((person.pk, person.name) for person in attendees() if person.pk not in seated)


def _face(seat: Seat, review: Review, by: Actor, may_run: bool) -> Face:
    is_oneself = seat.person.key == by.key
    return Face(
        id=seat.person_id,
        name=seat.person.name,
        state="present" if seat.present_at else "absent" if seat.absent_at else "",
        words=seat.words,
        is_oneself=is_oneself,
        is_chair=seat.person_id == review.chair_id,
        is_guest=seat.invited_at is None,
        may_mark=may_run or is_oneself,
    )
