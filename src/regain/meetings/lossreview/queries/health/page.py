"""The page of the programme's health: a month's lines by what they are about, each executive, and the way here."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regain.desks.recovery.queries.programme import TRIED_WITHIN, ExecutiveCalls, executive_calls
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.period import Period, month_after, month_of
from regain.foundation.kit.period import period as read_period
from regain.foundation.ui import formats
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.models import Pack, Review
from regain.meetings.lossreview.queries.health.lines import health_lines, in_words
from regain.meetings.lossreview.rules.health import Line, Share
from regain.meetings.lossreview.rules.pack import HealthLine

MONTHS: Final = 12

GROUPS: Final[Sequence[tuple[str | Promise, tuple[Line, ...]]]] = (
    (
        gettext_lazy("Calls"),
        (Line.CALLS_TRIED, Line.CALLS_SPOKEN, Line.CALLS_ON_TIME, Line.DAYS_TO_CALL, Line.CALLS_IN_SEASON),
    ),
    (gettext_lazy("Coverage"), (Line.ASKED, Line.ASKED_VALUE, Line.CONFIRMED, Line.CONFIRMED_VALUE)),
    (gettext_lazy("Issues"), (Line.ISSUES_AGE, Line.ISSUES_UNOWNED, Line.ISSUES_LATE)),
    (gettext_lazy("Actions"), (Line.ACTIONS_KEPT, Line.ACTIONS_LATE)),
    (gettext_lazy("Meetings"), (Line.REVIEWS_ON_TIME, Line.REVIEW_DAYS, Line.MINUTES_IN_TIME)),
    (gettext_lazy("Proof"), (Line.ISSUES_PROVEN, Line.ISSUES_WAITING, Line.ISSUES_REOPENED)),
)


@dataclass(frozen=True)
class ShownLine:
    """One figure with what the packs of earlier months said of it."""

    line: HealthLine
    trend: tuple[float, ...]
    """Oldest first, this month last; empty where fewer than two are known."""
    trend_words: str

    @property
    def is_unknown(self) -> bool:
        """Whether there is nothing to tell."""
        return self.line.text in (in_words(None), in_words(Share(0, 0)))


@dataclass(frozen=True)
class Group:
    """Figures about one thing."""

    title: str
    lines: tuple[ShownLine, ...]


@dataclass(frozen=True)
class HealthPage:
    """The programme's health in one month."""

    period: str
    title: str
    before: str
    after: str
    """The months around it; empty where the one after has not begun."""
    before_title: str
    known_at: datetime
    groups: tuple[Group, ...]
    executives: tuple[ExecutiveCalls, ...]
    days_to_try: int
    packs: int
    """From how many packs the earlier months are told."""


def health_page(*, by: Actor, at: datetime, period: str = "") -> HealthPage:
    """The health of a month, the one of the newest review unless another is asked for. Raises Invalid.

    An earlier month is told as it was known when the month after it was over.
    """
    newest = _newest(by=by, at=at)
    month = asked_month(period) if period else newest
    if month.from_on < newest.from_on:
        at = min(at, _midnight(month_after(month.until_on)))
    told = health_lines(at=at, from_on=month.from_on, until_on=month.until_on)
    lines = {each.name: each for each in told}
    earlier = _earlier(month)
    return HealthPage(
        period=month.text,
        title=formats.day(month.from_on, "month"),
        before=month_of(month_after(month.from_on, -1)).text,
        after=month_of(month.until_on).text if month.from_on < newest.from_on else "",
        known_at=at,
        before_title=formats.day(month_after(month.from_on, -1), "month"),
        groups=tuple(
            Group(str(title), tuple(_shown(lines[name], earlier[name]) for name in names)) for title, names in GROUPS
        ),
        executives=executive_calls(from_on=month.from_on, until_on=month.until_on, known_at=at),
        days_to_try=TRIED_WITHIN,
        packs=len({title for line in earlier.values() for title, _ in line}),
    )


def asked_month(text: str) -> Period:
    """A month; the first of a quarter or a year."""
    return month_of(read_period(text).from_on)


def _newest(*, by: Actor, at: datetime) -> Period:
    seen = Review.objects.filter(policy.seen_reviews(by), called_off_at=None)
    newest = seen.order_by("-from_on").values_list("from_on", flat=True).first()
    return month_of(newest or month_after(timezone.localtime(at).date(), -1))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _earlier(month: Period) -> Mapping[str, list[tuple[str, float]]]:
    """What the frozen packs of the months before said, by line: month and value, oldest first."""
    packs = Pack.objects.filter(
        frozen_at__isnull=False,
        thawed_at=None,
        review__from_on__lt=month.from_on,
        review__from_on__gte=month_after(month.from_on, 1 - MONTHS),
    )
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for document in packs.order_by("review__from_on").values_list("document", flat=True):
        told = json.loads(document)
        for line in told["health"]:
            if line["value"] is not None:
                found[line["name"]].append((told["title"], line["value"]))
    return found


def _shown(line: HealthLine, earlier: Sequence[tuple[str, float]]) -> ShownLine:
    known = [value for _, value in earlier]
    trend = (*known, line.value) if known and line.value is not None else ()
    return ShownLine(line, trend, f"{earlier[0][0]} – {earlier[-1][0]}" if earlier else "")
