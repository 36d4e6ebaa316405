"""Actions come due: owners are reminded, then others hear of it, each once; done means nobody is asked any more."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regain.foundation.kit import clock
from regain.foundation.notices.models import Reminder as Kept
from regain.foundation.people.actions import rights
from regain.meetings.lossreview.actions import agreeing
from regain.meetings.lossreview.jobs.reminding import remind_of_actions
from regain.meetings.lossreview.models import Action
from regain.meetings.lossreview.queries.actions_due import events_of
from regain.meetings.lossreview.queries.promised import promised_card
from regain.meetings.lossreview.rules.keeping import (
    Reminder,
    State,
    kept,
    others_hear,
    owner_hears,
    soon_until,
    state,
    working_days_after,
)
from regain.meetings.lossreview.tests.story import a_review, an_issue
from tests.cast import Cast

MET = datetime(2011, 10, 13, 10, tzinfo=UTC)
MONDAY = date(2011, 10, 31)
OCTOBER = date(2011, 10, 13)
DAYS = st.dates(date(2011, 1, 1), date(2012, 12, 31))


def agreed(cast: Cast, **fields: Any) -> Action:
    """Fay is to send parcels by air by Monday, 31 October."""
    sent: dict[str, Any] = {"by": cast.dev, "at": MET, "what": "Send parcels by air", "owner": cast.fay}
    return agreeing.agree_action(**{**sent, "due_on": MONDAY} | fields)


def look(monkeypatch: pytest.MonkeyPatch, day: date) -> int:
    """The hourly job at noon of that day."""
    monkeypatch.setattr(clock, "now", lambda: datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    told: int = remind_of_actions.func()["told"]
    return told


def open_ones() -> list[tuple[str, str]]:
    """Who is reminded of what now."""
    rows = Kept.objects.filter(settled_at=None).order_by("pk").values_list("person__name", "key")
    return [(name.split()[0], key.split(":")[3]) for name, key in rows]


@given(DAYS, DAYS)
def test_due_soon_begins_three_working_days_before(due_on: date, today: date) -> None:
    is_soon = working_days_after(due_on, -3) <= today <= due_on

    assert (state(due_on=due_on, today=today) is State.DUE) == is_soon
    assert soon_until(today) > today


@given(DAYS, st.integers(1, 30))
def test_working_days_are_monday_to_friday(day: date, count: int) -> None:
    reached = working_days_after(day, count)

    between = [day + timedelta(days=ahead) for ahead in range(1, (reached - day).days + 1)]
    assert sum(each.weekday() < 5 for each in between) == count
    assert reached.weekday() < 5


def test_what_people_hear_by_the_day() -> None:
    def own(today: date, agreed_on: date = OCTOBER) -> Reminder | None:
        found = owner_hears(due_on=MONDAY, agreed_on=agreed_on, today=today)
        return found.reminder if found else None

    assert [own(date(2011, 10, day)) for day in (25, 26, 30, 31)] == [None, "soon", "soon", "today"]
    assert [own(date(2011, 11, day)) for day in (1, 2, 9)] == ["today", "late", "late"]
    assert own(date(2011, 10, 28), agreed_on=date(2011, 10, 27)) is None
    assert [len(others_hear(due_on=MONDAY, today=date(2011, 11, day))) for day in (1, 2, 6, 7)] == [0, 1, 1, 2]


def test_kept_is_said_once_it_can_be_said() -> None:
    def said(today: date, done_on: date | None = None) -> bool | None:
        return kept(first_due_on=MONDAY, done_on=done_on, today=today)

    assert (said(MONDAY), said(date(2011, 11, 1))) == (None, False)
    assert (said(MONDAY, MONDAY), said(MONDAY, date(2011, 11, 1))) == (True, False)
    assert kept(first_due_on=MONDAY, done_on=None, today=date(2012, 1, 1), is_dropped=True) is None


def test_reminders_come_one_after_the_other_and_each_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    agreed(cast, issue=an_issue(cast, owner=cast.tom))

    assert look(monkeypatch, date(2011, 10, 25)) == 0
    assert look(monkeypatch, date(2011, 10, 26)) == 1
    assert look(monkeypatch, date(2011, 10, 27)) == 0
    assert open_ones() == [("Fay", "soon")]
    assert look(monkeypatch, MONDAY) == 1
    assert open_ones() == [("Fay", "today")]
    assert look(monkeypatch, date(2011, 11, 2)) == 2
    assert open_ones() == [("Fay", "late"), ("Tom", "ask")]
    assert look(monkeypatch, date(2011, 11, 7)) == 2
    assert sorted(open_ones())[:2] == [("Dev", "escalated"), ("Fay", "late")]
    assert look(monkeypatch, date(2011, 11, 8)) == 0


def test_the_words_say_who_what_and_when(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = agreed(cast, issue=an_issue(cast, owner=cast.tom))

    look(monkeypatch, date(2011, 11, 2))

    late, asked = Kept.objects.order_by("pk")
    assert late.words == "Late since 31 Oct 2011: Send parcels by air. Finish it, say how it stands, or put it off."
    assert asked.words.startswith("Fay Morgan is late since 31 Oct 2011: Send parcels by air.")
    assert (late.href, late.due_at) == (f"/review/actions/{row.pk}/", datetime(2011, 11, 2, 8, tzinfo=UTC))


def test_without_an_issue_whoever_chairs_the_review_is_asked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    agreed(cast, review=a_review(cast, chair=cast.ada))
    agreed(cast, what="Own", owner=cast.ada, review=a_review(cast, "2011-08", chair=cast.ada))

    look(monkeypatch, date(2011, 11, 2))

    assert open_ones() == [("Fay", "late"), ("Ada", "ask"), ("Ada", "late")]


@pytest.mark.parametrize("how", ["done", "dropped", "put off", "handed on"])
def test_nobody_is_asked_about_what_is_settled(cast: Cast, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    row = agreed(cast, issue=an_issue(cast, owner=cast.tom))
    look(monkeypatch, date(2011, 11, 7))
    sent: dict[str, Any] = {"by": cast.dev, "at": clock.now(), "action": row}
    acts: dict[str, Any] = {
        "done": lambda: agreeing.finish_action(**sent),
        "dropped": lambda: agreeing.drop_action(**sent, because="Not needed"),
        "put off": lambda: agreeing.put_off(**sent, due_on=date(2011, 12, 5), because="Strike"),
        "handed on": lambda: agreeing.hand_action(**sent, owner=cast.ben),
    }

    acts[how]()

    assert open_ones() == []
    expected = [("Ben", "late")] if how == "handed on" else []
    look(monkeypatch, date(2011, 11, 8))
    assert open_ones() == expected


def test_what_was_not_done_after_all_is_reminded_of_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = agreed(cast)
    look(monkeypatch, date(2011, 11, 2))
    agreeing.finish_action(by=cast.fay, at=clock.now(), action=row)
    agreeing.reopen_action(by=cast.dev, at=clock.now(), action=row)

    assert look(monkeypatch, date(2011, 11, 3)) == 1
    assert look(monkeypatch, date(2011, 11, 4)) == 0
    assert open_ones() == [("Fay", "late")]


def test_what_a_person_dismissed_does_not_come_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    agreed(cast)
    look(monkeypatch, MONDAY)
    Kept.objects.update(settled_at=MET, settled_by=cast.fay.key)

    assert look(monkeypatch, date(2011, 11, 1)) == 0
    assert open_ones() == []


def test_where_its_owner_left_those_who_prepare_reviews_hear_at_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed(cast, due_on=date(2012, 3, 1))
    rights.deactivate_person(by=cast.nia, at=MET, person=cast.fay)

    look(monkeypatch, date(2011, 10, 14))

    assert sorted(open_ones()) == [("Dev", "left"), ("Olive", "left")]


def test_the_first_page_shows_what_one_promised(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2011, 11, 3, 12, tzinfo=UTC))
    agreed(cast)
    agreed(cast, what="Ask the carrier", due_on=date(2011, 11, 30))
    agreed(cast, what="Not mine", owner=cast.tom)
    an_issue(cast, owner=cast.fay, due_on=date(2011, 11, 3))
    an_issue(cast, "Fixed", owner=cast.fay, fixed_on=date(2011, 11, 1), change="Faster")

    card = promised_card(by=cast.fay)

    assert card is not None
    assert [(each.title, each.due_words) for each in card.shown] == [
        ("Send parcels by air", "3 days late"),
        ("Parcels arrive late", "today"),
        ("Ask the carrier", "in 27 days"),
    ]
    assert (card.count, card.late, card.more) == (3, 1, 0)
    assert promised_card(by=cast.ben) is None


def test_the_calendar_shows_the_days_ones_open_actions_are_due(cast: Cast) -> None:
    row = agreed(cast)
    agreeing.put_off(by=cast.fay, at=MET, action=row, due_on=date(2011, 11, 7), because="Strike")

    (event,) = events_of(cast.fay)

    assert (event.title, event.is_all_day, event.sequence) == ("Due: Send parcels by air", True, 7)
    assert event.starts_at.date() == date(2011, 11, 7)
    assert event.ends_at - event.starts_at == timedelta(days=1)
    assert events_of(cast.tom) == ()
