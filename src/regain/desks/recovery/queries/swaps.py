"""What a swap would change, before it is made."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from regain.desks.recovery.models import Cycle, Decision
from regain.desks.recovery.queries import words
from regain.desks.recovery.queries.cycle import ExecutiveCall, executive_call, executive_calls
from regain.desks.recovery.queries.finding import decision_row
from regain.desks.recovery.queries.totals import by_kind_and_segment, mirrored, together
from regain.desks.recovery.rules.changes import after_swap
from regain.desks.recovery.rules.gain import Amount, gain
from regain.desks.recovery.rules.terms import PURSUED, Kind, Why
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.money import Money
from regain.knowledge.valuation.rules.mirror import Called, Mirror

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
    absence_days: int


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
    cycle: str
    leaves: ExecutiveCall
    search: str
    candidates: tuple[Candidate, ...]
    effect: Effect | None


def swap_page(*, by: Actor, leaves: Decision, search: str = "", enters: int | None = None) -> SwapPage:
    """Candidates from the losses, those like the one who leaves first; and the effect of the one chosen.

    Raises NotFound where nobody would leave, and for a customer this person may not see.
    """
    cycle = leaves.cycle
    if leaves.kind != Kind.EXECUTIVE:
        raise NotFound(_("%(name)s is not on an executive's list (any more).") % {"name": leaves.title})
    chosen = None if enters is None else decision_row(by=by, pk=enters)
    may_enter = chosen is not None and open_to_swap(cycle).filter(pk=chosen.pk).exists()
    return SwapPage(
        period=cycle.period,
        cycle=words.period_in_words(cycle.period),
        leaves=executive_call(leaves, cycle.currency),
        search=search,
        candidates=tuple(candidates(cycle, leaves, search)),
        effect=effect(cycle=cycle, leaves=leaves, enters=chosen) if chosen is not None and may_enter else None,
    )


def open_to_swap(cycle: Cycle) -> QuerySet[Decision]:
    """Customers of the losses an executive may call instead: never control."""
    rows = cycle.decisions.filter(is_recoverable=True).exclude(why=Why.ELSEWHERE)
    return rows.exclude(kind__in=[Kind.EXECUTIVE, Kind.CONTROL])


def candidates(cycle: Cycle, leaves: Decision, search: str) -> list[Candidate]:
    """Customers who fit the words; without words, those of the same segment, or of any where it has no other."""
    rows = open_to_swap(cycle)
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(customer__icontains=search))
    elif rows.filter(segment=leaves.segment).exists():
        rows = rows.filter(segment=leaves.segment)
    return [_candidate(row, cycle.currency) for row in rows.order_by("-value_lost", "rank")[:OFFERED]]


def effect(*, cycle: Cycle, leaves: Decision, enters: Decision) -> Effect:
    """What the swap would change. The caller made sure that it may be made."""
    sums = by_kind_and_segment(cycle)
    calls = executive_calls(cycle)
    before = [call.called(call.segment) for call in calls]
    kept = [call.called(call.segment) for call in calls if call.id != leaves.pk]
    after = [*kept, Called(enters.segment, enters.value_lost, enters.draw_probability)]
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
        kind=str(words.KINDS[Kind(row.kind)]),
        segment=words.segment_in_words(row.segment),
        country=row.country,
        value_lost=Money(row.value_lost, currency),
        absence_days=row.absence_days,
    )
