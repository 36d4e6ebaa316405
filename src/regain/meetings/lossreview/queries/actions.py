"""Actions as lists show them; nobody sees any that is not theirs to see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.ui import formats
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.models import Action, Issue, Remark, Review
from regain.meetings.lossreview.rules.keeping import State, kept, state
from regain.meetings.lossreview.rules.story import Move

SAYING: Final = ("", Move.PROGRESS, Move.PUT_OFF, Move.DONE, Move.UNDONE, Move.DROPPED)
"""Lines of a story that say how an action stands."""
STEPS: Final = (25, 50, 75)
"""How far one may say it is with one press."""

STATES: Final[dict[str, str | Promise]] = {
    State.LATE: gettext_lazy("Late"),
    State.DUE: gettext_lazy("Due soon"),
    State.OPEN: gettext_lazy("Open"),
    State.DONE: gettext_lazy("Done"),
    State.DROPPED: gettext_lazy("Dropped"),
}
TONES: Final = {"late": "bad", "due": "warn", "open": "info", "done": "good", "dropped": "quiet"}
KEPT: Final[dict[str, str | Promise]] = {"kept": gettext_lazy("Kept"), "missed": gettext_lazy("Not kept")}
KEPT_TONES: Final = {"kept": "good", "missed": "warn"}
KEPT_AS: Final = {True: "kept", False: "missed", None: ""}


@dataclass(frozen=True)
class Step:
    """How far one may say it is."""

    value: int
    title: str


@dataclass(frozen=True)
class ActionRow:
    """One action, and how it stands."""

    id: int
    what: str
    href: str
    state: str
    state_title: str
    tone: str
    owner: str
    is_mine: bool
    due_on: date
    due_words: str
    """Such as "in 3 days"; empty once it is over."""
    first_due_on: date
    progress: int
    issue: str
    issue_href: str
    review: str
    review_title: str
    said: str
    """The last thing said about it."""
    said_at: datetime | None
    done_on: date | None
    kept: str
    may_change: bool

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in {State.LATE, State.DUE, State.OPEN}

    @property
    def share(self) -> float:
        """Progress, 0 to 1."""
        return self.progress / 100

    @property
    def steps(self) -> tuple[Step, ...]:
        """How far one may say it is with one press, but for how far it is."""
        return tuple(Step(step, formats.percent(step / 100)) for step in STEPS if step != self.progress)


def visible(by: Actor) -> QuerySet[Action]:
    """The actions this actor may see."""
    rows = Action.objects.filter(policy.seen_actions(by))
    return rows.select_related("owner", "issue", "review")


def action_row(pk: int, by: Actor) -> Action:
    """The action. Raises NotFound, also for what does not exist for this person."""
    found = visible(by).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such action."))
    return found


def action_rows(
    *, by: Actor, at: datetime, issue: Issue | None = None, review: Review | None = None, mine: bool = False
) -> tuple[ActionRow, ...]:
    """The actions of an issue, of a review, one's own open ones, or all of them: late first, over last."""
    rows = visible(by)
    if issue is not None:
        rows = rows.filter(issue=issue)
    if review is not None:
        rows = rows.filter(review=review)
    if mine:
        rows = rows.filter(owner=number_of(by), done_at=None, dropped_at=None)
    return shown(rows, by=by, at=at)


def shown(rows: QuerySet[Action], *, by: Actor, at: datetime) -> tuple[ActionRow, ...]:
    """These actions as a list shows them: late first, then by day, over last."""
    order = list(State)
    found = lines(with_words(rows), by=by, at=at)
    return tuple(sorted(found, key=lambda row: (order.index(State(row.state)), row.due_on, row.id)))


def with_words(rows: QuerySet[Action], *, until: datetime | None = None) -> QuerySet[Action]:
    """Each with the last thing said about it (`said`), by a moment where one is given."""
    remarks = Remark.objects.filter(action=OuterRef("pk"), move__in=SAYING).exclude(words="")
    remarks = remarks.exclude(~Q(words__contains=": "), move=Move.PROGRESS)
    if until is not None:
        remarks = remarks.filter(at__lte=until)
    last = Subquery(remarks.order_by("-at", "-pk").values("words")[:1], output_field=CharField())
    return rows.annotate(said=Coalesce(last, Value(""), output_field=CharField()))


def lines(rows: Iterable[Action], *, by: Actor, at: datetime) -> Sequence[ActionRow]:
    """Rows as lists show them, in their order."""
    today = timezone.localdate(at)
    return [_line(row, by=by, today=today) for row in rows]


def number_of(by: Actor) -> int | None:
    """The number of a person; none for a process."""
    return getattr(by, "pk", None)


def due_in_words(due_on: date, *, today: date) -> str:
    """How long until its day, or since."""
    days = (due_on - today).days
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": formats.number(days)}
    return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": formats.number(-days)}


def _line(row: Action, *, by: Actor, today: date) -> ActionRow:
    stands = state(
        due_on=row.due_on, today=today, is_done=row.done_at is not None, is_dropped=row.dropped_at is not None
    )
    done_on = timezone.localdate(row.done_at) if row.done_at else None
    promise = kept(first_due_on=row.first_due_on, done_on=done_on, today=today, is_dropped=row.dropped_at is not None)
    return ActionRow(
        id=row.pk,
        what=row.what,
        href=reverse("lossreview:action", args=[row.pk]),
        state=stands,
        state_title=str(STATES[stands]),
        tone=TONES[stands],
        owner=row.owner.name,
        is_mine=row.owner_id == number_of(by),
        due_on=row.due_on,
        due_words=due_in_words(row.due_on, today=today) if row.is_open else "",
        first_due_on=row.first_due_on,
        progress=100 if done_on else row.progress,
        issue=row.issue.title if row.issue else "",
        issue_href=reverse("lossreview:issue", args=[row.issue.pk]) if row.issue else "",
        review=row.review.period if row.review else "",
        review_title=formats.day(row.review.from_on, "month") if row.review else "",
        said=row.__dict__.get("said", ""),
        said_at=row.said_at,
        done_on=done_on,
        kept=KEPT_AS[promise],
        may_change=policy.may_do(by=by, action=row),
    )
