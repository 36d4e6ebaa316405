"""Pareto/NBD against its paper, against independent integration and where numbers run out."""

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from scipy import integrate, special, stats

from regain_value import (
    DAY,
    WEEK,
    YEAR,
    BadInput,
    Discount,
    FittedParetoNBD,
    NotEnoughEvidence,
    ParetoNBD,
    Summary,
)
from regain_value.arrays import FloatArray
from regain_value.models.panels import carried
from regain_value.models.pareto_nbd import ParetoHistories

PAPER = {"r": 0.5533, "alpha": 10.578, "s": 0.6060, "beta": 11.664}
TRUTHS = [
    PAPER,
    {"r": 0.5533, "alpha": 12.0, "s": 0.6060, "beta": 3.0},
    {"r": 2.0, "alpha": 5.0, "s": 1.0, "beta": 5.0},
    {"r": 0.1, "alpha": 0.01, "s": 3.0, "beta": 40.0},
    {"r": 1.0, "alpha": 30.0, "s": 1e-3, "beta": 1e3},
]
HISTORIES: dict[str, list[float]] = {
    "frequency": [0, 0, 1, 3, 3, 40, 300, 5000, 5000],
    "recency": [0.0, 0.0, 5.0, 30.0, 1.0, 38.0, 20.0, 100.0, 1900.0],
    "age": [0.0, 39.0, 20.0, 38.0, 38.0, 39.0, 2080.0, 2080.0, 2080.0],
}
KNOWN = Summary.of(HISTORIES, unit=WEEK)
FRESH = Summary.of({"frequency": [0], "recency": [0.0], "age": [0.0]}, unit=WEEK)
pytestmark = pytest.mark.filterwarnings("ignore::scipy.integrate.IntegrationWarning")
every_truth = pytest.mark.parametrize("params", TRUTHS)


def model(params: dict[str, float]) -> FittedParetoNBD:
    return FittedParetoNBD.from_params(unit=WEEK, **params)


def in_pieces(integrand: Callable[[float], float], end: float) -> float:
    """∫ from 0, in pieces that reach down to any scale."""
    edges = [0.0, *(end * np.geomspace(1e-9, 1, 46))]
    return sum(
        float(integrate.quad(integrand, low, high, epsabs=0, epsrel=1e-12)[0])
        for low, high in pairwise(edges)
    )


def left_and_stayed(params: dict[str, float], row: int) -> tuple[float, float]:
    """Both parts of the likelihood relative to the last purchase, by adaptive quadrature."""
    r, alpha, s, beta = params.values()
    x, last, age = KNOWN.frequency[row], KNOWN.recency[row], KNOWN.age[row]

    def staying(waited: float) -> float:
        fall = -(r + x) * np.log1p(waited / (alpha + last)) - s * np.log1p(waited / (beta + last))
        return float(np.exp(fall))

    def leaving(waited: float) -> float:
        return staying(waited) * s / float(beta + last + waited)

    return (in_pieces(leaving, age - last) if age > last else 0.0), staying(float(age - last))


def test_published_figures_on_cdnow(cdnow: Summary) -> None:
    fitted = ParetoNBD().fit(cdnow)
    assert fitted.unit == WEEK
    assert fitted.values[:3] == pytest.approx((0.5533, 10.578, 0.6060), rel=5e-4)
    assert fitted.values[3] == pytest.approx(11.664, rel=1e-3)
    assert fitted.log_likelihood == pytest.approx(-9595.0, abs=0.05)
    assert fitted.log_likelihood >= model(PAPER).log_likelihood_of(cdnow)
    assert fitted.at_edge == ()


@pytest.mark.parametrize("params", TRUTHS[:3])
@pytest.mark.parametrize(("x", "recency", "age"), [(0, 0.0, 12.0), (2, 7.0, 38.0), (6, 38.0, 38.0)])
def test_likelihood_equals_its_double_integral(
    params: dict[str, float], x: int, recency: float, age: float
) -> None:
    r, alpha, s, beta = params.values()
    grid = np.linspace(-60.0, 6.0, 1201)
    rate, leaving = np.exp(grid)[:, None], np.exp(grid)
    both = rate + leaving
    seen = rate**x / both * (leaving * np.exp(-both * recency) + rate * np.exp(-both * age))
    prior = stats.gamma.pdf(rate, r, scale=1 / alpha) * stats.gamma.pdf(leaving, s, scale=1 / beta)
    total = np.sum(seen * prior * rate * leaving) * (grid[1] - grid[0]) ** 2
    known = Summary.of({"frequency": [x], "recency": [recency], "age": [age]}, unit=WEEK)
    assert model(params).log_likelihood_of(known) == pytest.approx(np.log(total), rel=1e-9)


