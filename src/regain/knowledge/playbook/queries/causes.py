"""Why customers left: one departure, one customer, or many departures at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db.models import Q

from regain.foundation.kit.filters import Words
from regain.foundation.kit.money import Money
from regain.knowledge.playbook.models import Cause, Departure, Reason, Telling
from regain.knowledge.playbook.models.cause import Standings
from regain.knowledge.playbook.rules.causes import Answer, CauseClass, Causes, Standing, Told, WeightedCause

AT_ONCE: Final = 500
"""Customers asked about in one statement; SQLite takes no endless lists."""

Key = tuple[str, date]
Weights = list[tuple[int, Decimal]]
"""Reasons as they were said, with their weights."""


@dataclass(frozen=True)
class Said:
    """One telling as history shows it."""

    standing: Standing
    title: Words
    told: Told
    source: str
    at: datetime
    by: str
    superseded_at: datetime | None


@dataclass(frozen=True)
class DepartureCauses:
    """One departure somebody asked about: what counts now, and everything that was ever said, newest first."""

    customer: str
    left_on: date
    value_lost: Money | None
    causes: Causes
    said: tuple[Said, ...]


def causes(*, customer: str, left_on: date) -> Causes:
    """Why one departure happened, as it is known now."""
    return causes_of([(customer, left_on)])[customer, left_on]


def causes_of(departures: Iterable[Key]) -> Mapping[Key, Causes]:
    """Why many departures happened; those nobody asked about are in the answer, too. Two statements per 500."""
    found: dict[Key, dict[Standing, Told]] = {key: {} for key in departures}
    customers = list(dict.fromkeys(customer for customer, _ in found))
    reasons: Mapping[int, Reason] = {}
    columns = ("pk", "departure__customer", "departure__left_on", "standing", "answer")
    for start in range(0, len(customers), AT_ONCE):
        wanted = Q(departure__customer__in=customers[start : start + AT_ONCE], superseded_at=None)
        rows = list(Telling.objects.filter(wanted).order_by().values_list(*columns))
        weights = _weights([pk for pk, *_ in rows])
        reasons = reasons or (_reasons() if weights else {})
        for pk, customer, left_on, standing, answer in rows:
            if (customer, left_on) in found:
                found[customer, left_on][Standing(standing)] = _told(answer, weights[pk], reasons)
    return {key: together(by_standing) for key, by_standing in found.items()}


def departures_of(customer: str) -> tuple[DepartureCauses, ...]:
    """Every departure of a customer that somebody asked about, newest first, with the history of what was said."""
    rows = list(Departure.objects.filter(customer=customer).order_by("-left_on"))
    by_departure: dict[int, list[Telling]] = defaultdict(list)
    for telling in Telling.objects.filter(departure__in=rows):
        by_departure[telling.departure_id].append(telling)
    weights = _weights([telling.pk for tellings in by_departure.values() for telling in tellings])
    reasons = _reasons() if by_departure else {}
    return tuple(_departure(row, by_departure[row.pk], weights, reasons) for row in rows)


def together(by_standing: Mapping[Standing, Told]) -> Causes:
    """The standings of a departure side by side."""
    return Causes(**{standing.value: what for standing, what in by_standing.items()})


def told(telling: Telling) -> Told:
    """A telling with its reasons as they count now."""
    return _told(telling.answer, _weights([telling.pk])[telling.pk], _reasons())


def _reasons() -> Mapping[int, Reason]:
    """The whole catalogue: it is short, and every answer needs most of it."""
    return Reason.objects.select_related("merged_into").in_bulk()


def _weights(tellings: list[int]) -> Mapping[int, Weights]:
    found: dict[int, Weights] = defaultdict(list)
    for start in range(0, len(tellings), AT_ONCE):
        rows = Cause.objects.filter(telling__in=tellings[start : start + AT_ONCE])
        for telling, reason, weight in rows.values_list("telling_id", "reason_id", "weight"):
            found[telling].append((reason, weight))
    return found


def _told(answer: str, weights: Weights, reasons: Mapping[int, Reason]) -> Told:
    """What was said, with a merged reason counted as the one it was merged into; the heaviest first."""
    by_reason: dict[int, WeightedCause] = {}
    for pk, weight in weights:
        one = _weighted(reasons[pk], weight)
        known = by_reason.get(one.reason_id)
        by_reason[one.reason_id] = one if known is None else _joined(known, one)
    ranked = sorted(by_reason.values(), key=lambda each: (-each.weight, each.title))
    return Told(Answer(answer), tuple(ranked))


def _weighted(reason: Reason, weight: Decimal) -> WeightedCause:
    counted = reason.merged_into or reason
    return WeightedCause(
        reason_id=counted.pk,
        title=counted.title,
        cause_class=CauseClass(counted.cause_class),
        is_changeable=counted.is_changeable,
        is_ours=counted.is_ours,
        weight=weight,
        said_as=reason.title if counted is not reason else "",
    )


def _joined(first: WeightedCause, second: WeightedCause) -> WeightedCause:
    said = ", ".join(sorted({first.said_as or first.title, second.said_as or second.title}))
    return replace(first, weight=first.weight + second.weight, said_as=said)


def _departure(
    row: Departure, tellings: list[Telling], weights: Mapping[int, Weights], reasons: Mapping[int, Reason]
) -> DepartureCauses:
    said = tuple(_said(each, _told(each.answer, weights.get(each.pk, []), reasons)) for each in tellings)
    return DepartureCauses(
        customer=row.customer,
        left_on=row.left_on,
        value_lost=Money(row.value_lost, row.currency) if row.value_lost is not None else None,
        causes=together({each.standing: each.told for each in said if each.superseded_at is None}),
        said=said,
    )


def _said(telling: Telling, what: Told) -> Said:
    return Said(
        standing=Standing(telling.standing),
        title=Standings(telling.standing).label,
        told=what,
        source=telling.source,
        at=telling.said_at,
        by=telling.said_by_name,
        superseded_at=telling.superseded_at,
    )
