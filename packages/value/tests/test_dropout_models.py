"""BG/NBD and MBG/NBD: exact derivatives, the papers' distributions, honest intervals."""

from collections.abc import Callable
from contextlib import suppress

import numpy as np
import pytest
from scipy import integrate, special

from regain_value import (
    BGNBD,
    DAY,
    MBGNBD,
    WEEK,
    FittedBGNBD,
    FittedGammaGamma,
    FittedMBGNBD,
    GammaGamma,
    NotEnoughEvidence,
    Summary,
)
from regain_value.arrays import FloatArray
from regain_value.distinct import coarser
from regain_value.fitted import Fitted
from regain_value.maximum import Likelihood
from regain_value.models.dropout import FittedDropout
from regain_value.models.dropout_likelihood import DropoutHistories
from regain_value.models.purses import Purses

BG = FittedBGNBD.from_params(unit=WEEK, r=0.7, alpha=6.0, a=0.9, b=2.4)
MBG = FittedMBGNBD.from_params(unit=WEEK, r=0.7, alpha=6.0, a=0.9, b=2.4)
PURSE = FittedGammaGamma.from_params(unit=WEEK, p=4.0, q=4.5, gamma=16.0)
HISTORIES = Summary.of(
    {
        "frequency": [0, 0, 1, 3, 3, 40, 3000],
        "recency": [0.0, 0.0, 5.0, 30.0, 1.0, 38.0, 2000.0],
        "age": [0.0, 39.0, 20.0, 38.0, 38.0, 39.0, 2080.0],
        "count": [3.0, 9.0, 4.0, 2.0, 1.0, 2.0, 1.0],
    },
    unit=WEEK,
)
THETAS = [(0.7, 6.0, 0.9, 2.4), (0.05, 0.3, 1e-3, 40.0), (30.0, 900.0, 5.0, 0.2)]
both = pytest.mark.parametrize("model", [BG, MBG], ids=["BG/NBD", "MBG/NBD"])


def hold_to_differences(likelihood: Likelihood, theta: FloatArray) -> None:
    """The gradient and the Hessian against central differences, in parameters' own sizes."""
    here = likelihood(theta)
    for place, step in enumerate(1e-5 * np.diag(theta)):
        above, below = likelihood(theta + step), likelihood(theta - step)
        rise = (above.value - below.value) / 2e-5
        assert here.slope[place] * theta[place] == pytest.approx(rise, rel=2e-6, abs=2e-4)
        bend = (above.slope - below.slope) * theta / 2e-5
        exact = here.curvature[place] * theta[place] * theta
        assert exact == pytest.approx(bend, rel=1e-6, abs=1e-6 * np.abs(exact).max())


@both
@pytest.mark.parametrize("theta", THETAS)
def test_derivatives_equal_differences(
    model: FittedDropout, theta: tuple[float, float, float, float]
) -> None:
    told = DropoutHistories(HISTORIES.histories(), scale=1.0, tosses_at_first=model.tosses_at_first)
    hold_to_differences(told.likelihood, np.array(theta))


@pytest.mark.parametrize("theta", [(4.0, 4.5, 0.9), (0.2, 1.1, 30.0), (900.0, 50.0, 0.01)])
def test_derivatives_of_gamma_gamma_equal_differences(theta: tuple[float, float, float]) -> None:
    x, logs = np.array([1.0, 1.0, 2.0, 7.0, 3000.0]), np.log([0.4, 2.0, 3.1, 5.0, 2500.0])
    purses = Purses(x, logs, np.array([2.0, 5.0, 1.0, 1.0, 1.0]))
    hold_to_differences(purses.likelihood, np.array(theta))


def by_integration(
    model: FittedDropout, seen: Callable[[FloatArray, FloatArray], FloatArray]
) -> float:
    """∫∫ of what is seen at (λ, p) over the priors, by a grid in ln λ and ln p/(1−p)."""
    r, alpha, a, b = model.values
    logs, odds = np.linspace(-30, 4, 800)[:, None], np.linspace(-40, 25, 1600)
    rate, leaves = np.exp(logs), special.expit(odds)
    prior = rate**r * np.exp(-alpha * rate) * alpha**r / special.gamma(r)
    prior = prior * leaves**a * special.expit(-odds) ** b / special.beta(a, b)
    step = float(logs[1, 0] - logs[0, 0]) * float(odds[1] - odds[0])
    return float(np.sum(prior * seen(rate, leaves)) * step)


@both
@pytest.mark.parametrize(("x", "recency", "age"), [(0, 0.0, 12.0), (1, 7.0, 38.0), (6, 38.0, 38.0)])
def test_likelihood_equals_its_double_integral(
    model: FittedDropout, x: int, recency: float, age: float
) -> None:
    stayed = x + model.tosses_at_first

    def seen(rate: FloatArray, leaves: FloatArray) -> FloatArray:
        alive: FloatArray = (1 - leaves) ** stayed * rate**x * np.exp(-rate * age)
        left = leaves * (1 - leaves) ** (stayed - 1) * rate**x * np.exp(-rate * recency)
        return alive + left * (stayed > 0)

    known = Summary.of({"frequency": [x], "recency": [recency], "age": [age]}, unit=WEEK)
    told = model.log_likelihood_of(known)
    assert told == pytest.approx(np.log(by_integration(model, seen)), rel=1e-8)


