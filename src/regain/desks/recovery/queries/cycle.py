"""One cycle as a page to decide on: what was lost, what is proposed, how well the calls mirror the losses."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.urls import reverse

from regain.desks.recovery import policy
from regain.desks.recovery.models import Cycle, Decision
from regain.desks.recovery.queries import words
from regain.desks.recovery.queries.facts import facts_now
from regain.desks.recovery.queries.finding import who_may
from regain.desks.recovery.queries.price import NextCall, one_more_call
from regain.desks.recovery.queries.totals import Sums, by_kind_and_segment, mirrored, together
from regain.desks.recovery.rules.changes import is_undoable
from regain.desks.recovery.rules.gain import pennies
from regain.desks.recovery.rules.terms import CALLED, PURSUED, Kind, Settings
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.money import Money
from regain.knowledge.ledger.rules import rule as read_rule
from regain.knowledge.valuation.rules.mirror import Called, Mirror


@dataclass(frozen=True)
class KindLine:
    """One kind of decision and what it comes to."""

    kind: str
    title: str
    count: int
    value_lost: Money
    cost: Money
    gain: Money
    gain_low: Money
    gain_high: Money
    share: float
    """Of the value lost."""


@dataclass(frozen=True)
class SegmentLine:
    """One segment: its losses, and how many of it are given what; the calls alone for who may not know control."""

    segment: str
    title: str
    count: int
    value_lost: Money
    share: float
    executive: int
    team: int
    letter: int
    control: int
    not_pursued: int


@dataclass(frozen=True)
class ExecutiveCall:
    """One customer an executive calls."""

    id: int
    customer: str
    title: str
    href: str
    segment: str
    segment_title: str
    country: str
    left_on: date
    absence_days: int
    value_lost: Money
    gain: Money
    gain_low: Money
    gain_high: Money
    evidence: str
    draw_probability: float | None
    """None where a person chose the customer instead of the draw."""
    assigned_id: int | None
    assigned_to: str

    def called(self, stratum: str) -> Called:
        """The call as the rules compare it with the losses."""
        return Called(stratum, self.value_lost.amount, self.draw_probability)

    @property
    def stands_for(self) -> Money:
        """The part of the losses this call speaks for."""
        return Money(pennies(self.called("").stands_for), self.value_lost.currency)


@dataclass(frozen=True)
class SwapLine:
    """One change of the draw by hand."""

    at: datetime
    by: str
    leaves: str
    enters: str
    reason: str


@dataclass(frozen=True)
class Choice:
    """A person one can assign."""

    id: int
    name: str


@dataclass(frozen=True)
class Head:
    """What a cycle was drafted from and under, and where it stands."""

    id: int
    period: str
    title: str
    from_on: date
    last_on: date
    as_of: date
    is_cut_short: bool
    """The facts end before the period does."""
    is_stale: bool
    """Facts were imported since the draft."""
    rule: str
    settings: Settings
    currency: str
    drafted_at: datetime
    drafted_by: str
    approved_at: datetime | None
    approved_by: str

    @property
    def is_approved(self) -> bool:
        """Whether people work by it."""
        return self.approved_at is not None


@dataclass(frozen=True)
class CyclePage:
    """The whole page."""

    head: Head
    departures: int
    value_lost: Money
    kinds: tuple[KindLine, ...]
    pursued: KindLine
    one_more_call: NextCall | None
    """What one more team call would bring; none while there are calls to spare."""
    segments: tuple[SegmentLine, ...]
    executives: tuple[ExecutiveCall, ...]
    by_segment: Mirror
    by_country: Mirror
    value_called: Money
    """What the customers the executives call took along."""
    swaps: tuple[SwapLine, ...]
    people: tuple[Choice, ...]
    """Who makes executives' calls."""
    sees_control: bool
    may_draft: bool
    may_approve: bool
    may_undo: bool

    @property
    def unassigned(self) -> int:
        """Executives' calls that nobody has yet."""
        return sum(1 for call in self.executives if call.assigned_id is None)


def cycle_page(*, by: Actor, at: datetime, cycle: Cycle) -> CyclePage:
    """The page for this person; control shows only to those who prepare cycles."""
    sees_control, may_draft = policy.sees_control(by), by.may(policy.DRAFT)
    sums = by_kind_and_segment(cycle)
    every = together(sums)
    calls = executive_calls(cycle)
    kinds = [kind for kind in Kind if sees_control or kind is not Kind.CONTROL]
    by_segment = mirrored(cycle, "segment", [call.called(call.segment) for call in calls])
    return CyclePage(
        head=head_of(cycle),
        departures=every.count,
        value_lost=Money(every.value_lost, cycle.currency),
        kinds=tuple(kind_line(cycle, kind, together(sums, kind=kind), every) for kind in kinds),
        pursued=_pursued(cycle, sums, every),
        one_more_call=one_more_call(cycle, calls=together(sums, kind=Kind.TEAM).count),
        segments=tuple(_segments(cycle, sums, every, sees_control=sees_control)),
        executives=calls,
        by_segment=by_segment,
        by_country=mirrored(cycle, "country", [call.called(call.country) for call in calls]),
        value_called=Money(by_segment.value_called, cycle.currency),
        swaps=tuple(swap_lines(cycle)),
        people=tuple(Choice(one.pk, one.name) for one in who_may(policy.EXECUTIVE)) if may_draft else (),
        sees_control=sees_control,
        may_draft=may_draft,
        may_approve=by.may(policy.APPROVE) and not cycle.is_approved,
        may_undo=_may_undo(by, cycle, at),
    )


