"""Calendars: files that programs read, and the address that opens one's own."""

import logging
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.apps import apps
from django.test import Client

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict
from regain.foundation.notices.actions import feeds
from regain.foundation.notices.models import Feed
from regain.foundation.notices.rules.calendar import Event, Method, calendar
from regain.foundation.people.actions import rights
from tests.cast import Cast

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SPRING = datetime(2026, 3, 28, 9, tzinfo=UTC)
CALL = Event(
    uid="call-1@regain",
    starts_at=SPRING,
    ends_at=SPRING + timedelta(minutes=15),
    title="Call Harbour Café; listen",
    words="First words,\nthen silence",
    href="https://regain.example/calls/1",
    zone="Europe/London",
    sequence=3,
)


def read(text: bytes) -> Any:
    """A file, as a calendar program reads it."""
    return icalendar.Calendar.from_ical(text)


def test_what_is_planned_is_read_back_as_it_was_planned() -> None:
    made = read(calendar([CALL], at=AT, name="Ada"))

    event = made.walk("VEVENT")[0]
    assert event["DTSTART"].dt == SPRING
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == ("call-1@regain", 3, "CONFIRMED")
    assert (event["SUMMARY"], event["DESCRIPTION"]) == (CALL.title, CALL.words)
    assert made["METHOD"] == "PUBLISH"
    assert [zone["TZID"] for zone in made.walk("VTIMEZONE")] == ["Europe/London"]


def test_a_whole_day_is_a_day_and_blocks_no_time() -> None:
    begins = datetime(2026, 3, 28, tzinfo=UTC)
    due = Event("3@regain", begins, begins + timedelta(days=1), "Due", zone="Europe/London", is_all_day=True)

    event = read(calendar([due], at=AT)).walk("VEVENT")[0]

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 3, 28), date(2026, 3, 29))
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["TRANSP"] == "TRANSPARENT"


def test_the_zone_in_the_file_knows_when_clocks_change() -> None:
    after = SPRING + timedelta(days=2)
    moved = Event("2@regain", after, after + timedelta(minutes=15), "Later", zone="Europe/London")

    zone = read(calendar([CALL, moved], at=AT)).walk("VTIMEZONE")[0].to_tz()

    assert SPRING.astimezone(zone).hour == 9
    assert after.astimezone(zone).hour == 10


def test_an_invitation_and_its_cancellation_name_both_sides() -> None:
    asked = read(
        calendar(
            [CALL], at=AT, method=Method.REQUEST, organiser="Thimble & Co <desk@a.example>", attendee="ada@a.example"
        )
    )
    struck = read(calendar([CALL], at=AT, method=Method.CANCEL, organiser="desk@a.example", attendee="ada@a.example"))

    event = asked.walk("VEVENT")[0]
    assert (asked["METHOD"], event["ORGANIZER"], event["ATTENDEE"]) == (
        "REQUEST",
        "mailto:desk@a.example",
        "mailto:ada@a.example",
    )
    assert event["ORGANIZER"].params["CN"] == "Thimble & Co"
    assert (struck["METHOD"], struck.walk("VEVENT")[0]["STATUS"]) == ("CANCEL", "CANCELLED")


def test_a_calendar_without_anything_is_a_calendar() -> None:
    assert read(calendar([], at=AT)).walk("VEVENT") == []


def planned(*, by: Actor) -> Sequence[Event]:
    """What the room of these tests plans for a person."""
    return [CALL] if by.name == "Ada Marlow" else []


@pytest.fixture
def ada(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A browser in which Ada is signed in, for whom a call is planned."""
    monkeypatch.setattr(apps.get_app_config("jobs"), "calendar", f"{__name__}.planned")
    client = Client()
    client.force_login(cast.ada)
    return client


def address_on(page: str) -> str:
    """The address a page shows once."""
    start = page.index("http://testserver/notices/calendar/")
    return page[start : page.index(".ics", start) + 4]


@pytest.mark.django_db
def test_a_calendar_program_reads_without_signing_in(ada: Client) -> None:
    address = address_on(ada.post("/notices/calendar/opening/").content.decode())

    answer = Client().get(address)

    assert [event["UID"] for event in read(answer.content).walk("VEVENT")] == [CALL.uid]
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, max-age=300"
    assert Feed.objects.get().read_at is not None


@pytest.mark.django_db
def test_the_address_is_shown_once_and_kept_as_a_hash(ada: Client) -> None:
    address = address_on(ada.post("/notices/calendar/opening/").content.decode())
    key = address.rpartition("/")[2].removesuffix(".ics")

    assert key not in ada.get("/notices/calendar/").content.decode()
    assert key not in Feed.objects.get().fingerprint
    assert len(key) >= 43


@pytest.mark.django_db
def test_a_new_address_ends_the_old_one_and_closing_ends_it_all(ada: Client) -> None:
    first = address_on(ada.post("/notices/calendar/opening/").content.decode())
    second = address_on(ada.post("/notices/calendar/renewal/").content.decode())
    assert [Client().get(each).status_code for each in (first, second)] == [404, 200]

    ada.post("/notices/calendar/closing/")

    assert Client().get(second).status_code == 404


@pytest.mark.django_db
def test_somebody_who_left_shows_no_calendar_even_when_they_are_back(ada: Client, cast: Cast) -> None:
    address = address_on(ada.post("/notices/calendar/opening/").content.decode())

    rights.deactivate_person(by=cast.nia, at=AT, person=cast.ada)
    assert Client().get(address).status_code == 404
    rights.reactivate_person(by=cast.nia, at=AT, person=cast.ada)

    assert Client().get(address).status_code == 404


@pytest.mark.django_db
def test_a_person_has_one_address(cast: Cast) -> None:
    feeds.open_feed(by=cast.ada, at=AT)

    with pytest.raises(Conflict):
        feeds.open_feed(by=cast.ada, at=AT)

    assert Feed.objects.count() == 1


@pytest.mark.django_db
def test_no_log_keeps_a_key(ada: Client, caplog: pytest.LogCaptureFixture) -> None:
    address = address_on(ada.post("/notices/calendar/opening/").content.decode())
    key = address.rpartition("/")[2].removesuffix(".ics")
    client = Client(enforce_csrf_checks=True)

    with caplog.at_level(logging.DEBUG):
        client.post(address)
        client.put(address)
        ada.post("/notices/calendar/closing/")
        client.get(address)
        client.get(f"{address}/elsewhere")

    written = [record.getMessage() for record in caplog.records]
    assert any("/notices/calendar/…" in line for line in written)
    assert not any(key in line for line in written)
