"""Put on record where they went, how willing they are to return, and what would win them back."""

from collections.abc import Sequence
from datetime import datetime

from regain.desks.recovery import policy
from regain.desks.recovery.actions.ending import Question, note_answer
from regain.desks.recovery.actions.inside import inside, stand_at, write_all
from regain.desks.recovery.actions.verifying import set_destination
from regain.desks.recovery.actions.wishing import take_wish
from regain.desks.recovery.models import Call
from regain.desks.recovery.rules.calls import Destination
from regain.desks.recovery.rules.writing import Writing
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.knowledge.playbook.rules.steps import Step


@verb("recovery.catalogue_call", allow=policy.may_call)
def catalogue_call(
    *,
    by: Actor,
    at: datetime,
    call: Call,
    destination: Destination | None,
    name: str = "",
    willingness: int | None = None,
    then: Step | None = None,
    writings: Sequence[Writing] = (),
) -> Call:
    """Everything this step asks for, in one go; what was not said stays open. The screen goes on to `then`.

    Raises OffTheScale, StepIsLocked, SomebodyElsesCall, CallIsOver.
    """
    set_destination(by=by, at=at, call=call, destination=destination, name=name)
    note_answer(by=by, at=at, call=call, question=Question.WILLINGNESS, value=willingness)
    row = inside(call, by=by)
    write_all(row, writings, at=at)
    take_wish(row, by=by, at=at)
    stand_at(row, then)
    return row