@every_truth
@pytest.mark.parametrize("row", range(len(KNOWN)))
def test_likelihood_and_p_alive_equal_direct_integration(
    params: dict[str, float], row: int
) -> None:
    left, stayed = left_and_stayed(params, row)
    r, alpha, s, beta = params.values()
    x, last = KNOWN.frequency[row], KNOWN.recency[row]
    before = special.gammaln(r + x) - special.gammaln(r) - x * np.log(alpha)
    before -= (r + x) * np.log1p(last / alpha) + s * np.log1p(last / beta)
    alone = one(KNOWN, row)
    expected = before + np.log(left + stayed)
    assert model(params).log_likelihood_of(alone) == pytest.approx(expected, rel=1e-12, abs=1e-10)
    for asked, place in ((alone, 0), (KNOWN, row)):
        alive = model(params).p_alive(asked)[place]
        assert alive == pytest.approx(stayed / (left + stayed), rel=1e-11, abs=1e-300)


@every_truth
def test_gradient_and_hessian_equal_differences(params: dict[str, float]) -> None:
    counts = np.arange(1.0, len(KNOWN) + 1)
    known = Summary.of(HISTORIES | {"count": list(counts)}, unit=WEEK).histories()
    told, theta = ParetoHistories(known, scale=1.0), np.array(list(params.values()))
    here = told.likelihood(theta)
    for place, step in enumerate(np.diag(1e-2 * theta)):
        far, near, back, beyond = (told.likelihood(theta + k * step) for k in (2, 1, -1, -2))
        width = 12 * step[place]
        rise = (8 * (near.value - back.value) - (far.value - beyond.value)) / width
        assert here.slope[place] == pytest.approx(rise, rel=1e-6)
        turn = (8 * (near.slope - back.slope) - (far.slope - beyond.slope)) / width
        size = np.sqrt(np.abs(np.diag(here.curvature) * here.curvature[place, place]))
        assert np.abs(here.curvature[place] - turn) / size == pytest.approx(0.0, abs=1e-7)


@pytest.mark.parametrize("beta", [3.0, 10.578, 11.664, 40.0])
def test_agrees_with_the_hypergeometric_form_where_that_is_stable(beta: float) -> None:
    params = PAPER | {"beta": beta}
    r, alpha, s, _ = params.values()
    random = np.random.default_rng(3)
    x = random.integers(1, 12, 200).astype(float)
    age = random.uniform(10, 60, 200)
    recency = age * random.uniform(0.05, 1, 200)
    longer, shorter = max(alpha, beta), min(alpha, beta)
    second = s + 1 if alpha >= beta else r + x
    power = r + s + x

    def upper(time: FloatArray) -> FloatArray:
        z = (longer - shorter) / (longer + time)
        told: FloatArray = special.hyp2f1(power, second, power + 1, z) / (longer + time) ** power
        return told

    stayed = (alpha + age) ** -(r + x) * (beta + age) ** -s
    whole = stayed + s / power * (upper(recency) - upper(age))
    logs = special.gammaln(r + x) - special.gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    known = Summary.of({"frequency": x, "recency": recency, "age": age}, unit=WEEK)
    assert model(params).p_alive(known) == pytest.approx(stayed / whole, rel=1e-9)
    expected = float(np.sum(logs + np.log(whole)))
    assert model(params).log_likelihood_of(known) == pytest.approx(expected, rel=1e-11)


@every_truth
@pytest.mark.parametrize("horizon", [1.0, 52.0, 2080.0])
def test_expectation_and_discounted_value_equal_direct_integration(
    params: dict[str, float], horizon: float
) -> None:
    r, alpha, s, beta = params.values()
    fitted, delta = model(params), Discount(0.15, per=YEAR).log_rate_in(WEEK)
    alive = fitted.p_alive(KNOWN)
    bought = fitted.expected_purchases(KNOWN, horizon=horizon * WEEK)
    within = fitted.residual_transactions(KNOWN, discount=delta, horizon=horizon * WEEK)
    for_ever = fitted.residual_transactions(KNOWN, discount=delta)
    for row in range(len(KNOWN)):
        age = KNOWN.age[row]
        rate = alive[row] * (r + KNOWN.frequency[row]) / (alpha + age)

        def time(end: float, discount: float, age: float = age) -> float:
            return in_pieces(lambda t: np.exp(-discount * t - s * np.log1p(t / (beta + age))), end)

        assert bought[row] == pytest.approx(rate * time(horizon, 0.0), rel=1e-11)
        assert within[row] == pytest.approx(rate * time(horizon, delta), rel=1e-11)
        assert for_ever[row] == pytest.approx(rate * time(45 / delta, delta), rel=1e-11)


