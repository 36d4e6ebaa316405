"""Parts of an issue's page: the formula, the months, what falls to it, what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from regain.desks.recovery.queries.words import customer_href
from regain.foundation.kit.money import Money
from regain.foundation.kit.period import Period, month_after, month_of
from regain.knowledge.playbook.models import Reason
from regain.meetings.lossreview.models import Factor, Issue, Placement, Remark
from regain.meetings.lossreview.queries.factor_words import MEANINGS, TITLES, value_in_words
from regain.meetings.lossreview.queries.fallen import Fallen, Part
from regain.meetings.lossreview.queries.falling import falls_to
from regain.meetings.lossreview.queries.moves import ICONS, href_of, in_words
from regain.meetings.lossreview.queries.priorities import Standing, fell_in_year, standings
from regain.meetings.lossreview.queries.register import month_in_words
from regain.meetings.lossreview.rules.priority import LIMITS, Name, Weighted
from regain.meetings.lossreview.rules.story import Move

ANY = "circle-dot"


@dataclass(frozen=True)
class FactorShown:
    """One factor of the priority, and where it comes from."""

    name: str
    title: str
    meaning: str
    sign: str
    """What stands before it in the formula."""
    value: str
    measured: str
    where: str
    is_said: bool
    because: str
    by: str
    set_at: datetime | None
    typed: str
    """The value as a form shows it: percents for shares."""
    low: str
    high: str
    unit: str


@dataclass(frozen=True)
class MonthShown:
    """One month of the twelve."""

    title: str
    departures: int
    value: Decimal


@dataclass(frozen=True)
class ReasonShown:
    """A reason the issue covers, with what it cost in the year."""

    id: int
    title: str
    href: str
    departures: int
    value: Money


@dataclass(frozen=True)
class Worth:
    """What an issue cost, and what it weighs."""

    month: str
    departures_month: int
    value_month: Money
    departures_year: int
    value_year: Money
    priority: Money
    formula: tuple[FactorShown, ...]
    months: tuple[MonthShown, ...]
    reasons: tuple[ReasonShown, ...]


@dataclass(frozen=True)
class PlacedShown:
    """A single departure placed under the issue."""

    reason: int
    title: str
    customer: str
    href: str
    left_on: date
    by: str


@dataclass(frozen=True)
class Line:
    """One line of the story."""

    title: str
    icon: str
    tone: str
    at: datetime
    by: str
    words: str
    about: str
    """The action it is about, if not the issue itself."""
    href: str


TONES: Mapping[str, str] = {
    Move.CLOSED: "good",
    Move.FIXED: "good",
    Move.DONE: "good",
    Move.REOPENED: "bad",
    Move.SET_ASIDE: "warn",
    "": "info",
}
SIGNS = {Name.VALUE: "", Name.RECURRENCE: "×", Name.CONTROL: "×", Name.EFFORT: "÷"}


def worth_of(issue: Issue, month: Period) -> Worth:
    """The month and the twelve that end with it."""
    whole = fell_in_year(month.until_on)
    standing = standings([issue.pk], until_on=month.until_on, whole=whole)[issue.pk]
    this = standing.month(month.text)
    return Worth(
        month=month_in_words(month),
        departures_month=this.departures,
        value_month=_money(this.value),
        departures_year=standing.departures_year,
        value_year=_money(standing.value_year),
        priority=_money(standing.priority.amount),
        formula=formula(issue, standing),
        months=months_of(standing, month.until_on),
        reasons=reasons_of(issue, whole),
    )


def formula(issue: Issue, standing: Standing) -> tuple[FactorShown, ...]:
    """The four factors in the order of the formula."""
    said = {factor.name: factor for factor in Factor.objects.filter(issue=issue, ended_at=None)}
    return tuple(_factor(each, said.get(each.name)) for each in standing.priority.factors)


def months_of(standing: Standing, until_on: date) -> tuple[MonthShown, ...]:
    """The twelve months, oldest first, those without a departure as well."""
    firsts = [month_after(until_on.replace(day=1), -back) for back in range(12, 0, -1)]
    if until_on.day != 1:
        firsts = [month_after(first) for first in firsts]
    shown = []
    for first in firsts:
        part = standing.month(month_of(first).text)
        shown.append(MonthShown(date_format(first, "M Y"), part.departures, part.value))
    return tuple(shown)


def reasons_of(issue: Issue, whole: Fallen) -> tuple[ReasonShown, ...]:
    """The reasons it covers with their part of what fell in a time, the dearest first."""
    covered = falls_to().reasons(issue.pk)
    parts = whole.reasons.get(issue.pk, {})
    titles = dict(Reason.objects.filter(pk__in=covered).values_list("pk", "title"))
    found = [_reason(pk, titles[pk], parts.get(pk, Part())) for pk in covered]
    return tuple(sorted(found, key=lambda each: (-each.value.amount, each.title)))


def placed_under(issue: Issue) -> tuple[PlacedShown, ...]:
    """Single departures placed under it or an issue merged into it, newest first."""
    rows = Placement.objects.filter(issue__in=falls_to().family(issue.pk)).select_related("reason")
    return tuple(
        PlacedShown(
            reason=row.reason_id,
            title=row.reason.title,
            customer=row.customer,
            href=customer_href(row.customer),
            left_on=row.left_on,
            by=row.placed_by,
        )
        for row in rows.order_by("-placed_at", "-pk")[:50]
    )


def story_of(issue: Issue) -> tuple[Line, ...]:
    """Everything that happened to it, to its actions and to issues merged into it, newest first."""
    family = falls_to().family(issue.pk)
    rows = Remark.objects.filter(issue__in=family).select_related("action").order_by("-at", "-pk")
    return tuple(_line(row) for row in rows[:200])


def _factor(each: Weighted, said: Factor | None) -> FactorShown:
    low, high = LIMITS[each.name]
    is_share = each.name in {Name.RECURRENCE, Name.CONTROL}
    typed = each.value * 100 if is_share else each.value
    return FactorShown(
        name=each.name,
        title=str(TITLES[each.name]),
        meaning=str(MEANINGS[each.name]),
        sign=SIGNS[each.name],
        value=value_in_words(each.name, each.value),
        measured=value_in_words(each.name, each.measured),
        where=each.words,
        is_said=each.said is not None,
        because=each.because,
        by=each.by,
        set_at=said.set_at if said else None,
        typed=_plain(typed),
        low=_plain(low * 100 if is_share else low),
        high=_plain(high * 100 if is_share else high),
        unit=_("%") if is_share else _("weeks") if each.name is Name.EFFORT else settings.COMPANY.currency,
    )


def _plain(value: Decimal) -> str:
    """Without needless zeros, as a number field takes it."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _reason(pk: int, title: str, part: Part) -> ReasonShown:
    return ReasonShown(
        id=pk,
        title=title,
        href=reverse("playbook:reason", args=[pk]),
        departures=part.departures,
        value=_money(part.value),
    )


def _line(row: Remark) -> Line:
    return Line(
        title=in_words(row.move),
        icon=ICONS.get(row.move, ANY),
        tone=TONES.get(row.move, "quiet"),
        at=row.at,
        by=row.by_name,
        words=row.words,
        about=row.action.what if row.action else "",
        href=href_of(row.action) if row.action else "",
    )


def choices_of(rows: Sequence[Issue]) -> tuple[tuple[int, str], ...]:
    """Issues one may choose, by number and name."""
    return tuple((row.pk, row.title) for row in rows)


def _money(amount: Decimal) -> Money:
    return Money(amount, settings.COMPANY.currency)
