"""What waits for this person, for the first page; and what was decided about one customer."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from regain.desks.recovery import policy
from regain.desks.recovery.models import Case, Cycle, Decision
from regain.desks.recovery.queries import cases, words
from regain.desks.recovery.queries.executives import ExecutiveCall, call_of, to_make
from regain.desks.recovery.queries.finding import visible
from regain.desks.recovery.queries.totals import exact
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.kit import clock
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.money import Money


@dataclass(frozen=True)
class DraftCard:
    """A draft that waits to be approved."""

    period: str
    title: str
    departures: int
    value_lost: Money


@dataclass(frozen=True)
class QueueCard:
    """A caller's day."""

    mine: int
    free: int
    promised: int
    """Callbacks that customers were told, whenever they are due."""


@dataclass(frozen=True)
class ExecutiveCard:
    """The executive's call that comes next, and how many wait."""

    next: ExecutiveCall | None
    mine: int
    free: int
    """Calls of the cycle that nobody has yet."""


@dataclass(frozen=True)
class HistoryLine:
    """What one cycle decided about this customer."""

    period: str
    cycle: str
    kind: str
    title: str
    is_draft: bool
    left_on: date
    reason: str
    value_lost: Money
    gain: Money
    maximum_spend: Money
    evidence: str
    assigned_to: str


@dataclass(frozen=True)
class CustomerPanel:
    """A customer's decisions, newest first."""

    lines: tuple[HistoryLine, ...]


def draft_card(*, by: Actor) -> DraftCard | None:
    """The newest draft, for those who approve."""
    if not by.may(policy.APPROVE):
        return None
    drafts = Cycle.objects.filter(approved_at=None).annotate(left=Count("decisions"), lost=Sum("decisions__value_lost"))
    newest = drafts.order_by("-until_on").first()
    if newest is None:
        return None
    return DraftCard(
        period=newest.period,
        title=words.period_in_words(newest.period),
        departures=newest.__dict__["left"],
        value_lost=Money(exact(newest.__dict__["lost"]), newest.currency),
    )


def queue_card(*, by: Actor) -> QueueCard | None:
    """The calls in the queue."""
    rows = Case.objects.filter(ended_at=None, kind=Kind.TEAM)
    own = rows.filter(cases.mine(by))
    free = rows.filter(cases.free_for(by)).count()
    card = QueueCard(mine=own.count(), free=free, promised=own.filter(is_promised=True).count())
    return card if card.mine or card.free else None


def executive_card(*, by: Actor) -> ExecutiveCard | None:
    """The call to make next, of those this executive owns, and how many nobody has."""
    own = to_make(by=by)
    free = Case.objects.filter(cases.free_for(by), kind=Kind.EXECUTIVE).count()
    if not own and not free:
        return None
    return ExecutiveCard(call_of(own[0], by=by, at=clock.now()) if own else None, len(own), free)


def customer_panel(*, by: Actor, customer: str) -> CustomerPanel | None:
    """What cycles decided about this customer; nothing unless they are called, for who may not know control."""
    rows = visible(by, Decision.objects.filter(customer=customer).select_related("cycle", "assigned_to", "case__owner"))
    lines = tuple(_line(row) for row in rows.order_by("-cycle__until_on"))
    return CustomerPanel(lines) if lines else None


def _line(row: Decision) -> HistoryLine:
    currency = row.cycle.currency
    return HistoryLine(
        period=row.cycle.period,
        cycle=words.period_in_words(row.cycle.period),
        kind=row.kind,
        title=str(words.KINDS[Kind(row.kind)]),
        is_draft=not row.cycle.is_approved,
        left_on=row.left_on,
        reason=row.reason,
        value_lost=Money(row.value_lost, currency),
        gain=Money(row.gain, currency),
        maximum_spend=Money(row.maximum_spend, currency),
        evidence=row.evidence,
        assigned_to=row.caller.name if row.caller else "",
    )
