"""The meeting: begin it, go through its points, write notes, adjourn it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Invalid, NotFound
from regain.foundation.kit.events import announce
from regain.foundation.kit.merging import merged
from regain.foundation.notices.actions.reminders import settle
from regain.foundation.people.models import Person
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.actions.attending import sit
from regain.meetings.lossreview.actions.minuting import IsApproved, put_down
from regain.meetings.lossreview.actions.packing import frozen
from regain.meetings.lossreview.actions.sitting import beat, going_on, held, not_over
from regain.meetings.lossreview.events import ReviewAdjourned
from regain.meetings.lossreview.models import Item, Minutes, Review
from regain.meetings.lossreview.queries import keys
from regain.meetings.lossreview.queries.packs import row_of
from regain.meetings.lossreview.rules.clocks import spent
from regain.meetings.lossreview.rules.record import plain

LONGEST: Final = 20_000


class NoSuchItem(NotFound):
    """It is not on this agenda."""


class NotesTooLong(Invalid):
    """More than anybody reads in minutes."""


@dataclass(frozen=True)
class Noted:
    """The item with its notes as they are now."""

    item: Item
    is_merged: bool = False
    """Somebody else had written meanwhile; both are there."""
    is_contested: bool = False
    """Both wrote in the same place."""


@verb("lossreview.begin_review", allow=policy.may_run)
def begin_review(*, by: Actor, at: datetime, review: Review) -> Review:
    """People sit together, and whoever says so is here; the numbers they look at stand. Again changes nothing.

    Raises CalledOff, IsOver.
    """
    row = not_over(held(review))
    if row.began_at is not None:
        return row
    row.began_at, row.began_by = at, by.name
    row.save(update_fields=["began_at", "began_by"])
    kept = row_of(row)
    if kept is not None and kept.frozen_at is None:
        frozen(row, kept, by, at)
    if isinstance(by, Person):
        sit(row, person=by, at=at)
    first = row.items.first()
    if first is not None:
        _put_on(first, at=at)
    return beat(row)


@verb("lossreview.show_item", allow=policy.may_run)
def show_item(*, by: Actor, at: datetime, review: Review, item: Item) -> Review:
    """Put a point of the agenda on every screen; the one that is there changes nothing.

    Raises CalledOff, NotBegun, IsOver, NoSuchItem.
    """
    row = going_on(review)
    wanted = row.items.filter(pk=item.pk).first()
    if wanted is None:
        raise NoSuchItem(_("This point is not on the agenda any more. Load the page again."))
    if wanted.since is None:
        _take_off(row, at=at)
        _put_on(wanted, at=at)
        beat(row)
    return row


@verb("lossreview.note_item", allow=policy.may_note)
def note_item(*, by: Actor, at: datetime, item: Item, text: str, base: str) -> Noted:
    """Save the notes of one point; `base` is the text the writer began from.

    What somebody else saved since is brought together with it. Raises CalledOff, NotBegun, IsOver, NotesTooLong.
    """
    row = going_on(item.review)
    now = row.items.select_for_update(no_key=True).get(pk=item.pk)
    both = merged(base=plain(base), theirs=now.notes, mine=plain(text))
    words = plain(both.text)
    if len(words) > LONGEST:
        raise NotesTooLong(_("Notes of one point hold %(most)s characters. Keep the essence.") % {"most": LONGEST})
    was_changed = now.notes != plain(base)
    if words != now.notes:
        now.notes, now.version = words, now.version + 1
        now.save(update_fields=["notes", "version"])
        beat(row)
    return Noted(now, is_merged=was_changed, is_contested=both.is_contested)


@verb("lossreview.adjourn_review", allow=policy.may_run)
def adjourn_review(*, by: Actor, at: datetime, review: Review) -> Review:
    """The meeting is over and its minutes are written; again changes nothing. Raises CalledOff, NotBegun."""
    row = held(review)
    if row.adjourned_at is not None:
        return row
    row = going_on(row)
    _take_off(row, at=at)
    row.adjourned_at, row.adjourned_by = at, by.name
    row.save(update_fields=["adjourned_at", "adjourned_by"])
    settle(by=by, at=at, key=keys.tomorrow(row))
    put_down(row, by, at)
    announce(ReviewAdjourned(review=row.pk, period=row.period))
    return beat(row)


@verb("lossreview.resume_review", allow=policy.may_run)
def resume_review(*, by: Actor, at: datetime, review: Review) -> Review:
    """It was adjourned too early: go on where it stopped. Raises CalledOff, NotBegun, IsApproved."""
    row = held(review)
    if row.adjourned_at is None:
        return going_on(row)
    if Minutes.objects.filter(review=row, approved_at__isnull=False).exists():
        raise IsApproved(_("The minutes are approved. Take the approval back first, or note it for the next review."))
    row.adjourned_at, row.adjourned_by = None, ""
    row.save(update_fields=["adjourned_at", "adjourned_by"])
    last = row.items.filter(done_at__isnull=False).order_by("-done_at").first() or row.items.first()
    if last is not None:
        _put_on(last, at=at)
    return beat(row)


def _take_off(row: Review, *, at: datetime) -> None:
    """Nothing is on the screen; what was there keeps its time."""
    for item in row.items.filter(since__isnull=False):
        item.seconds = spent(seconds=item.seconds, since=item.since, at=at)
        item.since, item.done_at = None, at
        item.save(update_fields=["seconds", "since", "done_at"])


def _put_on(item: Item, *, at: datetime) -> None:
    item.since, item.done_at = at, None
    item.save(update_fields=["since", "done_at"])
