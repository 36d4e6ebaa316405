"""The month prepares itself: convened once, calls followed up, the pack frozen and sent once, people reminded."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from regain.desks.recovery.queries.callers import followed
from regain.desks.recovery.tests.executive_story import calls_of, spoken
from regain.foundation.audit.models import Entry
from regain.foundation.jobs.models import Job, State
from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.foundation.kit.home import Company
from regain.foundation.kit.period import period as read_period
from regain.foundation.notices.actions.reminders import remind
from regain.foundation.notices.models import Message, Reminder
from regain.knowledge.warehouse.events import FactsImported
from regain.meetings.lossreview.actions.convening import call_off_review, convene_review, move_review
from regain.meetings.lossreview.actions.following_up import NobodyToRemind, remind_executives
from regain.meetings.lossreview.actions.meeting import adjourn_review, begin_review
from regain.meetings.lossreview.actions.packing import freeze_pack, keep_pack, thaw_pack
from regain.meetings.lossreview.actions.sending import NothingToSend, send_pack
from regain.meetings.lossreview.jobs.preparing import convene_at, prepare_at, renew_packs
from regain.meetings.lossreview.jobs.sending import send_frozen
from regain.meetings.lossreview.models import Order, Pack, Review
from regain.meetings.lossreview.queries import preparing
from regain.meetings.lossreview.tests.a_pack import a_pack
from regain.meetings.lossreview.tests.autumn import autumn, facts_until, on
from regain.meetings.lossreview.tests.story import a_review
from tests.cast import Cast, gather
from tests.together import together

__all__ = ["autumn"]
BY = System("reviews")
MAKING = "regain.meetings.lossreview.jobs.packing.make_pack"

pytestmark = pytest.mark.django_db


def make_packs(at: datetime) -> None:
    """What the worker does with packs that were asked for."""
    for job in Job.objects.filter(name=MAKING, state=State.WAITING).order_by("pk"):
        review = Review.objects.get(pk=job.arguments["review"])
        month = read_period(review.period)
        made = replace(a_pack(), period=review.period, from_on=month.from_on, until_on=month.until_on)
        keep_pack(by=BY, at=at, review=review, made=made, freezes=job.arguments["freezes"])
        Job.objects.filter(pk=job.pk).update(state=State.DONE, finished_at=at)


@pytest.fixture
def days_go_by(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Callable[[datetime, datetime], None]:
    """The jobs of each morning, with the worker behind them, from one day to another."""

    def pass_by(first: datetime, last: datetime) -> None:
        at = first
        while at < last:
            with django_capture_on_commit_callbacks(execute=True):
                convene_at(at)
                prepare_at(at)
            with django_capture_on_commit_callbacks(execute=True):
                make_packs(at)
            for job in Job.objects.filter(name=preparing.SENDING, state=State.WAITING):
                if preparing.is_to_send(Review.objects.get(pk=job.arguments["review"])):
                    send_pack(by=BY, at=at, review=Review.objects.get(pk=job.arguments["review"]), paper=b"%PDF")
                Job.objects.filter(pk=job.pk).update(state=State.DONE)
            at += timedelta(days=1)

    return pass_by


def test_a_whole_autumn_and_winter_prepare_themselves(
    cast: Cast, autumn: Path, settings: Settings, days_go_by: Callable[[datetime, datetime], None]
) -> None:
    """October to mid February: every month once, on a Thursday at ten in London, frozen on Tuesday."""
    settings.COMPANY = Company(zone="Europe/London", country="GB")

    days_go_by(on(10, 1, 8, 30), on(2, 14, 0, 0, year=2012))

    rows = list(Review.objects.order_by("from_on"))
    assert [row.period for row in rows] == ["2011-09", "2011-10", "2011-11", "2011-12", "2012-01"]
    met = [(row.meets_at.astimezone(UTC).strftime("%m-%d %H")) for row in rows]
    assert met == ["10-13 09", "11-10 10", "12-08 10", "01-12 10", "02-09 10"]
    assert [row.freeze_at.astimezone(UTC).strftime("%m-%d %H") for row in rows] == [
        "10-11 07", "11-08 08", "12-06 08", "01-10 08", "02-07 08",
    ]  # fmt: skip
    assert Pack.objects.filter(frozen_at__isnull=False).count() == 5
    assert Entry.objects.filter(verb="lossreview.send_pack").count() == 5
    for row in rows:
        month = read_period(row.period).from_on.strftime("%B %Y")
        assert Message.objects.filter(subject__startswith=f"Loss Review of {month}").count() == 3
        assert Message.objects.filter(subject__startswith=f"The pack of {month}").count() == 3
        assert Reminder.objects.filter(key__startswith=f"lossreview.tomorrow:{row.pk}:").count() == 3


def test_a_month_in_which_nothing_was_sold_waits_for_facts(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REGAIN_HOME", str(tmp_path))
    facts_until(tmp_path, datetime(2011, 9, 30, tzinfo=UTC).date())
    assert convene_at(on(10, 1)) == "2011-09"

    assert convene_at(on(11, 1)) == ""

    facts_until(tmp_path, datetime(2011, 12, 2, tzinfo=UTC).date())
    assert convene_at(on(12, 3)) == "2011-11"


def test_facts_that_end_long_ago_are_reviewed_in_the_future(cast: Cast, autumn: Path) -> None:
    now = datetime(2026, 11, 22, 6, tzinfo=UTC)

    assert convene_at(now) == "2012-01"

    review = Review.objects.get()
    assert now < review.freeze_at < review.meets_at < now + timedelta(days=10)
    assert convene_at(now + timedelta(hours=1)) == ""


def test_nothing_is_convened_while_reviews_are_paused(cast: Cast, autumn: Path) -> None:
    order = Order.objects.create(starts="10:00", changed_at=on(9, 1), changed_by="Dev Patel", paused_at=on(9, 1))

    assert convene_at(on(10, 1)) == ""

    Order.objects.filter(pk=order.pk).update(paused_at=None)
    assert convene_at(on(10, 1)) == "2011-09"


def test_a_review_that_was_called_off_is_not_convened_by_itself_again(cast: Cast, autumn: Path) -> None:
    convene_at(on(10, 1))
    call_off_review(by=cast.dev, at=on(10, 2), review=Review.objects.get(), because="Stocktaking")

    assert convene_at(on(10, 2, 12)) == ""
    assert prepare_at(on(10, 12)) == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_convenes(autumn: Path, quick_passwords: None) -> None:
    gather()

    answers = together(*(lambda: convene_at(on(10, 1)) for _worker in range(2)))

    assert sorted(str(answer) for answer in answers) in (["", "2011-09"], ["2011-09", "2011-09"])
    assert Review.objects.count() == 1
    assert Message.objects.filter(subject__startswith="Loss Review").count() == 3


@pytest.fixture
def with_calls(cast: Cast, autumn: Path) -> Review:
    """Ada has three calls about September; the pack is frozen on Tuesday the eleventh."""
    calls_of(cast, cast.ada)
    convene_at(on(10, 4))
    return Review.objects.get()


def test_executives_hear_of_their_calls_five_and_two_working_days_before(cast: Cast, with_calls: Review) -> None:
    for day in range(4, 12):
        prepare_at(on(10, day, 6))
        prepare_at(on(10, day, 18))

    calls = Reminder.objects.filter(key__startswith=f"lossreview.calls:{with_calls.pk}:{cast.ada.pk}:")
    assert [row.due_at.day for row in calls.order_by("pk")] == [4, 7]
    first, second = calls.order_by("pk")
    assert first.words == (
        "You still have 3 calls to make before the pack of September 2011 is frozen on Tuesday, 11 October 2011."
    )
    assert (first.href, second.person) == ("/recovery/calls/", cast.ada)
    told = Reminder.objects.filter(key__startswith="lossreview.behind")
    assert {row.person for row in told} == {cast.dev}
    assert "Ada Marlow 3." in told.order_by("pk")[0].words
    assert not Reminder.objects.filter(key__startswith="lossreview.", settled_at=None).exists(), "it is frozen by now"


def test_who_made_all_calls_is_reminded_no_more(cast: Cast, with_calls: Review) -> None:
    prepare_at(on(10, 4))
    for number, case in enumerate(cast.ada.recovery_cases.all()):
        spoken(cast, case, by=cast.ada, at=on(10, 5), number=f"+3314227818{number}")

    prepare_at(on(10, 7))

    assert not Reminder.objects.filter(key__startswith="lossreview.", settled_at=None).exists()
    assert Reminder.objects.filter(key__startswith="lossreview.calls").count() == 1
    calls = followed(from_on=with_calls.from_on, until_on=with_calls.until_on, at=on(10, 7))
    ada = calls.callers[0]
    assert (ada.name, ada.of, ada.made, ada.reached, ada.to_make) == ("Ada Marlow", 3, 3, 3, 0)
    assert (calls.callers[-1].person, calls.made, [each.period for each in calls.cycles]) == (None, 3, ["2011-09"])


def test_a_preparation_with_nothing_to_do_leaves_no_trace(cast: Cast, with_calls: Review) -> None:
    prepare_at(on(10, 4))
    before = Entry.objects.count()

    prepare_at(on(10, 4, 12))

    assert Entry.objects.count() == before


def test_executives_are_reminded_by_hand_once_a_day(cast: Cast, with_calls: Review) -> None:
    assert remind_executives(by=cast.dev, at=on(10, 5), review=with_calls) == 1

    with pytest.raises(NobodyToRemind, match="reminded today already"):
        remind_executives(by=cast.dev, at=on(10, 5, 15), review=with_calls)

    assert remind_executives(by=cast.dev, at=on(10, 6), review=with_calls) == 1
    assert Reminder.objects.filter(person=cast.ada, settled_at=None, key__startswith="lossreview.").count() == 1


def test_without_a_cycle_nobody_has_calls(cast: Cast, autumn: Path) -> None:
    review = convene_review(by=cast.dev, at=on(10, 3), period="2011-09")

    with pytest.raises(NobodyToRemind, match="Nobody has a call left to make"):
        remind_executives(by=cast.dev, at=on(10, 4), review=review)


def test_a_pack_that_cannot_be_made_is_tried_every_hour_and_the_chair_hears_why(
    cast: Cast, autumn: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    convene_at(on(10, 3))
    at = on(10, 11, 8)
    with django_capture_on_commit_callbacks(execute=True):
        prepare_at(at)
    job = Job.objects.get(name=MAKING, state=State.WAITING)
    assert job.arguments["freezes"] is True
    prepare_at(at + timedelta(minutes=15))
    assert Job.objects.filter(name=MAKING).count() == 1, "it is under way"

    failed = at + timedelta(minutes=20)
    Job.objects.update(state=State.FAILED, finished_at=failed, sentence="The lake cannot be read.")
    for minutes in (10, 25, 40):
        prepare_at(failed + timedelta(minutes=minutes))

    assert Job.objects.filter(name=MAKING).count() == 1
    told = Reminder.objects.get(key__startswith="lossreview.stuck")
    assert (told.person, "The lake cannot be read." in told.words) == (cast.dev, True)
    with django_capture_on_commit_callbacks(execute=True):
        prepare_at(failed + timedelta(minutes=61))
    assert Job.objects.filter(name=MAKING).count() == 2
    make_packs(failed + timedelta(minutes=62))
    send_pack(by=BY, at=failed + timedelta(minutes=63), review=Review.objects.get())
    told.refresh_from_db()
    assert told.settled_at is not None


def frozen(cast: Cast) -> Review:
    """A review whose pack stands."""
    review = a_review(cast)
    keep_pack(by=cast.dev, at=on(10, 11), review=review, made=a_pack(), freezes=True)
    return review


def test_a_frozen_pack_goes_to_everybody_with_a_seat_once(cast: Cast) -> None:
    review = frozen(cast)

    send_pack(by=BY, at=on(10, 11, 10), review=review, paper=b"%PDF-1.7")

    mail = Message.objects.get(to=cast.ada.email)
    assert mail.subject == "The pack of September 2011 is ready to read"
    assert a_pack().headline in mail.text
    assert [(each.name, bytes(each.body)) for each in mail.enclosures.all()] == [
        ("loss-review-2011-09.pdf", b"%PDF-1.7")
    ]
    with pytest.raises(NothingToSend):
        send_pack(by=BY, at=on(10, 11, 11), review=review)
    assert Message.objects.count() == 3


def test_a_paper_too_large_for_mail_stays_behind_its_link(cast: Cast) -> None:
    send_pack(by=BY, at=on(10, 11, 10), review=frozen(cast), paper=bytes(15_000_001))

    assert {mail.enclosures.count() for mail in Message.objects.all()} == {0}


def test_the_job_prints_the_pack_and_mails_it(cast: Cast) -> None:
    review = frozen(cast)

    assert send_frozen.func(review=review.pk) == {"sent": 1}
    assert send_frozen.func(review=review.pk) == {"sent": 0}

    paper = Message.objects.get(to=cast.olive.email).enclosures.get()
    assert bytes(paper.body).startswith(b"%PDF")


def test_a_thawed_pack_is_left_to_people_until_two_hours_before(cast: Cast) -> None:
    review = frozen(cast)
    send_pack(by=BY, at=on(10, 11, 10), review=review)
    thaw_pack(by=cast.dev, at=on(10, 11, 12), review=review, because="A file was missing.")
    Message.objects.all().delete()

    assert not preparing.is_to_freeze(review, at=on(10, 12))
    assert preparing.is_to_freeze(review, at=review.meets_at - timedelta(hours=2))

    keep_pack(by=cast.dev, at=on(10, 11, 13), review=review, made=a_pack())
    freeze_pack(by=cast.dev, at=on(10, 11, 14), review=review)
    send_pack(by=BY, at=on(10, 11, 15), review=review)
    mail = Message.objects.get(to=cast.ada.email)
    assert (mail.subject, "A file was missing." in mail.text) == ("New numbers: the pack of September 2011", True)


def test_new_facts_have_a_first_look_made_anew_and_leave_a_frozen_pack_alone(
    cast: Cast, autumn: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    review = a_review(cast, meets_at=clock.now() + timedelta(days=9), freeze_at=clock.now() + timedelta(days=7))
    came = FactsImported(import_no=2, kind="sales", facts=2)
    for _again in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            renew_packs(came)
    (asked,) = Job.objects.filter(name=MAKING)
    assert asked.arguments["review"] == review.pk

    make_packs(clock.now())
    freeze_pack(by=cast.dev, at=clock.now(), review=review)
    with django_capture_on_commit_callbacks(execute=True):
        renew_packs(came)
    assert Job.objects.filter(name=MAKING).count() == 1


def test_people_are_reminded_the_working_day_before_and_anew_when_it_moves(cast: Cast) -> None:
    review = frozen(cast)
    send_pack(by=BY, at=on(10, 11, 10), review=review)
    move_review(by=cast.dev, at=on(10, 11, 11), review=review, meets_at=on(10, 17, 9))

    prepare_at(on(10, 13))
    assert not Reminder.objects.filter(key__startswith="lossreview.tomorrow").exists()
    prepare_at(on(10, 14, 8))
    prepare_at(on(10, 15, 8))

    told = Reminder.objects.filter(key__startswith="lossreview.tomorrow")
    assert {row.person for row in told} == {cast.ada, cast.dev, cast.olive}
    assert told[0].words == "Loss Review of September 2011: Monday, 17 October 2011, 10:30. The pack is there to read."
    assert told[0].href == "/review/months/2011-09/pack/"
    move_review(by=cast.dev, at=on(10, 16), review=review, meets_at=on(10, 18, 9))
    prepare_at(on(10, 17, 8))
    assert Reminder.objects.filter(key__startswith="lossreview.tomorrow", settled_at=None).count() == 3


def test_nobody_is_reminded_of_a_meeting_that_is_over_or_called_off(cast: Cast) -> None:
    held, off = a_review(cast), a_review(cast, period="2011-08", meets_at=on(10, 12, 14))
    for review in (held, off):
        key = preparing.key_of(review, cast.ada)
        remind(by=BY, at=on(10, 11), person=cast.ada, words="Tomorrow", href="/", due_at=on(10, 11), key=key)
    begin_review(by=cast.dev, at=held.meets_at, review=held)

    adjourn_review(by=cast.dev, at=held.ends_at, review=held)
    call_off_review(by=cast.dev, at=held.ends_at, review=off, because="Stocktaking")

    assert not Reminder.objects.filter(key__startswith="lossreview.tomorrow", settled_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_sends_what_was_frozen_once(quick_passwords: None) -> None:
    cast = gather()
    review = a_review(cast)

    together(*(lambda: prepare_at(on(10, 12)) for _worker in range(2)))
    jobs = list(Job.objects.filter(name=MAKING, state=State.WAITING))
    kept = together(
        *(lambda: keep_pack(by=BY, at=on(10, 12), review=review, made=a_pack(), freezes=True) for _job in range(2))
    )
    sent = together(*(lambda: send_pack(by=BY, at=on(10, 12), review=review) for _worker in range(2)))

    assert 1 <= len(jobs) <= 2
    assert sorted(type(each).__name__ for each in kept) == ["Pack", "PackIsFrozen"]
    assert sorted(type(each).__name__ for each in sent) == ["NothingToSend", "Pack"]
    assert Message.objects.filter(subject__startswith="The pack").count() == 3
