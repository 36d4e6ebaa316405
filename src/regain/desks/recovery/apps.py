"""The recovery desk's manifest."""

from regain.foundation.kit.roles import Role
from regain.foundation.kit.room import PUBLIC, SIGNED_IN, Access, Card, Every, Nav, Panel, Permission, Room

PREPARES = frozenset({Role.RETENTION_MANAGER, Role.OWNER})
QUERIES = "regain.desks.recovery.queries.home"

IN_A_CALL = (
    "begin", "stop_undo", "call_step", "call_words", "call_pulse", "call_aside", "call_quotes", "call_quote",
    "call_coaching", "call_diagnosis", "call_verification", "call_catalogue", "call_requirement", "call_support",
    "call_dial", "call_end", "call_stop",
)  # fmt: skip
"""Routes of the guided call; each finds nothing but one's own call."""
CALLING = "recovery.make_calls"
PROMISES = "recovery/_card_promises.html"
BY_PROGRAM = (
    ("calls", ("POST",)), ("call", ("GET",)), ("call_dial", ("POST",)), ("call_step", ("POST",)),
    ("call_words", ("PUT",)), ("call_aside", ("POST",)), ("call_quotes", ("POST",)), ("call_quote", ("DELETE",)),
    ("call_diagnosis", ("PUT",)), ("call_verification", ("PUT", "DELETE")), ("call_destination", ("PUT",)),
    ("call_requirements", ("POST",)), ("call_answers", ("PUT",)), ("call_support", ("POST",)),
    ("call_end", ("POST",)), ("call_stop", ("POST",)),
)  # fmt: skip


