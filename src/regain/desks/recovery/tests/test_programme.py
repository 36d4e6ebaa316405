"""The programme in figures: whom the month was to reach, who was called in time, as known at a moment."""

from datetime import date, timedelta

import pytest

from regain.desks.recovery import actions
from regain.desks.recovery.models import Decision
from regain.desks.recovery.queries.programme import (
    ExecutiveCalls,
    days_to_first_conversation,
    executive_calls,
)
from regain.desks.recovery.rules.calls import Outcome
from regain.desks.recovery.tests.executive_story import calls_of, listening
from regain.desks.recovery.tests.queue_story import DAY, NOW
from tests.cast import Cast

MONTH = {"from_on": date(2011, 9, 1), "until_on": date(2011, 10, 1)}


@pytest.fixture
def heard(cast: Cast) -> list[str]:
    """Ada has three calls and made one at once and one after three weeks; the rest are nobody's."""
    rows = calls_of(cast, cast.ada)
    for case, at in ((rows[0], NOW), (rows[1], NOW + 21 * DAY)):
        call = listening(cast, case, by=cast.ada, at=at)
        outcome = Outcome.SPOKE if case == rows[0] else Outcome.NO_ANSWER
        actions.end_call(by=cast.ada, at=at + timedelta(minutes=9), call=call, outcome=outcome)
    return [row.customer for row in rows]


def test_each_executive_has_calls_drawn_tried_spoken_and_on_time(heard: list[str]) -> None:
    """Three weeks are too late, and a call nobody answered is no conversation."""
    told = {each.person: each for each in executive_calls(**MONTH, known_at=NOW + 30 * DAY)}
    assert told["Ada Marlow"] == ExecutiveCalls("Ada Marlow", drawn=3, tried=2, spoken=1, on_time=1)
    assert told[""] == ExecutiveCalls("", drawn=len(heard) - 3)


def test_what_happened_later_was_not_known_earlier(heard: list[str]) -> None:
    """Asked as of an hour after the first call, there is one."""
    told = {each.person: each for each in executive_calls(**MONTH, known_at=NOW + timedelta(hours=1))}
    assert (told["Ada Marlow"].tried, told["Ada Marlow"].on_time) == (1, 1)
    assert executive_calls(**MONTH, known_at=NOW - 9 * DAY) == ()


def test_the_first_conversation_counts_from_the_day_they_left(heard: list[str]) -> None:
    """One was spoken with."""
    left_on = Decision.objects.get(customer=heard[0]).left_on
    days = days_to_first_conversation(**MONTH, known_at=NOW + DAY)
    assert days == ((NOW.date() - left_on).days,)
    assert days_to_first_conversation(**MONTH, known_at=NOW) == ()
