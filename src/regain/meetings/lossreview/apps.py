"""The Loss Review's manifest."""

from regain.foundation.kit.roles import Role
from regain.foundation.kit.room import Access, Permission, Room

PREPARERS = frozenset({Role.RETENTION_MANAGER, Role.OWNER})
DECIDERS = PREPARERS | {Role.EXECUTIVE}
VIEW, ATTEND, PREPARE = "lossreview.view", "lossreview.attend", "lossreview.prepare"
WORK = "lossreview.work_issues"
EVENTS = "regain.meetings.lossreview.events"


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
    nav = ()
    access = (
        Access("lossreview:review", {"GET": ATTEND}),
        Access("lossreview:health", {"GET": VIEW}),
    )
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
