"""Remaining value of the living, with the uncertainty of the parameters."""

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
    FittedGammaGamma,
    GammaGamma,
    Span,
    ltv,
    simulate_buyers,
    unit_named,
)

TRUTH = {"r": 0.8, "alpha": 9.0, "a": 0.8, "b": 2.5}
SPEND = {"p": 6.0, "q": 4.0, "gamma": 16.0}
YEARLY = Discount(0.12, per=YEAR)


def test_value_is_purchases_times_spend_times_margin() -> None:
    buyers = simulate_buyers(TRUTH, spend=SPEND, customers=50, age=(9, 90), unit=WEEK, seed=1)
    purchases = FittedBGNBD.from_params(unit=WEEK, **TRUTH)
    spend = FittedGammaGamma.from_params(unit=WEEK, **SPEND)
    told = ltv(
        buyers, purchases=purchases, spend=spend, discount=YEARLY, horizon=3 * YEAR, margin=0.4
    )
    bought = purchases.residual_transactions(buyers, discount=YEARLY, horizon=3 * YEAR)
    by_hand = 0.4 * bought * spend.expected_spend(buyers)
    assert told.each.value == pytest.approx(by_hand)
    assert told.each.low == pytest.approx(told.each.high)
    assert told.total.value[0] == pytest.approx(by_hand.sum())


def test_the_interval_of_the_total_holds_the_truth_as_often_as_it_says() -> None:
    buyers = [
        simulate_buyers(TRUTH, spend=SPEND, customers=200, age=(40, 90), unit=WEEK, seed=seed)
        for seed in range(8)
    ]
    known = FittedBGNBD.from_params(unit=WEEK, **TRUTH)
    taste = FittedGammaGamma.from_params(unit=WEEK, **SPEND)
    held = []
    for summary in buyers:
        told = ltv(
            summary,
            purchases=BGNBD().fit(summary),
            spend=GammaGamma().fit(summary),
            discount=YEARLY,
            horizon=1 * YEAR,
        ).total
        truth = ltv(summary, purchases=known, spend=taste, discount=YEARLY, horizon=1 * YEAR)
        held.append(told.low[0] <= truth.total.value[0] <= told.high[0])
    assert sum(held) >= 6


def test_more_customers_narrow_the_interval() -> None:
    def width(customers: int) -> float:
        buyers = simulate_buyers(
            TRUTH, spend=SPEND, customers=customers, age=(40, 90), unit=WEEK, seed=5
        )
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
