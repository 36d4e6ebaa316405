"""One review as its page shows it: when and where, who comes, the agenda, and what is still missing."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from regain.desks.recovery.queries.callers import Followed
from regain.foundation.kit.actor import Actor
from regain.foundation.people.models import Person
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.models import Item, Minutes, Review, Seat
from regain.meetings.lossreview.queries.agenda import missing_points
from regain.meetings.lossreview.queries.calls import behind, calls_of, told_today
from regain.meetings.lossreview.queries.checks import Check, PackState, checks, pack_state
from regain.meetings.lossreview.queries.order import attendees
from regain.meetings.lossreview.queries.reviews import known, seats_of, title_of
from regain.meetings.lossreview.rules.agenda import Point

MAY_SEE_CYCLES = "recovery.view_cycle"


@dataclass(frozen=True)
class SeatLine:
    """One person on the list."""

    person: int
    name: str
    roles: str
    is_chair: bool
    state: str
    """invited, present or absent."""
    words: str


@dataclass(frozen=True)
class Named:
    """Somebody to choose."""

    id: int
    name: str


@dataclass(frozen=True)
class ItemLine:
    """One point of the agenda."""

    id: int
    title: str
    minutes: int
    section: str
    is_said: bool
    """Talked about already, so it stays."""
    at: int
    """From 0."""

    @property
    def up(self) -> str:
        """What the form is told to move it up."""
        return f"up:{self.at}"

    @property
    def down(self) -> str:
        """The same, down."""
        return f"down:{self.at}"

    @property
    def remove(self) -> str:
        """The same, off the agenda."""
        return f"remove:{self.at}"


@dataclass(frozen=True)
class CallerLine:
    """One executive's calls."""

    name: str
    """Empty for calls nobody has yet."""
    of: int
    made: int
    reached: int
    late: int
    to_make: int
    told_today: bool


@dataclass(frozen=True)
class ReviewPage:
    """One review."""

    id: int
    period: str
    title: str
    state: str
    """coming, missed, going_on, over or off."""
    meets_at: datetime
    ends_at: datetime
    meets_local: str
    """As a field for a moment takes it."""
    minutes: int
    place: str
    place_href: str
    """Where the place is an address."""
    zone: str
    chair: int | None
    chair_name: str
    convened_at: datetime
    convened_by: str
    began_at: datetime | None
    adjourned_at: datetime | None
    called_off_at: datetime | None
    called_off_because: str
    checks: tuple[Check, ...]
    pack: PackState
    calls: tuple[CallerLine, ...]
    calls_made: int
    calls_of: int
    can_remind: bool
    seats: tuple[SeatLine, ...]
    to_invite: tuple[Named, ...]
    items: tuple[ItemLine, ...]
    item_minutes: int
    missing_points: tuple[Point, ...]
    """Usual points that are not on the agenda."""
    record: str
    """none, written, approved or sent."""
    record_at: datetime | None
    may_run: bool
    may_prepare: bool
    has_seat: bool

    @property
    def is_open(self) -> bool:
        """Whether anything about it can still be arranged."""
        return self.state in {"coming", "missed", "going_on"}

    @property
    def is_ahead(self) -> bool:
        """Whether people have not sat down yet."""
        return self.state in {"coming", "missed"}

    @property
    def missing(self) -> int:
        """How many steps somebody has to do something about."""
        return sum(each.tone == "warn" for each in self.checks)


def review_page(*, by: Actor, at: datetime, review: Review) -> ReviewPage:
    """One review for this person."""
    calls, seats, items = calls_of(review, at=at), seats_of(review), list(review.items.all())
    pack = pack_state(review, at=at)
    may_run = policy.may_run(by=by, review=review)
    seated = {seat.person_id for seat in seats}
    record, record_at = record_of(review)
    lines = _callers(review, calls, at=at)
    return ReviewPage(
        id=review.pk,
        period=review.period,
        title=title_of(review.period),
        state=state_of(review, at=at),
        meets_at=review.meets_at,
        ends_at=review.ends_at,
        meets_local=f"{review.meets_at.astimezone(settings.COMPANY.tz):%Y-%m-%dT%H:%M}",
        minutes=review.minutes,
        place=review.place,
        place_href=review.place if review.place.startswith("https://") and " " not in review.place else "",
        zone=settings.COMPANY.zone,
        chair=review.chair_id,
        chair_name=review.chair.name if review.chair else "",
        convened_at=review.convened_at,
        convened_by=review.convened_by,
        began_at=review.began_at,
        adjourned_at=review.adjourned_at,
        called_off_at=review.called_off_at,
        called_off_because=review.called_off_because,
        checks=_seen(checks(review, facts=known(), calls=calls, pack=pack, seats=seats, items=items), by),
        pack=pack,
        calls=lines,
        calls_made=calls.made,
        calls_of=calls.of,
        can_remind=any(each.to_make and each.name and not each.told_today for each in lines),
        seats=tuple(_seat(seat, review) for seat in seats),
        to_invite=tuple(Named(each.pk, each.name) for each in attendees() if each.pk not in seated) if may_run else (),
        items=tuple(_item(item, at=place) for place, item in enumerate(items)),
        item_minutes=sum(item.minutes for item in items),
        missing_points=missing_points(review, {item.section for item in items}),
        record=record,
        record_at=record_at,
        may_run=may_run,
        may_prepare=policy.may_prepare(by=by),
        has_seat=isinstance(by, Person) and by.pk in seated,
    )


def state_of(review: Review, *, at: datetime) -> str:
    """coming, missed (its time went by and nobody opened the meeting), going_on, over or off."""
    if review.called_off_at is not None:
        return "off"
    if review.adjourned_at is not None:
        return "over"
    if review.is_going_on:
        return "going_on"
    return "missed" if at > review.ends_at else "coming"


def record_of(review: Review) -> tuple[str, datetime | None]:
    """Where the minutes stand, and since when: none, written, approved or sent."""
    row = Minutes.objects.filter(review=review).first()
    if row is None:
        return "none", None
    if row.sent_at is not None:
        return "sent", row.sent_at
    return ("approved", row.approved_at) if row.approved_at is not None else ("written", row.written_at)


def _seen(found: tuple[Check, ...], by: Actor) -> tuple[Check, ...]:
    """Without ways to pages this person may not open."""
    if by.may(MAY_SEE_CYCLES):
        return found
    cycles = reverse("recovery:cycles")
    return tuple(replace(each, href="", link="") if each.href.startswith(cycles) else each for each in found)


def _callers(review: Review, calls: Followed, *, at: datetime) -> tuple[CallerLine, ...]:
    left = {each.person for each in behind(calls)}
    return tuple(
        CallerLine(
            name=each.name,
            of=each.of,
            made=each.made,
            reached=each.reached,
            late=each.late,
            to_make=each.to_make,
            told_today=each.person in left and told_today(review, each, at=at),
        )
        for each in calls.callers
    )


def _seat(seat: Seat, review: Review) -> SeatLine:
    state = "present" if seat.present_at else "absent" if seat.absent_at else "invited"
    return SeatLine(
        person=seat.person_id,
        name=seat.person.name,
        roles=", ".join(sorted(role.title for role in seat.person.roles)),
        is_chair=seat.person_id == review.chair_id,
        state=state,
        words=seat.words,
    )


def _item(item: Item, *, at: int) -> ItemLine:
    is_said = bool(item.notes or item.since or item.done_at or item.seconds)
    return ItemLine(item.pk, item.title, item.minutes, item.section, is_said, at)
