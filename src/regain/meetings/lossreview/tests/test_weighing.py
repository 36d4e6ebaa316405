"""Ranking together: nobody sees anybody's weights before they are opened to all; then the order is set."""

from datetime import timedelta

import pytest

from regain.foundation.audit.models import Entry
from regain.foundation.kit.errors import NotAllowed
from regain.meetings.lossreview.actions.attending import mark_present
from regain.meetings.lossreview.actions.meeting import begin_review
from regain.meetings.lossreview.actions.sitting import NotBegun
from regain.meetings.lossreview.actions.weighing import (
    IncompleteOrder,
    NotACandidate,
    NotHere,
    NothingToWeigh,
    NothingWeighed,
    NotOpen,
    NotTenPoints,
    SaysNotWhy,
    TooFewWeighed,
    open_weighing,
    open_weights,
    rank_issues,
    weigh,
)
from regain.meetings.lossreview.models import Issue, Rank, Review, Weighing
from regain.meetings.lossreview.queries.candidates import tallied, usual_order, weighers
from regain.meetings.lossreview.rules.weighing import Tallied, ordered, tally
from regain.meetings.lossreview.tests.story import a_review, an_issue
from tests.cast import Cast

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def issues(cast: Cast) -> list[Issue]:
    """Three open issues and one that is set aside."""
    an_issue(cast, "Too small", set_aside_at=a_review(cast, "2011-07").meets_at, set_aside_because="Too small")
    return [an_issue(cast, title) for title in ("Late", "Broken", "Dear")]


@pytest.fixture
def review(cast: Cast, issues: list[Issue]) -> Review:
    """A meeting with Dev and Ada at the table."""
    found = a_review(cast)
    begin_review(by=cast.dev, at=found.meets_at, review=found)
    mark_present(by=cast.ada, at=found.meets_at, review=found, person=cast.ada)
    return fresh(found)


def fresh(review: Review) -> Review:
    return Review.objects.get(pk=review.pk)


def test_points_add_up_and_opinions_that_lie_apart_are_told() -> None:
    given = {1: {10: 7, 11: 3}, 2: {11: 4, 12: 6}}

    told = tally(given, [10, 11, 12], {})

    assert told == (Tallied(10, 7, 0, 7), Tallied(11, 7, 3, 4), Tallied(12, 6, 0, 6))
    assert [each.is_agreed for each in told] == [False, True, False]


def test_points_of_a_merged_issue_count_for_the_one_it_went_into() -> None:
    assert tally({1: {10: 4, 11: 6}}, [11], {10: 11}) == (Tallied(11, 10, 10, 10),)


def test_ties_are_broken_by_priority_and_an_unmeasured_issue_comes_last() -> None:
    flat = (Tallied(1, 5, 0, 5), Tallied(2, 5, 0, 5), Tallied(3, 9, 0, 9), Tallied(4, 5, 0, 5))
    priorities = {1: None, 2: 100, 3: 1, 4: 200}

    assert ordered(flat, priorities) == (3, 4, 2, 1)  # type: ignore[arg-type]
    assert ordered(flat, priorities, weighed=False) == (4, 2, 3, 1)  # type: ignore[arg-type]


def test_everybody_here_weighs_and_may_think_again(cast: Cast, review: Review, issues: list[Issue]) -> None:
    at, (late, broken, dear) = review.meets_at, (issue.pk for issue in issues)
    open_weighing(by=cast.dev, at=at, review=review)
    weigh(by=cast.ada, at=at, review=review, points={late: 10})
    weigh(by=cast.ada, at=at + MINUTE, review=review, points={late: 2, broken: 8, dear: 0})
    weigh(by=cast.dev, at=at, review=review, points={late: 4, dear: 6})

    assert tallied(fresh(review)) == ()
    assert weighers(fresh(review)) == (2, 2)
    shown = open_weights(by=cast.dev, at=at + MINUTE, review=review)

    assert [(each.points, each.lowest, each.highest) for each in tallied(shown)] == [(6, 2, 4), (8, 0, 8), (6, 0, 6)]
    with pytest.raises(NotOpen):
        weigh(by=cast.ada, at=at, review=review, points={late: 10})


def test_the_trail_never_holds_a_weight(cast: Cast, review: Review, issues: list[Issue]) -> None:
    open_weighing(by=cast.dev, at=review.meets_at, review=review)
    weigh(by=cast.ada, at=review.meets_at, review=review, points={issues[0].pk: 10})

    entry = Entry.objects.get(verb="lossreview.weigh")

    assert entry.details == {"points": "…", "review": f"lossreview.review:{review.pk}"}


@pytest.mark.parametrize("points", [[4, 4, 1], [5, 5, 5], [11, -1, 0], [0, 0, 0]])
def test_ten_points_are_given_no_more_and_no_less(
    cast: Cast, review: Review, issues: list[Issue], points: list[int]
) -> None:
    open_weighing(by=cast.dev, at=review.meets_at, review=review)
    given = {issue.pk: many for issue, many in zip(issues, points, strict=True)}

    with pytest.raises(NotTenPoints):
        weigh(by=cast.ada, at=review.meets_at, review=review, points=given)

    assert not Weighing.objects.exists()


def test_only_open_issues_are_weighed(cast: Cast, review: Review) -> None:
    open_weighing(by=cast.dev, at=review.meets_at, review=review)
    aside = Issue.objects.get(title="Too small")

    with pytest.raises(NotACandidate):
        weigh(by=cast.ada, at=review.meets_at, review=review, points={aside.pk: 10})

    assert not Weighing.objects.exists()


