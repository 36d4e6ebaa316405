"""The invitation to a planned call, and the reminders of it: sent, and struck out when the plan is off.

Every verb that ends a case, gives it to somebody else or reaches the customer strikes out what was planned.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from regain.desks.recovery.models import Case
from regain.desks.recovery.queries.executives import event_of, root_of
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.kit.actor import Actor
from regain.foundation.notices.actions.outbox import queue_message
from regain.foundation.notices.actions.reminders import settle
from regain.foundation.notices.rules.calendar import Method, calendar
from regain.foundation.notices.rules.message import Attachment
from regain.foundation.people.models import Person

STAFF: Final = "staff"
"""The purpose of mail among ourselves; the guard has no say in it."""


def invite(row: Case, by: Actor, at: datetime, to: Person, base: str = "") -> None:
    """An invitation for their calendar; a later one replaces the one before. The row stays unsaved."""
    row.invited_at = at
    _send(row, by=by, at=at, to=to, method=Method.REQUEST, base=base)


def strike_out(row: Case, by: Actor, at: datetime) -> None:
    """Nothing is planned any more: take the invitation back, settle the reminders, and let the days begin anew.

    The row stays unsaved.
    """
    if row.kind != Kind.EXECUTIVE:
        return
    settle(by=by, at=at, key=root_of(row))
    planned = row.scheduled_for
    if row.invited_at is not None and row.owner is not None and planned is not None and planned > at:
        _send(row, by=by, at=at, to=row.owner, method=Method.CANCEL)
    if not row.is_promised and (row.next_at < at or row.next_at == planned):
        row.next_at = at
    row.scheduled_for, row.invited_at = None, None


def strike_out_all(rows: Iterable[Case], by: Actor, at: datetime) -> None:
    """The same for many cases, written."""
    for row in rows:
        strike_out(row, by=by, at=at)
        row.save(update_fields=["scheduled_for", "invited_at", "next_at"])


def _send(row: Case, *, by: Actor, at: datetime, to: Person, method: Method, base: str = "") -> None:
    event = event_of(row, sequence=int(at.timestamp() // 60), cancelled=method is Method.CANCEL, base=base)
    body = calendar([event], at=at, method=method, organiser=settings.DEFAULT_FROM_EMAIL, attendee=to.email)
    title = _("Not planned any more: %(title)s") if method is Method.CANCEL else "%(title)s"
    queue_message(
        by=by,
        at=at,
        to=to.email,
        subject=title % {"title": event.title},
        text=f"{event.words}\n{event.href}".strip(),
        purpose=STAFF,
        automatic=False,
        attachments=(Attachment("call.ics", f"text/calendar; method={method.value}", body),),
    )
