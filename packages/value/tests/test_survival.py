"""How long they stay: published figures, intervals that cover, and nothing said too early."""

import numpy as np
import pytest

from regain_value.errors import BadInput, NotEnoughEvidence
from regain_value.survival import HORIZONS, compare, survival

TREATED = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
TREATED_ENDED = [1] * 9 + [0] * 12
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
"""Weeks in remission of 42 leukaemia patients (Freireich et al. 1963, *Blood* 21: 699–716)."""


def test_the_published_curve() -> None:
    curve = survival(TREATED, TREATED_ENDED)
    shares = {day: curve.at(day).share for day in (6, 7, 10, 13, 16)}
    assert shares == pytest.approx({6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627}, abs=5e-4)
    assert curve.at_risk[0] == 21
    assert curve.left[0] == 3
    assert curve.at(10).at_risk == 15


def test_the_published_medians_and_test() -> None:
    treated, placebo = survival(TREATED, TREATED_ENDED), survival(PLACEBO, [1] * 21)
    assert (treated.median.days, placebo.median.days) == (23, 8)
    found = compare(treated, placebo)
    assert found.statistic**2 == pytest.approx(16.79, abs=0.01)
    assert found.p_value == pytest.approx(4.17e-5, rel=0.01)
    assert found.sentence.startswith("One group stays longer")


def test_the_interval_covers_when_there_are_few() -> None:
    random = np.random.default_rng(2)
    for true in (0.95, 0.8, 0.5):
        rate = -np.log(true) / 100
        held = told = 0
        for _company in range(300):
            leaves, seen = random.exponential(1 / rate, 20), random.uniform(60, 400, 20)
            standing = survival(np.minimum(leaves, seen), leaves <= seen).at(100)
            told += 1
            held += standing.low <= true <= standing.high
        assert held / told >= 0.92, true


def test_before_anybody_left_the_curve_says_how_little_is_known() -> None:
    curve = survival([100.0] * 12, [0] * 12)
    standing = curve.at(90)
    assert (standing.share, standing.high, standing.at_risk) == (1.0, 1.0, 12)
    assert 0.7 < standing.low < 0.8
    assert curve.median.days is None
    assert curve.median.sentence == "Half have not left yet."
    assert "12 followed that long" in standing.sentence


def test_when_all_have_left_the_curve_ends_at_nothing() -> None:
    curve = survival([5.0] * 8, [1] * 8)
    assert curve.share.value.tolist() == [0.0]
    assert 0 < curve.share.high[0] < 0.5
    assert curve.median.sentence == "Half have left after 5 days (likely 5 to 5)."


def test_the_end_of_a_median_may_be_open() -> None:
    curve = survival([10, 20, 30, 40, 50, 60], [1, 0, 1, 0, 1, 0])
    assert curve.median.high is None
    assert curve.median.sentence.endswith("later than can be told yet).")


def test_nothing_is_said_past_what_was_followed() -> None:
    curve = survival([40.0] * 10, [1, *[0] * 9])
    assert curve.at(HORIZONS[0]).share == 1.0
    with pytest.raises(
        NotEnoughEvidence, match="of 1 customers it is known whether they stayed 90 days"
    ):
        curve.at(HORIZONS[1])
    with pytest.raises(NotEnoughEvidence, match="nobody was followed for 90 days"):
        survival([40.0] * 20, [*[1] * 12, *[0] * 8]).at(HORIZONS[1])
    with pytest.raises(NotEnoughEvidence, match="nobody has been followed"):
        survival([], [])
    with pytest.raises(NotEnoughEvidence, match="2 customers left in both groups"):
        compare(curve, curve)


def test_bad_columns_are_refused() -> None:
    with pytest.raises(BadInput, match="days, row 1: -3 is below 0"):
        survival([4, -3], [1, 0])
    with pytest.raises(BadInput, match="lengths differ"):
        survival([4, 3], [1])
    with pytest.raises(BadInput, match="neither true nor false"):
        survival([4], [2])


def test_two_alike_groups_do_not_differ() -> None:
    random = np.random.default_rng(5)
    first, second = (survival(random.exponential(50, 80), np.ones(80)) for _group in range(2))
    assert not compare(first, second).is_beyond_chance
    assert compare(first, second).sentence.startswith("No difference beyond chance")
