"""Calls to make: the team's queue and an executive's own. Nobody in the control group is ever here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from regain.desks.recovery.models import Decision
from regain.desks.recovery.queries import words
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.money import Money

SIZE: Final = 25
WHOSE: Final = ("mine", "free", "all")


@dataclass(frozen=True)
class QueuedCall:
    """One call to make, with what the caller should know before dialling."""

    id: int
    customer: str
    title: str
    href: str
    country: str
    segment: str
    cycle: str
    rank: int
    left_on: date
    last_day: date
    absence_days: int
    value_lost: Money
    spent: Money
    maximum_spend: Money
    gain: Money
    evidence: str
    assigned_to: str
    is_mine: bool
    is_free: bool


@dataclass(frozen=True)
class QueuePage:
    """The queue for this person: theirs, free ones, or everybody's."""

    whose: str
    calls: tuple[QueuedCall, ...]
    mine: int
    free: int
    all: int
    page: int
    pages: int

    @property
    def first(self) -> int:
        """The place of the first call of this page, counted from one."""
        return (self.page - 1) * SIZE + 1

    @property
    def previous(self) -> int:
        """The page before."""
        return self.page - 1

    @property
    def next(self) -> int:
        """The page after."""
        return self.page + 1


@dataclass(frozen=True)
class ExecutivePage:
    """An executive's calls: their own first, then those nobody has."""

    mine: tuple[QueuedCall, ...]
    open: tuple[QueuedCall, ...]
    """Not assigned to anybody yet."""


def queue_page(*, by: Actor, whose: str = "", page: int = 1) -> QueuePage:
    """Team calls of the approved cycles, the newest cycle first, in rank order."""
    rows = approved(Kind.TEAM)
    sides = {"mine": rows.filter(mine(by)), "free": rows.filter(assigned_to=None), "all": rows}
    counts = {name: side.count() for name, side in sides.items()}
    chosen = whose if whose in WHOSE else "mine" if counts["mine"] else "free"
    pages = max(1, -(-counts[chosen] // SIZE))
    page = min(max(1, page), pages)
    found = in_order(sides[chosen])[(page - 1) * SIZE : page * SIZE]
    return QueuePage(whose=chosen, calls=tuple(calls(found, by)), page=page, pages=pages, **counts)


def executive_page(*, by: Actor) -> ExecutivePage:
    """This executive's calls, and those still open."""
    rows = in_order(approved(Kind.EXECUTIVE))
    return ExecutivePage(
        mine=tuple(calls(rows.filter(mine(by)), by)),
        open=tuple(calls(rows.filter(assigned_to=None), by)),
    )


def queued_row(pk: int) -> Decision:
    """A team call of an approved cycle, for the verbs. Raises NotFound, also for everybody else's numbers."""
    found = approved(Kind.TEAM).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("This call is not in the queue (any more)."))
    return found


def approved(kind: Kind) -> QuerySet[Decision]:
    """Decisions of this kind in cycles people work by."""
    rows = Decision.objects.filter(kind=kind, cycle__approved_at__isnull=False)
    return rows.select_related("cycle", "assigned_to")


def in_order(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    """The newest cycle first, most to gain first."""
    return rows.order_by("-cycle__until_on", "rank", "pk")


def mine(by: Actor) -> Q:
    """Assigned to this person; nothing is assigned to a process."""
    kind, _, number = by.key.partition(":")
    return Q(assigned_to=int(number)) if kind == "person" else Q(pk__in=())


def calls(rows: Iterable[Decision], by: Actor) -> list[QueuedCall]:
    """Rows as a queue shows them."""
    return [_call(row, by) for row in rows]


def _call(row: Decision, by: Actor) -> QueuedCall:
    currency = row.cycle.currency
    holder = row.assigned_to
    return QueuedCall(
        id=row.pk,
        customer=row.customer,
        title=row.title,
        href=words.customer_href(row.customer),
        country=row.country,
        segment=words.segment_in_words(row.segment),
        cycle=words.period_in_words(row.cycle.period),
        rank=row.rank,
        left_on=row.left_on,
        last_day=row.last_day,
        absence_days=row.absence_days,
        value_lost=Money(row.value_lost, currency),
        spent=Money(row.spent, currency),
        maximum_spend=Money(row.maximum_spend, currency),
        gain=Money(row.gain, currency),
        evidence=row.evidence,
        assigned_to=holder.name if holder else "",
        is_mine=holder is not None and holder.key == by.key,
        is_free=holder is None,
    )
