"""The agenda is arranged, the standing order set; and the pages on which people do so."""

import html
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import icalendar
import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from regain.desks.recovery.tests.executive_story import calls_of
from regain.foundation.kit.errors import Conflict, NotAllowed
from regain.foundation.people.models import Person
from regain.meetings.lossreview.actions.arranging import HasNotes, NotAnAgenda, change_agenda
from regain.meetings.lossreview.actions.convening import CannotAttend, convene_review
from regain.meetings.lossreview.actions.ordering import NotAnOrder, pause_order, resume_order, set_order
from regain.meetings.lossreview.actions.packing import keep_pack
from regain.meetings.lossreview.models import Item, Order, Review
from regain.meetings.lossreview.queries.coming import found_reviews, review_card
from regain.meetings.lossreview.queries.order import next_meetings, standing
from regain.meetings.lossreview.rules.agenda import Point
from regain.meetings.lossreview.rules.order import Usual
from regain.meetings.lossreview.tests.a_pack import a_pack
from regain.meetings.lossreview.tests.autumn import autumn, on
from regain.meetings.lossreview.tests.story import a_review
from tests.cast import Cast

__all__ = ["autumn"]
NOW = on(10, 4)
USUAL: dict[str, Any] = {"week": 2, "weekday": 3, "starts": time(10), "minutes": 75, "freeze_days": 2}


def signed_in(person: Person) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def points(review: Review) -> list[Point]:
    """The agenda as it is."""
    return [Point(item.title, item.minutes, item.section, item.pk) for item in review.items.all()]


def sent(review: Review) -> dict[str, list[str]]:
    """The agenda as its form sends it."""
    rows = points(review)
    return {
        "item": [str(point.item) for point in rows],
        "section": [point.section for point in rows],
        "title": [point.title for point in rows],
        "length": [str(point.minutes) for point in rows],
    }


def titles(review: Review) -> Sequence[str]:
    """Its points in order."""
    return [item.title for item in Item.objects.filter(review=review)]


def test_points_move_change_come_and_go(cast: Cast) -> None:
    review = a_review(cast)
    first, second, *rest = points(review)
    losses = review.items.get(place=2)

    change_agenda(
        by=cast.dev, at=NOW, review=review, items=[second, first, *rest[1:], Point(" What we owe customers ", 12)]
    )

    assert titles(review) == ["Losses", "Actions", "Results", "Issues", "Decide", "Close", "What we owe customers"]
    assert [item.place for item in review.items.all()] == [1, 2, 3, 4, 5, 6, 7]
    assert Item.objects.get(pk=losses.pk, place=1).section == "losses", "the same point, in another place"


@pytest.mark.parametrize(
    "items",
    [[], [Point("", 5)], [Point("x", 0)], [Point("x" * 201, 5)], [Point("x", 5, "weather")], [Point("x", 5, item=0)]],
)
def test_an_agenda_needs_points_with_titles_and_lengths(cast: Cast, items: list[Point]) -> None:
    review = a_review(cast)

    with pytest.raises(NotAnAgenda):
        change_agenda(by=cast.dev, at=NOW, review=review, items=items)

    assert len(titles(review)) == 7


def test_a_point_takes_eight_hours_at_most(cast: Cast) -> None:
    review = a_review(cast)

    with pytest.raises(NotAnAgenda, match="one minute at least and 480 at most"):
        change_agenda(by=cast.dev, at=NOW, review=review, items=[*points(review), Point("Everything", 99_999)])

    assert len(titles(review)) == 7


def test_what_was_talked_about_stays_on_the_agenda(cast: Cast) -> None:
    review = a_review(cast)
    review.items.filter(place=1).update(notes="Two of three are done.")

    with pytest.raises(HasNotes, match="was talked about"):
        change_agenda(by=cast.dev, at=NOW, review=review, items=points(review)[1:])
    with pytest.raises(NotAllowed):
        change_agenda(by=cast.ada, at=NOW, review=review, items=points(review)[:1])

    assert len(titles(review)) == 7


def test_an_order_is_what_later_reviews_run_by(cast: Cast, autumn: Path) -> None:
    set_order(
        by=cast.olive, at=NOW, week=3, weekday=1, starts=time(14, 30), minutes=60, freeze_days=3,
        place="Room 4", chair=cast.olive, people=[cast.ada, cast.tom],
    )  # fmt: skip

    review = convene_review(by=cast.dev, at=NOW, period="2011-09")

    assert review.meets_at == datetime(2011, 10, 18, 13, 30, tzinfo=UTC)
    assert review.freeze_at == datetime(2011, 10, 13, 7, tzinfo=UTC)
    assert (review.minutes, review.place, review.chair) == (60, "Room 4", cast.olive)
    assert {seat.person for seat in review.seats.all()} == {cast.ada, cast.tom, cast.olive}
    assert sum(item.minutes for item in review.items.all()) == 60
    assert Order.objects.count() == 1


