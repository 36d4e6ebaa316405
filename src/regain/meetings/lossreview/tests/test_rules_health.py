"""The programme's health: when a share can be told, and what days say."""

from datetime import date

from regain.meetings.lossreview.rules.health import Days, Share, ages, by_value, in_season


def test_a_share_of_fewer_than_ten_is_no_percentage() -> None:
    """Nine of nine may be luck."""
    assert Share(9, 9).value is None
    assert Share(5, 10).value == 0.5


def test_a_share_by_value_needs_as_many_departures() -> None:
    """The value decides the share, the heads whether it can be told; nothing lost has no share."""
    told = by_value(3, 10, worth=75.0, whole=100.0)
    assert told is not None
    assert told.value == 0.75
    few = by_value(3, 9, worth=75.0, whole=100.0)
    assert few is not None
    assert few.value is None
    assert by_value(0, 0, worth=0, whole=0) is None


def test_conversations_tell_most_in_the_second_to_the_sixth_week() -> None:
    """Both ends belong to it."""
    assert in_season([7, 8, 42, 43]) == Share(2, 4)


def test_ages_have_a_median_and_a_longest() -> None:
    """Of nothing neither can be told."""
    found = ages([date(2011, 10, 1), date(2011, 9, 1), date(2011, 9, 21)], date(2011, 10, 11))
    assert (found.value, found.longest) == (20, 40)
    assert Days(()).value is None
