"""Change a draft by hand: swap an executive's customer, move a decision. Each change has a reason and a name."""

from datetime import datetime

from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.opening import open_case_of, withdraw_case
from regain.desks.recovery.actions.shared import decided_as, locked, reason_from
from regain.desks.recovery.models import Decision, Swap
from regain.desks.recovery.queries import words
from regain.desks.recovery.rules.changes import MOVABLE, Place, after_swap
from regain.desks.recovery.rules.terms import Kind, Why
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict


class ControlStaysControl(Conflict):
    """Whoever is held out stays held out, or nobody could say what calls achieve."""


class NotAnExecutiveCall(Conflict):
    """Only an executive's call can be swapped."""


class CannotBeCalled(Conflict):
    """The customer may not be approached in this cycle."""


class NotInOneCycle(Conflict):
    """The two customers left in different periods."""


class CannotBeMoved(Conflict):
    """This decision does not change by a move."""


class CycleIsClosed(Conflict):
    """After approval a decision is worked on, not moved."""


@verb("recovery.swap_customer", allow=policy.may_draft)
def swap_customer(*, by: Actor, at: datetime, leaves: Decision, enters: Decision, reason: str) -> Swap:
    """Let the executive call `enters` instead of `leaves`; before and after approval.

    `leaves` gets what the rules of the draft give a customer without an executive. After approval both cases begin
    anew, so neither may have begun. Raises ReasonMissing, NotInOneCycle, NotAnExecutiveCall, ControlStaysControl,
    CannotBeCalled, WorkHasBegun, AlreadyInWork, NeverAgain.
    """
    why = reason_from(reason, _("Say why another customer is called; the reason stays with the cycle."))
    if leaves.cycle_id != enters.cycle_id:
        raise NotInOneCycle(_("Both customers must be in the same cycle."))
    cycle, (out, into) = locked(leaves, enters)
    if out.kind != Kind.EXECUTIVE:
        raise NotAnExecutiveCall(_("%(name)s is not on an executive's list (any more).") % {"name": out.title})
    refuse_unapproachable(into)
    if into.kind == Kind.EXECUTIVE:
        raise NotAnExecutiveCall(_("%(name)s is called by an executive already.") % {"name": into.title})
    holder = withdraw_case(out, by=by, at=at) if cycle.is_approved else out.assigned_to
    if cycle.is_approved:
        withdraw_case(into, by=by, at=at)
    calls = cycle.decisions.filter(kind=Kind.TEAM).count()
    place = after_swap(out.spend, cycle.settings, team_calls=calls, came_from=Kind(into.kind))
    out.assigned_to, into.assigned_to = None, holder
    _put(into, Place(Kind.EXECUTIVE))
    _put(out, place)
    if cycle.is_approved:
        open_case_of(into, by=by, at=at, currency=cycle.currency)
        open_case_of(out, by=by, at=at, currency=cycle.currency)
    return Swap.objects.create(cycle=cycle, leaves=out, enters=into, reason=why, by=by.name, at=at)


@verb("recovery.move_decision", allow=policy.may_draft)
def move_decision(*, by: Actor, at: datetime, decision: Decision, kind: Kind, reason: str) -> Decision:
    """Give one customer a team call, a letter or nothing, before approval.

    Raises ReasonMissing, CycleIsClosed, ControlStaysControl, CannotBeCalled, CannotBeMoved.
    """
    why = reason_from(reason, _("Say why this decision is changed; the reason stays with the cycle."))
    cycle, (row,) = locked(decision)
    if cycle.is_approved:
        raise CycleIsClosed(_("This cycle is approved; its decisions are worked on and no longer moved."))
    refuse_unapproachable(row)
    if row.kind not in MOVABLE or kind not in MOVABLE:
        raise CannotBeMoved(
            _("A decision moves between a team call, a letter and not pursued. An executive's call is swapped.")
        )
    if row.kind == kind:
        raise CannotBeMoved(_("%(name)s is decided like that already.") % {"name": row.title})
    row.kind, row.why, row.reason = kind, Why.BY_HAND, why
    decided_as(row, kind).save()
    return row


def refuse_unapproachable(decision: Decision) -> None:
    """Raises ControlStaysControl, CannotBeCalled."""
    if decision.kind == Kind.CONTROL:
        raise ControlStaysControl(
            _(
                "%(name)s is in the control group. Approaching a control member would spoil the comparison that shows"
                " what this cycle achieved."
            )
            % {"name": decision.title}
        )
    if not decision.is_recoverable or decision.why == Why.ELSEWHERE:
        raise CannotBeCalled(
            _("%(name)s cannot be approached: %(reason)s") % {"name": decision.title, "reason": decision.reason}
        )


def _put(row: Decision, place: Place) -> None:
    """Give a decision its new kind, with the reason the rules have for it."""
    settings = row.cycle.settings
    row.kind, row.why = place.kind, place.why or ""
    row.reason = words.reason_in_words(place.why, spend=row.maximum_spend, settings=settings) if place.why else ""
    decided_as(row, place.kind).save()
