"""Who holds a case, what the next call is, and what the end of a call leads to."""

from datetime import time, timedelta

import pytest

from regain.desks.recovery import actions
from regain.desks.recovery.actions.claiming import (
    BelongsToAnother,
    CaseHasEnded,
    HoldIsOver,
    InACall,
    NotCertified,
    SomebodyHasIt,
)
from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.policy import sees_case
from regain.desks.recovery.queries import attempts
from regain.desks.recovery.queries.cases import case_row, visible_to
from regain.desks.recovery.queries.touch import touched_until
from regain.desks.recovery.rules.calls import CallKind, Outcome
from regain.desks.recovery.rules.cases import HOLD, Ending, Next
from regain.desks.recovery.rules.outcomes import Ahead
from regain.desks.recovery.rules.terms import Kind
from regain.desks.recovery.tests.queue_story import (
    DAY,
    HOUR,
    NIGHT,
    NOW,
    approved,
    call,
    certify,
    give_number,
    in_paris,
    team_cases,
)
from regain.foundation.kit.errors import NotAllowed, NotFound
from regain.foundation.people.actions.rights import deactivate_person
from regain.foundation.people.models import Person, Team
from regain.knowledge.playbook.actions.points import add_point, describe
from regain.knowledge.playbook.rules.guard import Scope
from regain.knowledge.playbook.rules.guard.identifiers import Medium
from tests.cast import COMMAND_LINE, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(cast: Cast) -> list[Case]:
    """Twenty-odd team cases of business customers in Paris; Ben, Dev and Olive may call."""
    found = team_cases(approved(cast.dev, 30))
    certify(cast.ben, cast.dev, cast.olive)
    in_paris(cast.dev, found)
    return found


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_the_next_call_is_the_best_one_and_is_held(cast: Cast, cases: list[Case]) -> None:
    looked = actions.claim_next(by=cast.ben, at=NOW)

    assert looked.case == cases[0]
    held = fresh(cases[0])
    assert (held.held_by, held.held_until, held.owner) == (cast.ben, NOW + HOLD, None)
    assert actions.claim_next(by=cast.dev, at=NOW).case == cases[1]


def test_promises_come_first_then_those_to_try_again_then_new_ones(cast: Cast, cases: list[Case]) -> None:
    tried, promised, others = cases[5], cases[7], cases[3]
    call(cast.ben, tried, Outcome.NO_ANSWER, at=NOW - DAY, ahead=Ahead(Next.CALL, NOW - HOUR))
    soon = Ahead(Next.CALL_BACK, NOW - timedelta(minutes=1), is_promised=True)
    call(cast.ben, promised, Outcome.CALL_BACK, at=NOW - DAY, ahead=soon)
    call(cast.olive, others, Outcome.CALL_BACK, at=NOW - DAY, ahead=soon)

    order = []
    for _number in range(3):
        found = actions.claim_next(by=cast.ben, at=NOW).case
        assert found is not None
        order.append(found)
        actions.snooze(by=cast.ben, at=NOW, case=found, until=NOW + DAY, words="Not now")

    assert order == [promised, tried, cases[0]]


def test_what_was_promised_for_later_is_not_handed_out_before(cast: Cast, cases: list[Case]) -> None:
    actions.call_back(by=cast.ben, at=NOW, case=cases[0], day=NOW.date(), on=time(15), zone="Europe/Paris")

    assert actions.claim_next(by=cast.ben, at=NOW).case == cases[1]
    assert actions.claim_next(by=cast.ben, at=NOW + 3 * HOUR).case == cases[0]


def test_at_night_nobody_is_called_and_the_queue_says_until_when(cast: Cast, cases: list[Case]) -> None:
    looked = actions.claim_next(by=cast.ben, at=NIGHT)

    assert looked.case is None
    assert looked.reason
    assert looked.again_at is not None
    assert NIGHT < looked.again_at < NIGHT + DAY
    assert actions.claim_next(by=cast.ben, at=looked.again_at + HOUR).case == cases[0]


