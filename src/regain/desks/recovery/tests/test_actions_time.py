"""When a case goes on, whose it is, and how it ends."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest

from regain.desks.recovery import actions
from regain.desks.recovery.actions.claiming import BelongsToAnother, CaseHasEnded
from regain.desks.recovery.actions.closing import NotEndedLikeThis, StillOpen
from regain.desks.recovery.actions.opening import NeverAgain
from regain.desks.recovery.actions.owning import MayNotCall, TeamIsClosed
from regain.desks.recovery.actions.shared import ReasonMissing
from regain.desks.recovery.actions.timing import NoSuchMoment, NotAhead
from regain.desks.recovery.models import Case
from regain.desks.recovery.queries import upcoming
from regain.desks.recovery.queries.clocks import promise
from regain.desks.recovery.rules.calls import CallKind
from regain.desks.recovery.rules.cases import Ending, Next
from regain.desks.recovery.tests.queue_story import DAY, HOUR, NOW, approved, certify, team_cases
from regain.foundation.kit.errors import NotAllowed
from regain.foundation.people.models import Team
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(cast: Cast) -> list[Case]:
    """The team's cases of an approved cycle."""
    return team_cases(approved(cast.dev, 30))


def refused(kind: type[Exception], act: Callable[[], object]) -> None:
    before = list(Case.objects.order_by("pk").values())
    with pytest.raises(kind):
        act()
    assert list(Case.objects.order_by("pk").values()) == before


def test_a_snoozed_case_waits_with_its_reason(cast: Cast, cases: list[Case]) -> None:
    case = actions.snooze(by=cast.ben, at=NOW, case=cases[0], until=NOW + 3 * DAY, words=" On holiday  until Friday ")

    assert (case.next_at, case.next_words, case.is_promised) == (NOW + 3 * DAY, "On holiday until Friday", False)
    assert next(upcoming.due(by=cast.ben, at=NOW)) == cases[1]
    assert next(upcoming.due(by=cast.ben, at=NOW + 4 * DAY)) == cases[0]


def test_a_callback_is_promised_on_the_customers_clock(cast: Cast, cases: list[Case]) -> None:
    case = actions.call_back(
        by=cast.ben, at=NOW, case=cases[0], day=date(2011, 10, 6), on=time(9, 15), zone="America/New_York"
    )

    assert case.next_at == datetime(2011, 10, 6, 13, 15, tzinfo=UTC)
    assert (case.owner, case.is_promised, case.next_kind) == (cast.ben, True, Next.CALL_BACK)
    assert "09:15 in New York" in promise(case).replace("9:15", "09:15").replace("009", "09")
    assert list(upcoming.promised(by=cast.ben, until=NOW + 3 * DAY)) == [case]
    assert list(upcoming.promised(by=cast.ben, until=NOW + DAY)) == []


def test_what_cannot_be_promised(cast: Cast, cases: list[Case]) -> None:
    def promised(day: date, on: time, zone: str) -> Callable[[], object]:
        return lambda: actions.call_back(by=cast.ben, at=NOW, case=cases[0], day=day, on=on, zone=zone)

    refused(NotAhead, promised(date(2011, 10, 4), time(9), "Europe/London"))
    refused(NotAhead, promised(date(2015, 10, 4), time(9), "Europe/London"))
    refused(NoSuchMoment, promised(date(2012, 3, 25), time(2, 30), "Europe/Berlin"))
    refused(NoSuchMoment, promised(date(2011, 10, 5), time(9), "Atlantis"))
    refused(
        NotAllowed,
        lambda: actions.call_back(
            by=cast.ada, at=NOW, case=cases[0], day=date(2011, 10, 6), on=time(9), zone="Europe/London"
        ),
    )


def test_a_parked_case_rests_until_its_day(cast: Cast, cases: list[Case]) -> None:
    case = actions.park(by=cast.ben, at=NOW, case=cases[0], until=NOW + 60 * DAY, words="Contract ends in December")
    assert (case.next_kind, case.parked_at, case.parked_words) == (
        Next.STAY_IN_TOUCH,
        NOW,
        "Contract ends in December",
    )

    case = actions.unpark(by=cast.ben, at=NOW + DAY, case=case)
    assert (case.next_kind, case.parked_at, case.next_at) == (Next.CALL, None, NOW + DAY)


def test_a_moment_of_ones_own_is_no_promise(cast: Cast, cases: list[Case]) -> None:
    case = actions.schedule(by=cast.ben, at=NOW, case=cases[0], when=NOW + DAY)

    assert (case.scheduled_for, case.next_at, case.is_promised) == (NOW + DAY, NOW + DAY, False)


