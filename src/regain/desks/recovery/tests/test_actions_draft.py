"""Drafting and approving: what stands afterwards, and that a refusal leaves nothing."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum

from regain.desks.recovery import actions
from regain.desks.recovery.actions.approving import AlreadyApproved, DraftIsGone, NotApproved, TooLateToWithdraw
from regain.desks.recovery.actions.drafting import CycleIsApproved, NobodyLeft, PeriodsOverlap
from regain.desks.recovery.models import Cycle
from regain.desks.recovery.rules.terms import Kind
from regain.desks.recovery.tests.conftest import Traces
from regain.desks.recovery.tests.departed import crowd
from regain.desks.recovery.tests.story import AT, departed, draft, one
from regain.foundation.audit.models import Entry
from regain.foundation.kit.actor import System
from regain.foundation.kit.errors import NotAllowed, Refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_draft_holds_one_decision_for_every_departure(cycle: Cycle) -> None:
    everybody = crowd(300)

    lost = cycle.decisions.aggregate(Sum("value_lost"))["value_lost__sum"]

    assert sorted(cycle.decisions.values_list("customer", flat=True)) == [each.customer for each in everybody]
    assert Decimal(lost).quantize(Decimal("0.0001")) == sum(each.value_lost for each in everybody)
    assert cycle.decisions.filter(kind=Kind.EXECUTIVE).count() == 10
    assert cycle.decisions.filter(kind=Kind.TEAM).count() == 60


def test_a_draft_keeps_what_it_was_decided_under(cycle: Cycle) -> None:
    assert cycle.settings == departed().terms
    assert (cycle.rule, cycle.currency, cycle.drafted_by) == ("rhythm", "GBP", "Dev Patel")
    assert not cycle.is_approved
    assert Entry.objects.filter(verb="recovery.draft_cycle", subject=f"recovery.cycle:{cycle.pk}").count() == 1


def test_the_reason_not_to_pursue_is_in_words(cycle: Cycle) -> None:
    dear = cycle.decisions.filter(why="too_dear", maximum_spend=Decimal("1.50")).first()

    assert dear is not None
    assert dear.reason == "A letter would cost more than it is expected to bring: 0.38 against 1.50."


def test_drafting_again_gives_the_same_and_replaces_the_first(cast: Cast, cycle: Cycle) -> None:
    fields = ("customer", "kind", "would_be", "reason", "rank", "gain", "draw_probability")
    first = list(cycle.decisions.order_by("customer").values_list(*fields))

    again = draft(cast.olive)

    assert list(Cycle.objects.all()) == [again]
    assert list(again.decisions.order_by("customer").values_list(*fields)) == first


def test_the_command_line_may_draft(db: None) -> None:
    assert draft(System("command line")).drafted_by == "Regain (command line)"


@pytest.mark.parametrize("who", ["ada", "ben", "cora", "eve", "nia"])
def test_only_those_who_prepare_cycles_draft_or_approve(cast: Cast, traces: Traces, who: str) -> None:
    cycle = draft(cast.dev)
    person, before = getattr(cast, who), traces()

    with pytest.raises(NotAllowed):
        draft(person)
    with pytest.raises(NotAllowed):
        actions.approve_cycle(by=person, at=AT, cycle=cycle)
    with pytest.raises(NotAllowed):
        actions.withdraw_approval(by=person, at=AT, cycle=cycle)

    assert traces() == before


def test_a_period_nobody_left_in_is_refused(cast: Cast, traces: Traces) -> None:
    before = traces()

    with pytest.raises(NobodyLeft, match="Nobody left in September 2011"):
        draft(cast.dev, [])

    assert traces() == before


def test_an_approved_cycle_says_who_and_when(cast: Cast, cycle: Cycle) -> None:
    approved = actions.approve_cycle(by=cast.olive, at=AT, cycle=cycle)

    assert (approved.approved_at, approved.approved_by) == (AT, "Olive Thimble")
    assert Entry.objects.get(verb="recovery.approve_cycle").actor == cast.olive.key


def test_an_approved_cycle_is_not_drafted_again(cast: Cast, cycle: Cycle, traces: Traces) -> None:
    actions.approve_cycle(by=cast.dev, at=AT, cycle=cycle)
    before = traces()

    with pytest.raises(CycleIsApproved, match="approved by Dev Patel"):
        draft(cast.dev)

    assert traces() == before


def test_a_cycle_is_approved_once(cast: Cast, cycle: Cycle, traces: Traces) -> None:
    actions.approve_cycle(by=cast.dev, at=AT, cycle=cycle)
    before = traces()

    with pytest.raises(AlreadyApproved, match="Dev Patel has approved the cycle of September 2011 already"):
        actions.approve_cycle(by=cast.olive, at=AT, cycle=cycle)

    assert traces() == before


def test_a_draft_that_was_replaced_cannot_be_approved(cast: Cast, cycle: Cycle, traces: Traces) -> None:
    draft(cast.olive)
    before = traces()

    with pytest.raises(DraftIsGone):
        actions.approve_cycle(by=cast.dev, at=AT, cycle=cycle)

    assert traces() == before


def test_a_customer_is_in_one_approved_cycle(cast: Cast, cycle: Cycle, traces: Traces) -> None:
    quarter = draft(cast.dev, name="2011-Q3")
    actions.approve_cycle(by=cast.dev, at=AT, cycle=cycle)
    before = traces()

    with pytest.raises(PeriodsOverlap, match="July to September 2011 shares days with"):
        actions.approve_cycle(by=cast.dev, at=AT, cycle=quarter)
    with pytest.raises(PeriodsOverlap, match="the approved cycle of September 2011"):
        draft(cast.dev, name="2011-Q3")

    assert traces() == before


def test_a_departure_of_an_approved_cycle_is_left_to_it(cast: Cast, cycle: Cycle) -> None:
    actions.approve_cycle(by=cast.dev, at=AT, cycle=cycle)
    first, second, *_rest = crowd(300)
    left_again = replace(second, last_day=second.last_day + timedelta(days=40))

    october = draft(cast.dev, [first, left_again], name="2011-10")

    known = october.decisions.get(customer=first.customer)
    assert (known.kind, known.why) == (Kind.NOT_PURSUED, "elsewhere")
    assert known.reason == "The same departure is in an approved cycle already."
    assert october.decisions.get(customer=second.customer).why != "elsewhere"


def test_an_approval_can_be_taken_back_within_the_hour(cast: Cast, cycle: Cycle) -> None:
    approved = actions.approve_cycle(by=cast.dev, at=AT, cycle=cycle)

    back = actions.withdraw_approval(by=cast.dev, at=AT + timedelta(hours=1), cycle=approved)

    assert (back.is_approved, back.approved_by) == (False, "")


def test_an_old_approval_stays(cast: Cast, cycle: Cycle, traces: Traces) -> None:
    with pytest.raises(NotApproved):
        actions.withdraw_approval(by=cast.dev, at=AT, cycle=cycle)
    approved = actions.approve_cycle(by=cast.dev, at=AT, cycle=cycle)
    before = traces()

    with pytest.raises(TooLateToWithdraw):
        actions.withdraw_approval(by=cast.dev, at=AT + timedelta(minutes=61), cycle=approved)

    assert traces() == before


def test_refusals_are_sentences(cast: Cast, cycle: Cycle) -> None:
    actions.approve_cycle(by=cast.dev, at=AT, cycle=cycle)

    with pytest.raises(Refused) as refused:
        actions.approve_cycle(by=cast.dev, at=AT, cycle=cycle)

    assert refused.value.status == 409
    assert refused.value.sentence.endswith(".")
    assert one(cycle, Kind.TEAM).cost == Decimal(8)
