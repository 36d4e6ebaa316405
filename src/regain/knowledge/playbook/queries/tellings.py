"""Everything told of the departures of a time, many thousands at once: each with what counts now at every standing."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from regain.knowledge.playbook.models import Cause, Reason, Telling
from regain.knowledge.playbook.queries.causes import Weights, catalogue_by_number, counted_told, together
from regain.knowledge.playbook.rules.causes import Causes, Standing, Told


@dataclass(frozen=True, slots=True)
class ToldDeparture:
    """One departure somebody asked about."""

    customer: str
    left_on: date
    causes: Causes


@dataclass(frozen=True, slots=True)
class CataloguedReason:
    """One reason as the catalogue has it now."""

    reason_id: int
    title: str
    group: str
    cause_class: str
    is_changeable: bool
    is_ours: bool


def tellings(*, from_on: date, until_on: date) -> tuple[ToldDeparture, ...]:
    """What is told of those on record as gone from `from_on` to before `until_on`. Three statements in all."""
    rows = Telling.objects.filter(
        superseded_at=None, departure__left_on__gte=from_on, departure__left_on__lt=until_on
    ).order_by()
    weights = _weights(rows)
    reasons = catalogue_by_number()
    found: dict[tuple[str, date], dict[Standing, Told]] = defaultdict(dict)
    columns = rows.values_list("pk", "departure__customer", "departure__left_on", "standing", "answer")
    for pk, customer, left_on, standing, answer in columns.iterator():
        found[customer, left_on][Standing(standing)] = counted_told(answer, weights.get(pk, []), reasons)
    return tuple(ToldDeparture(*key, together(by_standing)) for key, by_standing in sorted(found.items()))


def catalogued() -> dict[int, CataloguedReason]:
    """The whole catalogue by number, merged and retired reasons with it."""
    return {
        row.pk: CataloguedReason(row.pk, row.title, row.group.title, row.cause_class, row.is_changeable, row.is_ours)
        for row in Reason.objects.select_related("group")
    }


def _weights(rows: QuerySet[Telling]) -> dict[int, Weights]:
    found: dict[int, Weights] = defaultdict(list)
    causes = Cause.objects.filter(telling__in=rows.values("pk")).order_by("pk")
    for telling, reason, weight in causes.values_list("telling_id", "reason_id", "weight").iterator():
        found[telling].append((reason, weight))
    return found
