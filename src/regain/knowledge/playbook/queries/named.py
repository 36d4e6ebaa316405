"""Which reasons were named together, month by month: enough to say what falls to any group of reasons.

Who groups reasons counts a departure once however many of its reasons a group holds, so sums by reason do not do.
A month nothing was told of since is not read again where many were told of: its contents stay at hand in this process.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from django.db.models import Count, Q, Sum

from regain.foundation.kit.period import month_after
from regain.knowledge.playbook.models import Cause, Departure
from regain.knowledge.playbook.queries.counted import month_of
from regain.knowledge.playbook.queries.revenue import COUNTED
from regain.knowledge.playbook.rules.causes import Answer

MANY: Final = 2_000
"""Departures of a month from which on its contents are kept."""
Seen = tuple[int, int, Decimal]
"""How many departures were told of, and sums that change when any of them is told anew."""
Part = tuple[Decimal, Decimal]
"""Weight and value."""


@dataclass(frozen=True)
class NamedTogether:
    """Departures of a month that named exactly these reasons, as they were said."""

    departures: int
    parts: Mapping[int, Part]


@dataclass(frozen=True)
class MonthNamed:
    """What was told of the departures of a month."""

    month: str
    sets: tuple[NamedTogether, ...]
    could_not_say: int
    silent_value: Decimal
    """Lost with those who could not say."""

    @property
    def is_asked(self) -> bool:
        """Whether anybody was asked."""
        return bool(self.sets or self.could_not_say)


@dataclass(frozen=True)
class CauseOf:
    """One counted cause of one departure."""

    customer: str
    left_on: date
    reason: int
    weight: Decimal
    value: Decimal


def named(*, from_on: date, until_on: date) -> tuple[MonthNamed, ...]:
    """The months of a time in which anybody was told of, oldest first."""
    found = []
    for first, seen in sorted(_seen(from_on, until_on).items()):
        begins, ends = max(first, from_on), min(month_after(first), until_on)
        month = _kept(begins, ends, seen) if seen[0] >= MANY else _read(begins, ends)
        found.append(month)
    return tuple(month for month in found if month.is_asked)


def causes_counted(departures: Iterable[tuple[str, date]]) -> Sequence[CauseOf]:
    """The counted causes of single departures."""
    wanted = set(departures)
    customers = sorted({customer for customer, _ in wanted})
    found: list[CauseOf] = []
    for start in range(0, len(customers), 500):
        rows = Cause.objects.filter(COUNTED, telling__departure__customer__in=customers[start : start + 500])
        told = rows.values_list(
            "telling__departure__customer", "telling__departure__left_on", "reason_id", "weight", "value"
        )
        found += [CauseOf(*row[:4], row[4] or Decimal(0)) for row in told if (row[0], row[1]) in wanted]
    return found


def _seen(from_on: date, until_on: date) -> Mapping[date, Seen]:
    rows = Departure.objects.filter(left_on__gte=from_on, left_on__lt=until_on, counted__isnull=False).order_by()
    found: dict[date, Seen] = {}
    summed = rows.values_list("left_on").annotate(many=Count("pk"), told=Sum("counted_id"), worth=Sum("value_lost"))
    for left_on, many, told, worth in summed:
        first = left_on.replace(day=1)
        so_far = found.get(first, (0, 0, Decimal(0)))
        found[first] = (so_far[0] + many, so_far[1] + told, so_far[2] + Decimal(worth or 0))
    return found


@lru_cache(maxsize=120)
def _kept(begins: date, ends: date, seen: Seen) -> MonthNamed:
    """`seen` is there so that anything told anew is another answer."""
    return _read(begins, ends)


def _read(begins: date, ends: date) -> MonthNamed:
    within = Q(telling__departure__left_on__gte=begins, telling__departure__left_on__lt=ends)
    rows = Cause.objects.filter(COUNTED, within).order_by().values_list("telling_id", "reason_id", "weight", "value")
    by_telling: dict[int, list[tuple[int, Decimal, Decimal | None]]] = defaultdict(list)
    for telling, reason, weight, value in rows:
        by_telling[telling].append((reason, weight, value))
    sets: dict[tuple[int, ...], list[list[tuple[int, Decimal, Decimal | None]]]] = defaultdict(list)
    for causes in by_telling.values():
        sets[tuple(sorted(reason for reason, _, _ in causes))].append(causes)
    silent = Departure.objects.filter(left_on__gte=begins, left_on__lt=ends, counted__answer=Answer.COULD_NOT_SAY)
    told = silent.aggregate(many=Count("pk"), worth=Sum("value_lost"))
    return MonthNamed(
        month=month_of(begins),
        sets=tuple(_together(each) for _, each in sorted(sets.items())),
        could_not_say=told["many"],
        silent_value=Decimal(told["worth"] or 0),
    )


def _together(tellings: Sequence[Sequence[tuple[int, Decimal, Decimal | None]]]) -> NamedTogether:
    parts: dict[int, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for causes in tellings:
        for reason, weight, value in causes:
            parts[reason][0] += weight
            parts[reason][1] += value or 0
    return NamedTogether(len(tellings), {reason: (weight, value) for reason, (weight, value) in parts.items()})
