"""The meeting: who is here, its points, the notes, what is decided, and its end."""

from datetime import timedelta

import pytest

from regain.foundation.audit.models import Entry
from regain.foundation.kit.errors import NotAllowed
from regain.meetings.lossreview.actions.attending import NotInvited, mark_absent, mark_present
from regain.meetings.lossreview.actions.meeting import (
    NoSuchItem,
    adjourn_review,
    begin_review,
    note_item,
    resume_review,
    show_item,
)
from regain.meetings.lossreview.actions.minuting import IsApproved, approve_minutes
from regain.meetings.lossreview.actions.resolving import IsClosed, SaysNothing, resolve, withdraw_resolution
from regain.meetings.lossreview.actions.sitting import CalledOff, IsOver, NotBegun
from regain.meetings.lossreview.models import Item, Remark, Resolution, Review, Seat
from regain.meetings.lossreview.rules.agenda import Section
from regain.meetings.lossreview.rules.story import Move
from regain.meetings.lossreview.tests.story import a_review, an_issue
from tests.cast import Cast

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def review(cast: Cast) -> Review:
    """September's review, on its day."""
    return a_review(cast)


@pytest.fixture
def going_on(cast: Cast, review: Review) -> Review:
    """The same, begun by Dev, with Ada at the table."""
    begin_review(by=cast.dev, at=review.meets_at, review=review)
    mark_present(by=cast.ada, at=review.meets_at, review=review, person=cast.ada)
    return fresh(review)


def fresh(review: Review) -> Review:
    return Review.objects.get(pk=review.pk)


def at_point(review: Review, section: Section) -> Item:
    return review.items.get(section=section)


def test_a_meeting_begins_with_its_first_point_and_whoever_began_it(cast: Cast, review: Review) -> None:
    begun = begin_review(by=cast.dev, at=review.meets_at, review=review)

    assert begun.is_going_on
    assert begun.began_by == "Dev Patel"
    assert at_point(review, Section.ACTIONS).since == review.meets_at
    assert Seat.objects.get(review=review, person=cast.dev).present_at == review.meets_at


def test_beginning_twice_is_beginning_once(cast: Cast, going_on: Review) -> None:
    again = begin_review(by=cast.olive, at=going_on.meets_at + MINUTE, review=going_on)

    assert (again.began_at, again.beat) == (going_on.began_at, going_on.beat)


def test_who_does_not_run_the_meeting_cannot_begin_it(cast: Cast, review: Review) -> None:
    with pytest.raises(NotAllowed):
        begin_review(by=cast.ada, at=review.meets_at, review=review)

    assert fresh(review).began_at is None
    assert not Entry.objects.filter(verb="lossreview.begin_review").exists()


def test_a_review_called_off_does_not_begin(cast: Cast) -> None:
    review = a_review(cast, called_off_at=None)
    Review.objects.filter(pk=review.pk).update(called_off_at=review.meets_at, called_off_because="Strike")

    with pytest.raises(CalledOff, match="called off"):
        begin_review(by=cast.dev, at=review.meets_at, review=review)


def test_a_point_keeps_the_time_spent_on_it_over_several_visits(cast: Cast, going_on: Review) -> None:
    at, actions, losses = going_on.meets_at, Section.ACTIONS, Section.LOSSES
    for minutes, section in ((4, losses), (9, actions), (11, losses)):
        item = at_point(going_on, section)
        show_item(by=cast.dev, at=at + minutes * MINUTE, review=going_on, item=item)

    assert at_point(going_on, actions).seconds == (4 + 2) * 60
    assert at_point(going_on, losses).seconds == 5 * 60
    assert at_point(going_on, losses).since == at + 11 * MINUTE
    assert at_point(going_on, losses).done_at is None


def test_two_chairs_who_both_go_on_move_one_point(cast: Cast, going_on: Review) -> None:
    item = at_point(going_on, Section.LOSSES)
    show_item(by=cast.dev, at=going_on.meets_at + MINUTE, review=going_on, item=item)
    beat = fresh(going_on).beat

    show_item(by=cast.olive, at=going_on.meets_at + MINUTE, review=going_on, item=item)

    assert fresh(going_on).beat == beat
    assert at_point(going_on, Section.LOSSES).since == going_on.meets_at + MINUTE


def test_a_point_of_another_review_is_not_shown(cast: Cast, going_on: Review) -> None:
    other = a_review(cast, "2011-08")

    with pytest.raises(NoSuchItem):
        show_item(by=cast.dev, at=going_on.meets_at, review=going_on, item=at_point(other, Section.CALLS))


def test_notes_of_two_at_once_come_together(cast: Cast, going_on: Review) -> None:
    item, at = at_point(going_on, Section.LOSSES), going_on.meets_at
    note_item(by=cast.ada, at=at, item=item, text="Two large ones left.\nWhy?", base="")

    noted = note_item(by=cast.dev, at=at, item=item, text="Kent again.", base="")
    note_item(by=cast.ada, at=at, item=item, text="Two large ones left.\nAsk Ben.", base="Two large ones left.\nWhy?")

    assert noted.is_merged
    assert Item.objects.get(pk=item.pk).notes == "Two large ones left.\nAsk Ben.\nKent again."


def test_notes_are_for_those_at_the_table_while_it_sits(cast: Cast, review: Review, going_on: Review) -> None:
    item = at_point(going_on, Section.CALLS)
    with pytest.raises(NotAllowed):
        note_item(by=cast.ben, at=review.meets_at, item=item, text="I was not asked.", base="")
    adjourn_review(by=cast.dev, at=review.ends_at, review=review)
    with pytest.raises(IsOver, match="correct the minutes"):
        note_item(by=cast.ada, at=review.ends_at, item=item, text="One more thing.", base="")

    assert Item.objects.get(pk=item.pk).notes == ""


