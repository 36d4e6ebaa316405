"""Plan an executive's call: a time of one's own, in one's calendar; and remind of what was not made."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.desks.recovery import policy
from regain.desks.recovery.actions.claiming import somebody
from regain.desks.recovery.actions.closing import locked_case
from regain.desks.recovery.actions.timing import schedule
from regain.desks.recovery.events import CallEnded
from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.queries.executives import event_of, given
from regain.desks.recovery.rules.calls import Outcome
from regain.desks.recovery.rules.reminding import Reminder, due
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict
from regain.foundation.notices.actions.outbox import queue_message
from regain.foundation.notices.actions.reminders import remind, settle
from regain.foundation.notices.rules.calendar import Method, calendar
from regain.foundation.notices.rules.message import Attachment
from regain.foundation.people.models import Person

STAFF: Final = "staff"
"""The purpose of mail among ourselves; the guard has no say in it."""

WORDS: Final[dict[Reminder, str | Promise]] = {
    Reminder.PLAN: gettext_lazy("Choose a time to call %(name)s."),
    Reminder.TODAY: gettext_lazy("Today you call %(name)s."),
    Reminder.LATE: gettext_lazy("Your call to %(name)s is late. Make it, or give it to somebody else."),
    Reminder.ESCALATED: gettext_lazy("%(who)s has not called %(name)s yet. Ask, or hand the call to somebody else."),
}


class NotPlanned(Conflict):
    """There is no time to take back."""


class NotAnExecutivesCall(Conflict):
    """Only an executive's call is planned; the team's come out of the queue."""


@verb("recovery.plan_call", allow=policy.works_case)
def plan_call(*, by: Actor, at: datetime, case: Case, when: datetime, mails: bool = False, base: str = "") -> Case:
    """Choose when to make an executive's call; whoever plans a free one takes it.

    `mails` sends them an invitation for their calendar; `base` is the address of this installation. Raises
    NotAnExecutivesCall, NotAhead, CaseHasEnded, InACall, SomebodyHasIt.
    """
    person = somebody(by)
    if case.kind != Kind.EXECUTIVE:
        raise NotAnExecutivesCall(_("%(name)s is the team's call; it comes out of the queue.") % {"name": case.title})
    row = schedule(by=by, at=at, case=case, when=when)
    if row.owner is None:
        row.owner = person
        row.save(update_fields=["owner"])
    settle(by=by, at=at, key=key_of(row))
    if mails:
        _invite(row, by=by, at=at, to=row.owner, method=Method.REQUEST, base=base)
    return row


@verb("recovery.unplan_call", allow=policy.works_case)
def unplan_call(*, by: Actor, at: datetime, case: Case) -> Case:
    """Take the time back; the call stays to be made. Raises NotPlanned."""
    row = locked_case(case, by=by)
    if row.scheduled_for is None:
        raise NotPlanned(_("No time is planned for %(name)s.") % {"name": row.title})
    if row.owner is not None:
        _invite(row, by=by, at=at, to=row.owner, method=Method.CANCEL)
    row.scheduled_for = None
    row.save(update_fields=["scheduled_for"])
    settle(by=by, at=at, key=key_of(row))
    return row


@verb("recovery.remind_of_call", allow=policy.is_the_system)
def remind_of_call(*, by: Actor, at: datetime, case: Case, managers: tuple[Person, ...]) -> int:
    """Remind of what has fallen due, each once; how many heard. `managers` hear of what is late for days."""
    heard = 0
    for reminder in due(given(case), today=timezone.localtime(at).date()):
        escalates = reminder is Reminder.ESCALATED
        for person in managers if escalates else (case.owner,):
            if person is None or (escalates and person == case.owner):
                continue
            remind(
                by=by,
                at=at,
                person=person,
                words=WORDS[reminder] % {"name": case.title, "who": case.owner},
                href=reverse("recovery:brief", args=[case.pk]),
                due_at=at,
                key=f"{key_of(case)}:{reminder}:{person.pk}",
            )
            heard += 1
    return heard


def call_was_made(event: CallEnded) -> None:
    """They spoke: nobody has to think of it any more. Kept in the transaction of the call."""
    call = Call.objects.select_related("case", "caller").get(pk=event.call)
    if event.outcome == Outcome.SPOKE and call.ended_at is not None:
        settle(by=call.caller, at=call.ended_at, key=key_of(call.case))


def key_of(case: Case) -> str:
    """What all reminders of one call begin with; a new time begins them anew."""
    planned = f":{case.scheduled_for:%Y%m%d%H%M}" if case.scheduled_for else ""
    return f"recovery.executive:{case.pk}{planned}"


def _invite(row: Case, *, by: Actor, at: datetime, to: Person, method: Method, base: str = "") -> None:
    """An invitation, or its end, for the calendar of whoever calls. A later one replaces the one before."""
    minutes = int(at.timestamp() // 60)
    event = event_of(row, sequence=minutes, cancelled=method is Method.CANCEL, base=base)
    body = calendar([event], at=at, method=method, organiser=settings.DEFAULT_FROM_EMAIL, attendee=to.email)
    title = _("Not planned any more: %(title)s") if method is Method.CANCEL else "%(title)s"
    queue_message(
        by=by,
        at=at,
        to=to.email,
        subject=title % {"title": event.title},
        text=event.words,
        purpose=STAFF,
        automatic=False,
        attachments=(Attachment("call.ics", f"text/calendar; method={method.value}", body),),
    )
