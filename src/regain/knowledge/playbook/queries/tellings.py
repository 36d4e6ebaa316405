"""Everything told of the departures of a time, many thousands at once: what counts now, at every standing."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import FloatField
from django.db.models.functions import Cast, Coalesce

from regain.knowledge.playbook.models import Cause, Departure, Reason, Telling
from regain.knowledge.playbook.rules.causes import STRONGEST_FIRST, Answer, Standing
from regain.knowledge.playbook.rules.columns import PARTS

Reasons = tuple[tuple[int, int], ...]
"""Reasons as they count now with their weights in ten thousandths, the heaviest first; empty: they could not say."""
NOTHING: Final[Mapping[Standing, Reasons]] = {}


@dataclass(frozen=True, slots=True)
class ToldDeparture:
    """One departure somebody asked about, with the answers there are."""

    customer: str
    left_on: date
    said: Mapping[Standing, Reasons] = field(default_factory=dict)

    @property
    def standing(self) -> Standing | None:
        """The strongest that gave a reason, else the strongest that could not say; see `rules.causes.strongest`."""
        could_not = [each for each in STRONGEST_FIRST if each in self.said]
        return next((each for each in could_not if self.said[each]), could_not[0] if could_not else None)

    @property
    def counted(self) -> Reasons | None:
        """What reports count; None where every answer was taken back."""
        return None if self.standing is None else self.said[self.standing]


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
    departures = Departure.objects.filter(left_on__gte=from_on, left_on__lt=until_on)
    rows = Telling.objects.filter(superseded_at=None, departure__in=departures.values("pk")).order_by()
    reasons = _reasons(from_on, until_on)
    said: dict[int, dict[Standing, Reasons]] = defaultdict(dict)
    for pk, departure, standing, answer in rows.values_list("pk", "departure_id", "standing", "answer").iterator():
        known = reasons.get(pk, ())
        if known or answer == Answer.COULD_NOT_SAY:
            said[departure][Standing(standing)] = known
    columns = departures.order_by("customer", "left_on").values_list("pk", "customer", "left_on")
    return tuple(
        ToldDeparture(customer, left_on, said[pk]) for pk, customer, left_on in columns.iterator() if pk in said
    )


def catalogued() -> dict[int, CataloguedReason]:
    """The whole catalogue by number, merged and retired reasons with it."""
    return {
        row.pk: CataloguedReason(row.pk, row.title, row.group.title, row.cause_class, row.is_changeable, row.is_ours)
        for row in Reason.objects.select_related("group")
    }


def _reasons(from_on: date, until_on: date) -> dict[int, Reasons]:
    """The reasons of every telling that counts, merged ones together; ties by title, as they are shown elsewhere."""
    titles = dict(Reason.objects.values_list("pk", "title"))
    time = {"telling__departure__left_on__gte": from_on, "telling__departure__left_on__lt": until_on}
    causes = Cause.objects.filter(telling__superseded_at=None, **time).order_by()
    counted = Coalesce("reason__merged_into_id", "reason_id")
    found: dict[int, dict[int, int]] = defaultdict(dict)
    rows = causes.values_list("telling_id", counted, Cast("weight", FloatField()))
    for telling, reason, weight in rows.iterator():
        weights = found[telling]
        weights[reason] = weights.get(reason, 0) + round(weight * PARTS)
    return {
        telling: tuple(sorted(weights.items(), key=lambda each: (-each[1], titles[each[0]])))
        for telling, weights in found.items()
    }
