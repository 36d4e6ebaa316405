"""Cases open when a cycle is approved, follow its changes, and go when the approval is taken back."""

from decimal import Decimal

import pytest

from regain.desks.recovery import actions
from regain.desks.recovery.actions.assigning import NotInWork
from regain.desks.recovery.actions.opening import AlreadyInWork, HeldOut, NeverAgain, WorkHasBegun
from regain.desks.recovery.actions.shared import ReasonMissing
from regain.desks.recovery.models import Case, Cycle, Decision
from regain.desks.recovery.rules.calls import CallKind
from regain.desks.recovery.rules.cases import Ending
from regain.desks.recovery.rules.terms import Kind
from regain.desks.recovery.tests.departed import crowd
from regain.desks.recovery.tests.queue_story import NOW, approved, certify, team_cases
from regain.desks.recovery.tests.story import AT, departed, draft, later, one
from regain.foundation.kit.errors import NotAllowed
from regain.knowledge.playbook.actions.stops import stop
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def open_one(cast: Cast, customer: str, **given: object) -> Case:
    row = Decision.objects.filter(customer=customer).first()
    whole = {
        "by": cast.dev,
        "at": NOW,
        "customer": customer,
        "name": "",
        "country": "",
        "left_on": row.left_on if row else NOW.date(),
        "currency": "GBP",
        "value_lost": Decimal(100),
        "words": "They wrote to us",
    }
    return actions.open_case(**{**whole, **given})  # type: ignore[arg-type]


def test_approving_opens_a_case_for_every_call_and_nothing_else(cast: Cast, cycle: Cycle) -> None:
    actions.assign_executive(by=cast.dev, at=AT, decision=one(cycle, Kind.EXECUTIVE), person=cast.ada)
    assert not Case.objects.exists()

    actions.approve_cycle(by=cast.dev, at=AT, cycle=cycle)

    called = cycle.decisions.filter(kind__in=[Kind.EXECUTIVE, Kind.TEAM])
    assert set(Case.objects.values_list("decision", flat=True)) == set(called.values_list("pk", flat=True))
    first = Case.objects.get(decision=one(cycle, Kind.EXECUTIVE))
    assert (first.owner, first.opened_by, first.next_at) == (cast.ada, "Dev Patel", AT)
    assert Case.objects.filter(kind=Kind.TEAM, owner=None).count() == 60


def test_a_customer_in_an_open_case_keeps_it(cast: Cast) -> None:
    before = approved(cast.dev, 60)
    kept = {case.customer: case.pk for case in Case.objects.all()}
    ended = team_cases(before)[0]
    actions.end_case(by=cast.dev, at=NOW, case=ended, ending=Ending.DECLINED, words="No interest")

    again = actions.draft_cycle(by=cast.dev, at=NOW, departed=departed(later(crowd(60)), name="2011-10"))
    actions.approve_cycle(by=cast.dev, at=NOW, cycle=again)

    fresh = Case.objects.filter(decision__cycle=again)
    assert {case.customer for case in fresh} & set(kept) <= {ended.customer}
    assert Case.objects.filter(pk__in=kept.values(), decision__cycle=before).count() == len(kept)


def test_nobody_is_opened_again_who_wants_to_be_left_alone_or_is_gone(cast: Cast) -> None:
    first, second = team_cases(approved(cast.dev, 60))[:2]
    actions.end_case(by=cast.dev, at=NOW, case=first, ending=Ending.GONE, words="Closed down in May")
    actions.leave_alone(by=cast.dev, at=NOW, case=second, words="Stop calling me")

    again = actions.draft_cycle(by=cast.dev, at=NOW, departed=departed(later(crowd(60)), name="2011-10"))
    actions.approve_cycle(by=cast.dev, at=NOW, cycle=again)

    assert not Case.objects.filter(decision__cycle=again, customer__in=[first.customer, second.customer]).exists()


def test_who_asked_not_to_be_called_gets_no_case(cast: Cast, cycle: Cycle) -> None:
    called, written = one(cycle, Kind.TEAM), one(cycle, Kind.TEAM, 1)
    stop(by=cast.dev, at=AT, customer=called.customer, words="Do not call me", source="letter")

    actions.approve_cycle(by=cast.dev, at=AT, cycle=cycle)

    assert not Case.objects.filter(customer=called.customer).exists()
    assert Case.objects.filter(customer=written.customer).exists()
    with pytest.raises(NeverAgain):
        open_one(cast, called.customer)


def test_an_approval_taken_back_takes_untouched_cases_away(cast: Cast, cycle: Cycle) -> None:
    actions.approve_cycle(by=cast.dev, at=AT, cycle=cycle)
    call = one(cycle, Kind.EXECUTIVE)
    actions.assign_executive(by=cast.dev, at=AT, decision=call, person=cast.ada)

    actions.withdraw_approval(by=cast.dev, at=AT, cycle=cycle)

    assert not Case.objects.exists()
    assert Decision.objects.get(pk=call.pk).caller == cast.ada


