"""What the routes of executives' calls are asked with: a call of whoever asks, or Ada's."""

from datetime import timedelta

from regain.desks.recovery import actions
from regain.desks.recovery.models import Case
from regain.desks.recovery.rules.calls import CallKind
from regain.desks.recovery.rules.terms import Kind
from regain.desks.recovery.tests.call_samples import a_case
from regain.foundation.kit import clock
from regain.foundation.people.models import Person
from tests.access_samples import Filled, Sample
from tests.cast import Cast

SOON = timedelta(days=3)


def own_call(cast: Cast, actor: Person | None) -> Case:
    """A call of whoever asks, if they make such calls at all."""
    caller = actor if actor is not None and actor.may("recovery.executive_calls") else cast.ada
    case: Case = a_case(cast, caller)
    Case.objects.filter(pk=case.pk).update(kind=Kind.EXECUTIVE, owner=caller)
    return Case.objects.get(pk=case.pk)


def a_call(*, planned: bool = False, as_json: bool = False, **form: object) -> Sample:
    """The address of the call, and what is sent to it."""

    def filled(cast: Cast, actor: Person | None) -> Filled:
        case = own_call(cast, actor)
        if planned and case.owner is not None:
            actions.plan_call(by=case.owner, at=clock.now(), case=case, when=clock.now() + SOON)
        return Filled({"case_id": case.pk}, form, as_json=as_json)

    return filled


def some_calls(cast: Cast, actor: Person | None) -> Filled:
    """Somebody who has a call to make."""
    own_call(cast, actor)
    return Filled()


def a_conversation(cast: Cast, actor: Person | None) -> Filled:
    """A call that goes on, and what the form sends before anybody was dialled."""
    case = own_call(cast, actor)
    if case.owner is not None:
        actions.begin_call(by=case.owner, at=clock.now(), case=case, kind=CallKind.LISTENING)
    return Filled({"case_id": case.pk}, {"follow": "wait"})


def a_plan(*, as_json: bool) -> Sample:
    """A time for the call."""

    def filled(cast: Cast, actor: Person | None) -> Filled:
        when = (clock.now() + SOON).isoformat()
        return Filled({"case_id": own_call(cast, actor).pk}, {"when": when}, as_json=as_json)

    return filled


def planned_by_program(cast: Cast, actor: Person | None) -> Filled:
    """A planned call, and another time for it."""
    filled = a_call(planned=True)(cast, actor)
    return Filled(filled.parameters, {"when": (clock.now() + SOON).isoformat()}, as_json=True)


SAMPLES = {
    "recovery:briefs_pdf": some_calls,
    "recovery:brief": a_call(),
    "recovery:brief_pdf": a_call(),
    "recovery:hear": a_call(),
    "recovery:heard": a_conversation,
    "recovery:plan": a_plan(as_json=False),
    "recovery:plan_file": a_call(planned=True),
    "api-1:recovery_brief": a_call(),
    "api-1:recovery_plan": planned_by_program,
}
