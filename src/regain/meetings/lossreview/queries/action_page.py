"""One action with its story and its files; and what stands around the list of all of them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone

from regain.foundation.kit.actor import Actor
from regain.foundation.ui import formats
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.models import Action, Issue, Review
from regain.meetings.lossreview.queries.actions import ActionRow, action_rows, number_of, shown, visible
from regain.meetings.lossreview.queries.attachments import Files, files_of
from regain.meetings.lossreview.queries.issues import PersonChoice, owners
from regain.meetings.lossreview.queries.moves import ICONS, in_words
from regain.meetings.lossreview.rules.keeping import UNDONE_WITHIN
from regain.meetings.lossreview.rules.story import Move

ICON: Final = "circle-dot"
OWN_ICONS: Final = {
    **ICONS,
    Move.ATTACHED: "file-text",
    Move.PROGRESS: "trending-up",
    Move.PUT_OFF: "calendar-time",
    Move.HANDED: "user-check",
    Move.DROPPED: "ban",
    Move.UNDONE: "arrow-back-up",
}
MOST_ISSUES: Final = 200
SHOWN: Final = 10


@dataclass(frozen=True)
class StoryLine:
    """What happened to an action, or what somebody said."""

    at: datetime
    by: str
    title: str
    icon: str
    words: str


@dataclass(frozen=True)
class ActionPage:
    """One action."""

    row: ActionRow
    made_at: datetime
    made_by: str
    done_by: str
    over_at: datetime | None
    story: tuple[StoryLine, ...]
    files: Files
    may_comment: bool
    may_reopen: bool
    was_put_off: bool
    owners: tuple[PersonChoice, ...]
    """Who else may answer for it."""
    earliest: date
    """The first day it may be put off to."""
    because: str
    """Why it was dropped."""


@dataclass(frozen=True)
class IssueChoice:
    """An issue an action may be for."""

    id: int
    title: str


@dataclass(frozen=True)
class AgreePage:
    """Agreeing on an action: who may answer for it, for which issue."""

    owners: tuple[PersonChoice, ...]
    issues: tuple[IssueChoice, ...]
    issue: int | None
    review: str
    review_title: str
    earliest: date
    tried: dict[str, str]
    fault: str


@dataclass(frozen=True)
class ActionsPage:
    """Around the list: one's own open ones."""

    mine: tuple[ActionRow, ...]
    """The most pressing ones."""
    more: int
    mine_href: str
    """Where all of them are listed."""
    sees_all: bool
    may_agree: bool


def action_page(*, by: Actor, at: datetime, action: Action) -> ActionPage:
    """One action, and what this person may do with it."""
    row = shown(visible(by).filter(pk=action.pk), by=by, at=at)[0]
    over_at = action.done_at or action.dropped_at
    today = timezone.localdate(at)
    return ActionPage(
        row=row,
        made_at=action.made_at,
        made_by=action.made_by,
        done_by=action.done_by,
        over_at=over_at,
        story=_story(action),
        files=files_of(by=by, action=action),
        may_comment=policy.may_comment(by=by, action=action),
        may_reopen=row.may_change and over_at is not None and at - over_at <= UNDONE_WITHIN,
        was_put_off=action.due_on != action.first_due_on,
        owners=tuple(each for each in owners() if each.id != action.owner_id) if row.may_change else (),
        earliest=max(action.due_on, today) + timedelta(days=1),
        because=action.dropped_because,
    )


def actions_page(*, by: Actor, at: datetime, is_narrowed: bool = False) -> ActionsPage:
    """What I promised, unless a list of something is asked for."""
    mine = () if is_narrowed else action_rows(by=by, at=at, mine=True)
    return ActionsPage(
        mine=mine[:SHOWN],
        more=len(mine[SHOWN:]),
        mine_href=f"{reverse('lossreview:actions')}?owner={number_of(by)}",
        sees_all=by.may(policy.VIEW),
        may_agree=policy.may_agree(by=by) or bool(_issues(by)),
    )


def agree_page(
    *,
    by: Actor,
    at: datetime,
    issue: Issue | None,
    review: Review | None,
    tried: dict[str, str],
    fault: str = "",
) -> AgreePage:
    """The form, as it was filled in."""
    return AgreePage(
        owners=owners(),
        issues=_issues(by),
        issue=issue.pk if issue else None,
        review=review.period if review else "",
        review_title=formats.day(review.from_on, "month") if review else "",
        earliest=timezone.localdate(at),
        tried=tried,
        fault=fault,
    )


def _issues(by: Actor) -> tuple[IssueChoice, ...]:
    """Open issues one may agree on an action for: all, or those one answers for."""
    rows = Issue.objects.filter(closed_at=None, set_aside_at=None, merged_into=None)
    if not by.may(policy.WORK):
        rows = rows.filter(owner=getattr(by, "pk", None)) if by.may(policy.ATTEND) else rows.none()
    found = rows.order_by("title", "pk").values_list("pk", "title")[:MOST_ISSUES]
    return tuple(IssueChoice(pk, title) for pk, title in found)


def _story(action: Action) -> tuple[StoryLine, ...]:
    return tuple(
        StoryLine(line.at, line.by_name, in_words(line.move), OWN_ICONS.get(line.move, ICON), line.words)
        for line in action.remarks.order_by("-at", "-pk")
    )
