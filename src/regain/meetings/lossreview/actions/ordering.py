"""The standing order: how the review runs every month; pause it, and go on."""

from collections.abc import Sequence
from datetime import datetime, time

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.people.models import Person
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.actions.convening import LONGEST_PLACE, refuse_absent
from regain.meetings.lossreview.models import Order
from regain.meetings.lossreview.rules.order import Usual

ONLY = 1
"""The order's number; there is one."""


class NotAnOrder(Invalid):
    """It names no such day, or no such length."""


@verb("lossreview.set_order", allow=policy.may_prepare)
def set_order(
    *,
    by: Actor,
    at: datetime,
    week: int,
    weekday: int,
    starts: time,
    minutes: int,
    freeze_days: int,
    place: str = "",
    chair: Person | None = None,
    people: Sequence[Person] = (),
) -> Order:
    """How reviews run from now on; those convened already stay as they are.

    Without `people` all executives are invited, and whoever prepares reviews; without `chair` the first retention
    manager chairs. Raises NotAnOrder, CannotAttend.
    """
    _refuse_nonsense(week=week, weekday=weekday, minutes=minutes, freeze_days=freeze_days, place=place)
    refuse_absent([*people, *([chair] if chair else [])])
    row = _order(by=by, at=at)
    row.week, row.weekday, row.starts, row.minutes = week, weekday, starts, minutes
    row.freeze_days, row.place, row.chair = freeze_days, place.strip(), chair
    row.changed_at, row.changed_by = at, by.name
    row.save()
    row.people.set(people)
    return row


@verb("lossreview.pause_order", allow=policy.may_prepare)
def pause_order(*, by: Actor, at: datetime) -> Order:
    """Convene no review by itself until somebody says so. Raises Conflict."""
    row = _order(by=by, at=at)
    if row.paused_at is not None:
        raise Conflict(_("Reviews are paused already."))
    row.paused_at = at
    row.save(update_fields=["paused_at"])
    return row


@verb("lossreview.resume_order", allow=policy.may_prepare)
def resume_order(*, by: Actor, at: datetime) -> Order:
    """Convene reviews by itself again; the newest whole month comes first. Raises Conflict."""
    row = _order(by=by, at=at)
    if row.paused_at is None:
        raise Conflict(_("Reviews are not paused."))
    row.paused_at = None
    row.save(update_fields=["paused_at"])
    return row


def _order(*, by: Actor, at: datetime) -> Order:
    """The one there is, held until the verb ends; made with what is usual where nobody set it."""
    usual = {"starts": Usual().starts, "changed_at": at, "changed_by": by.name}
    Order.objects.get_or_create(pk=ONLY, defaults=usual)
    return Order.objects.select_for_update(no_key=True).get(pk=ONLY)


def _refuse_nonsense(*, week: int, weekday: int, minutes: int, freeze_days: int, place: str) -> None:
    if not 1 <= week <= 4 or not 0 <= weekday <= 6:
        raise NotAnOrder(_("Choose the first to fourth weekday of the month."))
    if not 15 <= minutes <= 480:
        raise NotAnOrder(_("A review takes 15 minutes at least and eight hours at most."))
    if not 0 <= freeze_days <= 14:
        raise NotAnOrder(_("The pack is frozen at most 14 working days before the meeting."))
    if len(place.strip()) > LONGEST_PLACE:
        raise NotAnOrder(_("The place has at most 300 characters."))
