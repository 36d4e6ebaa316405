"""What the end of an attempt means for its case; `end_call` calls it once the outcome is written."""

from datetime import datetime

from django.utils.translation import gettext as _

from regain.desks.recovery.actions.closing import finish, locked_case
from regain.desks.recovery.actions.inviting import strike_out
from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.queries import attempts, numbers
from regain.desks.recovery.rules.calls import REACHED, Outcome
from regain.desks.recovery.rules.cases import Next
from regain.desks.recovery.rules.outcomes import LEADS, Ahead, suggest
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Invalid
from regain.knowledge.playbook.actions.points import mark_wrong


class MomentMissing(Invalid):
    """A callback without a day and a time is not a promise."""


def follow(by: Actor, at: datetime, call: Call, ahead: Ahead | None = None) -> Case:
    """Write what comes next for the case of a call whose outcome is known, and let it go.

    Whoever spoke with the customer owns the case from now on, unless somebody does. Without `ahead` the usual next
    step is taken. Raises MomentMissing for a callback without a moment.
    """
    outcome = Outcome(call.outcome)
    leads, case = LEADS[outcome], locked_case(call.case)
    if leads.needs_moment and ahead is None:
        raise MomentMissing(_("Choose the day and the time that was agreed on."))
    _note_hour(call)
    if leads.counts:
        case.tried_at = call.dialled_at or at
    if leads.owns and case.owner_id is None:
        case.owner = call.caller
    if outcome in REACHED:
        strike_out(case, by=by, at=at)
        case.parked_at, case.parked_words = None, ""
    if leads.ending is not None:
        return finish(case, by=by, at=at, ending=leads.ending, words=ahead.words if ahead else "")
    if outcome is Outcome.WRONG_NUMBER and call.point:
        mark_wrong(by=by, at=at, customer=case.customer, point=call.point)
    come_next(case, ahead or _usual(case, outcome, at=at))
    case.held_by, case.held_until = None, None
    case.save()
    return case


def come_next(case: Case, ahead: Ahead | None) -> None:
    """Put what comes next on the case, unsaved; none leaves it as it is."""
    if ahead is None:
        return
    case.next_kind, case.next_at, case.next_words = ahead.kind, ahead.at, ahead.words
    case.is_promised, case.next_zone = ahead.is_promised, ahead.zone


def _usual(case: Case, outcome: Outcome, *, at: datetime) -> Ahead | None:
    tried = attempts.tried(case, wrong=outcome is Outcome.WRONG_NUMBER)
    usual = suggest(outcome, at=at, tried=tried).ahead
    if usual is not None and usual.kind is Next.WAIT:
        return Ahead(Next.WAIT, at, words=_("No number that works. Add one and the case comes back."))
    return usual


def _note_hour(call: Call) -> None:
    """Keep the hour on the customer's clock, for the best time to call."""
    if call.dialled_at is not None and call.their_hour is None:
        zone = numbers.clock_of(numbers.numbers(call.case.customer), point=call.point)
        call.their_hour = call.dialled_at.astimezone(zone).hour
        call.save(update_fields=["their_hour"])
