"""Published figures to the printed digits, and closed forms against independent integration."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import integrate, special

from regain_value import (
    BGNBD,
    MBGNBD,
    WEEK,
    YEAR,
    Discount,
    FittedBGNBD,
    FittedGammaGamma,
    GammaGamma,
    Summary,
)

PARAMS = {"r": 0.2426, "alpha": 4.4136, "a": 0.7929, "b": 2.4259}
X, RECENCY, AGE = 3, 20.0, 38.0


def test_bgnbd_on_cdnow(cdnow: Summary) -> None:
    fitted = BGNBD().fit(cdnow)
    assert {letter: round(value, 3) for letter, value in fitted.params.items()} == {
        "r": 0.243,
        "alpha": 4.414,
        "a": 0.793,
        "b": 2.426,
    }
    assert fitted.values == pytest.approx((0.2426, 4.4136, 0.7929, 2.4259), abs=1e-4)
    assert fitted.log_likelihood == pytest.approx(-9582.4, abs=0.05)
    assert fitted.customers == 2357


def test_mbgnbd_on_cdnow(cdnow: Summary) -> None:
    fitted = MBGNBD().fit(cdnow)
    printed = [round(value, 3) for value in fitted.values]
    assert printed == pytest.approx([0.525, 6.183, 0.891, 1.614], abs=1e-3)
    assert fitted.log_likelihood == pytest.approx(-9582.1, abs=0.05)


def test_customer_one_of_the_spreadsheets() -> None:
    """Brucehardie.com notes 004 (expected purchases) and 025/026 (expected spend)."""
    one = {"frequency": [2.0], "recency": [30.43], "age": [38.86], "spend": [22.35]}
    buyers = FittedBGNBD.from_params(unit=WEEK, r=0.243, alpha=4.414, a=0.793, b=2.426)
    assert round(buyers.expected_purchases(one, horizon=39)[0], 3) == 1.226
    purses = FittedGammaGamma.from_params(unit=WEEK, p=6.25, q=3.74, gamma=15.44)
    assert purses.expected_spend(one)[0] == pytest.approx(24.66, abs=0.01)
    assert purses.mean_spend == pytest.approx(35.2, abs=0.05)


def test_gamma_gamma_on_cdnow(cdnow: Summary) -> None:
    spenders = cdnow.spend is not None and (cdnow.frequency > 0) & (cdnow.spend > 0)
    assert cdnow.spend is not None
    columns = {
        "frequency": cdnow.frequency[spenders],
        "recency": cdnow.recency[spenders],
        "age": cdnow.age[spenders],
        "spend": cdnow.spend[spenders],
    }
    fitted = GammaGamma().fit(Summary.of(columns, unit=WEEK))
    assert fitted.values == pytest.approx((6.249, 3.744, 15.44), rel=1e-3)


def bgnbd_by_integration(x: int, recency: float, age: float) -> float:
    """The likelihood of one history, integrated over λ and p as the paper's section 4 starts."""
    r, alpha, a, b = PARAMS.values()

    def history(p: float, rate: float) -> float:
        alive = (1 - p) ** x * rate**x * np.exp(-rate * age)
        left = (p * (1 - p) ** (x - 1) * rate**x * np.exp(-rate * recency)) if x else 0.0
        density = rate ** (r - 1) * np.exp(-alpha * rate) * alpha**r / special.gamma(r)
        density *= p ** (a - 1) * (1 - p) ** (b - 1) / special.beta(a, b)
        return float((alive + left) * density)

    value, _ = integrate.dblquad(history, 0, 8, 0, 1, epsabs=1e-12, epsrel=1e-8)
    return float(value)


def test_bgnbd_likelihood_equals_its_integral() -> None:
    history = Summary.of({"frequency": [X], "recency": [RECENCY], "age": [AGE]}, unit=WEEK)
    told = FittedBGNBD.from_params(unit=WEEK, **PARAMS).log_likelihood_of(history)
    assert told == pytest.approx(np.log(bgnbd_by_integration(X, RECENCY, AGE)), rel=1e-6)


