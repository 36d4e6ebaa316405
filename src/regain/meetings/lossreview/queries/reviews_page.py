"""All reviews: the next one with what it still needs, those before with what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.memory_rows import MemoryRows
from regain.foundation.kit.period import month_of
from regain.foundation.kit.table import Column, Kind, TableSpec
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.models import Action, Resolution, Review
from regain.meetings.lossreview.queries.order import SHOWN, next_meetings, standing
from regain.meetings.lossreview.queries.review_page import ReviewPage, review_page, state_of
from regain.meetings.lossreview.queries.reviews import known, title_of, visible, whole_months
from regain.meetings.lossreview.rules.order import Usual

MOST: Final = 240
"""Twenty years of months."""
AHEAD: Final = 2
"""Coming days whose review may be convened already."""


@dataclass(frozen=True)
class MonthChoice:
    """A month one can convene a review of."""

    period: str
    title: str


@dataclass(frozen=True)
class EarlierRow:
    """One review of the list."""

    period: str
    title: str
    href: str
    from_on: date
    state: str
    meets_at: datetime
    chair: str
    decisions: int
    actions: int
    kept: int
    minutes: str


SPEC: Final = TableSpec(
    name="reviews",
    columns=[
        Column("title", _("Month"), priority=1, link="href", sortable=False),
        Column("from_on", _("From"), Kind.DATE, default_shown=False),
        Column(
            "state",
            _("State"),
            Kind.STATUS,
            states={
                "coming": _("To come"),
                "missed": _("Not held yet"),
                "going_on": _("Going on"),
                "over": _("Held"),
                "off": _("Called off"),
            },
            tones={"coming": "info", "missed": "warn", "going_on": "busy", "over": "good", "off": "quiet"},
        ),
        Column("meets_at", _("Met"), Kind.MOMENT),
        Column("decisions", _("Decisions"), Kind.NUMBER),
        Column("actions", _("Actions agreed"), Kind.NUMBER),
        Column("kept", _("Done by the day"), Kind.NUMBER, hint=_("Of these actions, done by the day first agreed.")),
        Column(
            "minutes",
            _("Minutes"),
            Kind.STATUS,
            states={"none": _("None"), "written": _("Written"), "approved": _("Approved"), "sent": _("Sent")},
            tones={"none": "quiet", "written": "busy", "approved": "info", "sent": "good"},
        ),
        Column("chair", _("Chair"), priority=3, default_shown=False),
    ],
    default_sort="-from_on",
    caption=_("Loss Reviews"),
)


@dataclass(frozen=True)
class ReviewsPage:
    """The next review, and the way to convene one."""

    next: ReviewPage | None
    others: tuple[EarlierRow, ...]
    """Further ones to come, the earliest first."""
    months: tuple[MonthChoice, ...]
    last_day: date | None
    dates: tuple[date, ...]
    """The next days the standing order makes."""
    paused_at: datetime | None
    has_earlier: bool
    may_prepare: bool
    may_see_all: bool


def reviews_page(*, by: Actor, at: datetime) -> ReviewsPage:
    """The reviews this person may see."""
    coming = visible(by).filter(called_off_at=None, adjourned_at=None).order_by("meets_at", "pk")
    rows = list(coming.select_related("chair"))
    first = _first(rows, at=at)
    facts, order, may_prepare = known(), standing(), policy.may_prepare(by=by)
    taken = set(Review.objects.filter(called_off_at=None).values_list("period", flat=True)) if may_prepare else set()
    months = [month for month in whole_months(facts, at=at) if month.text not in taken] if may_prepare else []
    return ReviewsPage(
        next=review_page(by=by, at=at, review=first) if first else None,
        others=tuple(_row(row, at=at) for row in _counted(coming.exclude(pk=first.pk))) if first else (),
        months=tuple(MonthChoice(month.text, title_of(month.text)) for month in months),
        last_day=facts.last_day,
        dates=() if order.paused_at else _dates(order.usual, at=at),
        paused_at=order.paused_at,
        has_earlier=_earlier(by).exists(),
        may_prepare=may_prepare,
        may_see_all=by.may(policy.VIEW),
    )


def _dates(usual: Usual, *, at: datetime) -> tuple[date, ...]:
    """The next days the standing order makes, without those of months whose review is convened already."""
    days = next_meetings(usual, at=at, count=SHOWN + AHEAD)
    before = {day: month_of(day.replace(day=1) - timedelta(days=1)).text for day in days}
    taken = set(Review.objects.filter(period__in=before.values(), called_off_at=None).values_list("period", flat=True))
    return tuple(day for day in days if before[day] not in taken)[:SHOWN]


def _first(rows: Sequence[Review], *, at: datetime) -> Review | None:
    """The one people sit in, the next to come, or the last whose time went by."""
    going = [row for row in rows if row.is_going_on]
    ahead = [row for row in rows if row.ends_at >= at]
    return next(iter([*going, *ahead, *reversed(rows)]), None)


def earlier_rows(*, by: Actor, at: datetime) -> MemoryRows[EarlierRow]:
    """Those that were held or called off, with what came of them."""
    return MemoryRows([_row(row, at=at) for row in _counted(_earlier(by)).order_by("-from_on", "-pk")[:MOST]])


def _earlier(by: Actor) -> QuerySet[Review]:
    return visible(by).filter(Q(adjourned_at__isnull=False) | Q(called_off_at__isnull=False))


def _counted(rows: QuerySet[Review]) -> QuerySet[Review]:
    decided = Resolution.objects.filter(review=OuterRef("pk"), withdrawn_at=None)
    agreed = Action.objects.filter(review=OuterRef("pk"), dropped_at=None)
    kept = agreed.filter(done_at__date__lte=F("first_due_on"))
    return rows.select_related("chair", "record").annotate(
        decided=_number_of(decided), agreed=_number_of(agreed), kept_in_time=_number_of(kept)
    )


def _number_of(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("review").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _row(row: Review, *, at: datetime) -> EarlierRow:
    counted = row.__dict__
    record = getattr(row, "record", None)
    return EarlierRow(
        period=row.period,
        title=title_of(row.period),
        href=reverse("lossreview:review", args=[row.period]),
        from_on=row.from_on,
        state=state_of(row, at=at),
        meets_at=row.meets_at,
        chair=row.chair.name if row.chair else "",
        decisions=counted["decided"],
        actions=counted["agreed"],
        kept=counted["kept_in_time"],
        minutes=(
            "none" if record is None else "sent" if record.sent_at else "approved" if record.approved_at else "written"
        ),
    )
