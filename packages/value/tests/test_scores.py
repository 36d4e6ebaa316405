"""Whether chances come true: two proper scores, and who did better."""

import numpy as np
import pytest

from regain_value import BadInput, NotEnoughEvidence
from regain_value.scores import better, scored


def test_scores_are_those_worked_out_by_hand() -> None:
    told = scored([0.2, 0.2, 0.8, 0.5], [0, 1, 1, 0])
    by_hand = -(np.log(0.8) + np.log(0.2) + np.log(0.8) + np.log(0.5)) / 4
    assert told.log_score == pytest.approx(by_hand)
    assert told.brier == pytest.approx((0.04 + 0.64 + 0.04 + 0.25) / 4)
    assert [told.people, told.returned, told.expected] == pytest.approx([4, 2, 1.7])


def test_groups_of_true_chances_hold_what_happened() -> None:
    random = np.random.default_rng(1)
    chance = random.beta(2, 5, 20_000)
    told = scored(chance, random.random(20_000) < chance).groups
    inside = (told.happened.low <= told.said) & (told.said <= told.happened.high)
    assert len(told) == 10
    assert inside.sum() >= 8


def test_the_truth_beats_a_flat_guess_and_the_interval_says_so() -> None:
    random = np.random.default_rng(2)
    chance = random.beta(1, 3, 3_000)
    came = random.random(3_000) < chance
    lead = better(chance, np.full(3_000, chance.mean()), came)
    assert 0 < lead.low < lead.value < lead.high
    assert better(chance, chance, came).value == 0


def test_a_certain_chance_that_fails_stays_a_number() -> None:
    assert np.isfinite(scored([0.0, 1.0], [1, 0]).log_score)


def test_bad_input_is_refused() -> None:
    with pytest.raises(NotEnoughEvidence, match="nobody to compare"):
        scored([], [])
    with pytest.raises(BadInput, match=r"chance, row 0: 1\.2 is above 1"):
        scored([1.2], [1])
    with pytest.raises(BadInput, match="lengths differ"):
        better([0.1, 0.2], [0.1], [1, 0])
