"""Plan an executive's call: a time of one's own, in one's calendar; and remind of what was not made."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.desks.recovery import policy
from regain.desks.recovery.actions.claiming import refuse_ended, somebody
from regain.desks.recovery.actions.closing import locked_case
from regain.desks.recovery.actions.inviting import invite, strike_out
from regain.desks.recovery.actions.timing import schedule
from regain.desks.recovery.models import Case
from regain.desks.recovery.queries.executives import Told, root_of
from regain.desks.recovery.rules.reminding import Reminder
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict
from regain.foundation.notices.actions.reminders import remind, settle

MORNING: Final = time(8)
"""On the company's clock: when reminders of a day arrive."""

WORDS: Final[dict[Reminder, str | Promise]] = {
    Reminder.PLAN: gettext_lazy("Choose a time to call %(name)s."),
    Reminder.TODAY: gettext_lazy("Today you call %(name)s."),
    Reminder.LATE: gettext_lazy("Your call to %(name)s is late. Make it, or choose another time."),
    Reminder.ESCALATED: gettext_lazy("%(who)s has not called %(name)s yet. Ask, or hand the call to somebody else."),
}


class NotPlanned(Conflict):
    """There is no time to take back."""


class NotAnExecutivesCall(Conflict):
    """Only an executive's call is planned; the team's come out of the queue."""


@verb("recovery.plan_call", allow=policy.works_case)
def plan_call(*, by: Actor, at: datetime, case: Case, when: datetime, mails: bool = False, base: str = "") -> Case:
    """Choose when to make an executive's call; whoever plans a free one takes it.

    `mails` sends its owner an invitation for the calendar; `base` is the address of this installation. Where an
    earlier one was sent, it is always replaced. Raises NotAnExecutivesCall, NotAhead, CaseHasEnded, InACall,
    SomebodyHasIt.
    """
    person = somebody(by)
    if case.kind != Kind.EXECUTIVE:
        raise NotAnExecutivesCall(_("%(name)s is the team's call; it comes out of the queue.") % {"name": case.title})
    row = schedule(by=by, at=at, case=case, when=when)
    row.owner = row.owner or person
    settle(by=by, at=at, key=root_of(row))
    if mails or row.invited_at is not None:
        invite(row, by=by, at=at, to=row.owner, base=base)
    row.save(update_fields=["owner", "invited_at"])
    return row


@verb("recovery.unplan_call", allow=policy.works_case)
def unplan_call(*, by: Actor, at: datetime, case: Case) -> Case:
    """Take the time back; the call stays to be made. Raises NotPlanned, CaseHasEnded."""
    row = locked_case(case, by=by)
    refuse_ended(row)
    if row.scheduled_for is None:
        raise NotPlanned(_("No time is planned for %(name)s.") % {"name": row.title})
    strike_out(row, by=by, at=at)
    row.save(update_fields=["scheduled_for", "invited_at", "next_at"])
    return row


@verb("recovery.remind_of_call", allow=policy.is_the_system)
def remind_of_call(*, by: Actor, at: datetime, case: Case, told: Sequence[Told], past: Sequence[str] = ()) -> int:
    """Tell people what has fallen due; how many reminders. `past` are the keys of those that hold no longer."""
    for key in past:
        settle(by=by, at=at, key=key)
    for each in told:
        remind(
            by=by,
            at=at,
            person=each.person,
            words=WORDS[each.reminder] % {"name": case.title, "who": case.owner},
            href=reverse("recovery:brief", args=[case.pk]),
            due_at=timezone.make_aware(datetime.combine(each.on, MORNING)),
            key=each.key,
        )
    return len(told)
