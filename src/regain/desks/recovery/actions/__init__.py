"""The verbs of the recovery desk."""

from regain.desks.recovery.actions.approving import approve_cycle, withdraw_approval
from regain.desks.recovery.actions.assigning import assign_caller, assign_executive
from regain.desks.recovery.actions.changing import move_decision, swap_customer
from regain.desks.recovery.actions.drafting import draft_cycle, request_draft

__all__ = [
    "approve_cycle",
    "assign_caller",
    "assign_executive",
    "draft_cycle",
    "move_decision",
    "request_draft",
    "swap_customer",
    "withdraw_approval",
]