class Recovery(Room):
    """Rescue cycles: whom to call, whom to write to, whom to leave alone, and who is held out."""

    name = "regain.desks.recovery"
    label = "recovery"
    title = "Recovery"
    prefix = "recovery/"
    api = True
    permissions = (
        Permission(
            "recovery.view_cycle",
            "See rescue cycles and what was decided",
            PREPARES | {Role.EXECUTIVE, Role.ADMINISTRATOR},
        ),
        Permission("recovery.draft_cycle", "Draft a cycle, swap customers and assign calls", PREPARES),
        Permission("recovery.approve_cycle", "Approve a cycle", PREPARES),
        Permission("recovery.work_queue", "Make the team's recovery calls", PREPARES | {Role.RECOVERY_CALLER}),
        Permission(
            "recovery.work_cases",
            "Work on recovery cases: one's own and free ones",
            PREPARES | {Role.RECOVERY_CALLER, Role.EXECUTIVE},
        ),
        Permission("recovery.executive_calls", "Make an executive's calls", PREPARES | {Role.EXECUTIVE}),
        Permission("recovery.make_calls", "Be in a guided call", PREPARES | {Role.EXECUTIVE, Role.RECOVERY_CALLER}),
    )
    nav = (
        Nav("Rescue cycles", "recovery:cycles", "target", "recovery.view_cycle", order=30, key="r"),
        Nav("Recovery queue", "recovery:queue", "headset", "recovery.work_queue", order=32, key="q"),
        Nav("Executive calls", "recovery:calls", "phone-call", "recovery.executive_calls", order=34, key="e"),
        Nav("Stay in touch", "recovery:touches", "hourglass", "recovery.work_cases", order=36),
        Nav("What customers ask for", "recovery:needs", "bulb", "recovery.draft_cycle", order=37),
    )
    access = (
        Access("recovery:cycles", {"GET": "recovery.view_cycle", "POST": "recovery.draft_cycle"}),
        Access("recovery:drafting", {"GET": "recovery.draft_cycle"}),
        Access("recovery:cycle", {"GET": "recovery.view_cycle"}),
        Access("recovery:decisions", {"GET": "recovery.view_cycle"}),
        Access("recovery:decisions_export", {"GET": "recovery.view_cycle"}),
        Access("recovery:results", {"GET": "recovery.view_cycle"}),
        Access("recovery:approval", {"POST": "recovery.approve_cycle"}),
        Access("recovery:approval_withdrawal", {"POST": "recovery.approve_cycle"}),
        Access("recovery:decision", {"GET": "recovery.view_cycle"}),
        Access("recovery:move", {"POST": "recovery.draft_cycle"}),
        Access("recovery:swap", {"GET": "recovery.draft_cycle", "POST": "recovery.draft_cycle"}),
        Access("recovery:assignment", {"POST": "recovery.draft_cycle"}),
        Access("recovery:queue", {"GET": "recovery.work_queue"}),
        Access("recovery:next", {"POST": "recovery.work_queue"}),
        Access("recovery:cases", {"GET": "recovery.work_queue"}),
        Access("recovery:cases_export", {"GET": "recovery.work_queue"}),
        Access("recovery:handing", {"POST": "recovery.draft_cycle"}),
        Access("recovery:keep", {"POST": "recovery.work_cases"}),
        Access("recovery:release", {"POST": "recovery.work_cases"}),
        Access("recovery:take_over", {"POST": "recovery.work_cases"}),
        Access("recovery:snooze", {"POST": "recovery.work_cases"}),
        Access("recovery:call_back", {"POST": "recovery.work_cases"}),
        Access("recovery:park", {"POST": "recovery.work_cases"}),
        Access("recovery:unpark", {"POST": "recovery.work_cases"}),
        Access("recovery:hand_over", {"POST": "recovery.work_cases"}),
        Access("recovery:end_case", {"POST": "recovery.work_cases"}),
        Access("recovery:reopen_case", {"POST": "recovery.work_cases"}),
        Access("recovery:calls", {"GET": "recovery.executive_calls"}),
        Access("recovery:briefs_pdf", {"GET": "recovery.executive_calls"}),
        Access("recovery:brief", {"GET": "recovery.executive_calls"}),
        Access("recovery:brief_pdf", {"GET": "recovery.executive_calls"}),
        Access("recovery:hear", {"POST": "recovery.executive_calls"}),
        Access("recovery:heard", {"GET": "recovery.executive_calls", "POST": "recovery.executive_calls"}),
        Access("recovery:plan", {"GET": "recovery.executive_calls", "POST": "recovery.executive_calls"}),
        Access("recovery:plan_file", {"GET": "recovery.executive_calls"}),
        *(Access(f"recovery:{name}", {"POST": CALLING}) for name in IN_A_CALL),
        Access("recovery:call", {"GET": CALLING}),
        Access("recovery:call_proposals", {"POST": "recovery.work_queue"}),
        Access("recovery:call_proposal", {"POST": "recovery.work_queue"}),
        Access("api-1:recovery_call_proposals", {"POST": "recovery.work_queue"}),
        *(Access(f"api-1:recovery_{name}", dict.fromkeys(methods, CALLING)) for name, methods in BY_PROGRAM),
        Access("recovery:support", {"GET": SIGNED_IN, "POST": SIGNED_IN}),
        Access("recovery:way_back", {"GET": PUBLIC, "POST": PUBLIC}),
        Access("recovery:way_back_stop", {"GET": PUBLIC, "POST": PUBLIC}),
        Access("recovery:case", {"GET": "recovery.work_cases"}),
        Access("recovery:notes", {"POST": "recovery.work_cases"}),
        Access("recovery:requirements", {"POST": "recovery.work_cases"}),
        Access("recovery:telling", {"POST": "recovery.work_cases"}),
        Access("recovery:telling_letter", {"POST": "recovery.work_cases"}),
        Access("recovery:proposals", {"POST": "recovery.work_queue"}),
        Access("recovery:links", {"POST": "recovery.work_cases"}),
        Access("recovery:unattended", {"POST": "recovery.work_cases"}),
        Access("recovery:left_alone", {"POST": "recovery.work_cases"}),
        Access("recovery:requirement", {"POST": "recovery.work_cases"}),
        Access("recovery:proposal", {"POST": "recovery.work_cases"}),
        Access("recovery:proposal_letter", {"POST": "recovery.work_queue"}),
        Access("recovery:link", {"POST": "recovery.work_cases"}),
        Access("recovery:letter", {"GET": "recovery.work_cases", "POST": "recovery.work_cases"}),
        Access("recovery:touches", {"GET": "recovery.work_cases"}),
        Access("recovery:touch", {"POST": "recovery.work_cases"}),
        Access("recovery:letters", {"GET": "recovery.draft_cycle", "POST": "recovery.draft_cycle"}),
        Access("recovery:letters_export", {"GET": "recovery.draft_cycle"}),
        Access("recovery:mailings", {"POST": "recovery.draft_cycle"}),
        Access("recovery:mailing_file", {"GET": "recovery.draft_cycle"}),
        Access("recovery:mailing_posted", {"POST": "recovery.draft_cycle"}),
        Access("recovery:needs", {"GET": "recovery.draft_cycle"}),
        Access("recovery:needs_export", {"GET": "recovery.draft_cycle"}),
        Access("recovery:grouping", {"POST": "recovery.draft_cycle"}),
        Access("recovery:need", {"GET": "recovery.draft_cycle"}),
        Access("recovery:need_change", {"POST": "recovery.draft_cycle"}),
        Access("recovery:need_meeting", {"POST": "recovery.draft_cycle"}),
        Access("recovery:need_meeting_back", {"POST": "recovery.draft_cycle"}),
        Access("api-1:recovery_cycles", {"GET": "recovery.view_cycle", "POST": "recovery.draft_cycle"}),
        Access("api-1:recovery_cycle", {"GET": "recovery.view_cycle"}),
        Access("api-1:recovery_decisions", {"GET": "recovery.view_cycle"}),
        Access("api-1:recovery_results", {"GET": "recovery.view_cycle"}),
        Access("api-1:recovery_approval", {"POST": "recovery.approve_cycle", "DELETE": "recovery.approve_cycle"}),
        Access("api-1:recovery_swaps", {"POST": "recovery.draft_cycle"}),
        Access("api-1:recovery_executive_calls", {"GET": "recovery.executive_calls"}),
        Access("api-1:recovery_brief", {"GET": "recovery.executive_calls"}),
        Access("api-1:recovery_plan", {"PUT": "recovery.executive_calls", "DELETE": "recovery.executive_calls"}),
        Access("api-1:recovery_heard", {"GET": "recovery.work_cases"}),
        Access("api-1:recovery_queue", {"GET": "recovery.work_queue"}),
        Access("api-1:recovery_queue_next", {"POST": "recovery.work_queue"}),
        Access("api-1:recovery_cases", {"GET": "recovery.work_cases"}),
        Access("api-1:recovery_hold", {"POST": "recovery.work_cases", "DELETE": "recovery.work_cases"}),
        Access("api-1:recovery_snooze", {"POST": "recovery.work_cases"}),
        Access("api-1:recovery_callback", {"POST": "recovery.work_cases"}),
        Access("api-1:recovery_owner", {"PUT": "recovery.work_cases"}),
        Access("api-1:recovery_ending", {"POST": "recovery.work_cases"}),
        Access("api-1:recovery_case", {"GET": "recovery.work_cases"}),
        Access("api-1:recovery_requirements", {"POST": "recovery.work_cases"}),
        Access("api-1:recovery_proposals", {"POST": "recovery.work_queue"}),
        Access("api-1:recovery_proposal_letters", {"POST": "recovery.work_queue"}),
        Access("api-1:recovery_way_back", {"POST": "recovery.work_cases"}),
        Access("api-1:recovery_patience", {"POST": "recovery.work_cases", "DELETE": "recovery.work_cases"}),
        Access("api-1:recovery_letters", {"GET": "recovery.draft_cycle", "POST": "recovery.draft_cycle"}),
        Access("api-1:recovery_needs", {"GET": "recovery.draft_cycle", "POST": "recovery.draft_cycle"}),
        Access("api-1:recovery_need", {"GET": "recovery.draft_cycle"}),
        Access("api-1:recovery_need_meeting", {"POST": "recovery.draft_cycle", "DELETE": "recovery.draft_cycle"}),
    )
    listens = {
        "regain.desks.recovery.events.DraftRequested": ("regain.desks.recovery.jobs.drafting.queue_draft",),
        "regain.desks.recovery.events.CycleApproved": ("regain.desks.recovery.jobs.following.queue_following",),
        "regain.desks.recovery.events.LettersWanted": ("regain.desks.recovery.jobs.letters.queue_preparing",),
        "regain.desks.recovery.events.MailingWanted": ("regain.desks.recovery.jobs.letters.queue_mailing",),
        "regain.knowledge.warehouse.events.FactsImported": ("regain.desks.recovery.jobs.following.queue_following",),
        "regain.knowledge.warehouse.events.ImportUndone": ("regain.desks.recovery.jobs.following.queue_following",),
    }
    gate = "regain.desks.recovery.queries.touch.leave"
    keeps = {
        "regain.foundation.people.events.PersonDeactivated": ("regain.desks.recovery.jobs.leaving.free_cases",),
        "regain.desks.recovery.events.CaseEnded": ("regain.desks.recovery.actions.returning.withdraw_links",),
        "regain.desks.recovery.events.CallEnded": ("regain.desks.recovery.actions.touching.count_call",),
        "regain.knowledge.playbook.events.ContactStopped": (
            "regain.desks.recovery.actions.stopping.end_work_of",
            "regain.desks.recovery.actions.returning.close_ways_of",
        ),
        "regain.knowledge.playbook.events.ReachChanged": ("regain.desks.recovery.actions.handing.look_again",),
    }
    publishes = {
        "regain.desks.recovery.events.CycleApproved": "cycle.approved",
        "regain.desks.recovery.events.CaseOpened": "case.opened",
        "regain.desks.recovery.events.CallEnded": "call.ended",
        "regain.desks.recovery.events.DiagnosisVerified": "call.reason_verified",
        "regain.desks.recovery.events.CaseEnded": "case.ended",
        "regain.desks.recovery.events.NeedMet": "need.met",
        "regain.desks.recovery.events.WayBackUsed": "case.way_back_used",
    }
    schedule = (
        Every("regain.desks.recovery.jobs.touching.stay_in_touch", minutes=15),
        Every("regain.desks.recovery.jobs.reminding.remind_executives", minutes=60),
    )
    calendar = "regain.desks.recovery.queries.executives.planned"
    cards = (
        Card("call", "regain.desks.recovery.queries.call.page.going_on", "recovery/call/_card.html", CALLING, order=1),
        Card("promises", "regain.desks.recovery.queries.owed.promises_card", PROMISES, SIGNED_IN, order=6),
        Card("draft", f"{QUERIES}.draft_card", "recovery/_card_draft.html", "recovery.approve_cycle", order=10),
        Card("calls", f"{QUERIES}.executive_card", "recovery/_card_calls.html", "recovery.executive_calls", order=12),
        Card("queue", f"{QUERIES}.queue_card", "recovery/_card_queue.html", "recovery.work_queue", order=14),
    )
    panels = (
        Panel(
            "case",
            "regain.desks.recovery.queries.planned.case_panel",
            "recovery/case/_panel.html",
            "recovery.work_cases",
            order=28,
        ),
        Panel("recovery", f"{QUERIES}.customer_panel", "recovery/_panel.html", "recovery.view_cycle", order=30),
    )
    search = "regain.desks.recovery.queries.planned.search_cases"
    search_permission = "recovery.work_cases"
