"""What an outcome leads to, when to try again, and the customer's clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from regain.desks.recovery.rules import clocks
from regain.desks.recovery.rules.calls import REACHED, Outcome
from regain.desks.recovery.rules.cases import Ending, Next
from regain.desks.recovery.rules.outcomes import LEADS, TIMES, Hour, Tried, again, best_time, suggest

BERLIN = ZoneInfo("Europe/Berlin")
AT = datetime(2026, 3, 3, 10, 10, tzinfo=BERLIN)


def tries(*hours: int) -> list[datetime]:
    return [AT.replace(hour=hour) - timedelta(days=len(hours) - 1 - number) for number, hour in enumerate(hours)]


def test_every_outcome_leads_somewhere() -> None:
    assert set(LEADS) == set(Outcome)
    assert {outcome for outcome in Outcome if LEADS[outcome].owns} == REACHED


def test_nobody_is_tried_twice_in_a_day_nor_at_the_same_time_of_day() -> None:
    times = tries(10)
    for _number in range(5):
        following = again(at=times[-1], tried=Tried(times))
        assert following - times[-1] >= timedelta(hours=20)
        assert abs(following.hour - times[-1].hour) >= 2
        times.append(following)
    assert {(moment.hour, moment.minute) for moment in times[1:5]} == {(each.hour, each.minute) for each in TIMES}


def test_the_best_time_is_taken_unless_it_has_just_failed() -> None:
    assert again(at=AT, tried=Tried(tries(10), best=17)).hour == 17
    assert again(at=AT.replace(hour=17), tried=Tried(tries(17), best=17)).hour != 17


def test_the_clock_is_the_customers() -> None:
    found = again(at=datetime(2026, 3, 3, 9, 10, tzinfo=UTC), tried=Tried(tries(10)))

    assert found.tzinfo == BERLIN
    assert found.date() >= date(2026, 3, 4)


def test_after_enough_attempts_we_propose_to_let_them_be() -> None:
    assert suggest(Outcome.NO_ANSWER, at=AT, tried=Tried(tries(10, 12, 15))).ending is None
    proposed = suggest(Outcome.NO_ANSWER, at=AT, tried=Tried(tries(10, 12, 15, 17, 10, 12)))
    assert proposed.ending is Ending.UNREACHABLE
    assert proposed.ahead is not None


def test_a_wrong_number_goes_to_the_next_or_waits_for_one() -> None:
    following = suggest(Outcome.WRONG_NUMBER, at=AT, tried=Tried(tries(10))).ahead
    waiting = suggest(Outcome.WRONG_NUMBER, at=AT, tried=Tried(tries(10), has_number=False)).ahead

    assert following is not None
    assert (following.kind, following.at) == (Next.CALL, AT)
    assert waiting is not None
    assert waiting.kind is Next.WAIT


def test_gone_and_left_alone_end_and_not_made_changes_nothing() -> None:
    assert suggest(Outcome.GONE, at=AT, tried=Tried()).ending is Ending.GONE
    assert suggest(Outcome.LEFT_ALONE, at=AT, tried=Tried()).ending is Ending.LEFT_ALONE
    nothing = suggest(Outcome.NOT_MADE, at=AT, tried=Tried())
    assert (nothing.ahead, nothing.ending) == (None, None)


def test_a_time_is_called_best_only_with_evidence() -> None:
    assert best_time([Hour(10, 9, 9), Hour(11, 10, 10)]) is None
    found = best_time([Hour(10, 12, 3), Hour(11, 12, 3), Hour(16, 15, 9), Hour(17, 10, 5)])
    assert found is not None
    assert (found.from_hour, found.until_hour, found.tries, found.reached) == (16, 18, 25, 14)


@pytest.mark.parametrize(
    ("day", "at", "utc"),
    [
        (date(2026, 1, 5), time(15), datetime(2026, 1, 5, 14, tzinfo=UTC)),
        (date(2026, 7, 6), time(15), datetime(2026, 7, 6, 13, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_wall_clock_is_read_with_its_summer_time(day: date, at: time, utc: datetime) -> None:
    assert clocks.moment(day=day, at=at, zone="Europe/Berlin") == utc


def test_a_time_that_no_clock_shows_is_refused() -> None:
    with pytest.raises(clocks.NoSuchTime):
        clocks.moment(day=date(2026, 3, 29), at=time(2, 30), zone="Europe/Berlin")
    for zone in ("Mars/Crater", "", "../etc/passwd"):
        with pytest.raises(clocks.NoSuchZone):
            clocks.moment(day=date(2026, 3, 29), at=time(12), zone=zone)
