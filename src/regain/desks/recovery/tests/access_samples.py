"""What the routes of this room are asked with."""

from regain.desks.recovery import actions
from regain.desks.recovery.models import Cycle, Decision
from regain.desks.recovery.rules.terms import Kind
from regain.desks.recovery.tests import call_samples, executive_samples, plan_samples, queue_samples
from regain.desks.recovery.tests.departed import crowd
from regain.desks.recovery.tests.story import departed, one
from regain.foundation.jobs.models import Job, State
from regain.foundation.kit import clock
from regain.foundation.people.models import Person
from tests.access_samples import Filled, Sample
from tests.cast import Cast

WHY = "They know each other"


def draft(cast: Cast) -> Cycle:
    """A small draft."""
    return actions.draft_cycle(by=cast.dev, at=clock.now(), departed=departed(crowd(60)))


def approved(cast: Cast) -> Cycle:
    """A small cycle people work by."""
    return actions.approve_cycle(by=cast.dev, at=clock.now(), cycle=draft(cast))


def a_draft(cast: Cast, actor: Person | None) -> Filled:
    """The address of a draft."""
    return Filled({"period": draft(cast).period})


def an_approval(cast: Cast, actor: Person | None) -> Filled:
    """The address of a fresh approval."""
    return Filled({"period": approved(cast).period})


def a_job(cast: Cast, actor: Person | None) -> Filled:
    """A draft on its way."""
    now = clock.now()
    job = Job.objects.create(
        name="recovery.draft_period", arguments={}, asked_at=now, run_after=now, state=State.WAITING
    )
    return Filled({"job_id": job.pk})


def a_decision(decided: Kind, **form: object) -> Sample:
    """The address of one decision of a draft, and what a form sends."""

    def filled(cast: Cast, actor: Person | None) -> Filled:
        return Filled({"decision_id": one(draft(cast), decided).pk}, form)

    return filled


def a_swap(cast: Cast, actor: Person | None) -> Filled:
    """An executive's customer, and somebody to call instead."""
    cycle = draft(cast)
    return Filled({"decision_id": _ten(cycle).pk}, {"enters": one(cycle, Kind.TEAM).pk, "reason": WHY})


def an_assignment(cast: Cast, actor: Person | None) -> Filled:
    """An executive's customer, and the executive."""
    return Filled({"decision_id": _ten(draft(cast)).pk}, {"person": cast.ada.pk})


def a_period(cast: Cast, actor: Person | None) -> Filled:
    """What a program drafts."""
    return Filled({}, {"period": "2011-09"}, as_json=True)


def a_swap_by_program(cast: Cast, actor: Person | None) -> Filled:
    """What a program swaps."""
    cycle = draft(cast)
    names = {"leaves": _ten(cycle).customer, "enters": one(cycle, Kind.TEAM).customer, "reason": WHY}
    return Filled({"period": cycle.period}, names, as_json=True)


def _ten(cycle: Cycle) -> Decision:
    return one(cycle, Kind.EXECUTIVE)


SAMPLES = {
    "recovery:drafting": a_job,
    "recovery:cycle": a_draft,
    "recovery:decisions": a_draft,
    "recovery:decisions_export": a_draft,
    "recovery:results": a_draft,
    "recovery:approval": a_draft,
    "recovery:approval_withdrawal": an_approval,
    "recovery:decision": a_decision(Kind.TEAM),
    "recovery:move": a_decision(Kind.LETTER, kind="not_pursued", reason=WHY),
    "recovery:swap": a_swap,
    "recovery:assignment": an_assignment,
    "api-1:recovery_cycles": a_period,
    "api-1:recovery_cycle": a_draft,
    "api-1:recovery_decisions": a_draft,
    "api-1:recovery_results": a_draft,
    "api-1:recovery_approval": an_approval,
    "api-1:recovery_swaps": a_swap_by_program,
    **queue_samples.SAMPLES,
    **plan_samples.SAMPLES,
    **call_samples.SAMPLES,
    **executive_samples.SAMPLES,
}