def test_the_owner_hands_over_and_those_who_manage_reassign(cast: Cast, cases: list[Case]) -> None:
    actions.hand_over(by=cast.dev, at=NOW, case=cases[0], person=cast.ben)
    bens = Case.objects.get(pk=cases[0].pk)
    actions.hand_over(by=cast.ben, at=NOW, case=bens, person=cast.olive)
    assert Case.objects.get(pk=cases[0].pk).owner == cast.olive

    refused(NotAllowed, lambda: actions.hand_over(by=cast.ben, at=NOW, case=cases[1], person=cast.ben))
    refused(BelongsToAnother, lambda: actions.free_case(by=cast.ben, at=NOW, case=bens))
    refused(MayNotCall, lambda: actions.hand_over(by=cast.dev, at=NOW, case=cases[1], person=cast.cora))
    refused(NotAllowed, lambda: actions.free_case(by=cast.ben, at=NOW, case=Case.objects.get(pk=cases[0].pk)))

    actions.free_case(by=cast.olive, at=NOW, case=Case.objects.get(pk=cases[0].pk))
    assert Case.objects.get(pk=cases[0].pk).owner is None


def test_many_are_handed_over_at_once_but_never_a_call_somebody_is_in(cast: Cast, cases: list[Case]) -> None:
    certify(cast.ben)
    actions.begin_call(by=cast.ben, at=NOW, case=cases[0], kind=CallKind.RECOVERY)
    numbers = [case.pk for case in cases[:5]]

    assert actions.hand_over_many(by=cast.dev, at=NOW, cases=numbers, person=cast.olive) == 4

    assert set(Case.objects.filter(owner=cast.olive)) == set(cases[1:5])
    refused(MayNotCall, lambda: actions.hand_over_many(by=cast.dev, at=NOW, cases=numbers, person=cast.cora))
    refused(NotAllowed, lambda: actions.hand_over_many(by=cast.ben, at=NOW, cases=numbers, person=cast.ben))


def test_cases_are_given_to_a_team_and_taken_back(cast: Cast, cases: list[Case]) -> None:
    north = Team.objects.create(name="North", made_at=NOW, made_by="Dev Patel")
    closed = Team.objects.create(name="South", made_at=NOW, made_by="Dev Patel", closed_at=NOW)
    numbers = [case.pk for case in cases[:3]]
    actions.hand_over(by=cast.dev, at=NOW, case=cases[0], person=cast.ben)

    assert actions.give_to_team(by=cast.dev, at=NOW, cases=numbers, team=north) == 3
    assert next(upcoming.due(by=cast.ben, at=NOW)) == cases[3]
    refused(TeamIsClosed, lambda: actions.give_to_team(by=cast.dev, at=NOW, cases=numbers, team=closed))

    actions.give_to_team(by=cast.dev, at=NOW, cases=numbers, team=None)
    assert next(upcoming.due(by=cast.ben, at=NOW)) == cases[0]


def test_a_case_ends_with_a_reason_and_opens_again_with_one(cast: Cast, cases: list[Case]) -> None:
    case = actions.end_case(by=cast.ben, at=NOW, case=cases[0], ending=Ending.DECLINED, words="Bought elsewhere")
    assert (case.ending, case.ended_by, case.ended_words) == ("declined", "Ben Okafor", "Bought elsewhere")
    refused(CaseHasEnded, lambda: actions.snooze(by=cast.dev, at=NOW, case=case, until=NOW + DAY, words="Later"))

    case = actions.reopen_case(by=cast.dev, at=NOW + HOUR, case=case, words="They wrote to us")

    assert (case.ended_at, case.ending, case.next_at) == (None, "", NOW + HOUR)
    refused(StillOpen, lambda: actions.reopen_case(by=cast.dev, at=NOW, case=case, words="Again"))


def test_what_no_ending_does(cast: Cast, cases: list[Case]) -> None:
    def end(ending: Ending, words: str) -> Callable[[], object]:
        return lambda: actions.end_case(by=cast.ben, at=NOW, case=cases[0], ending=ending, words=words)

    refused(NotEndedLikeThis, end(Ending.LEFT_ALONE, "Do not call"))
    refused(ReasonMissing, end(Ending.CLOSED, " "))
    gone = actions.end_case(by=cast.ben, at=NOW, case=cases[0], ending=Ending.GONE, words="Closed down")
    refused(NeverAgain, lambda: actions.reopen_case(by=cast.dev, at=NOW, case=gone, words="Perhaps"))
