"""Who may do what with a cycle. Each verb names one of these."""

from typing import Any

from regain.desks.recovery.models import Decision
from regain.foundation.kit.actor import Actor

VIEW = "recovery.view_cycle"
DRAFT = "recovery.draft_cycle"
APPROVE = "recovery.approve_cycle"
QUEUE = "recovery.work_queue"
EXECUTIVE = "recovery.executive_calls"


def may_draft(*, by: Actor, **_: Any) -> bool:
    """Those who prepare a cycle: draft it, swap, move, assign."""
    return by.may(DRAFT)


def may_approve(*, by: Actor, **_: Any) -> bool:
    """Those who put a cycle to work."""
    return by.may(APPROVE)


def may_assign_caller(*, by: Actor, decision: Decision, person: Any, **_: Any) -> bool:
    """Who prepares cycles assigns anybody; a caller takes a free call, or gives back their own."""
    if by.may(DRAFT):
        return True
    own = decision.assigned_to is None or decision.assigned_to.key == by.key
    return by.may(QUEUE) and own and (person is None or person.key == by.key)


def sees_control(by: Actor) -> bool:
    """Whether to show who is held out. Nobody who calls customers may know, or the comparison is spoilt."""
    return by.may(DRAFT)
