"""What happens at the table when several do something at the same moment."""

from datetime import date
from functools import partial
from typing import Any

import pytest

from regain.meetings.lossreview.actions.agreeing import agree_action
from regain.meetings.lossreview.actions.attending import mark_present
from regain.meetings.lossreview.actions.issues import assign_issue
from regain.meetings.lossreview.actions.meeting import (
    adjourn_review,
    begin_review,
    note_item,
    resume_review,
    show_item,
)
from regain.meetings.lossreview.actions.minuting import EverybodyHasThem, approve_minutes, edit_minutes, send_minutes
from regain.meetings.lossreview.actions.resolving import resolve
from regain.meetings.lossreview.actions.weighing import open_weighing, weigh
from regain.meetings.lossreview.models import Item, Minutes, Review, Weighing
from regain.meetings.lossreview.rules.agenda import Section
from regain.meetings.lossreview.tests.story import a_review, an_issue
from tests.cast import Cast, gather
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(quick_passwords: None) -> Cast:
    """The cast, committed, so that every connection sees it."""
    return gather()


@pytest.fixture
def review(people: Cast) -> Review:
    """A meeting that goes on."""
    found = a_review(people)
    begin_review(by=people.dev, at=found.meets_at, review=found)
    for person in (people.ada, people.olive):
        mark_present(by=person, at=found.meets_at, review=found, person=person)
    return Review.objects.get(pk=found.pk)


def test_notes_of_three_at_once_are_all_there(people: Cast, review: Review) -> None:
    item, at = review.items.get(section=Section.CALLS), review.meets_at
    lines = {people.dev: "Kent", people.ada: "Stock", people.olive: "Price"}

    together(
        *(
            lambda who=who, line=line: note_item(by=who, at=at, item=item, text=line, base="")
            for who, line in lines.items()
        )
    )

    now = Item.objects.get(pk=item.pk)
    assert sorted(now.notes.splitlines()) == sorted(lines.values())
    assert now.version == 3


def test_two_chairs_who_go_on_at_once_move_one_point(people: Cast, review: Review) -> None:
    item, at = review.items.get(section=Section.LOSSES), review.meets_at

    together(
        lambda: show_item(by=people.dev, at=at, review=review, item=item),
        lambda: show_item(by=people.olive, at=at, review=review, item=item),
    )

    assert [row.pk for row in review.items.filter(since__isnull=False)] == [item.pk]
    assert Review.objects.get(pk=review.pk).beat == review.beat + 1


def test_weights_of_all_at_once_are_kept_whole(people: Cast, review: Review) -> None:
    issue, at = an_issue(people), review.meets_at
    open_weighing(by=people.dev, at=at, review=review)

    together(
        *(
            lambda who=who: weigh(by=who, at=at, review=review, points={issue.pk: 10})
            for who in (people.dev, people.ada, people.olive, people.ada)
        )
    )

    assert sorted(Weighing.objects.values_list("points", flat=True)) == [10, 10, 10]


def test_minutes_corrected_twice_and_sent_twice_at_once(people: Cast, review: Review) -> None:
    adjourn_review(by=people.dev, at=review.ends_at, review=review)
    minutes = Minutes.objects.get(review=review)
    base, at = minutes.text, review.ends_at

    together(
        lambda: edit_minutes(by=people.ada, at=at, minutes=minutes, text=f"{base}\nThanks to Ben.", base=base),
        lambda: edit_minutes(by=people.olive, at=at, minutes=minutes, text=f"First of all\n{base}", base=base),
    )
    now = Minutes.objects.get(pk=minutes.pk)
    assert (now.text.startswith("First of all"), now.text.endswith("Thanks to Ben."), now.version) == (True, True, 3)
    approve_minutes(by=people.dev, at=at, minutes=now)

    answers = together(
        lambda: send_minutes(by=people.dev, at=at, minutes=now),
        lambda: send_minutes(by=people.olive, at=at, minutes=now),
    )

    assert sum(isinstance(answer, EverybodyHasThem) for answer in answers) == 1
    assert Minutes.objects.get(pk=minutes.pk).sent_to == 3


def test_minutes_are_not_approved_while_the_meeting_is_taken_up_again(people: Cast, review: Review) -> None:
    at = review.ends_at
    adjourn_review(by=people.dev, at=at, review=review)
    minutes = Minutes.objects.get(review=review)

    together(
        lambda: approve_minutes(by=people.dev, at=at, minutes=minutes),
        lambda: edit_minutes(by=people.ada, at=at, minutes=minutes, text=f"{minutes.text}\nThanks.", base=minutes.text),
        lambda: resume_review(by=people.olive, at=at, review=review),
    )

    is_approved = Minutes.objects.get(pk=minutes.pk).approved_at is not None
    assert is_approved is (Review.objects.get(pk=review.pk).adjourned_at is not None)


def test_deciding_and_assigning_the_same_issue_wait_for_each_other(people: Cast, review: Review) -> None:
    """Neither holds what the other needs only to point at it."""
    issue, at = an_issue(people), review.meets_at
    owners = (people.ada, people.olive, people.dev)

    for owner in owners:
        given: dict[str, Any] = {
            "at": at,
            "owner": owner,
            "due_on": date(2011, 12, 1),
            "issue": issue,
            "review": review,
        }
        together(
            lambda: resolve(by=people.dev, at=at, review=review, text="Change the carrier", issue=issue),
            partial(assign_issue, by=people.ada, **given),
            partial(agree_action, by=people.olive, what="Call", **given),
        )

    assert (review.resolutions.count(), review.actions.count()) == (3, 3)
