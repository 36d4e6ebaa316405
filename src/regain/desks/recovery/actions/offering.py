"""What the customer says would win them back, and what we write them in answer, from within a call."""

from datetime import date, datetime
from decimal import Decimal

from regain.desks.recovery import policy
from regain.desks.recovery.actions.asking import note_requirement
from regain.desks.recovery.actions.inside import inside, refuse_listening, refuse_locked, stand_at
from regain.desks.recovery.actions.proposing import propose
from regain.desks.recovery.models import Call, Proposal, Requirement
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.knowledge.playbook.rules.steps import Step


@verb("recovery.add_requirement", allow=policy.may_call)
def add_requirement(*, by: Actor, at: datetime, call: Call, words: str) -> Requirement:
    """We asked what would win them back, and this is what they said. Raises WordsMissing."""
    row = inside(call, by=by)
    if row.asked_at is None:
        row.asked_at = at
        row.save(update_fields=["asked_at"])
    same = row.requirements.filter(words=words.strip(), withdrawn_at=None).first()
    return same or note_requirement(by=by, at=at, case=row.case, call=row, words=words)


@verb("recovery.write_proposal", allow=policy.may_call)
def write_proposal(
    *,
    by: Actor,
    at: datetime,
    call: Call,
    words: str,
    cost: Decimal,
    until_on: date,
    offer: int | None = None,
    then: Step | None = None,
) -> Proposal:
    """An offer in writing, with the last day it may be accepted: it is sent as a letter, not read out.

    Raises ListeningOnly, StepIsLocked before the diagnosis was verified, DeadlineMissing, TooDear.
    """
    row = inside(call, by=by)
    refuse_listening(row)
    refuse_locked(row, Step.OFFER)
    made = propose(by=by, at=at, case=row.case, call=row, words=words, cost=cost, until_on=until_on, offer=offer)
    stand_at(row, then)
    return made