@pytest.mark.parametrize("s", [0.3, 0.606, 1.0, 1.7])
@pytest.mark.parametrize("delta", [0.001, 0.0027, 0.05])
def test_value_for_ever_equals_the_papers_confluent_form(s: float, delta: float) -> None:
    r, alpha, _, beta = PAPER.values()
    fitted = model(PAPER | {"s": s})
    known = Summary.of({"frequency": [2.0], "recency": [30.4], "age": [38.9]}, unit=WEEK)
    waited = beta + 38.9
    psi = special.hyperu(s, s, delta * waited)
    living = delta ** (s - 1) * waited**s * (r + 2) / (alpha + 38.9) * psi
    told = fitted.residual_transactions(known, discount=delta)
    assert told == pytest.approx(fitted.p_alive(known) * living, rel=1e-9)


@every_truth
@pytest.mark.parametrize(("row", "horizon"), [(0, 39.0), (1, 1.0), (3, 52.0), (5, 10.0), (7, 1.0)])
def test_distribution_equals_direct_integration(
    params: dict[str, float], row: int, horizon: float
) -> None:
    r, alpha, s, beta = params.values()
    shape, rate = r + float(KNOWN.frequency[row]), alpha + float(KNOWN.age[row])
    wait, fitted = beta + float(KNOWN.age[row]), model(params)
    told = fitted.purchase_distribution(KNOWN, horizon=horizon * WEEK, up_to=6)[row]
    alive = fitted.p_alive(KNOWN)[row]
    for count in range(7):

        def bought(time: float, count: int = count) -> float:
            ways = math.lgamma(shape + count) - math.lgamma(shape) - math.lgamma(count + 1)
            share = math.pow(time / (rate + time), count)
            return math.exp(ways - shape * math.log1p(time / rate)) * share

        def left(time: float, bought: Callable[[float], float] = bought) -> float:
            return float(bought(time) * s / wait * (1 + time / wait) ** -(s + 1))

        living = bought(horizon) * (1 + horizon / wait) ** -s + in_pieces(left, horizon)
        expected = alive * living + (1 - alive) * (count == 0)
        assert told[count] == pytest.approx(expected, rel=1e-9, abs=1e-13)


@every_truth
def test_distribution_adds_up_and_has_the_expected_mean(params: dict[str, float]) -> None:
    fitted, light = model(params | {"alpha": params["alpha"] + 20}), [0, 1, 2, 3, 4]
    some = Summary.of({name: np.array(col)[light] for name, col in HISTORIES.items()}, unit=WEEK)
    told = fitted.purchase_distribution(some, horizon=4 * WEEK, up_to=150)
    mean = fitted.expected_purchases(some, horizon=4 * WEEK)
    assert told.sum(axis=1) == pytest.approx(1.0, rel=1e-10)
    assert told @ np.arange(151.0) == pytest.approx(mean, rel=1e-9)


def test_a_new_customer_has_the_papers_distribution() -> None:
    """P(X(t) = n) of 2.3 million simulated newcomers, within four standard errors."""
    fitted, many = model(PAPER), 2_300_000
    seen = fitted.simulate(np.full(many, 39.0), seed=5)
    share = np.bincount(seen.frequency.astype(np.int64), minlength=8)[:8] / many
    told = fitted.purchase_distribution(FRESH, horizon=39 * WEEK, up_to=7)[0]
    assert np.abs(share - told) / np.sqrt(told * (1 - told) / many) == pytest.approx(0.0, abs=4)
    assert fitted.p_alive(FRESH) == pytest.approx(1.0)


def test_many_are_answered_as_one_is() -> None:
    fitted, places = model(PAPER), [0, 1_169, 1_170, 8_191, 8_192, 19_999]
    many = fitted.simulate(np.linspace(1, 300, 20_000), seed=4)
    told = fitted.purchase_distribution(many, horizon=20 * WEEK, up_to=100)
    value = fitted.residual_transactions(many, discount=0.002)
    for place in places:
        alone = one(many, place)
        lonely = fitted.purchase_distribution(alone, horizon=20 * WEEK, up_to=100)
        assert told[place] == pytest.approx(lonely[0], rel=1e-12, abs=1e-300)
        assert value[place] == pytest.approx(fitted.residual_transactions(alone, discount=0.002)[0])


