"""Choosing a model by a time held back: the true one wins, the simplest where none is better."""

import os
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from regain_value import BGNBD, DAY, MBGNBD, BadInput, FitFailed, Summary
from regain_value.arrays import FloatArray
from regain_value.calibration import by_level, by_share, chances, cohort_curve
from regain_value.holdout import MANY, Holdout, score, select, top_share
from regain_value.models.past_rate import FittedPastRate, PastRate

BESIDE_CHECKOUT = Path(__file__).resolve().parents[4] / "shared" / "data"
CDNOW = Path(os.environ.get("REGAIN_RESEARCH_DATA", BESIDE_CHECKOUT)) / "CDNOW_sample.txt"
TRUE = FittedPastRate.from_params(unit=DAY, r=0.8, alpha=40.0)


def held_out(model: FittedPastRate, *, customers: int = 6_000, seed: int = 1) -> Holdout:
    """Customers of a model who never leave, known for a year at most, watched for ninety days."""
    random = np.random.default_rng(seed)
    r, alpha = model.values
    rate = random.gamma(r, 1 / alpha, customers)
    age = random.uniform(30, 365, customers)
    frequency = random.poisson(rate * age).astype(float)
    latest = random.random(customers) ** (1 / np.maximum(frequency, 1))
    recency = np.where(frequency > 0, age * latest, 0.0)
    known = Summary.of({"frequency": frequency, "recency": recency, "age": age})
    return Holdout.of(known, random.poisson(rate * 90.0), length=90 * DAY)


def leaving(customers: int = 6_000) -> Holdout:
    """Customers who buy every ten days or so until half of them stop on some day."""
    random = np.random.default_rng(3)
    gone = np.where(random.random(customers) < 0.5, random.uniform(1, 300, customers), 1e9)
    times = np.cumsum(random.exponential(10.0, (customers, 120)), axis=1)
    real = times < gone[:, None]
    frequency = (real & (times < 300)).sum(axis=1).astype(float)
    recency = np.max(np.where(real & (times < 300), times, 0.0), axis=1)
    known = Summary.of(
        {"frequency": frequency, "recency": recency, "age": np.full(customers, 300.0)}
    )
    return Holdout.of(known, (real & (times >= 300) & (times < 390)).sum(axis=1), length=90 * DAY)


def test_the_past_rate_wins_where_nobody_leaves() -> None:
    found = select({"past rate": PastRate(), "MBG/NBD": MBGNBD()}, held_out(TRUE))
    assert found.chosen.name == "past rate"
    assert found.chosen.model.params == pytest.approx(TRUE.params, rel=0.1)
    low, high = found.chosen.total_likely
    assert low < found.chosen.holdout.bought.sum() < high


def test_a_model_of_leaving_wins_where_many_leave() -> None:
    found = select({"past rate": PastRate(), "MBG/NBD": MBGNBD()}, leaving())
    naive, model = found.scored
    assert found.chosen is model
    assert model.lead_over(naive).low[0] > 0
    assert model.miss < naive.miss
    assert model.surprise < naive.surprise
    assert abs(model.total - model.holdout.bought.sum()) < abs(
        naive.total - naive.holdout.bought.sum()
    )


@pytest.mark.skipif(not CDNOW.exists(), reason="the CDNOW sample is not here")
def test_on_cdnow_a_model_of_leaving_beats_the_past_rate() -> None:
    held = cdnow(date(1998, 4, 2))
    found = select({"past rate": PastRate(), "BG/NBD": BGNBD(), "MBG/NBD": MBGNBD()}, held)
    assert held.customers == 2_357
    assert held.bought.sum() == 491
    assert found.chosen.name == "MBG/NBD"
    totals = [round(each.total) for each in found.scored]
    assert totals == [839, 611, 595]


def cdnow(cut: date) -> Holdout:
    """The CDNOW sample, known before the cut; the ninety days after it are held back."""
    rows = [line.split() for line in CDNOW.read_text().splitlines() if line.strip()]
    days = {
        (row[0], date(int(row[2][:4]), int(row[2][4:6]), int(row[2][6:8])).toordinal())
        for row in rows
    }
    bought: dict[str, list[int]] = {}
    for customer, day in sorted(days):
        bought.setdefault(customer, []).append(day)
    until, told = cut.toordinal(), []
    for each in bought.values():
        known = [day for day in each if day < until]
        if known:
            after = len([day for day in each if until <= day < until + 90])
            told.append((len(known) - 1, known[-1] - known[0], until - known[0], after))
    columns = np.array(told, dtype=float).T
    summary = Summary.of({"frequency": columns[0], "recency": columns[1], "age": columns[2]})
    return Holdout.of(summary, columns[3], length=90 * DAY)