def test_an_approval_stays_once_a_call_was_begun(cast: Cast) -> None:
    cycle = approved(cast.dev)
    certify(cast.ben)
    case = team_cases(cycle)[0]
    actions.begin_call(by=cast.ben, at=NOW, case=case, kind=CallKind.RECOVERY)

    with pytest.raises(WorkHasBegun, match="Somebody has begun to work on"):
        actions.withdraw_approval(by=cast.dev, at=cycle.approved_at or NOW, cycle=cycle)

    assert Cycle.objects.get().is_approved
    assert Case.objects.filter(pk=case.pk).exists()


def test_after_approval_the_owner_of_the_case_says_who_calls(cast: Cast, cycle: Cycle) -> None:
    call = one(cycle, Kind.EXECUTIVE)
    actions.assign_executive(by=cast.dev, at=AT, decision=call, person=cast.ada)
    actions.approve_cycle(by=cast.dev, at=AT, cycle=cycle)

    actions.assign_executive(by=cast.dev, at=AT, decision=call, person=cast.olive)

    assert Case.objects.get(decision=call).owner == cast.olive
    assert Decision.objects.get(pk=call.pk).caller == cast.olive
    actions.end_case(by=cast.dev, at=AT, case=Case.objects.get(decision=call), ending=Ending.CLOSED, words="Moved")
    with pytest.raises(NotInWork):
        actions.assign_executive(by=cast.dev, at=AT, decision=call, person=None)


def test_a_swap_after_approval_moves_the_cases(cast: Cast, cycle: Cycle) -> None:
    leaves, enters = one(cycle, Kind.EXECUTIVE), one(cycle, Kind.TEAM)
    actions.assign_executive(by=cast.dev, at=AT, decision=leaves, person=cast.ada)
    actions.approve_cycle(by=cast.dev, at=AT, cycle=cycle)

    actions.swap_customer(by=cast.dev, at=AT, leaves=leaves, enters=enters, reason="They know each other")

    assert Case.objects.get(decision=enters).kind == Kind.EXECUTIVE
    assert Case.objects.get(decision=enters).owner == cast.ada
    assert (Case.objects.get(decision=leaves).kind, Case.objects.get(decision=leaves).owner) == (Kind.TEAM, None)


def test_nobody_is_swapped_who_was_called_already(cast: Cast) -> None:
    cycle = approved(cast.dev, 100)
    certify(cast.ben)
    leaves, called = one(cycle, Kind.EXECUTIVE), team_cases(cycle)[0]
    actions.begin_call(by=cast.ben, at=NOW, case=called, kind=CallKind.RECOVERY)
    enters = Decision.objects.get(case=called)
    before = list(Case.objects.order_by("pk").values())

    with pytest.raises(WorkHasBegun):
        actions.swap_customer(by=cast.dev, at=NOW, leaves=leaves, enters=enters, reason="Friends")

    assert list(Case.objects.order_by("pk").values()) == before


def test_a_case_is_opened_by_hand_with_a_reason(cast: Cast) -> None:
    case = open_one(cast, "X1", name="Mill & Sons")

    assert (case.title, case.decision, case.opened_by, case.next_words) == (
        "Mill & Sons",
        None,
        "Dev Patel",
        "They wrote to us",
    )


def test_what_cannot_be_opened_by_hand(cast: Cast, cycle: Cycle) -> None:
    actions.approve_cycle(by=cast.dev, at=AT, cycle=cycle)
    held, busy = one(cycle, Kind.CONTROL), one(cycle, Kind.TEAM)
    gone = Case.objects.get(decision=one(cycle, Kind.TEAM, 1))
    actions.end_case(by=cast.dev, at=AT, case=gone, ending=Ending.GONE, words="Closed down")
    before = Case.objects.count()

    with pytest.raises(HeldOut):
        open_one(cast, held.customer)
    with pytest.raises(AlreadyInWork):
        open_one(cast, busy.customer)
    with pytest.raises(NeverAgain):
        open_one(cast, gone.customer)
    with pytest.raises(ReasonMissing):
        open_one(cast, "X1", words="  ")
    with pytest.raises(NotAllowed):
        open_one(cast, "X1", by=cast.ben)

    assert Case.objects.count() == before


def test_a_draft_is_drafted_again_without_touching_approved_work(cast: Cast) -> None:
    approved(cast.dev)
    before = list(Case.objects.order_by("pk").values())

    draft(cast.dev, later(crowd(40)), name="2011-11")
    draft(cast.dev, later(crowd(30)), name="2011-11")

    assert list(Case.objects.order_by("pk").values()) == before
