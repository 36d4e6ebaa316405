"""Convene a review: of which month, when, where, with whom; move it, and call it off."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.kit.events import announce
from regain.foundation.kit.period import Period
from regain.foundation.kit.period import period as read_period
from regain.foundation.notices.actions.reminders import settle
from regain.foundation.people.models import Person
from regain.foundation.ui import formats
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.actions.inviting import send_invitations, strike_out
from regain.meetings.lossreview.actions.sitting import beat, held, not_over
from regain.meetings.lossreview.events import ReviewCalledOff, ReviewConvened, ReviewMoved
from regain.meetings.lossreview.models import Item, Review, Seat
from regain.meetings.lossreview.queries import keys
from regain.meetings.lossreview.queries.agenda import usual_items
from regain.meetings.lossreview.queries.order import moment, standing, today
from regain.meetings.lossreview.queries.planned import is_frozen
from regain.meetings.lossreview.queries.reviews import coming_reviews, known, seats_of, title_of
from regain.meetings.lossreview.rules.days import working_days_after
from regain.meetings.lossreview.rules.order import FREEZES, days_of, freezes_on

LONGEST: Final = timedelta(days=366)
LONGEST_PLACE: Final = 300
SHORTEST, MOST_MINUTES = 15, 480


class NotAMonth(Invalid):
    """A review looks at one month."""


class NotOverYet(Conflict):
    """The month still goes on, or the facts do not reach its end."""


class ConvenedAlready(Conflict):
    """A month has one review."""


class CannotAttend(Invalid):
    """Somebody on the list may not take part."""


class NotAhead(Invalid):
    """It lies in the past, or further ahead than anybody plans."""


class HasBegun(Conflict):
    """People sit together already, or did."""


@verb("lossreview.convene_review", allow=policy.may_prepare)
def convene_review(
    *,
    by: Actor,
    at: datetime,
    period: str,
    meets_at: datetime | None = None,
    place: str | None = None,
    chair: Person | None = None,
    people: Sequence[Person] | None = None,
) -> Review:
    """Set the review of `YYYY-MM` up by the standing order, or otherwise where told, and invite its people.

    Raises NotAMonth, NotOverYet, ConvenedAlready, CannotAttend, NotAhead.
    """
    month = _month(period, at=at)
    order = standing()
    head = chair or order.chair
    coming = _once([*(order.people if people is None else people), *([head] if head else [])])
    refuse_absent(coming)
    days = days_of(month.until_on, order.usual, today=today(at), country=settings.COMPANY.country)
    meets = meets_at or _free(moment(days.meets_on, order.usual.starts))
    _refuse_moment(meets, at=at)
    review = Review(
        period=month.text,
        from_on=month.from_on,
        until_on=month.until_on,
        meets_at=meets,
        minutes=order.usual.minutes,
        place=_place(order.place if place is None else place),
        chair=head,
        freeze_at=_freezes_at(meets, order.usual.freeze_days, at=at),
        convened_at=at,
        convened_by=by.name,
    )
    _insert(review)
    Seat.objects.bulk_create(Seat(review=review, person=person, invited_at=at) for person in coming)
    Item.objects.bulk_create(usual_items(review))
    send_invitations(review, coming, by=by, at=at)
    announce(ReviewConvened(review=review.pk, period=review.period, meets_at=review.meets_at))
    return review


@verb("lossreview.move_review", allow=policy.may_run)
def move_review(
    *,
    by: Actor,
    at: datetime,
    review: Review,
    meets_at: datetime,
    minutes: int | None = None,
    place: str | None = None,
    because: str = "",
) -> Review:
    """Another time, length or place; people's calendars follow, and so does the day the pack is frozen.

    Raises NotAhead, Invalid, HasBegun, CalledOff.
    """
    row = held(review)
    refuse_over(row)
    if meets_at != row.meets_at:
        _refuse_moment(meets_at, at=at)
    if minutes is not None and not SHORTEST <= minutes <= MOST_MINUTES:
        raise Invalid(_("A review takes 15 minutes at least and eight hours at most."))
    row.meets_at = meets_at
    row.minutes = row.minutes if minutes is None else minutes
    row.place = row.place if place is None else _place(place)
    if not is_frozen(row):
        row.freeze_at = _freezes_at(meets_at, standing().usual.freeze_days, at=at)
    row.sequence += 1
    row.save(update_fields=["meets_at", "minutes", "place", "freeze_at", "sequence"])
    settle(by=by, at=at, key=keys.tomorrow(row))
    send_invitations(row, _seated(row), by=by, at=at, again=True, because=because)
    announce(ReviewMoved(review=row.pk, period=row.period, meets_at=row.meets_at))
    return row


@verb("lossreview.call_off_review", allow=policy.may_run)
def call_off_review(*, by: Actor, at: datetime, review: Review, because: str) -> Review:
    """It does not take place, and why. Its month can be convened anew. Raises Invalid, HasBegun, CalledOff."""
    row = held(review)
    refuse_over(row)
    why = because.strip()
    if not why:
        raise Invalid(_("Say why it is called off; the people who were invited read it."))
    row.called_off_at, row.called_off_because = at, why
    row.sequence += 1
    row.save(update_fields=["called_off_at", "called_off_because", "sequence"])
    for key in keys.all_of(row):
        settle(by=by, at=at, key=key)
    strike_out(row, _seated(row), by=by, at=at, because=why)
    announce(ReviewCalledOff(review=row.pk, period=row.period))
    return row


@verb("lossreview.invite", allow=policy.may_run)
def invite(*, by: Actor, at: datetime, review: Review, person: Person) -> Seat:
    """Give somebody a seat, and the meeting for their calendar. Raises CannotAttend, Conflict, IsOver, CalledOff."""
    row = not_over(held(review))
    refuse_absent([person])
    if row.seats.filter(person=person, left_out_at=None).exists():
        raise Conflict(_("%(name)s is on the list already.") % {"name": person.name})
    return _seat(row, person, by=by, at=at)


@verb("lossreview.leave_out", allow=policy.may_run)
def leave_out(*, by: Actor, at: datetime, review: Review, person: Person) -> Seat:
    """Take somebody off the list and the meeting out of their calendar. Raises Conflict, HasBegun, CalledOff."""
    row = held(review)
    refuse_over(row)
    seat = row.seats.filter(person=person, left_out_at=None).first()
    if seat is None:
        raise Conflict(_("%(name)s is not on the list.") % {"name": person.name})
    if row.chair_id == person.pk:
        raise Conflict(_("%(name)s is in the chair. Name somebody else first.") % {"name": person.name})
    seat.left_out_at = at
    seat.save(update_fields=["left_out_at"])
    _other_people(row)
    settle(by=by, at=at, key=keys.tomorrow(row, person))
    strike_out(row, [person], by=by, at=at)
    return seat


@verb("lossreview.vacate_seats", allow=policy.is_the_system)
def vacate_seats(*, by: Actor, at: datetime, person: Person) -> int:
    """Whoever left the firm is at no review to come; the chair goes to whom the standing order names. How many."""
    rows = [held(row) for row in coming_reviews().filter(seats__person=person, seats__left_out_at=None)]
    usual = standing().chair
    for row in rows:
        row.seats.filter(person=person, left_out_at=None).update(left_out_at=at)
        settle(by=by, at=at, key=keys.tomorrow(row, person))
        if row.chair_id == person.pk:
            row.chair = usual if usual and usual.pk != person.pk else None
            row.save(update_fields=["chair"])
            if row.chair and not row.seats.filter(person=row.chair, left_out_at=None).exists():
                _seat(row, row.chair, by=by, at=at)
        beat(row)
    return len(rows)


@verb("lossreview.name_chair", allow=policy.may_run)
def name_chair(*, by: Actor, at: datetime, review: Review, chair: Person) -> Review:
    """Who runs the meeting; whoever had no seat gets one. Raises CannotAttend, IsOver, CalledOff."""
    row = not_over(held(review))
    refuse_absent([chair])
    row.chair = chair
    row.save(update_fields=["chair"])
    beat(row)
    if not row.seats.filter(person=chair, left_out_at=None).exists():
        _seat(row, chair, by=by, at=at)
    return row


def refuse_over(review: Review) -> None:
    """Raises HasBegun."""
    if review.began_at is not None:
        raise HasBegun(_("The Loss Review of %(month)s has begun already.") % {"month": title_of(review.period)})


def refuse_absent(people: Iterable[Person]) -> None:
    """Raises CannotAttend for whoever may not take part."""
    for person in people:
        if not person.may(policy.ATTEND):
            raise CannotAttend(
                _("%(name)s cannot take part: give them a role under People first, or choose somebody else.")
                % {"name": person.name}
            )


def _seat(row: Review, person: Person, *, by: Actor, at: datetime) -> Seat:
    """A seat, new or taken up again, and the meeting for their calendar."""
    seat = row.seats.filter(person=person).first() or Seat(review=row, person=person)
    seat.invited_at, seat.left_out_at = at, None
    seat.save()
    _other_people(row)
    send_invitations(row, [person], by=by, at=at)
    return seat


def _other_people(row: Review) -> None:
    """Calendars outside and open screens hear of it; a later invitation outdoes whatever they have."""
    row.sequence += 1
    row.save(update_fields=["sequence"])
    beat(row)
    announce(ReviewMoved(review=row.pk, period=row.period, meets_at=row.meets_at))


def _month(period: str, *, at: datetime) -> Period:
    month = read_period(period)
    if month.is_quarter:
        raise NotAMonth(_("A Loss Review looks at one month. Choose a month such as 2011-09."))
    title = title_of(month.text)
    if Review.objects.filter(period=month.text, called_off_at=None).exists():
        raise _convened(month.text)
    if today(at) < month.until_on:
        raise NotOverYet(_("%(month)s is not over yet. Convene its review once it is.") % {"month": title})
    facts = known()
    if facts.last_day is None:
        raise NotOverYet(_("No sales have been imported yet. Import them first, then convene the review."))
    if not facts.covers(month):
        raise NotOverYet(
            _("The facts end on %(day)s, so %(month)s is not whole. Import newer sales first.")
            % {"day": formats.day(facts.last_day), "month": title}
        )
    return month


def _convened(period: str) -> ConvenedAlready:
    return ConvenedAlready(_("The Loss Review of %(month)s is convened already.") % {"month": title_of(period)})


def _insert(review: Review) -> None:
    """Write it; of two at the same moment one is refused."""
    try:
        with transaction.atomic():
            review.save()
    except IntegrityError as twice:
        raise _convened(review.period) from twice


def _refuse_moment(meets_at: datetime, *, at: datetime) -> None:
    if meets_at <= at:
        raise NotAhead(_("That moment is over already. Choose a later one."))
    if meets_at > at + LONGEST:
        raise NotAhead(_("That is more than a year ahead. Choose an earlier day."))


def _free(meets_at: datetime) -> datetime:
    """The same time on the first working day from then on with no other review."""
    taken = {each.meets_at.astimezone(settings.COMPANY.tz).date() for each in coming_reviews()}
    local = meets_at.astimezone(settings.COMPANY.tz)
    day = local.date()
    while day in taken:
        day = working_days_after(day, 1, settings.COMPANY.country)
    return moment(day, local.time())


def _freezes_at(meets_at: datetime, days: int, *, at: datetime) -> datetime:
    """In the morning so many working days before; at once where that is over."""
    day = freezes_on(meets_at.astimezone(settings.COMPANY.tz).date(), days, settings.COMPANY.country)
    return max(at, min(moment(day, FREEZES), meets_at))


def _place(text: str) -> str:
    said = text.strip()
    if len(said) > LONGEST_PLACE:
        raise Invalid(_("The place has at most 300 characters."))
    return said


def _seated(review: Review) -> list[Person]:
    return [seat.person for seat in seats_of(review)]


def _once(people: Iterable[Person]) -> list[Person]:
    return list({person.pk: person for person in people}.values())