def test_a_model_that_cannot_be_fitted_is_told_and_left_out() -> None:
    known = {"frequency": np.zeros(5), "recency": np.zeros(5), "age": np.arange(1.0, 6.0)}
    held = Holdout.of(Summary.of(known), np.ones(5), length=90 * DAY)
    with pytest.raises(FitFailed, match="nobody bought again"):
        select({"past rate": PastRate()}, held)


def test_a_holdout_needs_a_row_each_and_some_time() -> None:
    known = held_out(TRUE, customers=10).known
    with pytest.raises(BadInput, match="lengths differ"):
        Holdout.of(known, np.ones(9), length=90 * DAY)
    with pytest.raises(BadInput, match="no time at all"):
        Holdout.of(known, np.ones(10), length=0 * DAY)


def test_more_purchases_than_are_told_apart_still_have_a_score() -> None:
    held = held_out(TRUE, customers=200)
    heavy = Holdout(held.known, held.bought + MANY, held.length)
    assert np.isfinite(score("past rate", TRUE, heavy).log_score).all()


def test_the_past_rate_is_the_negative_binomial() -> None:
    known = Summary.of({"frequency": [0, 4], "recency": [0, 80], "age": [10, 90]})
    told = TRUE.purchase_distribution(known, horizon=90 * DAY, up_to=400)
    assert told.sum(axis=1) == pytest.approx([1, 1], abs=1e-9)
    expected = TRUE.expected_purchases(known, horizon=90 * DAY)
    assert told @ np.arange(401.0) == pytest.approx(expected, rel=1e-6)
    assert expected == pytest.approx([0.8 / 50 * 90, 4.8 / 130 * 90])
    assert TRUE.p_alive(known).tolist() == [1, 1]
    none = TRUE.purchase_distribution(known, horizon=0 * DAY, up_to=2)
    assert none.tolist() == [[1, 0, 0], [1, 0, 0]]
    ever = TRUE.residual_transactions(known, discount=0.001)
    long = TRUE.residual_transactions(known, discount=0.001, horizon=40_000 * DAY)
    assert long == pytest.approx(ever, rel=1e-9)


def test_groups_hold_everybody_once() -> None:
    held = held_out(TRUE)
    told = score("past rate", TRUE, held)
    by_past = by_level(held.known.frequency, told.expected, held.bought, most=7)
    assert by_past.at.tolist() == list(range(8))
    for groups in (by_past, by_share(told.expected, held.bought)):
        assert groups.customers.sum() == held.customers
        assert groups.customers @ groups.said == pytest.approx(told.total)
        assert groups.customers @ groups.happened.value == pytest.approx(held.bought.sum())
        inside = (groups.happened.low <= groups.said) & (groups.said <= groups.happened.high)
        assert inside.mean() > 0.7


def test_chances_of_a_true_model_come_true() -> None:
    held = held_out(TRUE)
    groups = chances(score("past rate", TRUE, held).chance, held.bought > 0)
    assert len(groups) == 10
    inside = (groups.happened.low <= groups.said) & (groups.said <= groups.happened.high)
    assert inside.sum() >= 8


def test_the_first_tenth_of_a_perfect_list_holds_what_it_holds() -> None:
    held = held_out(TRUE, customers=1_000)
    best = np.sort(held.bought)[::-1][:100].sum() / held.bought.sum()
    assert top_share(held.bought, held) == pytest.approx(best)
    assert top_share(np.zeros(1_000), held) == pytest.approx(0.1)


def test_a_cohort_is_expected_to_buy_at_its_rate() -> None:
    began: FloatArray = np.array([0.0, 10.0])
    told = cohort_curve(TRUE, began, [100, 50], at=[5.0, 10.0, 110.0])
    rate = 0.8 / 40.0
    assert told == pytest.approx([500 * rate, 1000 * rate, 16_000 * rate], rel=1e-6)