def test_one_who_sleeps_does_not_hide_one_who_is_awake(cast: Cast, cases: list[Case]) -> None:
    asleep = cases[0]
    describe(by=cast.dev, at=NOW, customer=asleep.customer, scope=Scope.BUSINESS, country="FR", zone="Pacific/Noumea")

    assert actions.claim_next(by=cast.ben, at=NOW).case == cases[1]

    put_off = fresh(asleep)
    assert put_off.next_at > NOW
    assert put_off.next_words == ""
    assert actions.claim_next(by=cast.olive, at=NOW).barred == ()


def test_who_was_put_off_comes_up_once_the_guard_may_say_something_else(cast: Cast, cases: list[Case]) -> None:
    asleep, other = cases[:2]
    describe(by=cast.dev, at=NOW, customer=asleep.customer, scope=Scope.BUSINESS, country="FR", zone="Pacific/Noumea")
    actions.claim_next(by=cast.ben, at=NOW)
    actions.snooze(by=cast.dev, at=NOW, case=other, until=NOW + 3 * DAY, words="Away")
    assert fresh(asleep).next_at > NOW
    later = NOW + HOUR / 60

    for case in (asleep, other):
        describe(by=cast.dev, at=later, customer=case.customer, scope=Scope.BUSINESS, country="FR")

    assert fresh(asleep).next_at == later
    assert fresh(other).next_at == NOW + 3 * DAY


def test_without_a_certificate_nothing_is_handed_out(cast: Cast) -> None:
    found = team_cases(approved(cast.dev, 30))

    with pytest.raises(NotCertified, match="No certificate yet"):
        actions.claim_next(by=cast.ben, at=NOW)

    assert not Case.objects.filter(held_by__isnull=False).exists()
    assert found


def test_a_held_case_is_nobody_elses(cast: Cast, cases: list[Case]) -> None:
    actions.claim(by=cast.ben, at=NOW, case=cases[0])
    before = list(Case.objects.order_by("pk").values())

    with pytest.raises(SomebodyHasIt, match="Ben Okafor has"):
        actions.claim(by=cast.olive, at=NOW, case=cases[0])
    with pytest.raises(NotAllowed):
        actions.claim(by=cast.ada, at=NOW, case=cases[0])
    with pytest.raises(NotAllowed):
        actions.claim(by=COMMAND_LINE, at=NOW, case=cases[1])

    assert list(Case.objects.order_by("pk").values()) == before


def test_one_person_holds_one_case(cast: Cast, cases: list[Case]) -> None:
    actions.claim(by=cast.ben, at=NOW, case=cases[0])
    actions.claim(by=cast.ben, at=NOW, case=cases[1])

    assert list(Case.objects.filter(held_by=cast.ben)) == [cases[1]]
    actions.release(by=cast.ben, at=NOW, case=cases[1])
    assert not Case.objects.filter(held_by=cast.ben).exists()


def test_a_hold_runs_out_unless_it_is_kept(cast: Cast, cases: list[Case]) -> None:
    actions.claim(by=cast.ben, at=NOW, case=cases[0])
    actions.keep(by=cast.ben, at=NOW + HOLD / 2, case=cases[0])
    with pytest.raises(SomebodyHasIt):
        actions.claim(by=cast.olive, at=NOW + HOLD, case=cases[0])

    actions.claim(by=cast.olive, at=NOW + 2 * HOLD, case=cases[0])

    with pytest.raises(HoldIsOver, match="Olive Thimble has taken over"):
        actions.keep(by=cast.ben, at=NOW + 2 * HOLD, case=cases[0])


def test_a_call_that_was_left_open_is_taken_over_with_its_words(cast: Cast, cases: list[Case]) -> None:
    begun = actions.begin_call(by=cast.ben, at=NOW, case=cases[0], kind=CallKind.RECOVERY)
    assert actions.claim_next(by=cast.olive, at=NOW + HOUR).case == cases[1]
    with pytest.raises(SomebodyHasIt, match="never finished"):
        actions.claim(by=cast.olive, at=NOW + HOUR, case=cases[0])

    actions.take_over(by=cast.olive, at=NOW + HOUR, case=cases[0])

    assert Call.objects.get(pk=begun.pk).caller == cast.olive
    assert fresh(cases[0]).held_by == cast.olive


