"""What this meeting did so far: decisions, actions, issues raised; and what became of earlier actions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter

from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.models import Action, Issue, Resolution, Review
from regain.meetings.lossreview.queries.actions import ActionRow, shown
from regain.meetings.lossreview.queries.actions_before import actions_before
from regain.meetings.lossreview.rules.keeping import may_be_taken_back


@dataclass(frozen=True)
class Decision:
    """One sentence the meeting decided."""

    id: int
    text: str
    issue: str
    href: str
    by: str


@dataclass(frozen=True)
class Agreed:
    """One action agreed in this meeting."""

    id: int
    what: str
    owner: str
    due_on: date
    issue: str
    href: str
    may_take_back: bool


@dataclass(frozen=True)
class Happened:
    """Everything that will be in the minutes."""

    decisions: tuple[Decision, ...]
    agreed: tuple[Agreed, ...]
    raised: tuple[tuple[str, str], ...]
    """Title and address of issues raised since it began."""
    earlier: tuple[ActionRow, ...]
    about: int | None
    """The issue the newest decision or action at this point is about."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was decided yet."""
        return not (self.decisions or self.agreed or self.raised)


def happened(review: Review, *, by: Actor, at: datetime, since: datetime | None = None) -> Happened:
    """The same for everybody at the table; the point on the screen is there `since`."""
    kept = review.resolutions.filter(withdrawn_at=None).select_related("issue")
    actions = Action.objects.filter(review=review).select_related("owner", "issue").order_by("made_at", "pk")
    raised = Issue.objects.filter(raised_at__gte=review.began_at, review=review) if review.began_at else []
    before = actions_before(review_from_on=review.from_on, at=review.adjourned_at or at)
    return Happened(
        decisions=tuple(_decision(row) for row in kept),
        agreed=tuple(_agreed(row, by=by, at=at) for row in actions),
        raised=tuple((row.title, _href(row)) for row in raised),
        earlier=shown(before.select_related("owner", "issue", "review"), by=by, at=at),
        about=_about(kept, actions, raised, since=since) if since else None,
    )


def resolution_row(review: Review, pk: int) -> Resolution:
    """One decision of this review. Raises NotFound."""
    found = review.resolutions.select_related("review").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such decision in this review."))
    return found


def _decision(row: Resolution) -> Decision:
    return Decision(
        id=row.pk,
        text=row.text,
        issue=row.issue.title if row.issue else "",
        href=_href(row.issue) if row.issue else "",
        by=row.decided_by,
    )


def _about(
    decisions: Iterable[Resolution], agreed: Iterable[Action], raised: Iterable[Issue], *, since: datetime
) -> int | None:
    told = [(row.decided_at, row.issue_id) for row in decisions]
    told += [(row.made_at, row.issue_id) for row in agreed]
    told += [(row.raised_at, row.pk) for row in raised]
    newest = max((each for each in told if each[0] >= since), key=itemgetter(0), default=None)
    return newest[1] if newest else None


def _agreed(row: Action, *, by: Actor, at: datetime) -> Agreed:
    is_touched = not row.is_open or row.said_at is not None or row.due_on != row.first_due_on
    return Agreed(
        id=row.pk,
        what=row.what,
        owner=row.owner.name,
        due_on=row.due_on,
        issue=row.issue.title if row.issue else "",
        href=reverse("lossreview:action", args=[row.pk]),
        may_take_back=(
            may_be_taken_back(made_at=row.made_at, is_touched=is_touched, at=at) and policy.may_do(by=by, action=row)
        ),
    )


def _href(issue: Issue) -> str:
    return reverse("lossreview:issue", args=[issue.pk])
