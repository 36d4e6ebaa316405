"""What a cycle changed: everybody counted as drawn, against those left alone, and never claimed without them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from regain.desks.recovery import actions
from regain.desks.recovery.models import Call, Case, Comeback, Cycle, Decision, FollowUp
from regain.desks.recovery.queries import results
from regain.desks.recovery.rules.calls import CallKind, Outcome
from regain.desks.recovery.rules.lasting import SecondLife, lasting
from regain.desks.recovery.rules.results import (
    HORIZON,
    Effect,
    Followed,
    Refused,
    Tally,
    drawn_as,
    effect,
    followed_for,
    is_over,
    tallies,
)
from regain.desks.recovery.rules.terms import Kind, Why
from regain.desks.recovery.tests.story import AT, one
from regain.foundation.kit.actor import System
from regain.foundation.kit.errors import NotAllowed
from regain.knowledge.ledger import actions as ledger
from regain.knowledge.ledger.queries.returns import CameBack, measured, recorded
from regain.knowledge.playbook.rules.steps import Step
from tests.cast import Cast

SINCE = date(2011, 10, 3)
WORKER = System("worker")
NOTHING: tuple[list[dict[str, float]], str] = ([], "Nobody has come back yet.")


def followed(*, control: bool, returned: bool, count: int, spent: float = 0.0, kind: Kind = Kind.TEAM) -> Followed:
    return Followed(kind, control, "large/regular", returned, spent, attempted=not control, count=count)


def bought(decision: Decision, *, days: int = 10, spent: str = "50.00") -> CameBack:
    day = SINCE + timedelta(days=days)
    return CameBack(decision.customer, day, day, Decimal(spent), 1 if days < HORIZON else 0, None)


def follow(cycle: Cycle, *back: CameBack, days: int = HORIZON) -> FollowUp:
    return actions.follow_cycle(
        by=WORKER,
        at=AT + timedelta(days=days),
        cycle=cycle,
        since=SINCE,
        known_until=SINCE + timedelta(days=days),
        bought={each.customer: each for each in back},
        lasting=NOTHING,
    )


@pytest.fixture
def approved(cast: Cast, cycle: Cycle) -> Cycle:
    return actions.approve_cycle(by=cast.dev, at=AT, cycle=cycle)


def test_a_hundred_treated_and_a_hundred_left_alone_are_compared_as_drawn() -> None:
    rows = [
        followed(control=False, returned=True, count=1, spent=80.0),
        *(followed(control=False, returned=True, count=1, spent=20.0) for _ in range(39)),
        followed(control=False, returned=False, count=60),
        *(followed(control=True, returned=True, count=1, spent=20.0) for _ in range(10)),
        followed(control=True, returned=False, count=90),
    ]

    seen = effect(rows)

    assert isinstance(seen, Effect)
    assert (str(seen.treated), str(seen.control)) == ("40 of 100", "10 of 100")
    assert seen.rate is not None
    assert seen.rate.value == pytest.approx(0.30)
    assert 0 < seen.rate.low < 0.30 < seen.rate.high < 1
    assert seen.value is not None
    assert seen.value.value == pytest.approx((80 + 39 * 20 - 10 * 20) / 100)
    assert seen.wait == "", "what is beyond chance needs no more waiting"


def test_nothing_is_claimed_without_a_control_group() -> None:
    seen = effect([followed(control=False, returned=True, count=50, spent=10.0)])

    assert isinstance(seen, Refused)
    assert seen.words == "Cannot tell yet: the control group is empty. Hold out a share of the next cycle."


def test_a_handful_is_too_few_to_tell() -> None:
    seen = effect([followed(control=False, returned=True, count=5), followed(control=True, returned=False, count=5)])

    assert isinstance(seen, Effect)
    assert seen.rate is None
    assert seen.rate_words.startswith("Cannot tell yet: there are 5 treated and 5 in control")


def test_a_difference_that_may_be_chance_says_how_long_to_wait() -> None:
    rows = [
        followed(control=False, returned=True, count=20),
        followed(control=False, returned=False, count=60),
        followed(control=True, returned=True, count=4),
        followed(control=True, returned=False, count=16),
    ]

    seen = effect(rows)

    assert isinstance(seen, Effect)
    assert "customers" in seen.wait
    assert "more cycles at this rate" in seen.wait


def test_whoever_was_taken_off_the_list_by_hand_stays_where_the_draw_put_them() -> None:
    assert drawn_as(kind=Kind.NOT_PURSUED, would_be="", why=Why.BY_HAND) == (Kind.TEAM, False)
    assert drawn_as(kind=Kind.NOT_PURSUED, would_be="", why=Why.TOO_DEAR) is None
    assert drawn_as(kind=Kind.CONTROL, would_be=Kind.LETTER, why="") == (Kind.LETTER, True)
    assert drawn_as(kind=Kind.CONTROL, would_be=Kind.NOT_PURSUED, why="") is None
    assert drawn_as(kind=Kind.EXECUTIVE, would_be="", why="") == (Kind.EXECUTIVE, False)


def test_only_calls_are_evidence_for_what_a_call_is_worth() -> None:
    rows = [
        followed(control=False, returned=True, count=3),
        followed(control=True, returned=False, count=2),
        followed(control=False, returned=True, count=9, kind=Kind.LETTER),
    ]

    assert tallies(rows) == {"large/regular": Tally(3, 3, 2, 0)}


def test_the_horizon_is_over_when_its_last_day_is_known() -> None:
    last = SINCE + timedelta(days=HORIZON)

    assert is_over(since=SINCE, known_until=last)
    assert not is_over(since=SINCE, known_until=last - timedelta(days=1))
    assert followed_for(since=SINCE, known_until=SINCE - timedelta(days=300)) == 0
    assert followed_for(since=SINCE, known_until=last + timedelta(days=300)) == HORIZON


def test_second_lives_that_last_are_counted_as_unfinished() -> None:
    lives = [SecondLife(SINCE, SINCE + timedelta(days=5), None) for _ in range(30)]
    lives += [SecondLife(SINCE, SINCE + timedelta(days=20), SINCE + timedelta(days=110)) for _ in range(10)]

    told, why_not = lasting(lives, known_until=SINCE + timedelta(days=120))

    assert why_not == ""
    assert [each["days"] for each in told] == [30, 90]
    assert told[0]["share"] == pytest.approx(0.75)


def test_nobody_back_is_said_and_not_counted() -> None:
    assert lasting([], known_until=SINCE) == NOTHING


def test_a_cycle_nobody_has_followed_says_so(cast: Cast, approved: Cycle) -> None:
    page = results.results_page(by=cast.dev, cycle=approved)

    assert (page.effect, page.refused, page.known_until, page.days) == (None, "", None, 0)
    assert [line.tried for line in page.lines] == [0, 0, 0]
    assert page.cost.amount == 0


def test_those_who_bought_are_counted_whether_called_or_not(cast: Cast, approved: Cycle) -> None:
    called, held = one(approved, Kind.TEAM), one(approved, Kind.CONTROL)
    too_late = one(approved, Kind.TEAM, 1)

    follow(approved, bought(called), bought(held, spent="30.00"), bought(too_late, days=HORIZON + 1))
    page = results.results_page(by=cast.dev, cycle=approved)

    team = next(line for line in page.lines if line.kind == Kind.TEAM)
    assert (team.returned, team.spent.amount) == (1, Decimal("50.0000")), "later than the horizon is not in it"
    assert page.effect is not None
    counted = results.followed(approved)
    assert page.effect.treated.of == sum(each.count for each in counted if not each.is_control)
    assert page.effect.control.of == sum(each.count for each in counted if each.is_control)
    assert (page.effect.treated.returned, page.effect.control.returned) == (1, 1)
    assert "not approached" in page.effect.crossovers


def test_looking_again_takes_the_place_of_the_look_before(cast: Cast, approved: Cycle) -> None:
    first, second = one(approved, Kind.TEAM), one(approved, Kind.TEAM, 1)

    follow(approved, bought(first), days=20)
    follow(approved, bought(second), days=30)

    assert FollowUp.objects.count() == 1
    assert Comeback.objects.get().decision == second


def test_calls_become_evidence_once_the_horizon_is_over_and_not_before(cast: Cast, approved: Cycle) -> None:
    follow(approved, bought(one(approved, Kind.TEAM)), days=HORIZON - 1)
    assert measured() == {}

    follow(approved, bought(one(approved, Kind.TEAM)))

    told = measured().values()
    calls = approved.decisions.filter(kind__in=[Kind.TEAM, Kind.EXECUTIVE])
    assert sum(each.tried for each in told) <= calls.count()
    assert sum(each.tried_returned for each in told) == 1
    assert all(each.control for each in told)


def test_people_do_not_write_what_customers_did(cast: Cast, approved: Cycle) -> None:
    with pytest.raises(NotAllowed):
        actions.follow_cycle(
            by=cast.dev, at=AT, cycle=approved, since=SINCE, known_until=SINCE, bought={}, lasting=NOTHING
        )

    assert not FollowUp.objects.exists()


def test_how_far_the_calls_came_and_what_they_cost(cast: Cast, approved: Cycle) -> None:
    case = Case.objects.filter(kind=Kind.TEAM).order_by("rank")[0]
    ended = datetime(2011, 10, 4, 10, tzinfo=UTC)
    call = {"case": case, "kind": CallKind.RECOVERY, "caller": cast.ben, "began_at": ended, "step": Step.CLOSE}
    Call.objects.create(**call, ended_at=ended, outcome=Outcome.NO_ANSWER)
    Call.objects.create(**call, ended_at=ended, outcome=Outcome.NOT_MADE)
    Call.objects.create(**call, ended_at=ended, outcome=Outcome.SPOKE, verified_at=ended, asked_at=ended, respect=5)

    page = results.results_page(by=cast.dev, cycle=approved)

    team = next(line for line in page.lines if line.kind == Kind.TEAM)
    assert (team.tried, team.reached, team.diagnosed, team.confirmed) == (1, 1, 1, 1)
    assert team.cost.amount == 2 * approved.cost_of_call, "two attempts; what was never made costs nothing"
    assert [(each.mean, each.answers, each.low) for each in page.justice] == [(5.0, 1, None)], "too few to say"


def test_what_customers_said_comes_with_its_interval(cast: Cast, approved: Cycle) -> None:
    case = Case.objects.filter(kind=Kind.TEAM).order_by("rank")[0]
    call = {"case": case, "kind": CallKind.RECOVERY, "caller": cast.ben, "began_at": AT, "ended_at": AT}
    for respect in (3, 4, 4, 5, 5, 5, 4, 3, 5, 4):
        Call.objects.create(**call, step=Step.CLOSE, outcome=Outcome.SPOKE, respect=respect, ease=5)

    page = results.results_page(by=cast.dev, cycle=approved)

    polite, ease = page.justice
    assert (polite.mean, polite.low, polite.high) == pytest.approx((4.2, 3.636, 4.764), abs=0.001)
    assert (ease.mean, ease.low, ease.high) == pytest.approx((5.0, 4.774, 5.0), abs=0.001)
    assert results.document(page)["justice"][0]["low"] == polite.low


def test_a_recorded_return_is_held_against_the_sales(cast: Cast, approved: Cycle) -> None:
    case = Case.objects.filter(kind=Kind.TEAM).order_by("rank")[0]
    Case.objects.filter(pk=case.pk).update(ending="returned", ended_at=AT, ended_by="Ben", held_by=None)
    ledger.record_return(
        by=cast.ben, at=AT, customer=case.customer, left_on=case.left_on, source=f"recovery:case:{case.pk}"
    )

    assert results.results_page(by=cast.dev, cycle=approved).claims == results.Claims(1, 0, 1, 0)

    ledger.match_returns(by=WORKER, at=AT, bought={}, known_until=AT.date() + timedelta(days=HORIZON + 1))

    assert results.results_page(by=cast.dev, cycle=approved).claims == results.Claims(1, 0, 0, 1)


def test_nobody_calls_to_win_back_who_is_here_already(cast: Cast, approved: Cycle) -> None:
    back, busy, away = Case.objects.filter(kind=Kind.TEAM).order_by("rank")[:3]
    call = {"case": busy, "kind": CallKind.RECOVERY, "caller": cast.ben, "began_at": AT, "step": Step.LISTEN}
    Call.objects.create(**call)
    day = back.left_on + timedelta(days=9)

    count = actions.notice_returns(
        by=WORKER, at=AT, bought={back.customer: day, busy.customer: day}, known_until=AT.date()
    )

    back.refresh_from_db()
    assert (count, back.ending) == (1, "returned")
    assert back.ended_words.startswith(f"Bought again on {day.day} ")
    assert set(Case.objects.filter(ended_at=None, pk__in=[busy.pk, away.pk])) == {busy, away}
    assert [each.bought_on for each in recorded(sources=[f"recovery:case:{back.pk}"]).values()] == [day]