@both
@pytest.mark.parametrize("horizon", [0.5, 39.0, 800.0])
def test_a_new_customer_buys_as_the_papers_say(model: FittedDropout, horizon: float) -> None:
    """P(X(t) = n): equation (8) of Fader, Hardie & Lee, with a toss at time zero in MBG/NBD."""
    r, alpha, a, b = model.values
    first = model.tosses_at_first
    z = horizon / (alpha + horizon)
    counts = np.arange(9)
    bought = np.exp(special.gammaln(r + counts) - special.gammaln(r) - special.gammaln(counts + 1))
    bought *= (1 - z) ** r * z**counts
    stays = special.beta(a, b + first + counts) / special.beta(a, b)
    leaves = special.beta(a + 1, b + first + counts - 1) / special.beta(a, b)
    at_least = 1 - np.concatenate(([0.0], np.cumsum(bought)[:-1]))
    paper = stays * bought + np.where(counts + first > 0, leaves * at_least, 0.0)
    fresh = {"frequency": [0.0], "recency": [0.0], "age": [0.0]}
    told = model.purchase_distribution(fresh, horizon=horizon, up_to=8)[0]
    assert told == pytest.approx(paper, rel=1e-9)


def test_mbgnbd_lets_a_newcomer_leave_and_bgnbd_does_not() -> None:
    silent = {"frequency": [0.0, 0.0], "recency": [0.0, 0.0], "age": [0.0, 500.0]}
    assert BG.p_alive(silent).tolist() == [1.0, 1.0]
    r, alpha, a, b = MBG.values
    odds = a / b * np.array([1.0, ((alpha + 500) / alpha) ** r])
    assert MBG.p_alive(silent) == pytest.approx(1 / (1 + odds), rel=1e-12)


@both
def test_expectation_equals_its_integral_over_what_is_believed(model: FittedDropout) -> None:
    r, alpha, a, b = model.values
    x, recency, age, horizon = 2.0, 9.0, 30.0, 52.0
    known = {"frequency": [x], "recency": [recency], "age": [age]}

    def bought(leaves: float) -> float:
        paid = 1 - ((alpha + age) / (alpha + age + leaves * horizon)) ** (r + x)
        density = leaves ** (a - 1) * (1 - leaves) ** (b + x + model.tosses_at_first - 1)
        return float(paid / leaves * density / special.beta(a, b + x + model.tosses_at_first))

    living = integrate.quad(bought, 0, 1, epsabs=0, epsrel=1e-11)[0]
    told = model.expected_purchases(known, horizon=horizon)
    assert told == pytest.approx(model.p_alive(known) * living, rel=1e-8)


@pytest.mark.parametrize("paper", ["BG/NBD", "MBG/NBD", "Gamma-Gamma"])
def test_intervals_cover_the_truth_in_two_hundred_companies(paper: str) -> None:
    """Of the 95 % intervals of ln θ, between 92 and 98 in a hundred hold it."""
    truth: Fitted = {"BG/NBD": BG, "MBG/NBD": MBG, "Gamma-Gamma": PURSE}[paper]
    buyer = MBG if truth is MBG else BG
    held = np.zeros(len(truth.values))
    for seed in range(200):
        ages = np.random.default_rng(seed).integers(60, 160, 1500)
        known = buyer.simulate(ages, seed=seed).in_unit(DAY).grained(DAY).in_unit(WEEK)
        if truth is PURSE:
            told = Summary(
                known.frequency, known.recency, known.age, WEEK,
                PURSE.simulate(known.frequency, seed=seed), known.count,
            )  # fmt: skip
            fitted: Fitted = GammaGamma().fit(told)
        else:
            fitted = (MBGNBD() if truth is MBG else BGNBD()).fit(known)
        error = np.log(np.array(fitted.values) / truth.values)
        held += np.abs(error) < 1.96 * np.sqrt(np.diag(fitted.covariance_of_logs))
    assert 0.92 <= held.mean() / 200 <= 0.98
    assert (held / 200 > 0.90).all()


def test_a_coarse_view_lies_close_to_the_peak() -> None:
    known = BG.simulate(np.full(20_000, 80.0), seed=3).in_unit(DAY).grained(DAY).histories()
    coarse = coarser(known, cells=40)
    assert len(coarse) < len(known) / 3
    assert coarse.counts.sum() == known.counts.sum() == 20_000
    for near, exact in zip(coarse.rows, known.rows, strict=True):
        assert near @ coarse.counts == pytest.approx(exact @ known.counts)


@pytest.mark.parametrize("seed", range(24))
def test_a_tiny_company_is_fitted_or_refused_with_a_fact(seed: int) -> None:
    random = np.random.default_rng(seed)
    ages = random.integers(2, 400, int(random.choice([2, 3, 5, 20])))
    known = (BG, MBG)[seed % 2].simulate(ages, seed=seed)
    told = known.with_spend(PURSE.simulate(known.frequency, seed=seed))
    for model in (BGNBD(), MBGNBD(), GammaGamma()):
        with suppress(NotEnoughEvidence):
            fitted: Fitted = model.fit(told)
            figures = [*fitted.values, *fitted.standard_errors.values(), fitted.log_likelihood]
            assert np.isfinite(figures).all()
