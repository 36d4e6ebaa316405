"""Say which executive calls a customer of the draw.

Until a cycle is approved the decision says who is to call; from then on the owner of the case does, and nothing else.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.closing import locked_case, refuse_open_call
from regain.desks.recovery.actions.owning import MayNotCall, own
from regain.desks.recovery.actions.shared import locked
from regain.desks.recovery.models import Case, Decision
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict
from regain.foundation.people.models import Person


class NotTheirCall(Conflict):
    """Only an executive's calls go to executives."""


class NotInWork(Conflict):
    """There is no open case to own."""


@verb("recovery.assign_executive", allow=policy.may_draft)
def assign_executive(*, by: Actor, at: datetime, decision: Decision, person: Person | None) -> Decision:
    """Let this executive call the customer; none leaves the call open.

    Raises NotTheirCall, MayNotCall, NotInWork, InACall, SomebodyHasIt.
    """
    cycle, (row,) = locked(decision)
    if row.kind != Kind.EXECUTIVE:
        raise NotTheirCall(_("%(name)s is not on an executive's list.") % {"name": row.title})
    if person is not None and not person.may(policy.EXECUTIVE):
        raise MayNotCall(_("%(name)s does not hold a role that makes these calls.") % {"name": person.name})
    if cycle.is_approved:
        case = _case_of(row)
        refuse_open_call(case, by=by)
        own(case, person, by=by, at=at)
        return row
    row.assigned_to = person
    row.save(update_fields=["assigned_to"])
    return row


def _case_of(row: Decision) -> Case:
    found = Case.objects.filter(decision=row, ended_at=None).first()
    if found is None:
        raise NotInWork(_("Nobody works on %(name)s in this cycle (any more).") % {"name": row.title})
    return locked_case(found)
