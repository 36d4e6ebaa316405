"""The verbs of the recovery desk."""

from regain.desks.recovery.actions.approving import approve_cycle, withdraw_approval
from regain.desks.recovery.actions.assigning import assign_caller, assign_executive
from regain.desks.recovery.actions.changing import move_decision, swap_customer
from regain.desks.recovery.actions.claiming import claim, keep, release, take_over
from regain.desks.recovery.actions.drafting import draft_cycle, request_draft
from regain.desks.recovery.actions.opening import open_case

__all__ = [
    "approve_cycle",
    "assign_caller",
    "assign_executive",
    "claim",
    "draft_cycle",
    "keep",
    "move_decision",
    "open_case",
    "release",
    "request_draft",
    "swap_customer",
    "take_over",
    "withdraw_approval",
]