def test_numbers_stay_finite_where_they_run_out() -> None:
    edge = Summary.of(
        {
            "frequency": [0, 20_000, 20_000, 1, 0],
            "recency": [0.0, 1.0, 36_500.0, 1e-9, 0.0],
            "age": [0.0, 36_500.0, 36_500.0, 36_500.0, 36_500.0],
        }
    )
    for corner in np.stack(np.meshgrid(*[[1e-5, 1.0, 1e5]] * 4), axis=-1).reshape(-1, 4):
        fitted = FittedParetoNBD.from_params(
            unit=DAY, **dict(zip(PAPER, map(float, corner), strict=True))
        )
        assert np.isfinite(fitted.log_likelihood_of(edge))
        for told in (
            fitted.p_alive(edge),
            fitted.expected_purchases(edge, horizon=30 * WEEK, after=5 * YEAR),
            fitted.residual_transactions(edge, discount=Discount(0.1, per=YEAR)),
            fitted.purchase_distribution(edge, horizon=1 * DAY, up_to=3),
        ):
            assert np.isfinite(told).all()
            assert (told >= 0).all()


def test_whole_days_and_exact_times_tell_the_same() -> None:
    told = model(PAPER).simulate(np.linspace(27, 39, 20_000), seed=8)
    exact, daily = ParetoNBD().fit(told), ParetoNBD().fit(by_day(told))
    assert daily.unit == exact.unit == WEEK
    assert np.log(daily.values) == pytest.approx(np.log(exact.values), abs=0.05)


def test_a_table_counts_time_in_the_unit_of_the_model() -> None:
    told = model(PAPER).simulate(np.linspace(27, 39, 3_000), seed=8)
    table = {"frequency": told.frequency, "recency": told.recency, "age": told.age}
    fitted = ParetoNBD(unit=WEEK).fit(table)
    assert fitted.unit == WEEK
    assert fitted.values == ParetoNBD().fit(told).values
    assert fitted.p_alive(table) == pytest.approx(fitted.p_alive(told.in_unit(DAY)), rel=1e-9)


@pytest.mark.parametrize(
    ("columns", "fact"),
    [
        ({"frequency": [2], "recency": [3.0], "age": [9.0]}, "one customer"),
        ({"frequency": [0, 0], "recency": [0.0, 0.0], "age": [9.0, 8.0]}, "nobody bought again"),
        ({"frequency": [2, 2], "recency": [3.0, 3.0], "age": [9.0, 9.0]}, "same history"),
    ],
)
def test_too_little_is_refused_by_naming_the_fact(
    columns: dict[str, list[float]], fact: str
) -> None:
    with pytest.raises(NotEnoughEvidence, match=fact):
        ParetoNBD().fit(columns)
    assert np.isfinite(model(PAPER).p_alive(columns)).all()


def test_a_value_for_ever_needs_a_discount() -> None:
    with pytest.raises(BadInput, match="without end"):
        model(PAPER).residual_transactions(KNOWN, discount=0.0)
    undiscounted = model(PAPER).residual_transactions(KNOWN, discount=0.0, horizon=52 * WEEK)
    assert undiscounted == pytest.approx(model(PAPER).expected_purchases(KNOWN, horizon=52 * WEEK))


@pytest.mark.parametrize("backwards", [True, False])
def test_running_totals_equal_a_loop(backwards: bool) -> None:
    random = np.random.default_rng(2)
    sums, carry = random.random((2, 50)), random.random(50)
    carry[[9, 10, 30, 49]] = 0.0
    expected = sums.copy()
    for place in range(48, -1, -1) if backwards else range(49):
        if backwards:
            expected[:, place] += carry[place] * expected[:, place + 1]
        else:
            expected[:, place + 1] += carry[place] * expected[:, place]
    assert carried(sums, carry, backwards=backwards) == pytest.approx(expected, rel=1e-12)


def one(summary: Summary, row: int) -> Summary:
    """One customer of a summary, alone."""
    columns = {
        "frequency": summary.frequency[[row]],
        "recency": summary.recency[[row]],
        "age": summary.age[[row]],
    }
    return Summary.of(columns, unit=summary.unit)


def by_day(summary: Summary) -> Summary:
    """The same customers with times rounded to whole days."""
    recency = np.round(summary.in_unit(DAY).recency)
    columns = {
        "frequency": summary.frequency,
        "recency": np.where(summary.frequency > 0, np.maximum(recency, 1.0), 0.0) / 7,
        "age": np.maximum(np.round(summary.in_unit(DAY).age), recency) / 7,
    }
    return Summary.of(columns, unit=WEEK)
