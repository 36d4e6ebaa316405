"""Issues with a fix whose effect is to be looked at."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import ngettext

from regain.foundation.ui import formats
from regain.meetings.lossreview.models import Issue, Proof
from regain.meetings.lossreview.queries.measuring import counts, measured_all
from regain.meetings.lossreview.rules import proof
from regain.meetings.lossreview.rules.proof import Measured, MonthCounts


@dataclass(frozen=True)
class Look:
    """One fixed issue as it is known today."""

    issue: Issue
    found: Measured
    is_news: bool
    """The verdict is another one than the last that was kept."""
    is_back: bool
    """It was closed, and the reason is back beyond chance; the sentence says how."""


def fixed_row(pk: int) -> Issue | None:
    """An issue that is fixed and not merged away; None for any other."""
    return _fixed().filter(pk=pk).first()


def looks() -> tuple[Look, ...]:
    """Every fixed issue that is not set aside, open or closed, measured with what is known today."""
    rows = list(_fixed().filter(set_aside_at=None).order_by("pk"))
    found = measured_all(rows)
    months = counts(list(found), since=min(each.fixed_on for each in found.values()))[1] if found else None
    return tuple(_look(row, found[row.pk], months[row.pk] if months else ()) for row in rows)


def _look(row: Issue, found: Measured, months: tuple[MonthCounts, ...]) -> Look:
    is_news = getattr(row, "last_verdict", "") != found.verdict
    if row.closed_at is None or found.gap is not None:
        return Look(row, found, is_news=is_news and row.closed_at is None, is_back=False)
    closed_on = timezone.localdate(row.closed_at)
    if not proof.came_back(months, fixed_on=found.fixed_on, closed_on=closed_on):
        return Look(row, found, is_news=False, is_back=False)
    return Look(row, replace(found, sentence=_back(months, closed_on)), is_news=False, is_back=True)


def _back(months: tuple[MonthCounts, ...], closed_on: date) -> str:
    named = sum(each.named for each in months if each.month >= f"{closed_on:%Y-%m}")
    return ngettext(
        "%(many)s customer named it since %(day)s, when it was closed: more than the months that proved the fix, "
        "beyond chance.",
        "%(many)s customers named it since %(day)s, when it was closed: more than the months that proved the fix, "
        "beyond chance.",
        named,
    ) % {"many": formats.number(named), "day": formats.day(closed_on)}


def _fixed() -> QuerySet[Issue]:
    newest = Proof.objects.filter(issue=OuterRef("pk"), as_of__gte=OuterRef("fixed_on")).order_by("-measured_at", "-pk")
    rows = Issue.objects.filter(fixed_on__isnull=False, merged_into=None)
    return rows.annotate(last_verdict=Coalesce(Subquery(newest.values("verdict")[:1]), Value("")))
