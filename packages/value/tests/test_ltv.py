"""Remaining value of the living, with the uncertainty of the parameters."""

from typing import Any

import numpy as np
import pytest

from regain_value import (
    BGNBD,
    DAY,
    MONTH,
    QUARTER,
    WEEK,
    YEAR,
    BadInput,
    Discount,
    FittedBGNBD,
    FittedBuyers,
    FittedGammaGamma,
    FittedMBGNBD,
    FittedParetoNBD,
    GammaGamma,
    Span,
    Summary,
    ltv,
    outlook,
    remaining_value,
    unit_named,
)
from regain_value.arrays import FloatArray

TRUTH = {"r": 0.8, "alpha": 9.0, "a": 0.8, "b": 2.5}
SPEND = {"p": 6.0, "q": 4.0, "gamma": 16.0}
YEARLY = Discount(0.12, per=YEAR)


KNOWN = FittedBGNBD.from_params(unit=WEEK, **TRUTH)
TASTE = FittedGammaGamma.from_params(unit=WEEK, **SPEND)
MODELS = [
    KNOWN,
    FittedMBGNBD.from_params(unit=WEEK, **TRUTH),
    FittedParetoNBD.from_params(unit=WEEK, r=0.8, alpha=9.0, s=0.6, beta=11.0),
]


def company(customers: int, *, seed: int) -> Summary:
    ages = np.random.default_rng(seed).integers(40, 91, customers)
    told = KNOWN.simulate(ages, seed=seed)
    return told.with_spend(TASTE.simulate(told.frequency, seed=seed))


@pytest.mark.parametrize("purchases", MODELS, ids=[model.paper for model in MODELS])
def test_value_is_purchases_times_spend_times_margin(purchases: FittedBuyers) -> None:
    buyers = company(50, seed=1)
    asked: dict[str, Any] = {"purchases": purchases, "spend": TASTE, "margin": 0.4}
    asked |= {"discount": YEARLY, "horizon": 3 * YEAR}
    told = ltv(buyers, **asked)
    bought = purchases.residual_transactions(buyers, discount=YEARLY, horizon=3 * YEAR)
    by_hand = 0.4 * bought * TASTE.expected_spend(buyers)
    assert told.each.value == pytest.approx(by_hand)
    assert told.each.low == pytest.approx(told.each.high)
    assert told.total.value[0] == pytest.approx(by_hand.sum())
    assert remaining_value(buyers, **asked) == pytest.approx(by_hand)
    may = outlook(buyers, by_hand, purchases=purchases, spend=TASTE, horizon=3 * YEAR)
    assert (may.low <= by_hand).all()
    assert (may.high >= by_hand).all()


def test_intervals_are_the_delta_method_by_hand() -> None:
    buyers = company(400, seed=2)
    purchases, spend = BGNBD().fit(buyers), GammaGamma().fit(buyers)
    told = ltv(buyers, purchases=purchases, spend=spend, discount=YEARLY, horizon=2 * YEAR)

    def value(buying: FloatArray, spending: FloatArray) -> FloatArray:
        each = remaining_value(
            buyers,
            purchases=purchases.shifted(1e-4 * buying),
            spend=spend.shifted(1e-4 * spending),
            discount=YEARLY,
            horizon=2 * YEAR,
        )
        return np.append(each, each.sum())

    def variance(slopes: list[FloatArray], covariance: FloatArray) -> FloatArray:
        told: FloatArray = np.einsum("in,ij,jn->n", slopes, covariance, slopes)
        return told

    four, three = np.zeros(4), np.zeros(3)
    here = value(four, three)
    by_buying = [np.log(value(step, three) / here) / 1e-4 for step in np.eye(4)]
    by_spending = [np.log(value(four, step) / here) / 1e-4 for step in np.eye(3)]
    relative = variance(by_buying, purchases.covariance_of_logs)
    relative = np.sqrt(relative + variance(by_spending, spend.covariance_of_logs))
    for ends, sign in (("high", 1), ("low", -1)):
        both = np.append(getattr(told.each, ends), getattr(told.total, ends))
        assert both == pytest.approx(here * np.exp(sign * 1.959964 * relative), rel=2e-3)


def test_the_interval_of_the_total_holds_the_truth_as_often_as_it_says() -> None:
    held = []
    for seed in range(8):
        buyers = company(200, seed=seed)
        told = ltv(
            buyers,
            purchases=BGNBD().fit(buyers),
            spend=GammaGamma().fit(buyers),
            discount=YEARLY,
            horizon=1 * YEAR,
        ).total
        truth = remaining_value(
            buyers, purchases=KNOWN, spend=TASTE, discount=YEARLY, horizon=1 * YEAR
        ).sum()
        held.append(told.low[0] <= truth <= told.high[0])
    assert sum(held) >= 6


def test_more_customers_narrow_the_interval() -> None:
    def width(customers: int) -> float:
        buyers = company(customers, seed=5)
        told = ltv(
            buyers,
            purchases=BGNBD().fit(buyers),
            spend=GammaGamma().fit(buyers),
            discount=YEARLY,
        ).total
        return float((told.high[0] - told.low[0]) / told.value[0])

    assert width(6_000) < 0.4 * width(300)


def test_units_convert_and_speak() -> None:
    assert (12 * MONTH).in_unit(YEAR) == pytest.approx(1)
    assert (4 * QUARTER).in_unit(DAY) == 365.25
    assert str(1 * WEEK) == "1 week"
    assert str(2.5 * MONTH) == "2.5 months"
    assert unit_named("week") == WEEK
    assert Discount(0.1, per=YEAR).rate_in(YEAR) == pytest.approx(0.1)
    assert (1 + Discount(0.1, per=YEAR).rate_in(MONTH)) ** 12 == pytest.approx(1.1)


def test_units_and_rates_that_cannot_be_are_refused() -> None:
    with pytest.raises(BadInput, match="not a length of time"):
        Span(-1, WEEK)
    with pytest.raises(BadInput, match="ten per cent"):
        Discount(-0.1, per=YEAR)
    with pytest.raises(BadInput, match="use one of day, week"):
        unit_named("fortnight")
    with pytest.raises(BadInput, match="positive number for each of r, alpha, a, b"):
        FittedBGNBD.from_params(unit=WEEK, r=1.0)