def test_who_left_is_in_the_order_no_longer(cast: Cast) -> None:
    set_order(by=cast.dev, at=NOW, chair=cast.tom, people=[cast.tom, cast.ada], **USUAL)
    assert standing().chair == cast.tom

    Person.objects.filter(pk=cast.tom.pk).update(left_at=NOW)

    assert standing().chair == cast.dev
    assert standing().people == (cast.ada,)


def test_an_order_names_a_day_and_people_who_can_come(cast: Cast) -> None:
    for wrong in ({"week": 5}, {"weekday": 7}, {"minutes": 10}, {"freeze_days": 15}, {"place": "x" * 301}):
        with pytest.raises(NotAnOrder):
            set_order(by=cast.dev, at=NOW, **{**USUAL, **wrong})
    with pytest.raises(CannotAttend):
        set_order(by=cast.dev, at=NOW, people=[cast.eve], **USUAL)
    with pytest.raises(NotAllowed):
        set_order(by=cast.ada, at=NOW, **USUAL)

    assert not Order.objects.exists()


def test_reviews_are_paused_and_go_on(cast: Cast) -> None:
    assert pause_order(by=cast.dev, at=NOW).paused_at == NOW
    with pytest.raises(Conflict):
        pause_order(by=cast.dev, at=NOW)
    assert resume_order(by=cast.olive, at=NOW).paused_at is None
    with pytest.raises(Conflict):
        resume_order(by=cast.olive, at=NOW)


def test_the_next_days_are_told_before_anything_is_saved() -> None:
    assert next_meetings(Usual(), at=NOW) == (date(2011, 10, 13), date(2011, 11, 10), date(2011, 12, 8))
    assert next_meetings(Usual(week=1, weekday=0), at=NOW)[0] == date(2011, 11, 7), "the third of October is over"
    assert next_meetings(Usual(week=4, weekday=6), at=on(12, 28))[0] == date(2012, 1, 22)


@time_machine.travel(NOW, tick=False)
def test_a_manager_convenes_arranges_and_calls_off_on_the_pages(cast: Cast, autumn: Path) -> None:
    dev = signed_in(cast.dev)
    page = dev.get("/review/").content.decode()
    assert "No review is convened" in page
    assert "Convene September 2011 now" in page

    made = dev.post("/review/", {"period": "2011-09"})
    assert made["Location"] == "/review/months/2011-09/"
    page = dev.get("/review/months/2011-09/").content.decode()
    for words in ("Thursday, 13 October 2011", "What we agreed last time", "Nobody drew customers", "Ada Marlow"):
        assert words in page

    review = Review.objects.get()
    dev.post("/review/months/2011-09/agenda/", sent(review) | {"do": ["down:0"], "new_title": ["Our promise"]})
    assert titles(review)[:2] == ["Who left, and what it cost", "What we agreed last time"]
    assert titles(review)[-1] == "Our promise"
    assert "They take 80 minutes, and there are 75." in dev.get("/review/").content.decode()

    dev.post("/review/months/2011-09/people/", {"do": "invite", "person": cast.tom.pk})
    dev.post("/review/months/2011-09/people/", {"do": "leave_out", "person": cast.ada.pk})
    assert "Tom Reyes is invited." in dev.get("/review/months/2011-09/").content.decode()
    wrong = dev.post("/review/months/2011-09/moving/", {"meets_at": "2011-10-01T10:00", "minutes": 75, "place": ""})
    assert (wrong.status_code, b"That moment is over already" in wrong.content) == (422, True)
    dev.post("/review/months/2011-09/moving/", {"meets_at": "2011-10-20T15:00", "minutes": 60, "place": "Room 2"})
    review.refresh_from_db()
    assert (review.meets_at, review.place) == (datetime(2011, 10, 20, 14, tzinfo=UTC), "Room 2")
    file = dev.get("/review/months/2011-09/calendar.ics")
    event = icalendar.Calendar.from_ical(file.content).walk("VEVENT")[0]
    assert str(event["SUMMARY"]) == "Loss Review of September 2011"

    dev.post("/review/months/2011-09/calling-off/", {"because": "Stocktaking"})
    page = dev.get("/review/months/2011-09/").content.decode()
    assert "This review does not take place" in page
    assert "Stocktaking" in page


@time_machine.travel(NOW, tick=False)
def test_a_point_that_was_removed_comes_back_with_its_part_of_the_pack(cast: Cast) -> None:
    review = a_review(cast)
    dev, there = signed_in(cast.dev), "/review/months/2011-09/agenda/"
    sections = list(review.items.values_list("section", flat=True))

    removed = dev.post(there, sent(review) | {"do": ["remove:2"]}, follow=True).content.decode()
    assert "“Calls” is off the agenda." in removed
    undo = html.unescape(next(iter(re.findall(r'action="([^"]*back=2[^"]*)"', removed))))
    dev.post(undo)
    dev.post(undo)
    assert list(review.items.values_list("section", flat=True)) == sections, "once, and in its place"

    page = dev.post(there, sent(review) | {"do": ["remove:1"]}, follow=True).content.decode()
    assert '<option value="losses">Who left, and what it cost</option>' in page
    for _twice in range(2):
        dev.post(there, sent(review) | {"new_section": ["losses"]})
    assert list(review.items.values_list("section", flat=True)) == sections
    assert review.items.get(section="losses").minutes == 10


