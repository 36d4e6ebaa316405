"""The Loss Review's manifest."""

from regain.foundation.kit.roles import Role
from regain.foundation.kit.room import Access, Card, Every, Nav, Permission, Room
from regain.meetings.lossreview.rules.files import LARGEST

PREPARERS = frozenset({Role.RETENTION_MANAGER, Role.OWNER})
DECIDERS = PREPARERS | {Role.EXECUTIVE}
VIEW, ATTEND, PREPARE = "lossreview.view", "lossreview.attend", "lossreview.prepare"
WORK = "lossreview.work_issues"
EVENTS = "regain.meetings.lossreview.events"
AT_THE_TABLE = (
    "beginning", "showing", "notes", "attendance", "adjourning", "resuming", "resolutions", "resolution_withdrawal",
    "meeting_actions", "meeting_action", "weighing", "weights", "ranking",
    "minutes_text", "minutes_anew", "minutes_approval", "minutes_sending", "edition_back",
)  # fmt: skip
"""What is done in a meeting and with its minutes; each asks whether one has a seat there."""
MEETING_BY_PROGRAM = (
    ("meeting", ("GET",)), ("notes", ("PUT",)), ("decisions", ("POST",)), ("decision", ("DELETE",)),
    ("weights", ("PUT",)), ("minutes", ("GET", "PUT")), ("minutes_approval", ("POST",)),
    ("minutes_sending", ("POST",)),
)  # fmt: skip
QUERIES = "regain.meetings.lossreview.queries"
JOBS = "regain.meetings.lossreview.jobs"

ISSUES_BY_PROGRAM = (
    ("issues", {"GET": ATTEND, "POST": WORK}), ("issue", {"GET": ATTEND, "PUT": ATTEND}),
    ("issue_owner", {"PUT": WORK}), ("issue_reasons", {"POST": WORK, "DELETE": WORK}),
    ("issue_departures", {"POST": WORK}), ("issue_factor", {"PUT": WORK, "DELETE": WORK}),
    ("issue_merging", {"POST": WORK, "DELETE": WORK}), ("issue_splitting", {"POST": WORK}),
    ("issue_aside", {"POST": ATTEND, "DELETE": ATTEND}), ("issue_comments", {"POST": ATTEND}),
    ("issue_watch", {"PUT": ATTEND, "DELETE": ATTEND}),
)  # fmt: skip
ISSUE_LISTS = ("issues", "issues_export", "issues_over", "issues_over_export")
OF_AN_ACTION = (
    "action_progress", "action_done", "action_reopening", "action_day", "action_owner", "action_dropping",
    "action_wording", "action_taking_back", "action_comments", "files", "file_removal", "file_return",
)  # fmt: skip
"""What one does with an action and with files; each finds nothing but what one may see."""

OF_A_FIX = ("fix", "fix_back", "closing", "reopening")
"""What one does with the fix of an issue; each finds nothing but what one may see."""

OF_A_REVIEW = ("moving", "calling_off", "seats", "agenda", "reminding")
"""What whoever runs a review arranges for it."""


