"""A review is convened, moved, called off; who comes, and what they get for their calendars."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import icalendar
import pytest
from pytest_django import Settings

from regain.foundation.audit.models import Entry
from regain.foundation.kit.actor import System
from regain.foundation.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from regain.foundation.kit.home import Company
from regain.foundation.notices.models import Message
from regain.foundation.people.actions.rights import deactivate_person
from regain.foundation.people.models import Person
from regain.meetings.lossreview.actions.convening import (
    CannotAttend,
    ConvenedAlready,
    HasBegun,
    NotAhead,
    NotAMonth,
    NotOverYet,
    call_off_review,
    convene_review,
    invite,
    leave_out,
    move_review,
    name_chair,
)
from regain.meetings.lossreview.actions.sitting import CalledOff
from regain.meetings.lossreview.models import Item, Review, Seat
from regain.meetings.lossreview.queries.planned import planned
from regain.meetings.lossreview.queries.reviews import review_row, visible
from regain.meetings.lossreview.tests.autumn import autumn, facts_until, on
from regain.meetings.lossreview.tests.story import a_review
from tests.cast import Cast

__all__ = ["autumn"]
AT = on(10, 3)


def convened(by: Person, period: str = "2011-09", at: datetime = AT) -> Review:
    """The review of a month by the standing order."""
    return convene_review(by=by, at=at, period=period)


def invitation(message: Message) -> icalendar.Component:
    """The meeting in a mail, as a calendar program reads it."""
    return icalendar.Calendar.from_ical(bytes(message.enclosures.get().body)).walk("VEVENT")[0]


def test_a_shop_owner_changes_nothing_and_gets_a_whole_meeting(cast: Cast, autumn: Path) -> None:
    review = convened(cast.olive)

    assert review.meets_at == datetime(2011, 10, 13, 9, tzinfo=UTC), "ten o’clock in London"
    assert review.freeze_at == datetime(2011, 10, 11, 7, tzinfo=UTC)
    assert (review.minutes, review.chair) == (75, cast.dev)
    assert {seat.person for seat in review.seats.all()} == {cast.ada, cast.dev, cast.olive}
    agenda = Item.objects.filter(review=review)
    assert next(item.section for item in agenda) == "actions"
    assert sum(item.minutes for item in agenda) == 75


def test_everybody_invited_gets_the_meeting_for_their_calendar(cast: Cast, autumn: Path) -> None:
    review = convened(cast.dev)

    mails = {mail.to: mail for mail in Message.objects.all()}
    assert set(mails) == {cast.ada.email, cast.dev.email, cast.olive.email}
    mail = mails[cast.ada.email]
    assert mail.subject == "Loss Review of September 2011, Thursday, 13 October 2011, 10:00"
    assert "you are invited" in mail.text
    assert "The pack to read comes on Tuesday, 11 October 2011." in mail.text
    assert "you chair" in mails[cast.dev.email].text
    assert mail.enclosures.get().kind == "text/calendar; method=REQUEST"
    event = invitation(mail)
    assert (event["UID"], event["SEQUENCE"]) == (f"loss-review-{review.pk}@regain", 0)
    assert [each.title for each in planned(by=cast.ada)] == ["Loss Review of September 2011"]
    assert planned(by=cast.ben) == []


def test_a_month_has_one_review(cast: Cast, autumn: Path) -> None:
    convened(cast.dev)

    with pytest.raises(ConvenedAlready, match="September 2011 is convened already"):
        convened(cast.olive)

    assert Review.objects.count() == 1
    assert Message.objects.count() == 3


@pytest.mark.parametrize(
    ("period", "at", "refusal"),
    [
        ("2011-Q3", AT, NotAMonth),
        ("september", AT, Invalid),
        ("2011-10", AT, NotOverYet),
        ("2012-02", on(3, 5, year=2012), NotOverYet),
    ],
)
def test_only_a_month_that_is_over_and_known_is_reviewed(
    cast: Cast, autumn: Path, period: str, at: datetime, refusal: type[Exception]
) -> None:
    entries = Entry.objects.count()

    with pytest.raises(refusal):
        convened(cast.dev, period, at)

    assert (Review.objects.count(), Message.objects.count(), Entry.objects.count()) == (0, 0, entries)


def test_without_sales_there_is_nothing_to_review(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGAIN_HOME", str(tmp_path))

    with pytest.raises(NotOverYet, match="No sales have been imported yet"):
        convened(cast.dev)


def test_a_month_is_whole_when_nothing_is_sold_on_its_last_sunday(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REGAIN_HOME", str(tmp_path))
    facts_until(tmp_path, date(2011, 7, 29))

    assert convened(cast.dev, "2011-07", on(8, 1)).period == "2011-07"


def test_only_who_prepares_convenes(cast: Cast, autumn: Path) -> None:
    for person in (cast.ada, cast.ben, cast.nia):
        with pytest.raises(NotAllowed):
            convened(person)

    assert not Review.objects.exists()


def test_nobody_is_invited_who_may_not_come(cast: Cast, autumn: Path) -> None:
    with pytest.raises(CannotAttend, match="Eve Stone cannot take part"):
        convene_review(by=cast.dev, at=AT, period="2011-09", people=[cast.eve])

    assert not Review.objects.exists()


def test_what_is_said_by_hand_goes_before_the_order(cast: Cast, autumn: Path) -> None:
    review = convene_review(
        by=cast.dev, at=AT, period="2011-09", meets_at=on(10, 5), place=" Room 4 ", chair=cast.olive, people=[cast.tom]
    )

    assert (review.meets_at, review.place, review.chair) == (on(10, 5), "Room 4", cast.olive)
    assert review.freeze_at == on(10, 3), "two working days before is over, so it is frozen at once"
    assert {seat.person for seat in review.seats.all()} == {cast.tom, cast.olive}
    with pytest.raises(NotAhead):
        convene_review(by=cast.dev, at=AT, period="2011-08", meets_at=on(10, 2))


def test_a_review_of_long_ago_meets_in_the_future_and_leaves_time_to_read(cast: Cast, autumn: Path) -> None:
    now = datetime(2026, 11, 20, 15, tzinfo=UTC)

    review = convened(cast.dev, "2011-09", now)

    assert review.meets_at == datetime(2026, 11, 25, 10, tzinfo=UTC), "a Friday: frozen on Monday, met on Wednesday"
    assert review.freeze_at == datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_two_reviews_convened_late_meet_on_two_days(cast: Cast, autumn: Path) -> None:
    now = on(2, 20, year=2012)

    meet = [convened(cast.dev, month, now).meets_at.date() for month in ("2011-11", "2011-12", "2012-01")]

    assert meet == [date(2012, 2, 23), date(2012, 2, 24), date(2012, 2, 27)]


def test_holidays_and_summer_time_are_minded(cast: Cast, autumn: Path, settings: Settings) -> None:
    settings.COMPANY = Company(zone="Europe/London", country="GB")

    assert convened(cast.dev).meets_at == datetime(2011, 10, 13, 9, tzinfo=UTC), "ten o'clock in summer"
    november = convened(cast.dev, "2011-10", on(11, 2))
    assert november.meets_at == datetime(2011, 11, 10, 10, tzinfo=UTC), "ten o'clock in winter"
    december = convened(cast.dev, "2011-11", on(12, 21))
    assert december.freeze_at.date() == date(2011, 12, 22)
    assert december.meets_at.date() == date(2011, 12, 28), "after Christmas, Boxing Day and the day in lieu"
    january = convened(cast.dev, "2011-12", on(1, 2, year=2012))
    assert january.meets_at == datetime(2012, 1, 12, 10, tzinfo=UTC)


def test_who_moves_a_review_moves_it_in_every_calendar(cast: Cast, autumn: Path) -> None:
    review = convened(cast.dev)
    Message.objects.all().delete()

    moved = move_review(
        by=cast.dev, at=on(10, 4), review=review, meets_at=on(10, 20, 14, 0), minutes=60, place="Room 2",
        because="Ada is away that week.",
    )  # fmt: skip

    assert (moved.meets_at, moved.minutes, moved.place, moved.sequence) == (on(10, 20, 14, 0), 60, "Room 2", 1)
    assert moved.freeze_at == on(10, 18, 7, 0)
    mail = Message.objects.get(to=cast.ada.email)
    assert mail.subject.startswith("Changed: Loss Review of September 2011, Thursday, 20 October 2011")
    assert "Ada is away that week." in mail.text
    assert (invitation(mail)["SEQUENCE"], invitation(mail)["UID"]) == (1, f"loss-review-{review.pk}@regain")
    with pytest.raises(NotAhead):
        move_review(by=cast.dev, at=on(10, 4), review=review, meets_at=on(10, 3))
    with pytest.raises(Invalid):
        move_review(by=cast.dev, at=on(10, 4), review=review, meets_at=on(10, 20), minutes=5)


def test_who_calls_it_off_says_why_and_the_month_is_free_again(cast: Cast, autumn: Path) -> None:
    review = convened(cast.dev)
    with pytest.raises(Invalid):
        call_off_review(by=cast.dev, at=on(10, 4), review=review, because="  ")
    Message.objects.all().delete()

    call_off_review(by=cast.dev, at=on(10, 4), review=review, because="Half of us are ill.")

    mail = Message.objects.get(to=cast.olive.email)
    assert mail.subject == "Cancelled: Loss Review of September 2011"
    assert "Half of us are ill." in mail.text
    assert (invitation(mail)["STATUS"], invitation(mail)["SEQUENCE"]) == ("CANCELLED", 1)
    assert planned(by=cast.olive) == []
    with pytest.raises(CalledOff):
        move_review(by=cast.dev, at=on(10, 4), review=review, meets_at=on(10, 20))
    again = convened(cast.dev, at=on(10, 5))
    assert review_row("2011-09", cast.dev) == again


def test_people_are_invited_and_left_out_one_by_one(cast: Cast, autumn: Path) -> None:
    review = convened(cast.dev)
    Message.objects.all().delete()

    invite(by=cast.dev, at=AT, review=review, person=cast.tom)
    with pytest.raises(Conflict, match="on the list already"):
        invite(by=cast.dev, at=AT, review=review, person=cast.tom)
    leave_out(by=cast.dev, at=AT, review=review, person=cast.ada)

    assert [mail.to for mail in Message.objects.order_by("pk")] == [cast.tom.email, cast.ada.email]
    struck = invitation(Message.objects.get(to=cast.ada.email))
    assert (struck["STATUS"], struck["SEQUENCE"]) == ("CANCELLED", 2)
    assert visible(cast.tom).get() == review
    with pytest.raises(Conflict, match="is in the chair"):
        leave_out(by=cast.dev, at=AT, review=review, person=cast.dev)
    invite(by=cast.dev, at=AT, review=review, person=cast.ada)
    assert Seat.objects.filter(review=review, person=cast.ada, left_out_at=None).count() == 1
    assert invitation(Message.objects.order_by("-pk")[0])["SEQUENCE"] == 3


def test_nobody_waits_for_who_left_the_firm(cast: Cast, autumn: Path) -> None:
    review = name_chair(by=cast.dev, at=AT, review=convened(cast.dev), chair=cast.tom)

    deactivate_person(by=cast.nia, at=on(10, 5), person=cast.tom)

    review.refresh_from_db()
    assert review.chair == cast.dev
    assert not review.seats.filter(person=cast.tom, left_out_at=None).exists()


def test_who_chairs_runs_the_review_and_may_hand_it_on(cast: Cast, autumn: Path) -> None:
    review = convened(cast.dev)
    with pytest.raises(NotAllowed):
        move_review(by=cast.tom, at=AT, review=review, meets_at=on(10, 20))

    review = name_chair(by=cast.dev, at=AT, review=review, chair=cast.tom)

    assert review.seats.filter(person=cast.tom, left_out_at=None).exists()
    assert move_review(by=cast.tom, at=AT, review=review, meets_at=on(10, 20)).meets_at == on(10, 20)


def test_once_people_sit_together_it_is_neither_moved_nor_called_off(cast: Cast) -> None:
    review = a_review(cast, began_at=AT, began_by="Dev Patel")

    for act in (
        lambda: move_review(by=cast.dev, at=AT, review=review, meets_at=on(10, 20)),
        lambda: call_off_review(by=cast.dev, at=AT, review=review, because="Nobody came"),
        lambda: leave_out(by=cast.dev, at=AT, review=review, person=cast.ada),
    ):
        with pytest.raises(HasBegun):
            act()
    assert Message.objects.count() == 0


def test_only_who_has_a_seat_or_decides_sees_a_review(cast: Cast) -> None:
    review = a_review(cast)

    assert {visible(person).exists() for person in (cast.ada, cast.dev, cast.olive)} == {True}
    for person in (cast.ben, cast.tom, cast.nia, cast.eve):
        with pytest.raises(NotFound, match="no Loss Review of this month"):
            review_row("2011-09", person)
    with pytest.raises(NotFound):
        review_row("nonsense", cast.dev)
    assert review_row("2011-09", System("worker")) == review
    assert review.meets_at.time() == time(10)