def test_who_is_not_here_does_not_weigh(cast: Cast, review: Review, issues: list[Issue]) -> None:
    open_weighing(by=cast.dev, at=review.meets_at, review=review)
    with pytest.raises(NotHere):
        weigh(by=cast.olive, at=review.meets_at, review=review, points={issues[0].pk: 10})
    with pytest.raises(NotAllowed):
        weigh(by=cast.ben, at=review.meets_at, review=review, points={issues[0].pk: 10})

    assert not Weighing.objects.exists()


def test_weighing_is_opened_and_shown_by_whoever_runs_the_meeting(cast: Cast, review: Review) -> None:
    with pytest.raises(NotAllowed):
        open_weighing(by=cast.ada, at=review.meets_at, review=review)
    with pytest.raises(NotOpen):
        open_weights(by=cast.dev, at=review.meets_at, review=review)
    open_weighing(by=cast.dev, at=review.meets_at, review=review)
    with pytest.raises(NothingWeighed):
        open_weights(by=cast.dev, at=review.meets_at, review=review)

    assert fresh(review).weighing_shown_at is None


def test_weights_are_opened_when_three_have_weighed(cast: Cast, review: Review, issues: list[Issue]) -> None:
    at = review.meets_at
    for person in (cast.olive, cast.fay):
        review.seats.get_or_create(person=person, defaults={"invited_at": at})
        mark_present(by=person, at=at, review=review, person=person)
    open_weighing(by=cast.dev, at=at, review=review)
    for person in (cast.ada, cast.olive):
        weigh(by=person, at=at, review=review, points={issues[0].pk: 10})
    with pytest.raises(TooFewWeighed, match=r"2 of 4 have weighed\. Open the weights when 3 have"):
        open_weights(by=cast.dev, at=at, review=review)
    assert fresh(review).weighing_shown_at is None

    weigh(by=cast.dev, at=at, review=review, points={issues[1].pk: 10})

    assert open_weights(by=cast.dev, at=at, review=review).weighing_shown_at == at


def test_where_fewer_sit_together_all_weigh_first(cast: Cast, review: Review, issues: list[Issue]) -> None:
    at = review.meets_at
    open_weighing(by=cast.dev, at=at, review=review)
    weigh(by=cast.ada, at=at, review=review, points={issues[0].pk: 10})
    with pytest.raises(TooFewWeighed):
        open_weights(by=cast.dev, at=at, review=review)
    weigh(by=cast.dev, at=at, review=review, points={issues[0].pk: 10})

    assert open_weights(by=cast.dev, at=at, review=review).weighing_shown_at == at


def test_there_is_nothing_to_weigh_without_an_issue(cast: Cast) -> None:
    review = a_review(cast)
    with pytest.raises(NotBegun):
        open_weighing(by=cast.dev, at=review.meets_at, review=review)
    begin_review(by=cast.dev, at=review.meets_at, review=review)
    with pytest.raises(NothingToWeigh):
        open_weighing(by=cast.dev, at=review.meets_at, review=review)

    assert fresh(review).weighing_from is None


def test_a_second_round_forgets_the_first(cast: Cast, review: Review, issues: list[Issue]) -> None:
    at = review.meets_at
    open_weighing(by=cast.dev, at=at, review=review)
    weigh(by=cast.ada, at=at, review=review, points={issues[0].pk: 10})
    open_weighing(by=cast.olive, at=at, review=review)
    assert weighers(fresh(review)) == (1, 2)
    weigh(by=cast.dev, at=at, review=review, points={issues[1].pk: 10})
    open_weights(by=cast.dev, at=at, review=review)

    again = open_weighing(by=cast.dev, at=at + MINUTE, review=review)

    assert (weighers(again), again.weighing_shown_at, tallied(again)) == ((0, 2), None, ())


def test_the_order_of_the_points_needs_no_reason(cast: Cast, review: Review, issues: list[Issue]) -> None:
    at = review.meets_at
    open_weighing(by=cast.dev, at=at, review=review)
    for person in (cast.ada, cast.dev):
        weigh(by=person, at=at, review=review, points={issues[2].pk: 10})
    open_weights(by=cast.dev, at=at, review=review)

    rank_issues(by=cast.dev, at=at, review=review, places=usual_order(fresh(review)))

    first = Rank.objects.get(place=1)
    assert (first.issue, first.because) == (issues[2], "")


def test_another_order_says_why_where_it_differs(cast: Cast, review: Review, issues: list[Issue]) -> None:
    late, broken, dear = (issue.pk for issue in issues)
    with pytest.raises(SaysNotWhy):
        rank_issues(by=cast.dev, at=review.meets_at, review=review, places=[broken, late, dear])

    made = rank_issues(
        by=cast.dev, at=review.meets_at, review=review, places=[broken, late, dear], because="It starts first"
    )

    assert [rank.because for rank in made] == ["It starts first", "It starts first", ""]


def test_an_order_names_every_issue_once_and_waits_for_the_weights(
    cast: Cast, review: Review, issues: list[Issue]
) -> None:
    places = [issue.pk for issue in issues]
    with pytest.raises(IncompleteOrder):
        rank_issues(by=cast.dev, at=review.meets_at, review=review, places=places[:2])
    open_weighing(by=cast.dev, at=review.meets_at, review=review)
    with pytest.raises(NotOpen, match="Open the weights first"):
        rank_issues(by=cast.dev, at=review.meets_at, review=review, places=places)

    assert not Rank.objects.exists()