def test_nothing_is_noted_before_it_begins(cast: Cast, review: Review) -> None:
    with pytest.raises(NotBegun):
        note_item(by=cast.ada, at=review.meets_at, item=at_point(review, Section.CALLS), text="Early.", base="")


def test_notes_stay_out_of_the_trail(cast: Cast, going_on: Review) -> None:
    item = at_point(going_on, Section.CALLS)
    note_item(by=cast.ada, at=going_on.meets_at, item=item, text="Mrs Hale cried.", base="")
    note_item(by=cast.ada, at=going_on.meets_at, item=item, text="Mrs Hale was sad.", base="Mrs Hale cried.")

    assert "Hale" not in str(list(Entry.objects.values_list("details", flat=True)))


def test_everybody_says_of_themselves_whether_they_are_here(cast: Cast, review: Review) -> None:
    at = review.meets_at
    mark_absent(by=cast.ada, at=at, review=review, person=cast.ada, words="On a train")
    assert Seat.objects.get(review=review, person=cast.ada).words == "On a train"

    seat = mark_present(by=cast.ada, at=at + MINUTE, review=review, person=cast.ada)

    assert (seat.present_at, seat.absent_at, seat.words) == (at + MINUTE, None, "")


def test_whoever_runs_the_meeting_says_it_of_anybody_and_nobody_else_does(cast: Cast, review: Review) -> None:
    mark_absent(by=cast.dev, at=review.meets_at, review=review, person=cast.ada)
    with pytest.raises(NotAllowed):
        mark_absent(by=cast.ada, at=review.meets_at, review=review, person=cast.olive)

    assert Seat.objects.get(review=review, person=cast.olive).absent_at is None


def test_who_comes_uninvited_gets_a_seat_and_cannot_be_missed(cast: Cast, review: Review) -> None:
    with pytest.raises(NotInvited):
        mark_absent(by=cast.dev, at=review.meets_at, review=review, person=cast.fay)

    seat = mark_present(by=cast.dev, at=review.meets_at, review=review, person=cast.fay, words="Knows the depot")

    assert (seat.invited_at, seat.words) == (None, "Knows the depot")


def test_a_decision_stands_under_its_point_and_in_the_story_of_its_issue(cast: Cast, going_on: Review) -> None:
    issue = an_issue(cast)

    made = resolve(by=cast.ada, at=going_on.meets_at, review=going_on, text=" Ship from  Kent. ", issue=issue)

    assert (made.text, made.item) == ("Ship from Kent.", at_point(going_on, Section.ACTIONS))
    assert Remark.objects.get(issue=issue).move == Move.DECIDED
    assert fresh(going_on).beat == going_on.beat + 1


def test_a_decision_is_taken_back_once(cast: Cast, going_on: Review) -> None:
    made = resolve(by=cast.ada, at=going_on.meets_at, review=going_on, text="Ship from Kent.")

    for _again in range(2):
        taken = withdraw_resolution(by=cast.dev, at=going_on.meets_at + MINUTE, resolution=made)

    assert taken.withdrawn_at == going_on.meets_at + MINUTE
    assert fresh(going_on).beat == going_on.beat + 2


def test_a_decision_says_something_about_something_open(cast: Cast, going_on: Review) -> None:
    closed = an_issue(cast, set_aside_at=going_on.meets_at, set_aside_because="Too small")
    with pytest.raises(SaysNothing):
        resolve(by=cast.dev, at=going_on.meets_at, review=going_on, text="  ")
    with pytest.raises(IsClosed):
        resolve(by=cast.dev, at=going_on.meets_at, review=going_on, text="Do it.", issue=closed)

    assert not Resolution.objects.exists()


def test_a_guest_listens_and_does_not_decide(cast: Cast, going_on: Review) -> None:
    mark_present(by=cast.dev, at=going_on.meets_at, review=going_on, person=cast.fay)

    with pytest.raises(NotAllowed):
        resolve(by=cast.fay, at=going_on.meets_at, review=going_on, text="My depot first.")


def test_an_adjourned_meeting_has_minutes_and_nothing_on_its_screen(cast: Cast, going_on: Review) -> None:
    over = adjourn_review(by=cast.dev, at=going_on.ends_at, review=going_on)
    adjourn_review(by=cast.olive, at=going_on.ends_at + MINUTE, review=going_on)

    assert (over.adjourned_at, fresh(going_on).adjourned_by) == (going_on.ends_at, "Dev Patel")
    assert not going_on.items.filter(since__isnull=False).exists()
    assert fresh(going_on).record.version == 1


def test_a_meeting_adjourned_too_early_goes_on_where_it_stopped(cast: Cast, going_on: Review) -> None:
    show_item(by=cast.dev, at=going_on.meets_at, review=going_on, item=at_point(going_on, Section.CALLS))
    adjourn_review(by=cast.dev, at=going_on.meets_at + MINUTE, review=going_on)

    resume_review(by=cast.dev, at=going_on.meets_at + 2 * MINUTE, review=going_on)

    assert fresh(going_on).is_going_on
    assert at_point(going_on, Section.CALLS).since == going_on.meets_at + 2 * MINUTE


def test_a_meeting_whose_minutes_are_approved_is_not_taken_up_again(cast: Cast, going_on: Review) -> None:
    over = adjourn_review(by=cast.dev, at=going_on.ends_at, review=going_on)
    approve_minutes(by=cast.dev, at=going_on.ends_at, minutes=over.record)

    with pytest.raises(IsApproved):
        resume_review(by=cast.dev, at=going_on.ends_at, review=going_on)

    assert not fresh(going_on).is_going_on