class LossReview(Room):
    """The monthly Customer Loss Review, its issues and their proof."""

    name = "regain.meetings.lossreview"
    label = "lossreview"
    title = "Loss Review"
    prefix = "review/"
    api = True
    permissions = (
        Permission(VIEW, "See every Loss Review, its pack and all issues", DECIDERS),
        Permission(
            ATTEND,
            "Take part in a Loss Review one is invited to, and answer for issues and actions",
            DECIDERS
            | {Role.FRONTLINE_MANAGER, Role.TRUST_MEMBER, Role.RECOVERY_CALLER, Role.SAVE_AGENT, Role.ADMINISTRATOR},
        ),
        Permission(PREPARE, "Convene reviews, freeze packs, send minutes", PREPARERS),
        Permission(WORK, "Raise issues, change them, decide", DECIDERS),
    )
    nav = (
        Nav("Loss Review", "lossreview:reviews", "presentation", VIEW, order=52, key="m"),
        Nav("Issues", "lossreview:issues", "flag", ATTEND, order=53, key="u"),
        Nav("Actions", "lossreview:actions", "list-check", ATTEND, order=54, key="a"),
    )
    access = (
        *(Access(f"lossreview:{name}", {"GET": ATTEND}) for name in ("pack", "pack_pdf", "pack_slides")),
        *(Access(f"lossreview:{name}", {"POST": PREPARE}) for name in ("making", "freezing", "thawing")),
        Access("lossreview:behind", {"GET": ATTEND}),
        Access("lossreview:behind_export", {"GET": "valuation.export_customers"}),
        *(Access(f"lossreview:{name}", {"GET": ATTEND}) for name in ("meeting", "beat")),
        *(Access(f"lossreview:{name}", {"GET": ATTEND}) for name in ("minutes", "minutes_pdf", "edition")),
        *(Access(f"lossreview:{name}", {"POST": ATTEND}) for name in AT_THE_TABLE),
        *(Access(f"lossreview:{name}", {"POST": WORK}) for name in ("meeting_issues", "meeting_owner")),
        *(Access(f"api-1:lossreview_{name}", dict.fromkeys(methods, ATTEND)) for name, methods in MEETING_BY_PROGRAM),
        *(Access(f"api-1:lossreview_{name}", methods) for name, methods in ISSUES_BY_PROGRAM),
        *(Access(f"lossreview:{name}", {"GET": ATTEND}) for name in ISSUE_LISTS),
        Access("lossreview:issue", {"GET": ATTEND}),
        Access("lossreview:issue_change", {"POST": ATTEND}),
        Access("lossreview:issue_customers", {"GET": ATTEND}),
        Access("lossreview:issue_customers_export", {"GET": "valuation.export_customers"}),
        Access("lossreview:splitting", {"GET": WORK, "POST": WORK}),
        Access("lossreview:raising", {"GET": WORK, "POST": WORK}),
        Access("lossreview:suggested", {"POST": WORK}),
        Access("lossreview:actions", {"GET": ATTEND}),
        Access("lossreview:actions_export", {"GET": ATTEND}),
        Access("lossreview:action_new", {"GET": ATTEND, "POST": ATTEND}),
        Access("lossreview:action", {"GET": ATTEND}),
        *(Access(f"lossreview:{name}", {"POST": ATTEND}) for name in OF_AN_ACTION),
        Access("lossreview:file", {"GET": ATTEND}),
        Access("api-1:lossreview_actions", {"GET": ATTEND, "POST": ATTEND}),
        Access("api-1:lossreview_action", {"GET": ATTEND}),
        *(Access(f"api-1:lossreview_action_{name}", {"PUT": ATTEND}) for name in ("progress", "day", "owner")),
        Access("api-1:lossreview_action_ending", {"POST": ATTEND, "DELETE": ATTEND}),
        Access("api-1:lossreview_action_comments", {"POST": ATTEND}),
        *(Access(f"lossreview:{name}", {"POST": ATTEND}) for name in OF_A_FIX),
        Access("lossreview:coaching_effect", {"GET": VIEW}),
        Access("api-1:lossreview_proof", {"GET": ATTEND}),
        Access("api-1:lossreview_fix", {"PUT": ATTEND}),
        *(Access(f"api-1:lossreview_{name}", {"POST": ATTEND}) for name in OF_A_FIX if name != "fix"),
        Access("lossreview:reviews", {"GET": ATTEND, "POST": PREPARE}),
        Access("lossreview:reviews_export", {"GET": ATTEND}),
        Access("lossreview:order", {"GET": PREPARE, "POST": PREPARE}),
        Access("lossreview:order_days", {"GET": PREPARE}),
        Access("lossreview:order_pause", {"POST": PREPARE}),
        Access("lossreview:review", {"GET": ATTEND}),
        Access("lossreview:review_file", {"GET": ATTEND}),
        *(Access(f"lossreview:{name}", {"POST": ATTEND}) for name in OF_A_REVIEW),
        *(Access(f"lossreview:{name}", {"GET": VIEW}) for name in ("health", "look_back", "look_back_pdf")),
        Access("lossreview:look_back_sheet", {"GET": VIEW}),
        *(Access(f"api-1:lossreview_{name}", {"GET": ATTEND}) for name in ("reviews", "review", "pack")),
        *(Access(f"api-1:lossreview_{name}", {"GET": VIEW}) for name in ("health", "look_back")),
        *(Access(f"lossreview:{name}", {"GET": ATTEND}) for name in ("pack_sheet", "pack_csv")),
    )
    takes = {"lossreview:files": LARGEST}
    schedule = (
        Every(f"{JOBS}.preparing.convene_last_month", 60),
        Every(f"{JOBS}.preparing.prepare_reviews", 15),
        Every(f"{JOBS}.reminding.remind_of_actions", 60),
        Every(f"{JOBS}.proving.measure_fixes", 24 * 60),
        Every(f"{JOBS}.forgetting.forget_withdrawn_files", 24 * 60),
    )
    calendar = f"{QUERIES}.planned.planned"
    search = f"{QUERIES}.finding.found"
    search_permission = ATTEND
    cards = (
        Card("review", f"{QUERIES}.coming.review_card", "lossreview/_card_review.html", ATTEND, order=7),
        Card("promised", f"{QUERIES}.promised.promised_card", "lossreview/_card_promised.html", ATTEND, order=8),
    )
    keeps = {"regain.foundation.people.events.PersonDeactivated": (f"{JOBS}.leaving.free_seats",)}
    listens = {
        f"{EVENTS}.PackRequested": (f"{JOBS}.packing.queue_pack",),
        f"{EVENTS}.ReviewConvened": (f"{JOBS}.preparing.make_first_pack",),
        f"{EVENTS}.PackFrozen": (f"{JOBS}.sending.queue_sending",),
        f"{EVENTS}.IssueFixed": (f"{JOBS}.handing.queue_handing",),
        "regain.knowledge.warehouse.events.FactsImported": (f"{JOBS}.preparing.renew_packs",),
        "regain.knowledge.warehouse.events.ImportUndone": (f"{JOBS}.preparing.renew_packs",),
    }
    publishes = {
        f"{EVENTS}.ReviewConvened": "review.convened",
        f"{EVENTS}.ReviewMoved": "review.moved",
        f"{EVENTS}.ReviewCalledOff": "review.called_off",
        f"{EVENTS}.PackFrozen": "review.pack_frozen",
        f"{EVENTS}.ReviewAdjourned": "review.adjourned",
        f"{EVENTS}.MinutesSent": "review.minutes_sent",
        f"{EVENTS}.IssueRaised": "issue.raised",
        f"{EVENTS}.IssueAssigned": "issue.assigned",
        f"{EVENTS}.IssueFixed": "issue.fixed",
        f"{EVENTS}.IssueClosed": "issue.closed",
        f"{EVENTS}.IssueReopened": "issue.reopened",
        f"{EVENTS}.ActionAgreed": "action.agreed",
        f"{EVENTS}.ActionDone": "action.done",
    }
