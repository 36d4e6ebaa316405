"""The minutes: they write themselves, are corrected, approved, and sent once to each."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from regain.foundation.kit.errors import NotAllowed
from regain.foundation.notices.models import Message
from regain.meetings.lossreview.actions.agreeing import agree_action
from regain.meetings.lossreview.actions.attending import mark_absent, mark_present
from regain.meetings.lossreview.actions.meeting import adjourn_review, begin_review, note_item, resume_review, show_item
from regain.meetings.lossreview.actions.minuting import (
    EverybodyHasThem,
    IsApproved,
    IsSent,
    NotApproved,
    NotOverYet,
    SayNothing,
    TextMoved,
    approve_minutes,
    edit_minutes,
    restore_edition,
    send_minutes,
    take_approval_back,
    write_minutes,
)
from regain.meetings.lossreview.actions.resolving import resolve, withdraw_resolution
from regain.meetings.lossreview.actions.weighing import open_weighing, open_weights, rank_issues, weigh
from regain.meetings.lossreview.models import Minutes, Review
from regain.meetings.lossreview.queries.recorded import recorded
from regain.meetings.lossreview.rules.agenda import Section
from regain.meetings.lossreview.rules.record import Block, Form, blocks
from regain.meetings.lossreview.tests.story import a_review, an_issue
from tests.cast import Cast

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
DAY = date(2011, 11, 30)


@pytest.fixture
def going_on(cast: Cast) -> Review:
    """A meeting at which something happened."""
    review = a_review(cast, place="The long table")
    at, issue = review.meets_at, an_issue(cast, "Parcels arrive late", owner=cast.olive)
    begin_review(by=cast.dev, at=at, review=review)
    mark_present(by=cast.ada, at=at, review=review, person=cast.ada)
    mark_absent(by=cast.dev, at=at, review=review, person=cast.olive, words="at the dentist")
    losses = review.items.get(section=Section.LOSSES)
    show_item(by=cast.dev, at=at + 8 * MINUTE, review=review, item=losses)
    note_item(by=cast.ada, at=at, item=losses, text="Kent again.", base="")
    open_weighing(by=cast.dev, at=at, review=review)
    for person in (cast.ada, cast.dev):
        weigh(by=person, at=at, review=review, points={issue.pk: 10})
    open_weights(by=cast.dev, at=at, review=review)
    rank_issues(by=cast.dev, at=at, review=review, places=[issue.pk])
    resolve(by=cast.ada, at=at, review=review, text="Ship from Kent.", issue=issue)
    wrong = resolve(by=cast.ada, at=at, review=review, text="Close the shop.")
    withdraw_resolution(by=cast.dev, at=at, resolution=wrong)
    agree_action(by=cast.dev, at=at, what="Talk to the carrier", owner=cast.ada, due_on=DAY, issue=issue, review=review)
    return Review.objects.get(pk=review.pk)


@pytest.fixture
def minutes(cast: Cast, going_on: Review) -> Minutes:
    """Its minutes."""
    adjourn_review(by=cast.dev, at=going_on.meets_at + 70 * MINUTE, review=going_on)
    return Minutes.objects.get(review=going_on)


def fresh(minutes: Minutes) -> Minutes:
    return Minutes.objects.get(pk=minutes.pk)


def test_minutes_write_themselves_from_what_happened(minutes: Minutes) -> None:
    for line in (
        "# Loss Review of September 2011",
        "Where: The long table",
        "- Dev Patel, in the chair",
        "# Who was not there\n- Olive Thimble (at the dentist)",
        "# Losses (62 minutes)\nKent again.",
        "Nothing was noted at: Actions.",
        "Not reached: Calls, Results, Issues, Decide, Close.",
        "1. Parcels arrive late, 20 points",
        "- Parcels arrive late: Olive Thimble, by 1 Dec 2011",
        "- Ship from Kent. (Parcels arrive late)",
        "- Ada Marlow, by 30 Nov 2011: Talk to the carrier (Parcels arrive late)",
        "# Next meeting",
    ):
        assert line in minutes.text
    assert "Close the shop" not in minutes.text
    assert "# Calls" not in minutes.text, "a point without notes takes no heading"


def test_the_minutes_can_be_read_while_they_grow(cast: Cast, going_on: Review) -> None:
    text = recorded(going_on, at=going_on.meets_at + 10 * MINUTE)

    assert "# Losses (2 minutes)" in text
    assert "Not reached" not in text
    assert not Minutes.objects.exists()


def test_a_text_is_read_in_headings_lists_and_words() -> None:
    assert blocks("# One\n- a\n- b\n\n- c\nwords\nmore\n") == (
        Block(Form.HEADING, ("One",)),
        Block(Form.LIST, ("a", "b")),
        Block(Form.LIST, ("c",)),
        Block(Form.WORDS, ("words", "more")),
    )


def test_two_who_correct_at_once_lose_nothing_and_each_text_is_kept(cast: Cast, minutes: Minutes) -> None:
    base, at = minutes.text, minutes.written_at
    edit_minutes(by=cast.ada, at=at, minutes=minutes, text=base.replace("Kent again.", "Kent, again."), base=base)
    edit_minutes(by=cast.dev, at=at, minutes=minutes, text=base.replace("The long table", "Room 4"), base=base)

    now = fresh(minutes)
    assert "Kent, again." in now.text
    assert "Room 4" in now.text
    assert [(each.version, each.changed_by) for each in now.editions.all()] == [(2, "Dev Patel"), (1, "Ada Marlow")]
    assert now.editions.get(version=1).text == base


def test_going_back_keeps_what_stood_there(cast: Cast, minutes: Minutes) -> None:
    base, at = minutes.text, minutes.written_at
    edit_minutes(by=cast.ada, at=at, minutes=minutes, text="# All wrong", base=base)

    restore_edition(by=cast.dev, at=at, edition=minutes.editions.get(version=1))

    assert fresh(minutes).text == base
    assert [each.text for each in minutes.editions.all()] == ["# All wrong", base]


def test_writing_anew_keeps_what_people_wrote(cast: Cast, minutes: Minutes) -> None:
    base, at = minutes.text, minutes.written_at
    edit_minutes(by=cast.ada, at=at, minutes=minutes, text="# All wrong", base=base)

    write_minutes(by=cast.dev, at=at + MINUTE, review=minutes.review)

    assert fresh(minutes).text == base
    assert minutes.editions.get(version=2).text == "# All wrong"


def test_minutes_of_a_meeting_that_goes_on_are_not_written(cast: Cast, going_on: Review) -> None:
    with pytest.raises(NotOverYet):
        write_minutes(by=cast.dev, at=going_on.ends_at, review=going_on)

    assert not Minutes.objects.exists()


def test_minutes_say_something_and_only_those_with_a_seat_correct_them(cast: Cast, minutes: Minutes) -> None:
    with pytest.raises(SayNothing):
        edit_minutes(by=cast.ada, at=minutes.written_at, minutes=minutes, text=" \n", base=minutes.text)
    with pytest.raises(NotAllowed):
        edit_minutes(by=cast.ben, at=minutes.written_at, minutes=minutes, text="Mine", base=minutes.text)

    assert fresh(minutes).version == 1


def test_approved_minutes_do_not_change(cast: Cast, minutes: Minutes) -> None:
    at = minutes.written_at
    approve_minutes(by=cast.dev, at=at, minutes=minutes, version=1)
    with pytest.raises(IsApproved):
        edit_minutes(by=cast.dev, at=at, minutes=minutes, text="Other", base=minutes.text)
    with pytest.raises(IsApproved):
        write_minutes(by=cast.dev, at=at, review=minutes.review)
    assert fresh(minutes).version == 1

    take_approval_back(by=cast.dev, at=at, minutes=minutes)
    edit_minutes(by=cast.dev, at=at, minutes=minutes, text="Other", base=minutes.text)

    assert fresh(minutes).text == "Other"


def test_what_is_approved_is_what_was_read(cast: Cast, minutes: Minutes) -> None:
    edit_minutes(by=cast.ada, at=minutes.written_at, minutes=minutes, text="Other", base=minutes.text)

    with pytest.raises(IsApproved, match="Read them again"):
        approve_minutes(by=cast.dev, at=minutes.written_at, minutes=minutes, version=1)

    assert fresh(minutes).approved_at is None


def test_who_does_not_run_the_review_neither_approves_nor_sends(cast: Cast, minutes: Minutes) -> None:
    with pytest.raises(NotAllowed):
        approve_minutes(by=cast.ada, at=minutes.written_at, minutes=minutes)
    approve_minutes(by=cast.dev, at=minutes.written_at, minutes=minutes)
    with pytest.raises(NotAllowed):
        send_minutes(by=cast.ada, at=minutes.written_at, minutes=minutes)

    assert not Message.objects.filter(subject__contains="Minutes").exists()


def test_minutes_of_a_meeting_taken_up_again_are_not_approved(cast: Cast, going_on: Review) -> None:
    """What was approved could never be written to its end."""
    adjourn_review(by=cast.dev, at=going_on.ends_at, review=going_on)
    minutes = Minutes.objects.get(review=going_on)
    resume_review(by=cast.dev, at=going_on.ends_at, review=going_on)
    with pytest.raises(NotOverYet, match="Adjourn it"):
        approve_minutes(by=cast.dev, at=going_on.ends_at, minutes=minutes)
    adjourn_review(by=cast.dev, at=going_on.ends_at + MINUTE, review=going_on)
    assert approve_minutes(by=cast.dev, at=going_on.ends_at + MINUTE, minutes=minutes).approved_at is not None


def test_minutes_go_to_everybody_with_a_seat_once_and_say_first_what_is_theirs(cast: Cast, minutes: Minutes) -> None:
    at = minutes.written_at
    with pytest.raises(NotApproved):
        send_minutes(by=cast.dev, at=at, minutes=minutes)
    approve_minutes(by=cast.dev, at=at, minutes=minutes)

    sent = send_minutes(by=cast.dev, at=at, minutes=minutes, paper=b"%PDF", base="https://regain.example")

    mails = {mail.to.split("@")[0]: mail for mail in Message.objects.filter(subject__contains="Minutes")}
    assert set(mails) == {"ada", "dev", "olive"}
    assert sent.sent_to == 3
    assert mails["ada"].subject == "Minutes of the Loss Review of September 2011"
    assert "YOURS TO DO\n- By 30 Nov 2011: Talk to the carrier (Parcels arrive late)" in mails["ada"].text
    assert "You answer for “Parcels arrive late”, by 1 Dec 2011" in mails["olive"].text
    assert "YOURS TO DO" not in mails["dev"].text
    assert "https://regain.example/review/months/2011-09/minutes/" in mails["dev"].text
    assert mails["dev"].enclosures.get().name == "minutes-2011-09.pdf"
    with pytest.raises(EverybodyHasThem):
        send_minutes(by=cast.dev, at=at, minutes=minutes)
    with pytest.raises(IsSent):
        take_approval_back(by=cast.dev, at=at, minutes=minutes)


def test_a_paper_of_another_text_is_not_sent(cast: Cast, minutes: Minutes) -> None:
    at = minutes.written_at
    edit_minutes(by=cast.ada, at=at, minutes=minutes, text="Other", base=minutes.text)
    approve_minutes(by=cast.dev, at=at, minutes=minutes, version=2)
    with pytest.raises(TextMoved, match="while they were printed"):
        send_minutes(by=cast.dev, at=at, minutes=minutes, paper=b"%PDF", version=1)
    assert not Message.objects.filter(subject__contains="Minutes").exists()

    assert send_minutes(by=cast.dev, at=at, minutes=minutes, paper=b"%PDF", version=2).sent_to == 3


def test_a_program_approves_what_it_read(client: Client, cast: Cast, minutes: Minutes) -> None:
    client.force_login(cast.dev)
    address = reverse("api-1:lossreview_minutes_approval", args=["2011-09"])
    assert client.post(address, {"version": 7}, content_type="application/json").status_code == 409
    assert fresh(minutes).approved_at is None
    assert client.post(address, {"version": 1}, content_type="application/json").json()["state"] == "approved"


def test_who_was_added_later_gets_the_minutes_and_nobody_gets_them_twice(cast: Cast, minutes: Minutes) -> None:
    at = minutes.written_at
    approve_minutes(by=cast.dev, at=at, minutes=minutes)
    send_minutes(by=cast.dev, at=at, minutes=minutes)
    minutes.review.seats.create(person=cast.fay, invited_at=at)

    sent = send_minutes(by=cast.dev, at=at + MINUTE, minutes=minutes)

    assert (sent.sent_to, sent.sent_at) == (4, at)
    assert Message.objects.filter(subject__contains="Minutes", to=cast.fay.email).count() == 1
    assert Message.objects.filter(subject__contains="Minutes").count() == 4
