"""Actions: agreed on by those who may, kept or missed, handed on, undone; a refusal changes nothing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from regain.foundation.audit.models import Entry
from regain.foundation.kit.errors import NotAllowed, NotFound
from regain.foundation.notices.models import Message
from regain.foundation.people.actions import rights
from regain.meetings.lossreview.actions import agreeing
from regain.meetings.lossreview.models import Action, Remark, Review
from regain.meetings.lossreview.queries import actions as queries
from regain.meetings.lossreview.queries.actions_before import lines_before
from regain.meetings.lossreview.queries.actions_kept import kept_between
from regain.meetings.lossreview.rules.story import Move
from regain.meetings.lossreview.tests.story import a_review, an_issue
from tests.cast import Cast

MET = datetime(2011, 10, 13, 10, tzinfo=UTC)
DUE = date(2011, 10, 31)
OCTOBER = date(2011, 10, 1)


def agreed(cast: Cast, **fields: Any) -> Action:
    """Fay is to send parcels by air by the end of October."""
    given: dict[str, Any] = {"by": cast.dev, "at": MET, "what": "Send parcels by air", "owner": cast.fay, "due_on": DUE}
    return agreeing.agree_action(**given | fields)


def later(days: int = 0, hours: int = 0) -> datetime:
    """Some time after the meeting."""
    return MET + timedelta(days=days, hours=hours)


def moves(row: Action) -> list[str]:
    """The story so far."""
    return list(Remark.objects.filter(action=row).order_by("pk").values_list("move", flat=True))


def test_an_action_has_one_owner_and_one_day_and_its_owner_hears_of_it(cast: Cast) -> None:
    issue, review = an_issue(cast), a_review(cast)

    row = agreed(cast, what="  Send parcels\nby air ", issue=issue, review=review)

    assert (row.what, row.owner, row.due_on, row.first_due_on) == ("Send parcels by air", cast.fay, DUE, DUE)
    assert (row.issue, row.review, row.is_open) == (issue, review, True)
    remark = Remark.objects.get(move=Move.AGREED)
    assert (remark.action, remark.issue) == (row, issue)
    assert list(Message.objects.values_list("to", flat=True)) == [cast.fay.email]


def test_nobody_is_told_of_what_they_agreed_on_themselves(cast: Cast) -> None:
    agreed(cast, owner=cast.dev)

    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "refusal", "sentence"),
    [
        ({"what": "  "}, agreeing.WhatMissing, "Say what is to be done."),
        ({"what": "x" * 501}, agreeing.WhatMissing, "at most 500"),
        ({"due_on": date(2011, 10, 12)}, agreeing.WrongDay, "still to come"),
        ({"owner": "eve"}, agreeing.CannotOwn, "does not take part"),
    ],
)
def test_what_makes_no_sense_is_not_agreed_on(
    cast: Cast, fields: dict[str, Any], refusal: type[Exception], sentence: str
) -> None:
    given = {key: getattr(cast, value) if key == "owner" else value for key, value in fields.items()}

    with pytest.raises(refusal, match=sentence):
        agreed(cast, **given)

    assert (Action.objects.count(), Remark.objects.count()) == (0, 0)


def test_an_action_for_a_merged_issue_belongs_to_the_one_that_is_left(cast: Cast) -> None:
    left = an_issue(cast, "Delivery")
    merged = an_issue(cast, "Late parcels", merged_into=left, merged_at=MET)
    over = an_issue(cast, "Old", set_aside_at=MET, set_aside_because="Too small")

    assert agreed(cast, issue=merged).issue == left
    with pytest.raises(agreeing.NothingToActOn, match="Old"):
        agreed(cast, issue=over)


def test_those_who_do_not_work_on_issues_agree_only_for_their_own(cast: Cast) -> None:
    own, other = an_issue(cast, owner=cast.fay), an_issue(cast, "Prices")

    assert agreed(cast, by=cast.fay, issue=own, owner=cast.ben).owner == cast.ben
    for given in ({"issue": other}, {}):
        with pytest.raises(NotAllowed):
            agreed(cast, by=cast.fay, **given)
    assert Action.objects.count() == 1


def test_whoever_chairs_a_review_agrees_on_actions_in_it(cast: Cast) -> None:
    review = a_review(cast, chair=cast.fay)

    assert agreed(cast, by=cast.fay, review=review).review == review


def test_progress_is_said_in_percent_with_words(cast: Cast) -> None:
    row = agreeing.say_progress(by=cast.fay, at=later(3), action=agreed(cast), percent=40, words="Two offers")

    assert (row.progress, row.said_at) == (40, later(3))
    assert Remark.objects.get(move=Move.PROGRESS).words == "40%: Two offers"
    with pytest.raises(agreeing.NotAPercentage):
        agreeing.say_progress(by=cast.fay, at=later(3), action=row, percent=101)


def test_others_cannot_touch_it_and_do_not_find_it(cast: Cast) -> None:
    row = agreed(cast)

    for by in (cast.ben, cast.eve):
        with pytest.raises(NotAllowed):
            agreeing.finish_action(by=by, at=later(1), action=row)
        with pytest.raises(NotFound):
            queries.action_row(row.pk, by)
    assert moves(row) == [Move.AGREED]
    assert queries.action_row(row.pk, cast.ada) == queries.action_row(row.pk, cast.fay) == row


def test_the_owner_of_the_issue_may_do_what_its_owner_may(cast: Cast) -> None:
    row = agreed(cast, issue=an_issue(cast, owner=cast.tom))

    assert agreeing.say_progress(by=cast.tom, at=later(1), action=row, percent=10).progress == 10
    assert queries.action_row(row.pk, cast.tom) == row


def test_putting_off_takes_a_reason_and_does_not_make_it_kept(cast: Cast) -> None:
    row = agreed(cast)
    for due_on, because in ((DUE, "Later"), (date(2011, 11, 14), " ")):
        with pytest.raises((agreeing.WrongDay, agreeing.ReasonMissing)):
            agreeing.put_off(by=cast.fay, at=later(1), action=row, due_on=due_on, because=because)

    row = agreeing.put_off(
        by=cast.fay, at=later(1), action=row, due_on=date(2011, 11, 14), because="The carrier is on strike"
    )
    done = agreeing.finish_action(by=cast.fay, at=datetime(2011, 11, 10, 9, tzinfo=UTC), action=row)

    assert (row.due_on, row.first_due_on) == (date(2011, 11, 14), DUE)
    assert moves(row) == [Move.AGREED, Move.PUT_OFF, Move.DONE]
    line = queries.shown(Action.objects.filter(pk=done.pk), by=cast.dev, at=later(40))[0]
    assert (line.kept, line.state, line.progress) == ("missed", "done", 100)


def test_handing_on_tells_whoever_answers_from_now_on(cast: Cast) -> None:
    row = agreed(cast)
    Message.objects.all().delete()

    handed = agreeing.hand_action(by=cast.fay, at=later(1), action=row, owner=cast.tom, because="He knows the carrier")

    assert handed.owner == cast.tom
    assert list(Message.objects.values_list("to", flat=True)) == [cast.tom.email]
    with pytest.raises(NotAllowed):
        agreeing.say_progress(by=cast.fay, at=later(2), action=handed, percent=10)


def test_nobody_is_given_what_they_could_not_see(cast: Cast) -> None:
    row = agreed(cast)
    rights.deactivate_person(by=cast.nia, at=later(1), person=cast.tom)

    with pytest.raises(agreeing.CannotOwn, match="no longer works here"):
        agreeing.hand_action(by=cast.dev, at=later(1), action=row, owner=type(cast.tom).objects.get(pk=cast.tom.pk))

    row.refresh_from_db()
    assert row.owner == cast.fay


def test_done_is_undone_within_two_weeks_and_not_after(cast: Cast) -> None:
    row = agreeing.finish_action(by=cast.fay, at=later(2), action=agreed(cast), words="Signed")
    with pytest.raises(agreeing.ActionIsOver, match="done already"):
        agreeing.finish_action(by=cast.dev, at=later(3), action=row)
    with pytest.raises(agreeing.TooLate):
        agreeing.reopen_action(by=cast.fay, at=later(17), action=row)

    row = agreeing.reopen_action(by=cast.fay, at=later(15), action=row)

    assert (row.is_open, row.done_by) == (True, "")
    with pytest.raises(agreeing.ActionIsOpen):
        agreeing.reopen_action(by=cast.fay, at=later(15), action=row)


def test_dropping_says_why(cast: Cast) -> None:
    row = agreed(cast)
    with pytest.raises(agreeing.ReasonMissing):
        agreeing.drop_action(by=cast.fay, at=later(1), action=row, because="")

    dropped = agreeing.drop_action(by=cast.fay, at=later(1), action=row, because="The depot closes")

    assert dropped.dropped_because == "The depot closes"
    assert not dropped.is_open


def test_what_was_agreed_by_mistake_never_was_but_only_within_the_hour(cast: Cast) -> None:
    row, old = agreed(cast), agreed(cast, what="Ask the carrier")

    agreeing.take_action_back(by=cast.dev, at=later(hours=1), action=row)

    with pytest.raises(agreeing.TooLate):
        agreeing.take_action_back(by=cast.dev, at=later(hours=2), action=old)
    assert [each.what for each in Action.objects.all()] == ["Ask the carrier"]
    assert Entry.objects.filter(verb="lossreview.take_action_back").count() == 1


def test_a_better_wording_keeps_the_old_one_in_the_story(cast: Cast) -> None:
    row = agreeing.reword_action(by=cast.fay, at=later(1), action=agreed(cast), what="Send everything by air")

    assert row.what == "Send everything by air"
    assert Remark.objects.get(move=Move.RENAMED).words == "Before: Send parcels by air"


def test_a_meeting_that_goes_on_sees_it_at_once(cast: Cast) -> None:
    review = a_review(cast, began_at=MET, began_by="Dev Patel")
    quiet = a_review(cast, "2011-08", began_at=MET, began_by="Dev Patel", adjourned_at=MET)

    agreeing.say_progress(by=cast.fay, at=later(1), action=agreed(cast), percent=10)

    assert Review.objects.get(pk=review.pk).beat == 2
    assert Review.objects.get(pk=quiet.pk).beat == 0


def test_the_next_review_opens_with_what_became_of_the_actions_before_it(cast: Cast) -> None:
    september = a_review(cast)
    a_review(cast, "2011-10")
    late = agreed(cast, what="Late", review=september, due_on=date(2011, 11, 1))
    agreed(cast, what="Open", review=september, due_on=date(2012, 1, 31))
    agreed(cast, what="Soon", due_on=date(2011, 11, 11))
    done = agreed(cast, what="Done", review=september)
    agreeing.finish_action(by=cast.fay, at=later(10), action=done, words="Signed with two")
    dropped = agreed(cast, what="Dropped", review=september)
    agreeing.drop_action(by=cast.fay, at=later(11), action=dropped, because="The depot closes")
    agreeing.say_progress(by=cast.fay, at=later(12), action=late, percent=50, words="One signed")
    meets = datetime(2011, 11, 9, 9, tzinfo=UTC)

    lines = lines_before(review_from_on=OCTOBER, at=meets)

    assert [(line.what, line.state) for line in lines] == [
        ("Late", "late"),
        ("Soon", "due"),
        ("Open", "open"),
        ("Done", "done"),
        ("Dropped", "dropped"),
    ]
    assert [line.words for line in lines] == ["50%: One signed", "", "", "Signed with two", "The depot closes"]
    assert [line.progress for line in lines] == [50, 0, 0, 100, 0]
    assert (lines[0].review, lines[1].review, lines[0].owner) == ("2011-09", "", "Fay Morgan")


def test_as_at_a_moment_what_came_later_had_not_happened(cast: Cast) -> None:
    september = a_review(cast)
    row = agreed(cast, review=september)
    before = lines_before(review_from_on=OCTOBER, at=later(1))
    agreeing.finish_action(by=cast.fay, at=later(2), action=row, words="Signed")
    agreed(cast, at=later(3), what="Later")

    assert lines_before(review_from_on=OCTOBER, at=later(1)) == before
    assert lines_before(review_from_on=date(2011, 9, 1), at=later(1)) == ()


def test_what_one_review_heard_is_not_told_again_at_the_next_but_one(cast: Cast) -> None:
    september = a_review(cast)
    a_review(cast, "2011-10")
    a_review(cast, "2011-11")
    row = agreed(cast, review=september)
    agreeing.finish_action(by=cast.fay, at=later(10), action=row)

    told = [
        lines_before(review_from_on=first, at=datetime(first.year, first.month, 28, tzinfo=UTC) + timedelta(days=20))
        for first in (OCTOBER, date(2011, 11, 1))
    ]

    assert [len(lines) for lines in told] == [1, 0]


def test_kept_means_by_the_day_first_agreed(cast: Cast) -> None:
    in_time, late, dropped = agreed(cast), agreed(cast, what="Late"), agreed(cast, what="Dropped")
    agreed(cast, what="Open"), agreed(cast, what="Not due", due_on=date(2011, 11, 30))
    agreeing.finish_action(by=cast.fay, at=later(5), action=in_time)
    agreeing.put_off(by=cast.fay, at=later(5), action=late, due_on=date(2011, 11, 30), because="Strike")
    agreeing.finish_action(by=cast.fay, at=later(30), action=late)
    agreeing.drop_action(by=cast.fay, at=later(5), action=dropped, because="Not needed")

    counted = kept_between(from_on=OCTOBER, until_on=date(2011, 12, 1), at=later(35))

    assert (counted.due, counted.kept) == (3, 1)
    assert counted.share == pytest.approx(1 / 3)
    assert kept_between(from_on=OCTOBER, until_on=OCTOBER, at=later(35)).share is None
