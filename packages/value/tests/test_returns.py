"""The chance of return from the company's own past, and without one."""

import numpy as np
import pytest

from regain_value import DAY, BadInput, PriorReturn, ReturnChance

HORIZON = 90 * DAY


def past(people: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Absence, value, returned and the true chance: falling with absence, rising with value."""
    random = np.random.default_rng(people)
    absence = random.uniform(30, 400, people)
    value = random.lognormal(5, 1, people)
    truth = 1 / (1 + np.exp(0.012 * (absence - 150) - 0.6 * (np.log(value) - 5)))
    return absence, value, random.random(people) < truth, truth


def test_with_much_past_the_chance_is_the_true_one() -> None:
    absence, value, returned, truth = past(40_000)
    told = ReturnChance().fit(absence, value, returned, horizon=HORIZON).chances(absence, value)
    assert np.corrcoef(told.chance.value, truth)[0, 1] > 0.95
    assert told.chance.value.mean() == pytest.approx(returned.mean(), abs=0.005)
    assert set(told.basis) == {"cell"}
    assert told.horizon == HORIZON


def test_the_interval_holds_the_cells_own_rate_of_a_second_sample() -> None:
    absence, value, returned, _ = past(3_000)
    fitted = ReturnChance().fit(absence, value, returned, horizon=HORIZON)
    again, worth, came, _ = past(60_000)
    told = fitted.chances(again, worth)
    cells = np.unique(told.chance.value)
    inside = [
        told.chance.low[here][0] <= came[here].mean() <= told.chance.high[here][0]
        for here in (told.chance.value == cell for cell in cells)
    ]
    assert len(cells) == 25
    assert np.mean(inside) >= 0.88


def test_little_past_is_shrunk_and_says_on_whom_it_rests() -> None:
    absence, value, returned, _ = past(60)
    told = ReturnChance().fit(absence, value, returned, horizon=HORIZON).chances(absence, value)
    assert "absence band" in told.basis
    spread_of_cells = told.chance.value.max() - told.chance.value.min()
    assert spread_of_cells < 0.95
    assert (told.returned <= told.alike).all()
    assert (told.chance.low < told.chance.value).all()
    assert (told.chance.value < told.chance.high).all()


def test_evidence_counts_people_like_this() -> None:
    absence, value = np.repeat([10.0, 300.0], 50), np.tile([5.0, 500.0], 50)
    returned = (absence < 100) & (value > 100)
    way = ReturnChance(absence_bands=2, value_bands=2)
    told = way.fit(absence, value, returned, horizon=HORIZON).chances([10.0, 300.0], [500.0, 5.0])
    assert told.alike.tolist() == [25, 25]
    assert told.returned.tolist() == [25, 0]
    assert told.chance.value[0] > 0.9
    assert told.chance.value[1] < 0.1


def test_without_a_past_the_prior_answers_and_is_labelled() -> None:
    told = ReturnChance().fit([], [], [], horizon=HORIZON).chances([40.0, 90.0], [10.0, 20.0])
    assert told.basis == ("prior", "prior")
    assert told.alike.tolist() == [0, 0]
    assert told.chance.value == pytest.approx([0.25, 0.25])
    assert told.chance.low[0] < 0.02
    assert told.chance.high[0] > 0.6
    assert "not evidence" in told.prior.source


def test_three_departed_hardly_move_the_prior() -> None:
    told = ReturnChance().fit([9.0, 9, 9], [1.0, 1, 1], [1, 1, 1], horizon=HORIZON)
    chances = told.chances([9.0], [1.0])
    assert chances.basis == ("prior",)
    assert 0.25 < chances.chance.value[0] < 0.8
    assert chances.chance.high[0] - chances.chance.low[0] > 0.25


def test_bad_input_is_refused() -> None:
    with pytest.raises(BadInput, match="returned, row 1: 2 is neither true nor false"):
        ReturnChance().fit([1.0, 2.0], [1.0, 2.0], [0, 2], horizon=HORIZON)
    with pytest.raises(BadInput, match="no Beta prior"):
        PriorReturn(chance=1.0)
