"""Say who calls: an executive for each drawn customer, a caller for each team call."""

from datetime import datetime

from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.shared import locked
from regain.desks.recovery.models import Decision
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict
from regain.foundation.people.models import Person


class NotTheirCall(Conflict):
    """Only an executive's calls go to executives, only the team's to callers."""


class MayNotCall(Conflict):
    """This person does not hold the right to make such calls."""


class AlreadyTaken(Conflict):
    """Another caller was faster."""


class NotApprovedYet(Conflict):
    """Nobody is called on the strength of a draft."""


@verb("recovery.assign_executive", allow=policy.may_draft)
def assign_executive(*, by: Actor, at: datetime, decision: Decision, person: Person | None) -> Decision:
    """Let this executive call the customer; none leaves the call open. Raises NotTheirCall, MayNotCall."""
    _cycle, (row,) = locked(decision)
    if row.kind != Kind.EXECUTIVE:
        raise NotTheirCall(_("%(name)s is not on an executive's list.") % {"name": row.title})
    _refuse_without(policy.EXECUTIVE, person)
    return _assign(row, person)


@verb("recovery.assign_caller", allow=policy.may_assign_caller)
def assign_caller(*, by: Actor, at: datetime, decision: Decision, person: Person | None) -> Decision:
    """Let this caller make the team's call; none gives it back to the queue.

    Raises NotTheirCall, NotApprovedYet, AlreadyTaken, MayNotCall.
    """
    cycle, (row,) = locked(decision)
    if row.kind != Kind.TEAM:
        raise NotTheirCall(_("%(name)s is not in the team's queue.") % {"name": row.title})
    if not cycle.is_approved:
        raise NotApprovedYet(_("This cycle is still a draft; nobody calls before it is approved."))
    if row.assigned_to_id not in {None, decision.assigned_to_id}:
        raise AlreadyTaken(_("Somebody else has just taken this call. The next one is waiting."))
    _refuse_without(policy.QUEUE, person)
    return _assign(row, person)


def _refuse_without(permission: str, person: Person | None) -> None:
    if person is not None and not person.may(permission):
        raise MayNotCall(_("%(name)s does not hold a role that makes these calls.") % {"name": person.name})


def _assign(row: Decision, person: Person | None) -> Decision:
    row.assigned_to = person
    row.save(update_fields=["assigned_to"])
    return row