@time_machine.travel(NOW, tick=False)
def test_the_order_is_set_on_its_page(cast: Cast) -> None:
    dev = signed_in(cast.dev)
    page = dev.get("/review/order/").content.decode()
    assert "Thursday, 13 October 2011" in page
    days = dev.get("/review/order/days/", {"week": "1", "weekday": "0"}).content.decode()
    assert "Monday, 7 November 2011" in days

    form = {"week": 1, "weekday": 0, "starts": "09:00", "minutes": 90, "freeze_days": 1, "place": "", "chair": ""}
    wrong = dev.post("/review/order/", form | {"who": "these"})
    assert (wrong.status_code, b"Choose somebody." in wrong.content) == (422, True)
    dev.post("/review/order/", form | {"who": "these", "people": [cast.ada.pk]})
    assert standing().people == (cast.ada,)
    dev.post("/review/order/", form | {"who": "all"})
    assert standing().people == (cast.ada, cast.dev, cast.olive)
    dev.post("/review/order/pause/", {"do": "pause"})
    assert "No review is convened by itself" in dev.get("/review/order/").content.decode()


@time_machine.travel(NOW, tick=False)
def test_who_has_a_seat_sees_the_review_and_changes_nothing(cast: Cast) -> None:
    review = a_review(cast)
    tom = signed_in(cast.tom)
    assert tom.get("/review/months/2011-09/").status_code == 404
    assert "You are invited to no review" in tom.get("/review/").content.decode()
    review.seats.create(person=cast.tom, invited_at=NOW)

    page = tom.get("/review/months/2011-09/").content.decode()

    assert "Thursday, 13 October 2011" in page
    for words in ("Save agenda", "Leave out", "Call it off", "Remind now"):
        assert words not in page
    assert tom.post("/review/months/2011-09/calling-off/", {"because": "No"}).status_code == 403
    assert signed_in(cast.ben).get("/review/months/2011-09/calendar.ics").status_code == 404
    assert "September 2011" in tom.get("/review/").content.decode()


@time_machine.travel(NOW, tick=False)
def test_the_first_page_shows_the_next_review_to_whom_it_concerns(cast: Cast) -> None:
    calls_of(cast, cast.ada)
    review = a_review(cast)

    card = review_card(by=cast.ada)
    assert card is not None
    assert (card.title, card.is_frozen, card.chairs, card.calls_left > 0) == ("September 2011", False, False, True)
    assert review_card(by=cast.tom) is None
    home = signed_in(cast.dev).get("/").content.decode()
    assert "calls are still to be made." in home

    keep_pack(by=cast.dev, at=NOW, review=review, made=a_pack(), freezes=True)
    assert "The pack is there to read." in signed_in(cast.ada).get("/").content.decode()
    assert [hit.title for hit in found_reviews(by=cast.ada, words="sept 2011")] == ["Loss Review of September 2011"]
    assert found_reviews(by=cast.ben, words="sept 2011") == []


@time_machine.travel(NOW, tick=False)
def test_the_next_meetings_leave_out_what_is_convened_already(cast: Cast) -> None:
    days = "the next meetings are on 13 October 2011, 10 November 2011, 8 December 2011."
    assert days in " ".join(signed_in(cast.dev).get("/review/").content.decode().split())
    a_review(cast)

    page = " ".join(signed_in(cast.dev).get("/review/").content.decode().split())

    assert "the next meetings are on 10 November 2011, 8 December 2011, 12 January 2012." in page


@time_machine.travel(NOW, tick=False)
def test_earlier_reviews_tell_what_came_of_them(cast: Cast) -> None:
    a_review(cast, "2011-07", began_at=on(8, 11), adjourned_at=on(8, 11, 10))
    a_review(cast, "2011-08", called_off_at=on(9, 1), called_off_because="Holidays")
    a_review(cast)

    page = signed_in(cast.ada).get("/review/").content.decode()

    assert page.index("Next: September 2011") < page.index("August 2011") < page.index("July 2011")
    table = signed_in(cast.ada).get("/review/export/", {"format": "csv"})
    assert table.status_code == 200


@time_machine.travel(on(10, 20), tick=False)
def test_a_review_nobody_held_says_so(cast: Cast) -> None:
    a_review(cast)

    page = signed_in(cast.dev).get("/review/months/2011-09/").content.decode()

    assert "Nobody opened the meeting. Open it now, move it, or call it off." in page
    assert "its time went by" in signed_in(cast.dev).get("/review/").content.decode()


@time_machine.travel(NOW, tick=False)
def test_a_page_takes_few_queries_however_many_reviews_there_are(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for month in range(1, 9):
        a_review(cast, f"2010-{month:02d}", began_at=on(8, 11), adjourned_at=on(8, 11, 10))
    a_review(cast)
    client = signed_in(cast.dev)
    client.get("/review/")

    with django_assert_max_num_queries(45):
        client.get("/review/")
