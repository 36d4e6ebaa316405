"""What reports count, month by month: how often a reason was named, with which value, among how many who were asked.

A month is that of the day the customer left, written `2011-09`. What counts is the strongest telling of a departure,
and a reason merged into another counts as that one.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Coalesce

from regain.foundation.kit.money import CENT
from regain.knowledge.playbook.models import Cause, Departure, Reason
from regain.knowledge.playbook.queries.revenue import COUNTED
from regain.knowledge.playbook.rules.causes import PLACES, Answer


@dataclass(frozen=True)
class MonthOfReason:
    """How often one reason was named for the departures of one month."""

    month: str
    reason_id: int
    departures: int
    """Departures in which it was at least a part of why."""
    weight: Decimal
    value: Decimal
    """Its part of the value lost, as the facts had it when somebody first asked."""


@dataclass(frozen=True)
class Asked:
    """Departures of a month of which somebody knows more than that they happened."""

    asked: int
    """A reason was given."""
    could_not_say: int


def counted(*, from_on: date, until_on: date) -> tuple[MonthOfReason, ...]:
    """The reasons of departures from `from_on` to before `until_on`, by month and reason."""
    rows = counted_causes(from_on=from_on, until_on=until_on).values("left_on", "counted_reason")
    found: dict[tuple[str, int], list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 3)
    for row in rows.annotate(departures=Count("telling", distinct=True), weights=Sum("weight"), worth=Sum("value")):
        line = found[month_of(row["left_on"]), row["counted_reason"]]
        line[0] += row["departures"]
        line[1] += row["weights"]
        line[2] += row["worth"] or 0
    return tuple(
        MonthOfReason(month, reason, int(many), weight.quantize(PLACES), worth.quantize(CENT))
        for (month, reason), (many, weight, worth) in sorted(found.items())
    )


def asked(*, from_on: date, until_on: date) -> Mapping[str, Asked]:
    """How many departures of each month gave a reason, and how many could not say; months without any are left out."""
    rows = Departure.objects.filter(left_on__gte=from_on, left_on__lt=until_on, counted__isnull=False)
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for left_on, answer, many in rows.values_list("left_on", "counted__answer").annotate(many=Count("pk")):
        found[month_of(left_on)][answer] += many
    return {
        month: Asked(asked=by_answer[Answer.ASKED], could_not_say=by_answer[Answer.COULD_NOT_SAY])
        for month, by_answer in sorted(found.items())
    }


def last_told() -> date | None:
    """The day of the newest departure somebody told anything of."""
    newest = Departure.objects.filter(counted__isnull=False).order_by("-left_on")
    return newest.values_list("left_on", flat=True).first()


def counted_causes(*, from_on: date | None = None, until_on: date | None = None) -> QuerySet[Any]:
    """The causes reports count, each with its `customer`, `left_on` and `counted_reason`, for whoever groups them."""
    rows = Cause.objects.filter(COUNTED)
    rows = rows.filter(telling__departure__left_on__gte=from_on) if from_on else rows
    rows = rows.filter(telling__departure__left_on__lt=until_on) if until_on else rows
    return rows.order_by().annotate(
        customer=F("telling__departure__customer"),
        left_on=F("telling__departure__left_on"),
        counted_reason=Coalesce("reason__merged_into_id", "reason_id"),
    )


def counted_as() -> Mapping[int, int]:
    """Merged reasons, and the ones they count as."""
    merged = Reason.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id")
    return {reason: into for reason, into in merged if into is not None}


def month_of(day: date) -> str:
    """The month of a day, as `2011-09`."""
    return f"{day:%Y-%m}"
