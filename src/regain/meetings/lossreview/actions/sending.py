"""Before the meeting: the pack goes to its people, and what stands in its way to the chair."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict
from regain.foundation.notices.actions.outbox import queue_message
from regain.foundation.notices.actions.reminders import remind, settle
from regain.foundation.notices.rules.message import LARGEST_ATTACHMENTS, Attachment
from regain.foundation.people.models import Person
from regain.meetings.lossreview import models, policy
from regain.meetings.lossreview.actions.inviting import STAFF
from regain.meetings.lossreview.actions.sitting import held
from regain.meetings.lossreview.models import Review
from regain.meetings.lossreview.queries import keys
from regain.meetings.lossreview.queries.packs import row_of
from regain.meetings.lossreview.queries.planned import is_frozen, language_of, pack_mail, path_of, when
from regain.meetings.lossreview.queries.preparing import key_of, sent_at
from regain.meetings.lossreview.queries.reviews import seats_of, title_of

LONGEST_REASON: Final = 150


class NothingToSend(Conflict):
    """It is not frozen, or went out already."""


@verb("lossreview.send_pack", allow=policy.is_the_system)
def send_pack(*, by: Actor, at: datetime, review: Review, paper: bytes = b"") -> models.Pack:
    """Mail the frozen pack to everybody with a seat, as a link and, unless it is too large, as `paper` (a PDF).

    Raises NothingToSend, CalledOff.
    """
    row = held(review)
    pack = row_of(row)
    if pack is None or pack.frozen_at is None or sent_at(pack) is not None:
        raise NothingToSend(_("The pack of %(month)s is not frozen, or was sent.") % {"month": title_of(row.period)})
    enclosed = (Attachment(f"loss-review-{row.period}.pdf", "application/pdf", paper),) if _fits(paper) else ()
    for seat in seats_of(row):
        subject, text = pack_mail(row, to=seat.person, attached=bool(enclosed))
        queue_message(
            by=by, at=at, to=seat.person.email, subject=subject, text=text, purpose=STAFF, attachments=enclosed
        )
    for key in (keys.calls(row), keys.behind(row), keys.stuck(row)):
        settle(by=by, at=at, key=key)
    return pack


@verb("lossreview.tell_of_stuck_pack", allow=policy.is_the_system)
def tell_of_stuck_pack(*, by: Actor, at: datetime, review: Review, because: str) -> int:
    """Tell the chair that the pack could not be made, and why; how many were told. It is tried again meanwhile."""
    row = held(review)
    if row.chair is None:
        return 0
    with translation.override(language_of(row.chair)):
        words = _("The pack of %(month)s could not be made: %(why)s It is tried again every hour.") % {
            "month": title_of(row.period),
            "why": Truncator(because).chars(LONGEST_REASON),
        }
    key = f"{keys.stuck(row)}:{row.chair.pk}"
    remind(by=by, at=at, person=row.chair, words=words, href=path_of(row), due_at=at, key=key)
    return 1


@verb("lossreview.remind_of_review", allow=policy.is_the_system)
def remind_of_review(*, by: Actor, at: datetime, review: Review, people: Sequence[Person]) -> int:
    """Remind these people the working day before; how many."""
    row = held(review)
    href = reverse("lossreview:pack", args=[row.period]) if is_frozen(row) else path_of(row)
    for person in people:
        with translation.override(language_of(person)):
            words = _("Loss Review of %(month)s: %(when)s.") % {
                "month": title_of(row.period),
                "when": when(row.meets_at),
            }
            if is_frozen(row):
                words = f"{words} {_('The pack is there to read.')}"
        remind(by=by, at=at, person=person, words=words, href=href, due_at=at, key=key_of(row, person))
    return len(people)


def _fits(paper: bytes) -> bool:
    return 0 < len(paper) <= LARGEST_ATTACHMENTS
