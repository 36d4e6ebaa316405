"""The verbs of the recovery desk."""

from regain.desks.recovery.actions.approving import approve_cycle, withdraw_approval
from regain.desks.recovery.actions.assigning import assign_executive
from regain.desks.recovery.actions.calling import begin_call, dial, go_to_step, keep_call
from regain.desks.recovery.actions.cataloguing import catalogue_call
from regain.desks.recovery.actions.changing import move_decision, swap_customer
from regain.desks.recovery.actions.claiming import claim, keep, release, take_over
from regain.desks.recovery.actions.closing import end_case, reopen_case
from regain.desks.recovery.actions.drafting import draft_cycle, request_draft
from regain.desks.recovery.actions.ending import end_call, leave_alone, note_answer, undo_leave_alone
from regain.desks.recovery.actions.handing import begin_next, claim_next
from regain.desks.recovery.actions.hearing import note_heard
from regain.desks.recovery.actions.noticing import notice_returns
from regain.desks.recovery.actions.offering import add_requirement, write_proposal
from regain.desks.recovery.actions.opening import open_case
from regain.desks.recovery.actions.owning import free_case, free_cases_of, give_to_team, hand_over, hand_over_many
from regain.desks.recovery.actions.planning import plan_call, remind_of_call, unplan_call
from regain.desks.recovery.actions.results import follow_cycle
from regain.desks.recovery.actions.supporting import add_support, drop_support, finish_support
from regain.desks.recovery.actions.timing import call_back, park, schedule, snooze, unpark
from regain.desks.recovery.actions.verifying import set_destination, set_diagnosis, unverify, verify
from regain.desks.recovery.actions.writing import note_quote, save_words, settle_aside, withdraw_quote

__all__ = [
    "add_requirement",
    "add_support",
    "approve_cycle",
    "assign_executive",
    "begin_call",
    "begin_next",
    "call_back",
    "catalogue_call",
    "claim",
    "claim_next",
    "dial",
    "draft_cycle",
    "drop_support",
    "end_call",
    "end_case",
    "finish_support",
    "follow_cycle",
    "free_case",
    "free_cases_of",
    "give_to_team",
    "go_to_step",
    "hand_over",
    "hand_over_many",
    "keep",
    "keep_call",
    "leave_alone",
    "move_decision",
    "note_answer",
    "note_heard",
    "note_quote",
    "notice_returns",
    "open_case",
    "park",
    "plan_call",
    "release",
    "remind_of_call",
    "reopen_case",
    "request_draft",
    "save_words",
    "schedule",
    "set_destination",
    "set_diagnosis",
    "settle_aside",
    "snooze",
    "swap_customer",
    "take_over",
    "undo_leave_alone",
    "unpark",
    "unplan_call",
    "unverify",
    "verify",
    "withdraw_approval",
    "withdraw_quote",
    "write_proposal",
]
