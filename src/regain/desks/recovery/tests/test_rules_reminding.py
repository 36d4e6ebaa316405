"""Where an executive's call stands, and when somebody is reminded; 3 October 2011 is a Monday."""

from datetime import date

import pytest

from regain.desks.recovery.rules.reminding import Due, Given, Reminder, Stage, due, stage, working_days_after

MONDAY = date(2011, 10, 3)
TO_PLAN = Given(given_on=MONDAY, planned_on=None, is_done=False)
PLANNED = Given(given_on=MONDAY, planned_on=date(2011, 10, 6), is_done=False)


def october(day: int) -> date:
    return date(2011, 10, day)


@pytest.mark.parametrize(
    ("start", "count", "end"), [(3, 0, 3), (3, 3, 6), (6, 2, 10), (7, 1, 10), (8, 1, 10), (9, 5, 14)]
)
def test_weekends_are_no_working_days(start: int, count: int, end: int) -> None:
    assert working_days_after(october(start), count) == october(end)


@pytest.mark.parametrize(
    ("given", "day", "stands"),
    [
        (TO_PLAN, 3, Stage.TO_PLAN),
        (TO_PLAN, 6, Stage.TO_PLAN),
        (TO_PLAN, 7, Stage.OVERDUE),
        (Given(MONDAY, None, is_done=False, is_tried=True), 4, Stage.TRIED),
        (PLANNED, 6, Stage.PLANNED),
        (PLANNED, 7, Stage.OVERDUE),
        (Given(MONDAY, october(6), is_done=True), 20, Stage.DONE),
    ],
)
def test_where_a_call_stands(given: Given, day: int, stands: Stage) -> None:
    assert stage(given, today=october(day)) == stands


def test_choosing_a_time_falls_due_after_three_working_days_then_late_then_escalated() -> None:
    plan, late = Due(Reminder.PLAN, october(6)), Due(Reminder.LATE, october(10))

    assert due(TO_PLAN, today=october(5)) == ()
    assert due(TO_PLAN, today=october(6)) == due(TO_PLAN, today=october(9)) == (plan,)
    assert due(TO_PLAN, today=october(10)) == (plan, late)
    assert due(TO_PLAN, today=october(13)) == (plan, late, Due(Reminder.ESCALATED, october(13)))


def test_a_planned_call_is_said_on_its_day_and_late_two_working_days_after() -> None:
    assert due(PLANNED, today=october(5)) == ()
    assert due(PLANNED, today=october(6)) == (Due(Reminder.TODAY, october(6)),)
    assert [each.reminder for each in due(PLANNED, today=october(10))] == [Reminder.TODAY, Reminder.LATE]
    assert due(PLANNED, today=october(13))[-1] == Due(Reminder.ESCALATED, october(13))


def test_a_call_that_was_made_reminds_nobody() -> None:
    assert due(Given(MONDAY, october(3), is_done=True), today=october(28)) == ()