def test_only_who_manages_takes_over_before_the_time_ran_out(cast: Cast, cases: list[Case]) -> None:
    other = Person.objects.get(pk=cast.cora.pk)
    actions.claim(by=cast.dev, at=NOW, case=cases[0])

    with pytest.raises(SomebodyHasIt):
        actions.take_over(by=cast.ben, at=NOW, case=cases[0])
    with pytest.raises(NotAllowed):
        actions.take_over(by=other, at=NOW, case=cases[0])
    actions.take_over(by=cast.olive, at=NOW, case=cases[0])

    assert fresh(cases[0]).held_by == cast.olive


def test_a_free_case_that_went_to_somebody_meanwhile_is_not_taken_over(cast: Cast, cases: list[Case]) -> None:
    looked_at = fresh(cases[0])
    actions.hand_over(by=cast.olive, at=NOW, case=cases[0], person=cast.dev)

    with pytest.raises(BelongsToAnother, match="Dev Patel"):
        actions.take_over(by=cast.ben, at=NOW, case=looked_at)

    assert (fresh(cases[0]).owner, fresh(cases[0]).held_by) == (cast.dev, None)


def test_whoever_is_in_a_call_finishes_it_first(cast: Cast, cases: list[Case]) -> None:
    actions.begin_call(by=cast.ben, at=NOW, case=cases[0], kind=CallKind.RECOVERY)

    for act in (
        lambda: actions.claim_next(by=cast.ben, at=NOW),
        lambda: actions.claim(by=cast.ben, at=NOW, case=cases[1]),
        lambda: actions.release(by=cast.ben, at=NOW, case=cases[0]),
        lambda: actions.end_case(by=cast.ben, at=NOW, case=cases[0], ending=Ending.CLOSED, words="Enough"),
    ):
        with pytest.raises(InACall):
            act()


def test_the_next_call_begins_at_once(cast: Cast, cases: list[Case]) -> None:
    begun = actions.begin_next(by=cast.ben, at=NOW)

    assert begun is not None
    assert (begun.case, begun.caller, begun.kind) == (cases[0], cast.ben, CallKind.RECOVERY)
    assert actions.begin_next(by=cast.olive, at=NIGHT) is None


def test_whoever_speaks_first_owns_the_customer(cast: Cast, cases: list[Case]) -> None:
    call(cast.ben, cases[0], Outcome.NO_ANSWER)
    assert fresh(cases[0]).owner is None

    call(cast.olive, cases[1], Outcome.SPOKE)

    assert fresh(cases[1]).owner == cast.olive
    with pytest.raises(NotFound):
        case_row(pk=cases[1].pk, by=cast.ben)
    with pytest.raises(BelongsToAnother, match="Olive Thimble works with"):
        actions.claim(by=cast.dev, at=NOW + DAY, case=cases[1])


def test_nobody_answered_is_tried_another_day_at_another_time(cast: Cast, cases: list[Case]) -> None:
    call(cast.ben, cases[0], Outcome.NO_ANSWER)

    case = fresh(cases[0])
    assert (case.next_kind, case.tried_at, case.held_by) == (Next.CALL, NOW, None)
    assert case.next_at >= NOW + timedelta(hours=20)
    assert actions.claim_next(by=cast.ben, at=NOW + HOUR).case == cases[1]


def test_a_wrong_number_is_not_dialled_again_and_without_another_the_case_waits(cast: Cast, cases: list[Case]) -> None:
    wrong = give_number(cast.dev, cases[0])
    begun = actions.begin_call(by=cast.ben, at=NOW, case=cases[0], kind=CallKind.RECOVERY)
    actions.dial(by=cast.ben, at=NOW, call=begun, point=wrong)
    actions.end_call(by=cast.ben, at=NOW, call=begun, outcome=Outcome.WRONG_NUMBER)

    case = fresh(cases[0])
    assert case.next_kind == Next.WAIT
    assert "No number that works" in case.next_words
    assert actions.claim_next(by=cast.ben, at=NOW + 5 * DAY).case != case

    add_point(by=cast.dev, at=NOW + 6 * DAY, customer=case.customer, medium=Medium.PHONE, text="+442079460999")
    assert (fresh(case).next_kind, fresh(case).next_words) == (Next.CALL, "")


