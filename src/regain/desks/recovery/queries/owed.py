"""What this person promised customers, for the first page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from regain.desks.recovery import policy
from regain.desks.recovery.models import Support
from regain.foundation.kit import clock
from regain.foundation.kit.actor import Actor

SHOWN: Final = 5


@dataclass(frozen=True)
class Promise:
    """One task of help for one customer."""

    href: str
    what: str
    customer: str
    due_at: datetime
    is_overdue: bool


@dataclass(frozen=True)
class PromisesCard:
    """The tasks that are this person's, the most urgent first."""

    shown: tuple[Promise, ...]
    count: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.shown)


def promises_card(*, by: Actor) -> PromisesCard | None:
    """Help this person owes customers."""
    number, at = policy.number_of(by), clock.now()
    rows = Support.objects.filter(owner=number, done_at=None, dropped_at=None)
    first = rows.select_related("case").order_by("due_at", "pk")[:SHOWN]
    shown = tuple(_promise(row, at=at) for row in first)
    return PromisesCard(shown, rows.count()) if shown else None


def _promise(row: Support, *, at: datetime) -> Promise:
    return Promise(
        href=reverse("recovery:support", args=[row.pk]),
        what=row.what,
        customer=row.case.title,
        due_at=row.due_at,
        is_overdue=row.due_at < at,
    )
