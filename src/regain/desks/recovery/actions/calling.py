"""Begin a call, dial, and go from step to step."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.claiming import SomebodyHasIt, claim, refuse_ended, refuse_uncertified, somebody
from regain.desks.recovery.actions.inside import inside, keep_hold, stand_at, write_all
from regain.desks.recovery.actions.wishing import take_wish
from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.rules.calls import CallKind
from regain.desks.recovery.rules.writing import Writing
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.knowledge.playbook.actions.guard import ask
from regain.knowledge.playbook.models import Answer
from regain.knowledge.playbook.rules.guard import Channel, Purpose, Verdict
from regain.knowledge.playbook.rules.steps import Step

PURPOSES = {CallKind.LISTENING: Purpose.LISTENING, CallKind.RECOVERY: Purpose.RECOVERY}


@verb("recovery.begin_call", allow=policy.may_claim)
def begin_call(*, by: Actor, at: datetime, case: Case, kind: CallKind) -> Call:
    """Have the customer on the screen and write down what happens; again, the call that is open goes on.

    Raises NotCertified for a recovery call, CaseHasEnded, SomebodyHasIt, BelongsToAnother, InACall.
    """
    person = somebody(by)
    row = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    refuse_ended(row)
    going = row.calls.select_related("caller").filter(ended_at=None).first()
    if going is not None and going.caller_id == person.pk:
        keep_hold(going, at=at)
        return going
    if going is not None:
        raise SomebodyHasIt(
            _("%(caller)s is in a call with %(name)s. Wait until it is over, or take it over.")
            % {"caller": going.caller.name, "name": row.title}
        )
    if kind is CallKind.RECOVERY:
        refuse_uncertified(person, at=at)
    claim(by=by, at=at, case=row)
    return Call.objects.create(case=row, kind=kind, caller=person, began_at=at, step=Step.PREPARE)


@verb("recovery.dial", allow=policy.may_call)
def dial(*, by: Actor, at: datetime, call: Call, point: str = "", override: str = "") -> Answer:
    """Ask whether this customer may be called now, on this number; unless the answer blocks, the call is dialled.

    The screen goes on to the apology; a no is kept, too. Raises what the guard raises of an override.
    """
    row = inside(call, by=by)
    answer = ask(
        by=by,
        at=at,
        customer=row.case.customer,
        channel=Channel.CALL,
        purpose=PURPOSES[CallKind(row.kind)],
        point=point or None,
        override=override,
        subject=f"recovery:call:{row.pk}",
    )
    if answer.verdict != Verdict.BLOCK:
        row.dialled_at, row.point, row.answer = at, answer.point, answer.pk
        row.their_hour, row.step = None, Step.APOLOGISE
        row.save(update_fields=["dialled_at", "point", "answer", "their_hour", "step"])
    keep_hold(row, at=at)
    return answer


@verb("recovery.go_to_step", allow=policy.may_call)
def go_to_step(*, by: Actor, at: datetime, call: Call, step: Step, writings: Sequence[Writing] = ()) -> Call:
    """Put the screen at a step, after writing down what was on it.

    Raises NoSuchStep for the offer of a listening call, StepIsLocked, TooLong, SomebodyElsesCall, CallIsOver.
    """
    row = inside(call, by=by)
    write_all(row, writings, at=at)
    if step != row.step:
        take_wish(row, by=by, at=at)
    stand_at(row, step)
    keep_hold(row, at=at)
    return row


@verb("recovery.keep_call", allow=policy.may_call)
def keep_call(*, by: Actor, at: datetime, call: Call) -> Call:
    """The screen is still there: others keep off the case. Raises SomebodyElsesCall, CallIsOver."""
    row = inside(call, by=by)
    keep_hold(row, at=at)
    return row