def test_gone_ends_the_case_and_not_made_changes_nothing(cast: Cast, cases: list[Case]) -> None:
    call(cast.ben, cases[0], Outcome.GONE)
    call(cast.ben, cases[1], Outcome.NOT_MADE)

    assert fresh(cases[0]).ending == Ending.GONE
    untouched = fresh(cases[1])
    assert (untouched.tried_at, untouched.held_by, untouched.next_at) == (None, None, cases[1].next_at)
    with pytest.raises(CaseHasEnded):
        actions.claim(by=cast.dev, at=NOW, case=cases[0])


def test_what_was_done_today_is_counted(cast: Cast, cases: list[Case]) -> None:
    call(cast.ben, cases[0], Outcome.NO_ANSWER, at=NOW - DAY)
    call(cast.ben, cases[1], Outcome.NO_ANSWER)
    call(cast.ben, cases[2], Outcome.SPOKE, at=NOW + HOUR)
    call(cast.ben, cases[3], Outcome.NOT_MADE, at=NOW + HOUR)

    assert attempts.done(by=cast.ben, at=NOW + 2 * HOUR) == attempts.Done(attempts=2, reached=1, verified=0)
    assert attempts.best_of_all() is None


def test_a_persons_touch_holds_back_what_is_automatic(cast: Cast, cases: list[Case]) -> None:
    customer = cases[0].customer
    assert touched_until(customer=customer, at=NOW) is None
    actions.claim(by=cast.ben, at=NOW, case=cases[0])
    assert touched_until(customer=customer, at=NOW) == NOW + HOLD
    actions.begin_call(by=cast.ben, at=NOW, case=cases[0], kind=CallKind.RECOVERY)
    assert touched_until(customer=customer, at=NOW) == NOW + HOUR


def test_what_exists_for_whom_is_the_same_for_a_row_and_for_a_list(cast: Cast, cases: list[Case]) -> None:
    north = Team.objects.create(name="North", made_at=NOW, made_by="Dev Patel")
    Case.objects.filter(pk__in=[case.pk for case in cases[:4]]).update(team=north)
    actions.hand_over(by=cast.dev, at=NOW, case=cases[4], person=cast.ben)
    actions.hand_over(by=cast.dev, at=NOW, case=cases[5], person=cast.olive)
    actions.end_case(by=cast.dev, at=NOW, case=cases[6], ending=Ending.CLOSED, words="Twice in the list")
    member = Person.objects.get(pk=cast.ben.pk)
    member.team = north

    for person in (cast.ada, cast.ben, member, cast.cora, cast.dev, cast.fay, cast.nia, cast.olive, cast.eve):
        listed = set(visible_to(person).values_list("pk", flat=True))
        assert listed == {case.pk for case in Case.objects.all() if sees_case(by=person, case=case)}
    assert visible_to(cast.cora).count() == 0
    assert visible_to(cast.ben).filter(kind=Kind.EXECUTIVE).count() == 0
    assert visible_to(cast.ben).filter(team=north).count() == 0
    assert visible_to(member).filter(team=north).count() == 4


def test_who_leaves_the_firm_leaves_their_cases(cast: Cast, cases: list[Case]) -> None:
    call(cast.ben, cases[0], Outcome.SPOKE)
    begun = actions.begin_call(by=cast.ben, at=NOW + HOUR, case=cases[1], kind=CallKind.RECOVERY)

    deactivate_person(by=cast.nia, at=NOW + HOUR, person=cast.ben)

    assert not Case.objects.filter(owner=cast.ben).exists()
    assert not Case.objects.filter(held_by=cast.ben).exists()
    assert Call.objects.get(pk=begun.pk).outcome == Outcome.NOT_MADE
