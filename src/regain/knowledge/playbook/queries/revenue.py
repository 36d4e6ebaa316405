"""What reasons cost: over departures somebody names with their value, or over those on record."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet, Sum

from regain.foundation.kit.money import CENT
from regain.knowledge.playbook.models import Cause, Departure, Reason
from regain.knowledge.playbook.queries.causes import Key, causes_of
from regain.knowledge.playbook.rules.causes import PLACES, Answer, CauseClass, Standing
from regain.knowledge.playbook.rules.revenue import Loss, Share, attribute

COUNTED: Final = Q(telling__departure__counted=F("telling"))
"""Causes of what reports count."""


@dataclass(frozen=True)
class ReasonCost:
    """One reason and what falls to it."""

    reason_id: int
    title: str
    group: str
    cause_class: CauseClass
    is_changeable: bool
    is_ours: bool
    departures: int
    weight: Decimal
    value: Decimal


@dataclass(frozen=True)
class Revenue:
    """The value lost by reason, largest first, and the part without a reason. The parts add up exactly to the total.

    `not_asked` and `could_not_say` are answers of their own, never a reason.
    """

    currency: str
    reasons: tuple[ReasonCost, ...]
    not_asked: Share
    could_not_say: Share
    total: Share

    @property
    def told(self) -> Share:
        """What has a reason."""
        rest = (self.not_asked, self.could_not_say)
        return Share(
            departures=self.total.departures - sum(each.departures for each in rest),
            weight=self.total.weight - sum((each.weight for each in rest), Decimal(0)),
            value=self.total.value - sum((each.value for each in rest), Decimal(0)),
        )


def reasons_by_revenue(*, lost: Mapping[Key, Decimal], standing: Standing | None = None) -> Revenue:
    """The value lost by these departures (customer, day they left → value), split by reason to the cent.

    Counts the strongest standing of each departure, or one standing alone.
    """
    known = causes_of(lost)
    told = {key: found.at(standing) if standing else found.counted for key, found in known.items()}
    found = attribute(Loss(value, told[key]) for key, value in lost.items())
    titles = _named(found.reasons)
    return Revenue(
        currency=settings.COMPANY.currency,
        reasons=tuple(_cost(titles[pk], share) for pk, share in found.reasons.items()),
        not_asked=found.not_asked,
        could_not_say=found.could_not_say,
        total=found.total,
    )


def recorded_revenue(*, from_on: date | None = None, until_on: date | None = None) -> Revenue:
    """The same for the departures on record that left in a time (the last day left out), by their value back then.

    `not_asked` are departures whose answers were all taken back. Answered by the database, whatever their number.
    """
    rows = Departure.objects.filter(_in_time(from_on, until_on))
    by_reason = _shares(Cause.objects.filter(telling__in=rows.values("counted")))
    titles = _named(by_reason)
    costs = [_cost(titles[pk], share) for pk, share in by_reason.items()]
    return Revenue(
        currency=settings.COMPANY.currency,
        reasons=tuple(sorted(costs, key=lambda each: (-each.value, -each.weight, each.reason_id))),
        not_asked=_rest(rows.filter(counted=None)),
        could_not_say=_rest(rows.filter(counted__answer=Answer.COULD_NOT_SAY)),
        total=_rest(rows),
    )


def cost_of(reason: Reason) -> ReasonCost | None:
    """What one reason cost, with those merged into it, over all departures on record; None where nobody left for it."""
    share = _shares(Cause.objects.filter(COUNTED, reason__in=family(reason))).get(reason.pk)
    return _cost(reason, share) if share else None


def family(reason: Reason) -> list[int]:
    """The reason and those merged into it."""
    return [reason.pk, *reason.merged.values_list("pk", flat=True)]


def _in_time(from_on: date | None, until_on: date | None) -> Q:
    wanted = Q()
    if from_on:
        wanted &= Q(left_on__gte=from_on)
    if until_on:
        wanted &= Q(left_on__lt=until_on)
    return wanted


def _shares(causes: QuerySet[Cause]) -> Mapping[int, Share]:
    """What falls to each reason, merged ones together. A departure counts once, however many of them it names."""
    into = dict(Reason.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id"))
    found: dict[int, Share] = {}
    families: dict[int, list[int]] = defaultdict(list)
    rows = causes.values("reason_id").annotate(departures=Count("pk"), weights=Sum("weight"), worth=Sum("value"))
    for row in rows:
        counted = into.get(row["reason_id"]) or row["reason_id"]
        families[counted].append(row["reason_id"])
        found[counted] = _share(row) if counted not in found else _together(found[counted], _share(row))
    for counted, members in families.items():
        if len(members) > 1:
            together = causes.filter(reason__in=members).values("telling").distinct().count()
            found[counted] = replace(found[counted], departures=together)
    return found


def _together(first: Share, second: Share) -> Share:
    return Share(first.departures, first.weight + second.weight, first.value + second.value)


def _share(row: Mapping[str, Any]) -> Share:
    return Share(
        departures=row["departures"],
        weight=Decimal(row["weights"] or 0).quantize(PLACES),
        value=Decimal(row["worth"] or 0).quantize(CENT),
    )


def _rest(rows: QuerySet[Departure]) -> Share:
    found = rows.aggregate(departures=Count("pk"), worth=Sum("value_lost"))
    return _share({**found, "weights": found["departures"]})


def _named(reasons: Iterable[int]) -> Mapping[int, Reason]:
    return Reason.objects.select_related("group").in_bulk(list(reasons))


def _cost(reason: Reason, share: Share) -> ReasonCost:
    return ReasonCost(
        reason_id=reason.pk,
        title=reason.title,
        group=reason.group.title,
        cause_class=CauseClass(reason.cause_class),
        is_changeable=reason.is_changeable,
        is_ours=reason.is_ours,
        departures=share.departures,
        weight=share.weight,
        value=share.value,
    )
