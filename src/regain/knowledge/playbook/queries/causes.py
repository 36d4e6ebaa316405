"""Why customers left: one departure, one customer, or many departures at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from django.db.models import Prefetch, QuerySet

from regain.foundation.kit.filters import Words
from regain.foundation.kit.money import Money
from regain.knowledge.playbook.models import Cause, Departure, Telling
from regain.knowledge.playbook.models.cause import Standings
from regain.knowledge.playbook.rules.causes import Answer, CauseClass, Causes, Standing, Told, WeightedCause

AT_ONCE: Final = 500
"""Customers asked about in one statement; SQLite takes no endless lists."""

Key = tuple[str, date]


@dataclass(frozen=True)
class Said:
    """One telling as history shows it."""

    standing: Standing
    told: Told
    source: str
    at: datetime
    by: str
    superseded_at: datetime | None
    title: Words = ""


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
    wanted = list(dict.fromkeys(departures))
    found: dict[Key, dict[Standing, Told]] = {key: {} for key in wanted}
    customers = list(dict.fromkeys(customer for customer, _ in wanted))
    for start in range(0, len(customers), AT_ONCE):
        rows = _tellings().filter(superseded_at=None, departure__customer__in=customers[start : start + AT_ONCE])
        for telling in rows.select_related("departure"):
            key = telling.departure.customer, telling.departure.left_on
            if key in found:
                found[key][Standing(telling.standing)] = told(telling)
    return {key: together(by_standing) for key, by_standing in found.items()}


def departures_of(customer: str) -> tuple[DepartureCauses, ...]:
    """Every departure of a customer that somebody asked about, newest first, with the history of what was said."""
    rows = Departure.objects.filter(customer=customer).order_by("-left_on")
    return tuple(_departure(row) for row in rows.prefetch_related(Prefetch("tellings", _tellings())))


def between(*, from_on: date, until_on: date, standings: Sequence[Standing]) -> Iterator[tuple[Key, Causes]]:
    """Departures of a time (the last day left out) with causes at all of these standings."""
    rows = _tellings().filter(
        superseded_at=None,
        standing__in=[standing.value for standing in standings],
        answer=Answer.ASKED,
        departure__left_on__gte=from_on,
        departure__left_on__lt=until_on,
    )
    found: dict[Key, dict[Standing, Told]] = defaultdict(dict)
    for telling in rows.select_related("departure"):
        found[telling.departure.customer, telling.departure.left_on][Standing(telling.standing)] = told(telling)
    for key, by_standing in found.items():
        if len(by_standing) == len(standings):
            yield key, together(by_standing)


def together(by_standing: Mapping[Standing, Told]) -> Causes:
    """The standings of a departure side by side."""
    return Causes(**{standing.value: what for standing, what in by_standing.items()})


def told(telling: Telling) -> Told:
    """A telling with its reasons as they count now: a merged one is counted with what it was merged into."""
    by_reason: dict[int, WeightedCause] = {}
    for cause in telling.causes.all():
        one = _weighted(cause)
        known = by_reason.get(one.reason_id)
        by_reason[one.reason_id] = one if known is None else _joined(known, one)
    ranked = sorted(by_reason.values(), key=lambda each: (-each.weight, each.title))
    return Told(Answer(telling.answer), tuple(ranked))


def _tellings() -> QuerySet[Telling]:
    causes = Cause.objects.select_related("reason", "reason__merged_into")
    return Telling.objects.prefetch_related(Prefetch("causes", causes))


def _departure(row: Departure) -> DepartureCauses:
    tellings = list(row.tellings.all())
    now = {Standing(each.standing): told(each) for each in tellings if each.superseded_at is None}
    return DepartureCauses(
        customer=row.customer,
        left_on=row.left_on,
        value_lost=Money(row.value_lost, row.currency) if row.value_lost is not None else None,
        causes=together(now),
        said=tuple(_said(each) for each in tellings),
    )


def _said(telling: Telling) -> Said:
    return Said(
        standing=Standing(telling.standing),
        told=told(telling),
        source=telling.source,
        at=telling.said_at,
        by=telling.said_by_name,
        superseded_at=telling.superseded_at,
        title=Standings(telling.standing).label,
    )


def _weighted(cause: Cause) -> WeightedCause:
    counted = cause.reason.merged_into or cause.reason
    return WeightedCause(
        reason_id=counted.pk,
        title=counted.title,
        cause_class=CauseClass(counted.cause_class),
        is_changeable=counted.is_changeable,
        is_ours=counted.is_ours,
        weight=cause.weight,
        said_as=cause.reason.title if counted is not cause.reason else "",
    )


def _joined(first: WeightedCause, second: WeightedCause) -> WeightedCause:
    said = ", ".join(dict.fromkeys(each.said_as or each.title for each in (first, second)))
    return replace(first, weight=first.weight + second.weight, said_as=said)
