"""The verbs of the recovery desk."""

from regain.desks.recovery.actions.approving import approve_cycle, withdraw_approval
from regain.desks.recovery.actions.assigning import assign_executive
from regain.desks.recovery.actions.changing import move_decision, swap_customer
from regain.desks.recovery.actions.claiming import claim, keep, release, take_over
from regain.desks.recovery.actions.closing import end_case, reopen_case
from regain.desks.recovery.actions.drafting import draft_cycle, request_draft
from regain.desks.recovery.actions.results import follow_cycle
from regain.desks.recovery.actions.opening import open_case
from regain.desks.recovery.actions.owning import free_case, free_cases_of, give_to_team, hand_over, hand_over_many
from regain.desks.recovery.actions.timing import call_back, park, schedule, snooze, unpark

__all__ = [
    "approve_cycle",
    "assign_executive",
    "call_back",
    "claim",
    "draft_cycle",
    "end_case",
    "free_case",
    "free_cases_of",
    "give_to_team",
    "hand_over",
    "hand_over_many",
    "follow_cycle",
    "keep",
    "move_decision",
    "open_case",
    "park",
    "release",
    "reopen_case",
    "request_draft",
    "schedule",
    "snooze",
    "swap_customer",
    "take_over",
    "unpark",
    "withdraw_approval",
]