@pytest.mark.parametrize("horizon", [1.0, 39.0, 400.0])
def test_expected_purchases_equal_the_papers_hypergeometric_form(horizon: float) -> None:
    r, alpha, a, b = PARAMS.values()
    x, recency, age = np.array([1.0, 2.0, 8.0]), np.array([5.0, 30.4, 37.0]), np.full(3, 38.9)
    known = Summary.of({"frequency": x, "recency": recency, "age": age}, unit=WEEK)
    fitted = FittedBGNBD.from_params(unit=WEEK, **PARAMS)
    z = horizon / (alpha + age + horizon)
    bracket = 1 - ((alpha + age) / (alpha + age + horizon)) ** (r + x) * special.hyp2f1(
        r + x, b + x, a + b + x - 1, z
    )
    odds = a / (b + x - 1) * ((alpha + age) / (alpha + recency)) ** (r + x)
    paper = (a + b + x - 1) / (a - 1) * bracket / (1 + odds)
    told = fitted.expected_purchases(known, horizon=horizon * WEEK)
    assert told == pytest.approx(paper, rel=1e-9)
    assert fitted.p_alive(known) == pytest.approx(1 / (1 + odds), rel=1e-12)


@pytest.mark.parametrize("horizon", [None, 52.0])
@pytest.mark.parametrize("dropout", [1e-3, 0.7929, 1.0, 6.0])
def test_residual_transactions_equal_their_integral(horizon: float | None, dropout: float) -> None:
    fitted = FittedBGNBD.from_params(unit=WEEK, **(PARAMS | {"a": dropout}))
    known = Summary.of({"frequency": [0, 4], "recency": [0.0, 30.0], "age": [3.0, 38.0]}, unit=WEEK)
    discount = Discount(0.15, per=YEAR)
    delta = discount.log_rate_in(WEEK)
    span = None if horizon is None else horizon * WEEK
    told = fitted.residual_transactions(known, discount=discount, horizon=span)

    def bought(weeks: float, row: int) -> float:
        return float(fitted.expected_purchases(known, horizon=weeks * WEEK)[row])

    for row in range(2):
        end = 40 / delta if horizon is None else horizon
        edges = [0, *np.geomspace(0.01, end, 14)]
        inner = sum(
            integrate.quad(
                lambda t, row=row: delta * np.exp(-delta * t) * bought(t, row),
                low,
                high,
                epsrel=1e-8,
            )[0]
            for low, high in pairwise(edges)
        )
        by_parts = np.exp(-delta * end) * bought(end, row) + inner
        assert told[row] == pytest.approx(by_parts, rel=1e-6)


def test_gamma_gamma_likelihood_and_mean_equal_their_integrals() -> None:
    params = {"p": 6.249, "q": 3.744, "gamma": 15.44}
    p, q, gamma = params.values()
    x, spend = 4, 31.0

    def weight(taste: float) -> float:
        prior = taste ** (q - 1) * np.exp(-gamma * taste) * gamma**q / special.gamma(q)
        shape, rate = p * x, taste * x
        seen = rate**shape * spend ** (shape - 1) * np.exp(-rate * spend) / special.gamma(shape)
        return float(prior * seen)

    evidence = integrate.quad(weight, 0, 3, epsrel=1e-10)[0]
    mean = integrate.quad(lambda taste: p / taste * weight(taste), 0, 3, epsrel=1e-10)[0] / evidence
    columns = {"frequency": [4.0], "recency": [9.0], "age": [20.0], "spend": [spend]}
    known = Summary.of(columns, unit=WEEK)
    fitted = FittedGammaGamma.from_params(unit=WEEK, **params)
    assert fitted.log_likelihood_of(known) == pytest.approx(np.log(evidence), rel=1e-8)
    assert fitted.expected_spend(known)[0] == pytest.approx(mean, rel=1e-8)
    assert fitted.mean_spend == pytest.approx(p * gamma / (q - 1))
