"""What fell to each issue, month by month and reason by reason, as reports count it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from regain.foundation.kit.money import CENT
from regain.knowledge.playbook.queries.counted import counted_causes, month_of
from regain.knowledge.playbook.rules.causes import PLACES
from regain.meetings.lossreview.queries.falling import fallen


@dataclass(frozen=True)
class Part:
    """A part of what was lost. A departure counts once, however many of its reasons fall here."""

    departures: int = 0
    weight: Decimal = Decimal(0)
    value: Decimal = Decimal("0.00")


NOTHING = Part()


def by_month(*, from_on: date, until_on: date) -> Mapping[int | None, Mapping[str, Part]]:
    """What fell to each issue in each month (`2011-09`); None holds what falls to no issue yet."""
    rows = fallen(counted_causes(from_on=from_on, until_on=until_on)).values("issue", "left_on")
    found: dict[int | None, dict[str, Part]] = defaultdict(dict)
    for row in rows.annotate(departures=Count("telling", distinct=True), weights=Sum("weight"), worth=Sum("value")):
        line, month = found[row["issue"]], month_of(row["left_on"])
        line[month] = _together(line.get(month, NOTHING), _part(row["departures"], row["weights"], row["worth"]))
    return {issue: dict(sorted(months.items())) for issue, months in found.items()}


def by_reason(*, from_on: date, until_on: date) -> Mapping[int | None, Mapping[int, Part]]:
    """What fell to each issue for each reason; None holds what falls to no issue yet."""
    rows = fallen(counted_causes(from_on=from_on, until_on=until_on)).values("issue", "counted_reason")
    found: dict[int | None, dict[int, Part]] = defaultdict(dict)
    for row in rows.annotate(departures=Count("telling", distinct=True), weights=Sum("weight"), worth=Sum("value")):
        found[row["issue"]][row["counted_reason"]] = _part(row["departures"], row["weights"], row["worth"])
    return found


def total(parts: Mapping[str, Part]) -> Part:
    """All months together; months share no departure."""
    whole = NOTHING
    for part in parts.values():
        whole = _together(whole, part)
    return whole


def _part(departures: int, weight: Decimal | None, value: Decimal | None) -> Part:
    return Part(departures, Decimal(weight or 0).quantize(PLACES), Decimal(value or 0).quantize(CENT))


def _together(first: Part, second: Part) -> Part:
    return Part(first.departures + second.departures, first.weight + second.weight, first.value + second.value)