def head_of(cycle: Cycle) -> Head:
    """The cycle itself."""
    return Head(
        id=cycle.pk,
        period=cycle.period,
        title=words.period_in_words(cycle.period),
        from_on=cycle.from_on,
        last_on=cycle.until_on - timedelta(days=1),
        as_of=cycle.as_of,
        is_cut_short=cycle.as_of < cycle.until_on,
        is_stale=not cycle.is_approved and facts_now() != cycle.facts,
        rule=read_rule(cycle.rule).sentence,
        settings=cycle.settings,
        currency=cycle.currency,
        drafted_at=cycle.drafted_at,
        drafted_by=cycle.drafted_by,
        approved_at=cycle.approved_at,
        approved_by=cycle.approved_by,
    )


def _may_undo(by: Actor, cycle: Cycle, at: datetime) -> bool:
    approved = cycle.approved_at
    return by.may(policy.APPROVE) and approved is not None and is_undoable(approved_at=approved, at=at)


def kind_line(cycle: Cycle, kind: Kind | None, sums: Sums, every: Sums) -> KindLine:
    """What a kind comes to; without a kind, what all that is done comes to."""
    return KindLine(
        kind=kind or "",
        title=str(words.KINDS[kind]) if kind else "",
        count=sums.count,
        value_lost=Money(sums.value_lost, cycle.currency),
        cost=Money(sums.cost, cycle.currency),
        gain=Money(sums.gain, cycle.currency),
        gain_low=Money(sums.gain_low, cycle.currency),
        gain_high=Money(sums.gain_high, cycle.currency),
        share=_part(sums.value_lost, every.value_lost),
    )


def _pursued(cycle: Cycle, sums: dict[tuple[Kind, str], Sums], every: Sums) -> KindLine:
    done = Sums()
    for kind in PURSUED:
        done += together(sums, kind=kind)
    return kind_line(cycle, None, done, every)


def _segments(
    cycle: Cycle, sums: dict[tuple[Kind, str], Sums], every: Sums, *, sees_control: bool
) -> list[SegmentLine]:
    present = {segment for _kind, segment in sums}
    lines = []
    for segment in sorted(present, key=words.segment_order):
        whole = together(sums, segment=segment)
        counts = {kind.value: sums.get((kind, segment), Sums()).count for kind in Kind}
        if not sees_control:
            counts |= {kind.value: 0 for kind in Kind if kind not in CALLED}
        lines.append(
            SegmentLine(
                segment=segment,
                title=words.segment_in_words(segment),
                count=whole.count,
                value_lost=Money(whole.value_lost, cycle.currency),
                share=_part(whole.value_lost, every.value_lost),
                **counts,
            )
        )
    return lines


def executive_calls(cycle: Cycle) -> tuple[ExecutiveCall, ...]:
    """The customers the executives call, the largest loss first."""
    rows = cycle.decisions.filter(kind=Kind.EXECUTIVE).select_related("assigned_to", "case__owner")
    return tuple(executive_call(row, cycle.currency) for row in rows.order_by("-value_lost", "rank"))


def executive_call(row: Decision, currency: str) -> ExecutiveCall:
    """One of them."""
    return ExecutiveCall(
        id=row.pk,
        customer=row.customer,
        title=row.title,
        href=reverse("recovery:decision", args=[row.pk]),
        segment=row.segment,
        segment_title=words.segment_in_words(row.segment),
        country=row.country,
        left_on=row.left_on,
        absence_days=row.absence_days,
        value_lost=Money(row.value_lost, currency),
        gain=Money(row.gain, currency),
        gain_low=Money(row.gain_low, currency),
        gain_high=Money(row.gain_high, currency),
        evidence=row.evidence,
        draw_probability=row.draw_probability,
        assigned_id=row.caller.pk if row.caller else None,
        assigned_to=row.caller.name if row.caller else "",
    )


def swap_lines(cycle: Cycle) -> list[SwapLine]:
    """The draw's changes by hand, newest first."""
    return [
        SwapLine(at=swap.at, by=swap.by, leaves=swap.leaves.title, enters=swap.enters.title, reason=swap.reason)
        for swap in cycle.swaps.select_related("leaves", "enters")
    ]


def _part(value: Decimal, total: Decimal) -> float:
    return float(value / total) if total > 0 else 0.0
