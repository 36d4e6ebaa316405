"""The minutes: written by the meeting, corrected by people, approved, and sent once to each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.kit.events import announce
from regain.foundation.kit.merging import merged
from regain.foundation.notices.actions.outbox import queue_message
from regain.foundation.notices.rules.message import Attachment
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.actions.sitting import held
from regain.meetings.lossreview.events import MinutesSent
from regain.meetings.lossreview.models import Action, Edition, Minutes, Review, Seat
from regain.meetings.lossreview.queries import letters
from regain.meetings.lossreview.queries.recorded import recorded
from regain.meetings.lossreview.rules.record import plain

LONGEST: Final = 60_000
PURPOSE: Final = "staff"


class NotOverYet(Conflict):
    """The meeting still goes on."""


class IsApproved(Conflict):
    """Approved minutes do not change."""


class IsSent(Conflict):
    """People have read them."""


class NotApproved(Conflict):
    """Nobody said yet that they are right."""


class MinutesTooLong(Invalid):
    """More than anybody reads."""


class SayNothing(Invalid):
    """Minutes of no words."""


class TextMoved(Conflict):
    """The paper says something else."""


class EverybodyHasThem(Conflict):
    """Nobody is left to send them to."""


@verb("lossreview.write_minutes", allow=policy.may_run)
def write_minutes(*, by: Actor, at: datetime, review: Review) -> Minutes:
    """Write the minutes anew from what happened; what stood there before is kept as an edition.

    Raises CalledOff, NotOverYet, IsApproved.
    """
    row = held(review)
    if row.adjourned_at is None:
        raise NotOverYet(_("The meeting is not over. Adjourn it, then the minutes are written."))
    return put_down(row, by, at)


def put_down(row: Review, by: Actor, at: datetime) -> Minutes:
    """The minutes as the meeting wrote them. Raises IsApproved."""
    text = recorded(row, at=row.adjourned_at or at)
    now = Minutes.objects.select_for_update(no_key=True).filter(review=row).first()
    if now is None:
        return Minutes.objects.create(review=row, text=text, written_at=at)
    return _changed(_unapproved(now), text, by=by, at=at)


@verb("lossreview.edit_minutes", allow=policy.may_edit)
def edit_minutes(*, by: Actor, at: datetime, minutes: Minutes, text: str, base: str) -> Minutes:
    """Correct the minutes; `base` is the text the writer began from, and what others saved since is kept.

    Raises IsApproved, MinutesTooLong, SayNothing.
    """
    now = _unapproved(_held(minutes))
    words = plain(merged(base=plain(base), theirs=now.text, mine=plain(text)).text)
    if not words.strip():
        raise SayNothing(_("The minutes would be empty. Write them anew instead."))
    if len(words) > LONGEST:
        raise MinutesTooLong(_("Minutes hold %(most)s characters. Keep the essence.") % {"most": LONGEST})
    return _changed(now, words, by=by, at=at)


@verb("lossreview.restore_edition", allow=policy.may_restore)
def restore_edition(*, by: Actor, at: datetime, edition: Edition) -> Minutes:
    """Go back to the minutes as they once stood; what stands now is kept as an edition. Raises IsApproved."""
    return _changed(_unapproved(_held(edition.minutes)), edition.text, by=by, at=at)


@verb("lossreview.approve_minutes", allow=policy.may_approve)
def approve_minutes(*, by: Actor, at: datetime, minutes: Minutes, version: int | None = None) -> Minutes:
    """Say that they are right; nothing changes them any more. Again changes nothing.

    `version` is what was read. Raises IsApproved where they changed meanwhile, CalledOff, NotOverYet.
    """
    row = held(minutes.review)
    now = _held(minutes)
    if now.approved_at is not None:
        return now
    if row.adjourned_at is None:
        raise NotOverYet(_("The meeting goes on, so its minutes will change. Adjourn it, then approve them."))
    if version is not None and version != now.version:
        raise IsApproved(_("Somebody corrected the minutes while you read them. Read them again, then approve."))
    now.approved_at, now.approved_by = at, by.name
    now.save(update_fields=["approved_at", "approved_by"])
    return now


@verb("lossreview.take_approval_back", allow=policy.may_approve)
def take_approval_back(*, by: Actor, at: datetime, minutes: Minutes) -> Minutes:
    """Let them be corrected again, unless they were sent. Raises IsSent."""
    now = _held(minutes)
    if now.sent_at is not None:
        raise IsSent(_("The minutes went out already. Put the correction into the next review."))
    now.approved_at, now.approved_by = None, ""
    now.save(update_fields=["approved_at", "approved_by"])
    return now


@verb("lossreview.send_minutes", allow=policy.may_approve)
def send_minutes(
    *, by: Actor, at: datetime, minutes: Minutes, paper: bytes = b"", base: str = "", version: int | None = None
) -> Minutes:
    """Send them to everybody with a seat who has not got them; `paper` is the PDF, `base` this installation's address.

    Whoever agreed to do something finds it first. `version` is the one the PDF was set from. Raises NotApproved,
    TextMoved, EverybodyHasThem.
    """
    now = _held(minutes)
    if now.approved_at is None:
        raise NotApproved(_("The minutes are not approved. Approve them, then send them."))
    if version is not None and version != now.version:
        raise TextMoved(_("Somebody corrected the minutes while they were printed. Read them again, then send them."))
    seats = list(letters.to_be_told(now))
    if not seats:
        raise EverybodyHasThem(_("Everybody who was invited has the minutes already."))
    name = f"minutes-{now.review.period}.pdf"
    enclosed = (Attachment(name, "application/pdf", paper),) if paper else ()
    for seat in seats:
        letter = letters.letter(now, seat.person, base=base)
        queue_message(
            by=by, at=at, to=seat.person.email, subject=letter.subject, text=letter.text, purpose=PURPOSE,
            automatic=False, attachments=enclosed,
        )  # fmt: skip
    _note_sent(now, seats, by=by, at=at)
    return now


def _note_sent(now: Minutes, seats: Sequence[Seat], *, by: Actor, at: datetime) -> None:
    Seat.objects.filter(pk__in=[seat.pk for seat in seats]).update(minutes_sent_at=at)
    now.sent_at, now.sent_by, now.sent_to = now.sent_at or at, now.sent_by or by.name, now.sent_to + len(seats)
    now.save(update_fields=["sent_at", "sent_by", "sent_to"])
    review = now.review
    announce(
        MinutesSent(
            review=review.pk,
            period=review.period,
            people=len(seats),
            decisions=review.resolutions.filter(withdrawn_at=None).count(),
            actions=Action.objects.filter(review=review).count(),
        )
    )


def _held(minutes: Minutes) -> Minutes:
    return Minutes.objects.select_for_update(of=("self",), no_key=True).select_related("review").get(pk=minutes.pk)


def _unapproved(now: Minutes) -> Minutes:
    if now.approved_at is not None:
        raise IsApproved(_("The minutes are approved. Take the approval back to correct them."))
    return now


def _changed(now: Minutes, text: str, *, by: Actor, at: datetime) -> Minutes:
    """The minutes with another text; the one before is kept."""
    if text == now.text:
        return now
    Edition.objects.create(minutes=now, version=now.version, text=now.text, until_at=at, changed_by=by.name)
    now.text, now.version, now.edited_at, now.edited_by = text, now.version + 1, at, by.name
    now.save(update_fields=["text", "version", "edited_at", "edited_by"])
    return now
