"""What became of what meetings decided: decisions, actions and whether they were kept, issues closed by proof."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.period import period as read_period
from regain.foundation.ui import formats
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.models import Action, Proof, Resolution
from regain.meetings.lossreview.queries.reviews import visible
from regain.meetings.lossreview.queries.shown.grids import Cell, Grid, Head, Row, row
from regain.meetings.lossreview.queries.shown.writing import ACTION_STATES
from regain.meetings.lossreview.rules.keeping import kept, state


@dataclass(frozen=True)
class Done:
    """Actions with what became of them, and how many were kept in a sentence."""

    grid: Grid
    sentence: str


def decided(by: Actor, months: Sequence[str]) -> Grid:
    """The decisions of the reviews of some months."""
    heads = (Head(_("Decision"), width=4, priority=1), Head(_("Review")), Head(_("Issue"), width=2))
    rows = Resolution.objects.filter(review__in=visible(by).filter(period__in=months).values("pk"), withdrawn_at=None)
    found = rows.order_by("review__from_on", "pk").select_related("review", "issue")
    lines = tuple(
        row(
            each.text,
            Cell(_month(each.review.period), href=reverse("lossreview:review", args=[each.review.period])),
            Cell(each.issue.title, href=reverse("lossreview:issue", args=[each.issue.pk])) if each.issue else "",
        )
        for each in found
    )
    return Grid("decisions", _("What was decided"), heads, lines, nothing=_("Nothing was decided in these reviews."))


def done(by: Actor, months: Sequence[str], *, at: datetime) -> Done:
    """The actions these reviews agreed on, as they stand."""
    today = timezone.localdate(at)
    heads = (
        Head(_("Action"), width=3, priority=1),
        Head(_("Owner"), width=1.4),
        Head(_("First agreed for"), width=1.2),
        Head(_("State")),
        Head(_("Review")),
    )
    rows = Action.objects.filter(policy.seen_actions(by), review__period__in=months)
    found = list(rows.order_by("review__from_on", "first_due_on", "pk").select_related("owner", "review"))
    words = [_kept(each, today) for each in found]
    told = [each for each in words if each is not None]
    grid = Grid(
        "agreed",
        _("What was agreed, and what became of it"),
        heads,
        tuple(_action(each, today, word) for each, word in zip(found, words, strict=True)),
        nothing=_("These reviews agreed on no action."),
    )
    return Done(grid, _sentence(told))


def closed(by: Actor, *, from_on: date, until_on: date) -> Grid:
    """The issues a proof closed or opened again in a time, with what it measured."""
    heads = (
        Head(_("Issue"), width=2.2, priority=1),
        Head(_("On"), width=1),
        Head(_("What happened")),
        Head(_("What was measured"), width=4),
    )
    first, last = (timezone.make_aware(datetime.combine(day, time())) for day in (from_on, until_on))
    rows = Proof.objects.filter(measured_at__gte=first, measured_at__lt=last).exclude(moved="")
    found = rows.order_by("measured_at", "pk").select_related("issue")
    lines = tuple(
        row(
            Cell(each.issue.title, href=reverse("lossreview:issue", args=[each.issue.pk])),
            formats.day(timezone.localtime(each.measured_at)),
            Cell(_("Closed"), tone="good") if each.moved == "closed" else Cell(_("Opened again"), tone="warn"),
            each.sentence,
        )
        for each in found
        if by.may(policy.VIEW)
    )
    nothing = _("No issue was closed by a proof in this time.")
    return Grid("closed", _("What was fixed, and what it did"), heads, lines, nothing=nothing)


def _kept(each: Action, today: date) -> bool | None:
    return kept(
        first_due_on=each.first_due_on,
        done_on=timezone.localdate(each.done_at) if each.done_at else None,
        today=today,
        is_dropped=each.dropped_at is not None,
    )


def _action(each: Action, today: date, word: bool | None) -> Row:
    stands = state(
        due_on=each.due_on, today=today, is_done=each.done_at is not None, is_dropped=each.dropped_at is not None
    )
    title, tone = ACTION_STATES[stands]
    said = {True: _("in time"), False: _("not by the first day"), None: ""}[word]
    month = _month(each.review.period) if each.review else ""
    return row(
        Cell(each.what, href=reverse("lossreview:action", args=[each.pk])),
        each.owner.name,
        formats.day(each.first_due_on),
        Cell(str(title), detail=said, tone=tone),
        month,
    )


def _sentence(told: Sequence[bool]) -> str:
    if not told:
        return ""
    return _("%(kept)s of %(due)s were done by the day first agreed.") % {"kept": sum(told), "due": len(told)}


def _month(month: str) -> str:
    return formats.day(read_period(month).from_on, "month")
