"""Changing a draft by hand, and saying who calls."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from regain.desks.recovery import actions
from regain.desks.recovery.actions.assigning import NotTheirCall
from regain.desks.recovery.actions.changing import (
    CannotBeCalled,
    CannotBeMoved,
    ControlStaysControl,
    CycleIsClosed,
    NotAnExecutiveCall,
    NotInOneCycle,
)
from regain.desks.recovery.actions.owning import MayNotCall
from regain.desks.recovery.actions.shared import DecisionIsGone, ReasonMissing
from regain.desks.recovery.models import Cycle, Swap
from regain.desks.recovery.rules.terms import Kind
from regain.desks.recovery.tests.conftest import Traces
from regain.desks.recovery.tests.departed import crowd
from regain.desks.recovery.tests.departed import departed as customer
from regain.desks.recovery.tests.story import AT, draft, one
from regain.foundation.kit.errors import NotAllowed
from tests.cast import Cast

pytestmark = pytest.mark.django_db

WHY = "Ada knows the buyer personally"


def counts(cycle: Cycle) -> dict[str, int]:
    return {kind.value: cycle.decisions.filter(kind=kind).count() for kind in Kind}


def test_a_swap_brings_another_customer_to_the_executive(cast: Cast, cycle: Cycle) -> None:
    leaves, enters = one(cycle, Kind.EXECUTIVE), one(cycle, Kind.LETTER)
    actions.assign_executive(by=cast.dev, at=AT, decision=leaves, person=cast.ada)
    before = counts(cycle)

    swap = actions.swap_customer(by=cast.dev, at=AT, leaves=leaves, enters=enters, reason=f"  {WHY} ")

    enters.refresh_from_db()
    leaves.refresh_from_db()
    assert (enters.kind, enters.assigned_to, enters.draw_probability) == (Kind.EXECUTIVE, cast.ada, None)
    assert (enters.cost, enters.gain) == (Decimal(8), enters.maximum_spend - 8)
    assert (leaves.kind, leaves.assigned_to) == (Kind.LETTER, None)
    assert (swap.reason, swap.by) == (WHY, "Dev Patel")
    assert counts(cycle) == before


def test_who_leaves_takes_the_place_in_the_team_that_became_free(cast: Cast, cycle: Cycle) -> None:
    leaves, enters = one(cycle, Kind.EXECUTIVE), one(cycle, Kind.TEAM)

    actions.swap_customer(by=cast.dev, at=AT, leaves=leaves, enters=enters, reason=WHY)

    leaves.refresh_from_db()
    assert leaves.kind == Kind.TEAM
    assert counts(cycle)["team"] == 60


def test_a_swap_can_be_taken_back_by_another(cast: Cast, cycle: Cycle) -> None:
    leaves, enters = one(cycle, Kind.EXECUTIVE), one(cycle, Kind.TEAM)
    actions.swap_customer(by=cast.dev, at=AT, leaves=leaves, enters=enters, reason=WHY)

    actions.swap_customer(by=cast.dev, at=AT, leaves=enters, enters=leaves, reason="Taken back")

    leaves.refresh_from_db()
    enters.refresh_from_db()
    assert (leaves.kind, enters.kind) == (Kind.EXECUTIVE, Kind.TEAM)
    assert Swap.objects.count() == 2


def test_a_swap_works_after_approval_too(cast: Cast, cycle: Cycle) -> None:
    actions.approve_cycle(by=cast.dev, at=AT, cycle=cycle)

    actions.swap_customer(
        by=cast.olive, at=AT, leaves=one(cycle, Kind.EXECUTIVE), enters=one(cycle, Kind.TEAM), reason=WHY
    )

    assert counts(cycle)["executive"] == 10


def test_what_a_swap_refuses_leaves_nothing(cast: Cast, cycle: Cycle, traces: Traces) -> None:
    other = draft(cast.dev, crowd(40), name="2011-05")
    ten, team, control = one(cycle, Kind.EXECUTIVE), one(cycle, Kind.TEAM), one(cycle, Kind.CONTROL)
    before = traces()

    def swap(**given: object) -> Callable[[], object]:
        whole = {"by": cast.dev, "at": AT, "leaves": ten, "enters": team, "reason": WHY} | given
        return lambda: actions.swap_customer(**whole)  # type: ignore[arg-type]

    refusals: list[tuple[type[Exception], Callable[[], object]]] = [
        (ReasonMissing, swap(reason="   ")),
        (ControlStaysControl, swap(enters=control)),
        (NotAnExecutiveCall, swap(leaves=team, enters=one(cycle, Kind.LETTER))),
        (NotAnExecutiveCall, swap(enters=one(cycle, Kind.EXECUTIVE, 1))),
        (NotAnExecutiveCall, swap(enters=ten)),
        (NotInOneCycle, swap(enters=one(other, Kind.TEAM))),
        (NotAllowed, swap(by=cast.ada)),
        (NotAllowed, swap(by=cast.ben)),
        (NotAllowed, swap(by=cast.nia)),
    ]
    for refusal, attempt in refusals:
        with pytest.raises(refusal):
            attempt()

    assert traces() == before


def test_a_control_member_is_refused_with_the_reason(cast: Cast, cycle: Cycle) -> None:
    with pytest.raises(ControlStaysControl, match="would spoil the comparison"):
        actions.swap_customer(
            by=cast.dev, at=AT, leaves=one(cycle, Kind.EXECUTIVE), enters=one(cycle, Kind.CONTROL), reason=WHY
        )


def test_the_dead_are_never_called(cast: Cast, traces: Traces) -> None:
    losses = [*crowd(60), customer("late", kind="deceased", recoverable=False, lost="99999")]
    cycle = draft(cast.dev, losses)
    late = cycle.decisions.get(customer="late")
    before = traces()

    with pytest.raises(CannotBeCalled, match="late cannot be approached: Deceased: never called"):
        actions.swap_customer(by=cast.dev, at=AT, leaves=one(cycle, Kind.EXECUTIVE), enters=late, reason=WHY)
    with pytest.raises(CannotBeCalled):
        actions.move_decision(by=cast.dev, at=AT, decision=late, kind=Kind.TEAM, reason=WHY)

    assert traces() == before


def test_a_decision_moves_with_a_reason(cast: Cast, cycle: Cycle) -> None:
    moved = actions.move_decision(
        by=cast.dev, at=AT, decision=one(cycle, Kind.LETTER), kind=Kind.NOT_PURSUED, reason="In court with us"
    )

    moved.refresh_from_db()
    assert (moved.kind, moved.reason, moved.why) == (Kind.NOT_PURSUED, "In court with us", "by_hand")
    assert (moved.cost, moved.gain) == (0, 0)


def test_what_a_move_refuses_leaves_nothing(cast: Cast, cycle: Cycle, traces: Traces) -> None:
    before = traces()
    refusals = [
        (ReasonMissing, Kind.LETTER, Kind.TEAM, ""),
        (CannotBeMoved, Kind.EXECUTIVE, Kind.TEAM, WHY),
        (CannotBeMoved, Kind.LETTER, Kind.EXECUTIVE, WHY),
        (CannotBeMoved, Kind.LETTER, Kind.CONTROL, WHY),
        (CannotBeMoved, Kind.LETTER, Kind.LETTER, WHY),
        (ControlStaysControl, Kind.CONTROL, Kind.TEAM, WHY),
    ]
    for refusal, kind, wanted, reason in refusals:
        with pytest.raises(refusal):
            actions.move_decision(by=cast.dev, at=AT, decision=one(cycle, kind), kind=wanted, reason=reason)
    with pytest.raises(NotAllowed):
        actions.move_decision(by=cast.ben, at=AT, decision=one(cycle, Kind.LETTER), kind=Kind.TEAM, reason=WHY)

    assert traces() == before


def test_decisions_stay_once_approved(cast: Cast, cycle: Cycle, traces: Traces) -> None:
    actions.approve_cycle(by=cast.dev, at=AT, cycle=cycle)
    before = traces()

    with pytest.raises(CycleIsClosed):
        actions.move_decision(by=cast.dev, at=AT, decision=one(cycle, Kind.LETTER), kind=Kind.TEAM, reason=WHY)

    assert traces() == before


def test_a_decision_of_a_replaced_draft_is_gone(cast: Cast, cycle: Cycle) -> None:
    old = one(cycle, Kind.LETTER)
    draft(cast.dev)

    with pytest.raises(DecisionIsGone):
        actions.move_decision(by=cast.dev, at=AT, decision=old, kind=Kind.TEAM, reason=WHY)


def test_an_executive_is_assigned_and_released(cast: Cast, cycle: Cycle) -> None:
    call = one(cycle, Kind.EXECUTIVE)

    assert actions.assign_executive(by=cast.dev, at=AT, decision=call, person=cast.ada).assigned_to == cast.ada
    assert actions.assign_executive(by=cast.dev, at=AT, decision=call, person=None).assigned_to is None


def test_executives_calls_go_to_executives(cast: Cast, cycle: Cycle, traces: Traces) -> None:
    call, before = one(cycle, Kind.EXECUTIVE), traces()

    with pytest.raises(MayNotCall, match="Ben Okafor does not hold a role"):
        actions.assign_executive(by=cast.dev, at=AT, decision=call, person=cast.ben)
    with pytest.raises(NotTheirCall):
        actions.assign_executive(by=cast.dev, at=AT, decision=one(cycle, Kind.TEAM), person=cast.ada)
    with pytest.raises(NotAllowed):
        actions.assign_executive(by=cast.ada, at=AT, decision=call, person=cast.ada)

    assert traces() == before
