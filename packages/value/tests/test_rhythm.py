"""The rhythm rule: recovered from simulated customers, and equal to its closed form."""

import numpy as np
import pytest

from regain_value import DAY, BadInput, FittedRhythm, GammaPoissonRhythm, NotEnoughEvidence
from regain_value.simulate import simulate_rhythms

CUSTOMERS = 40_000


def test_completed_gaps_give_the_parameters_back() -> None:
    gaps = np.random.default_rng(1).integers(0, 12, CUSTOMERS)
    total = simulate_rhythms(r=1.4, alpha=40.0, gaps=gaps, seed=2)
    fitted = GammaPoissonRhythm().fit(gaps, total)
    assert fitted.params == pytest.approx({"r": 1.4, "alpha": 40.0}, rel=0.04)
    assert fitted.at_edge == ()


def test_current_silences_correct_a_short_record() -> None:
    random = np.random.default_rng(3)
    rate = random.gamma(1.4, 1 / 40.0, CUSTOMERS)
    record = 200.0
    times = np.cumsum(random.exponential(1 / rate[:, None], (CUSTOMERS, 60)), axis=1)
    inside = times < record
    gaps = inside.sum(axis=1)
    total = np.max(times * inside, axis=1)
    with_silence = GammaPoissonRhythm().fit(gaps, total, silence=record - total)
    without = GammaPoissonRhythm().fit(gaps, total)
    assert with_silence.params == pytest.approx({"r": 1.4, "alpha": 40.0}, rel=0.04)
    too_short = without.allowed_gap([0], [0.0], quantile=0.9)
    right = with_silence.allowed_gap([0], [0.0], quantile=0.9)
    assert too_short[0] < 0.5 * right[0]


def test_counts_stand_for_repeated_rows_and_units_do_not_matter() -> None:
    gaps, total = np.array([1, 2, 5, 0, 3]), np.array([30.0, 44.0, 61.0, 0.0, 250.0])
    count = np.array([3, 1, 2, 4, 2])
    once = GammaPoissonRhythm().fit(gaps, total, count=count)
    repeated = GammaPoissonRhythm().fit(np.repeat(gaps, count), np.repeat(total, count))
    weeks = GammaPoissonRhythm().fit(gaps, total / 7, count=count)
    assert once.values == pytest.approx(repeated.values, rel=1e-6)
    assert weeks.params["alpha"] * 7 == pytest.approx(once.params["alpha"], rel=1e-6)
    assert weeks.params["r"] == pytest.approx(once.params["r"], rel=1e-6)


def test_allowed_gap_is_the_predictive_quantile() -> None:
    rhythm = FittedRhythm.from_params(unit=DAY, r=1.4, alpha=40.0)
    allowed = rhythm.allowed_gap([0, 4], [0.0, 90.0], quantile=0.95)
    assert allowed == pytest.approx([(0.05 ** (-1 / 1.4) - 1) * 40, (0.05 ** (-1 / 5.4) - 1) * 130])
    assert rhythm.silence_chance([0, 4], [0.0, 90.0], allowed) == pytest.approx([0.05, 0.05])


def test_allowed_gap_of_a_newcomer_explodes_unless_capped() -> None:
    rhythm = FittedRhythm.from_params(unit=DAY, r=0.002, alpha=40.0)
    assert np.isfinite(rhythm.allowed_gap([0], [0.0], quantile=0.99))[0]
    assert rhythm.allowed_gap([0], [0.0], quantile=0.99, at_most=400 * DAY)[0] == 400


def test_a_company_where_everybody_keeps_one_rhythm_is_still_finite() -> None:
    fitted = GammaPoissonRhythm().fit(np.full(50, 10.0), np.full(50, 300.0))
    assert "r" in fitted.at_edge
    assert fitted.allowed_gap([10], [300.0], quantile=0.95)[0] == pytest.approx(90, rel=0.02)


def test_nobody_with_a_gap_is_refused_with_a_way_out() -> None:
    with pytest.raises(NotEnoughEvidence, match="fixed days"):
        GammaPoissonRhythm().fit([0, 0], [0.0, 0.0])


def test_a_bad_row_is_named() -> None:
    with pytest.raises(BadInput, match=r"total, row 1: nan is not a finite number"):
        GammaPoissonRhythm().fit([1, 2], [3.0, float("nan")])
