"""What a swap would change, before it is made."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from regain.desks.recovery.models import Cycle, Decision
from regain.desks.recovery.queries import words
from regain.desks.recovery.queries.cycle import ExecutiveCall, executive_call, executive_calls
from regain.desks.recovery.queries.totals import by_kind_and_segment, mirrored, together
from regain.desks.recovery.rules.changes import after_swap
from regain.desks.recovery.rules.gain import Amount, gain
from regain.desks.recovery.rules.representation import Mirror
from regain.desks.recovery.rules.terms import PURSUED, Kind
from regain.foundation.kit.money import Money

OFFERED = 12


@dataclass(frozen=True)
class Candidate:
    """Somebody an executive could call instead."""

    id: int
    title: str
    customer: str
    kind: str
    segment: str
    country: str
    value_lost: Money


@dataclass(frozen=True)
class Effect:
    """A swap as it would be: the kinds, the totals and the mirror, before and after."""

    leaves: ExecutiveCall
    enters: Candidate
    becomes: str
    """What the one who leaves is given instead, in words."""
    gain_before: Money
    gain_after: Money
    distance_before: float
    distance_after: float
    value_before: Money
    value_after: Money

    @property
    def is_further(self) -> bool:
        """Whether the calls would mirror the losses less well."""
        return self.distance_after > self.distance_before + 1e-9


@dataclass(frozen=True)
class SwapPage:
    """The dialog: whom to call instead of this customer, and what that changes."""

    period: str
    title: str
    leaves: ExecutiveCall
    search: str
    candidates: tuple[Candidate, ...]
    effect: Effect | None


def swap_page(*, cycle: Cycle, leaves: Decision, search: str = "", enters: Decision | None = None) -> SwapPage:
    """Candidates from the losses, those like the one who leaves first; and the effect of the one chosen."""
    return SwapPage(
        period=cycle.period,
        title=words.period_in_words(cycle.period),
        leaves=executive_call(leaves, cycle.currency),
        search=search,
        candidates=tuple(candidates(cycle, leaves, search)),
        effect=effect(cycle=cycle, leaves=leaves, enters=enters) if enters is not None else None,
    )


def candidates(cycle: Cycle, leaves: Decision, search: str) -> list[Candidate]:
    """Customers of the losses who may be called: never control. Without words, the same segment first."""
    open_rows = cycle.decisions.filter(is_recoverable=True).exclude(kind__in=[Kind.EXECUTIVE, Kind.CONTROL])
    open_rows = open_rows.exclude(why="elsewhere")
    if search:
        open_rows = open_rows.filter(Q(name__icontains=search) | Q(customer__icontains=search))
    else:
        open_rows = open_rows.filter(segment=leaves.segment)
    return [_candidate(row, cycle.currency) for row in open_rows.order_by("-value_lost", "rank")[:OFFERED]]


def effect(*, cycle: Cycle, leaves: Decision, enters: Decision) -> Effect:
    """What the swap would change. The caller made sure that it may be made."""
    sums = by_kind_and_segment(cycle)
    calls = executive_calls(cycle)
    before = [(call.segment, call.value_lost.amount) for call in calls]
    kept = [(call.segment, call.value_lost.amount) for call in calls if call.id != leaves.pk]
    after = [*kept, (enters.segment, enters.value_lost)]
    place = after_swap(
        leaves.spend,
        cycle.settings,
        team_calls=together(sums, kind=Kind.TEAM).count,
        came_from=Kind(enters.kind),
    )
    total = sum((together(sums, kind=kind).gain for kind in PURSUED), start=leaves.gain * 0)
    change = _gain(cycle, leaves.spend, place.kind) - leaves.gain
    change += _gain(cycle, enters.spend, Kind.EXECUTIVE) - enters.gain
    mirrors = [mirrored(cycle, "segment", each) for each in (before, after)]
    return Effect(
        leaves=executive_call(leaves, cycle.currency),
        enters=_candidate(enters, cycle.currency),
        becomes=str(words.KINDS[place.kind]),
        gain_before=Money(total, cycle.currency),
        gain_after=Money(total + change, cycle.currency),
        distance_before=mirrors[0].distance,
        distance_after=mirrors[1].distance,
        value_before=_value(mirrors[0], cycle),
        value_after=_value(mirrors[1], cycle),
    )


def _gain(cycle: Cycle, spend: Amount, kind: Kind) -> Decimal:
    return gain(spend, kind, cycle.settings).value


def _value(seen: Mirror, cycle: Cycle) -> Money:
    return Money(seen.value_called, cycle.currency)


def _candidate(row: Decision, currency: str) -> Candidate:
    return Candidate(
        id=row.pk,
        title=row.title,
        customer=row.customer,
        kind=row.kind,
        segment=row.segment,
        country=row.country,
        value_lost=Money(row.value_lost, currency),
    )
