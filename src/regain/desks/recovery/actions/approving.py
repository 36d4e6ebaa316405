"""Approve a cycle: from then on people work by it."""

from datetime import datetime

from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.drafting import refuse_overlap
from regain.desks.recovery.actions.mailing import forget_letters
from regain.desks.recovery.actions.opening import open_cases, take_cases_away
from regain.desks.recovery.events import CycleApproved
from regain.desks.recovery.models import Cycle
from regain.desks.recovery.queries import words
from regain.desks.recovery.rules.changes import is_undoable
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict
from regain.foundation.kit.events import announce
from regain.foundation.kit.period import period


class AlreadyApproved(Conflict):
    """Somebody was faster."""


class NotApproved(Conflict):
    """There is no approval to take back."""


class DraftIsGone(Conflict):
    """It was drafted again while somebody looked at it."""


class TooLateToWithdraw(Conflict):
    """By now people may have called on the strength of it."""


@verb("recovery.approve_cycle", allow=policy.may_approve)
def approve_cycle(*, by: Actor, at: datetime, cycle: Cycle) -> Cycle:
    """Put the draft to work: every call it decided on becomes a case.

    Raises AlreadyApproved, DraftIsGone, PeriodsOverlap.
    """
    locked = _locked(cycle)
    if locked.is_approved:
        raise AlreadyApproved(
            _("%(name)s has approved the cycle of %(period)s already.")
            % {"name": locked.approved_by, "period": words.period_in_words(locked.period)}
        )
    refuse_overlap(period(locked.period))
    locked.approved_at, locked.approved_by = at, by.name
    locked.save(update_fields=["approved_at", "approved_by"])
    open_cases(by=by, at=at, cycle=locked)
    announce(CycleApproved(cycle=locked.pk, period=locked.period))
    return locked


@verb("recovery.withdraw_approval", allow=policy.may_approve)
def withdraw_approval(*, by: Actor, at: datetime, cycle: Cycle) -> Cycle:
    """Make it a draft again, within the hour and before anybody begins to work by it.

    Raises NotApproved, TooLateToWithdraw, WorkHasBegun, LetterIsOver, DraftIsGone.
    """
    locked = _locked(cycle)
    if locked.approved_at is None:
        raise NotApproved(_("This cycle is a draft; there is no approval to take back."))
    if not is_undoable(approved_at=locked.approved_at, at=at):
        raise TooLateToWithdraw(
            _("An approval can be taken back for one hour. By now somebody may have called because of it.")
        )
    take_cases_away(by=by, at=at, cycle=locked)
    forget_letters(locked)
    locked.approved_at, locked.approved_by = None, ""
    locked.save(update_fields=["approved_at", "approved_by"])
    return locked


def _locked(cycle: Cycle) -> Cycle:
    """The cycle as it is now, held with every cycle that shares its days until the verb ends."""
    sharing = Cycle.objects.filter(from_on__lt=cycle.until_on, until_on__gt=cycle.from_on)
    held = {row.pk: row for row in sharing.select_for_update().order_by("pk")}
    if cycle.pk not in held:
        raise DraftIsGone(_("This draft was replaced while you looked at it. Look at the new one first."))
    return held[cycle.pk]
