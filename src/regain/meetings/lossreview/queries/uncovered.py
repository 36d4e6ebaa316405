"""What no issue looks after yet, and how everything that was told adds up."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.conf import settings

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.money import Money
from regain.knowledge.playbook.models import Reason
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.queries.fallen import Fallen, Part
from regain.meetings.lossreview.rules.priority import control_of

SHOWN: Final = 8
SUGGESTED: Final = 3


@dataclass(frozen=True)
class FreeReason:
    """A reason that falls to no issue, with what it cost in the year."""

    id: int
    title: str
    departures: int
    value: Money
    share: Decimal
    """Of all that was told, by value."""
    is_suggested: bool
    """Among the largest of those that are at least partly up to us."""


@dataclass(frozen=True)
class Uncovered:
    """The largest reasons without an issue, and the sum of everything told in the year."""

    reasons: tuple[FreeReason, ...]
    more: int
    issues: Money
    free: Money
    silent: Money
    """Asked, and could not say."""
    total: Money
    silent_departures: int

    @property
    def suggested(self) -> tuple[FreeReason, ...]:
        """What to raise an issue for first."""
        return tuple(reason for reason in self.reasons if reason.is_suggested)


def uncovered(*, by: Actor, whole: Fallen) -> Uncovered | None:
    """What was told of a time, for those who see everything; None for others."""
    if not by.may(policy.VIEW):
        return None
    parts, silent = whole.reasons, whole.silent
    free = dict(sorted(parts.get(None, {}).items(), key=lambda item: (-item[1].value, -item[1].departures, item[0])))
    claimed = sum((part.value for pk, mine in parts.items() if pk is not None for part in mine.values()), Decimal(0))
    unclaimed = sum((part.value for part in free.values()), Decimal(0))
    return Uncovered(
        reasons=_reasons(free, claimed + unclaimed),
        more=max(0, len(free) - SHOWN),
        issues=_money(claimed),
        free=_money(unclaimed),
        silent=_money(silent.value),
        total=_money(claimed + unclaimed + silent.value),
        silent_departures=silent.departures,
    )


def _reasons(free: Mapping[int, Part], told: Decimal) -> tuple[FreeReason, ...]:
    rows = Reason.objects.in_bulk(list(free)[:SHOWN])
    found: list[FreeReason] = []
    for pk, part in list(free.items())[:SHOWN]:
        row = rows[pk]
        is_ours = control_of(is_ours=row.is_ours, is_changeable=row.is_changeable) > 0 and row.retired_at is None
        so_far = sum(1 for each in found if each.is_suggested)
        found.append(
            FreeReason(
                id=pk,
                title=row.title,
                departures=part.departures,
                value=_money(part.value),
                share=part.value / told if told else Decimal(0),
                is_suggested=is_ours and so_far < SUGGESTED,
            )
        )
    return tuple(found)


def _money(amount: Decimal) -> Money:
    return Money(amount, settings.COMPANY.currency)
