"""What BG/BB and the models of contracts share: exact derivatives, sums, simulation, refusals."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import special

from regain_value.arrays import FloatArray
from regain_value.errors import BadInput, NotEnoughEvidence
from regain_value.maximum import Height
from regain_value.models.bdw_likelihood import height as bdw_height
from regain_value.models.beta_discrete_weibull import (
    BetaDiscreteWeibull,
    FittedBetaDiscreteWeibull,
)
from regain_value.models.bgbb import BGBB, FittedBGBB
from regain_value.models.bgbb_likelihood import Donors
from regain_value.models.contracts import Departures
from regain_value.models.occasions import FittedOccasions
from regain_value.models.shifted_beta_geometric import (
    FittedShiftedBetaGeometric,
    ShiftedBetaGeometric,
)
from regain_value.models.shifted_beta_geometric import height as sbg_height
from regain_value.summary import Summary
from regain_value.units import MONTH, YEAR, Discount

TRUTHS: dict[str, dict[str, float]] = {
    "BG/BB": {"alpha": 1.2, "beta": 0.75, "gamma": 0.66, "delta": 2.8},
    "shifted beta-geometric": {"alpha": 0.7, "beta": 3.8},
    "beta-discrete-Weibull": {"alpha": 0.6, "beta": 2.5, "c": 1.4},
}
MODELS: dict[str, tuple[type[FittedOccasions], Callable[[Summary], FittedOccasions]]] = {
    "BG/BB": (FittedBGBB, BGBB().fit),
    "shifted beta-geometric": (FittedShiftedBetaGeometric, ShiftedBetaGeometric().fit),
    "beta-discrete-Weibull": (FittedBetaDiscreteWeibull, BetaDiscreteWeibull().fit),
}
every_model = pytest.mark.parametrize("paper", list(MODELS))


def truth(paper: str) -> FittedOccasions:
    return MODELS[paper][0].from_params(unit=YEAR, **TRUTHS[paper])


def company(paper: str, *, customers: int, seed: int, longest: int = 12) -> Summary:
    ages = np.random.default_rng(seed).integers(3, longest + 1, customers)
    return truth(paper).simulate(ages, seed=seed)


def row(x: float, recency: float, age: float) -> dict[str, list[float]]:
    return {"frequency": [x], "recency": [recency], "age": [age]}


def height_of(paper: str) -> Callable[[FloatArray], Height]:
    told = company(paper, customers=400, seed=5)
    if paper == "BG/BB":
        known = told.histories()
        return lambda theta: Donors(*known.rows).height(theta, known.counts)
    departures = Departures.of(told)
    if paper == "shifted beta-geometric":
        return lambda theta: sbg_height(departures, theta)
    return lambda theta: bdw_height(departures, theta)


@every_model
@pytest.mark.parametrize("factor", [0.05, 1.0, 30.0])
def test_gradient_and_hessian_equal_differences(paper: str, factor: float) -> None:
    height = height_of(paper)
    theta = np.array(list(TRUTHS[paper].values())) * factor
    if paper == "beta-discrete-Weibull":
        theta[2] = {0.05: 0.3, 1.0: 1.4, 30.0: 6.0}[factor]
    here = height(theta)
    for place in range(len(theta)):
        step = np.zeros(len(theta))
        step[place] = 1e-5 * theta[place]
        above, below = height(theta + step), height(theta - step)
        slope = (above.value - below.value) / (2 * step[place])
        bend = (above.slope - below.slope) / (2 * step[place])
        assert here.slope[place] == pytest.approx(slope, rel=1e-5, abs=1e-5)
        assert here.curvature[place] == pytest.approx(bend, rel=1e-5, abs=1e-5)
    assert here.curvature == pytest.approx(here.curvature.T, rel=1e-9)


@every_model
def test_the_distribution_is_one_and_has_the_expected_mean(paper: str) -> None:
    told = company(paper, customers=60, seed=2)
    fitted = truth(paper)
    horizon = 9
    chances = fitted.purchase_distribution(told, horizon=horizon, up_to=12)
    assert chances.sum(axis=1) == pytest.approx(np.ones(len(told)), rel=1e-12)
    mean = chances @ np.arange(13)
    assert mean == pytest.approx(fitted.expected_purchases(told, horizon=horizon), rel=1e-11)
    assert (chances[:, 10:] == 0).all()
    assert fitted.purchase_distribution(told, horizon=0, up_to=1)[:, 0] == pytest.approx(1.0)


@every_model
def test_expectation_and_discount_agree_over_a_horizon(paper: str) -> None:
    told = company(paper, customers=60, seed=3)
    fitted = truth(paper)
    later = fitted.expected_purchases(told, horizon=3, after=4)
    steps = [fitted.expected_purchases(told, horizon=1, after=j) for j in range(7)]
    assert later == pytest.approx(np.sum(steps[4:], axis=0), rel=1e-9, abs=1e-12)
    discounted = sum(step / 1.08 ** (j + 1) for j, step in enumerate(steps))
    tenth = Discount(0.08, per=YEAR)
    within = fitted.residual_transactions(told, discount=tenth, horizon=7)
    assert within == pytest.approx(discounted, rel=1e-9, abs=1e-12)
    for_ever = fitted.residual_transactions(told, discount=tenth)
    assert (for_ever >= within).all()


@every_model
def test_simulated_customers_do_what_the_model_says(paper: str) -> None:
    fitted = truth(paper)
    told = fitted.simulate(np.full(200_000, 6), seed=8)
    fresh = fitted.purchase_distribution(row(0, 0, 0), horizon=6, up_to=6)[0]
    shares = np.bincount(told.frequency.astype(np.int64), minlength=7) / len(told)
    assert shares == pytest.approx(fresh, abs=0.005)
    again = fitted.simulate(np.full(200_000, 6), seed=8)
    assert (again.frequency == told.frequency).all()


@every_model
def test_simulated_recency_is_what_the_model_says(paper: str) -> None:
    fitted = truth(paper)
    told = fitted.simulate(np.full(20_000, 6), seed=9)
    assert (told.recency >= told.frequency).all()
    assert (told.recency <= told.age).all()
    distinct = told.histories()
    seen = np.column_stack(distinct.rows)
    chances = np.exp([fitted.log_likelihood_of(row(*each)) for each in seen])
    ways = [special.comb(max(last - 1, 0), max(x - 1, 0)) for x, last, _ in seen]
    if paper == "BG/BB":
        chances = chances * ways
    assert chances @ np.ones(len(chances)) == pytest.approx(1, abs=1e-9)
    assert distinct.counts / 20_000 == pytest.approx(chances, abs=0.012)


@every_model
@pytest.mark.slow
def test_intervals_cover_the_truth_in_two_hundred_companies(paper: str) -> None:
    logs = np.log(list(TRUTHS[paper].values()))
    inside = np.zeros(len(logs))
    for seed in range(200):
        told = company(paper, customers=4000, seed=seed, longest=20)
        fitted = MODELS[paper][1](told)
        deviations = np.sqrt(np.diag(fitted.covariance_of_logs))
        inside += np.abs(np.log(fitted.values) - logs) < 1.96 * deviations
    coverage = inside / 200
    assert coverage.mean() == pytest.approx(0.95, abs=0.03), coverage


REFUSED_BY_ALL = [
    (row(1, 1.5, 3), r"recency, row 0: 1\.5 is no whole number of occasions; count time in whole"),
    (row(1, 1, 3.2), r"age, row 0: 3\.2 is no whole number of occasions"),
    (row(1, 1, 200_001), "age, row 0: 200001 occasions are more than 100,000; choose a longer"),
    (row(float("nan"), 1, 3), "frequency, row 0: nan is not a finite number"),
    (row(1, -1, 3), "recency, row 0: -1 is below 0"),
    (row(1, 4, 3), "recency, row 0: is longer than the age"),
    ({"frequency": ["a"], "recency": [1], "age": [3]}, "frequency: not a column of numbers"),
    (row(1.5, 2, 3), "frequency, row 0: 1.5 is not a whole number"),
]


@every_model
@pytest.mark.parametrize(("columns", "sentence"), REFUSED_BY_ALL)
def test_bad_histories_are_refused_with_their_row(
    paper: str, columns: dict[str, list[float]], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        truth(paper).p_alive(columns)
    with pytest.raises(BadInput, match=sentence):
        MODELS[paper][1](Summary.of(columns, unit=YEAR))


@every_model
def test_spans_that_are_no_whole_occasions_are_refused(paper: str) -> None:
    with pytest.raises(BadInput, match=r"horizon: 2\.5 is no whole number of occasions"):
        truth(paper).expected_purchases(row(1, 1, 1), horizon=2.5)
    with pytest.raises(BadInput, match="without end"):
        truth(paper).residual_transactions(row(1, 1, 1), discount=0)
    yearly = truth(paper).expected_purchases(row(1, 1, 1), horizon=24 * MONTH)
    assert yearly == pytest.approx(truth(paper).expected_purchases(row(1, 1, 1), horizon=2))


@every_model
def test_one_customer_is_too_little_evidence(paper: str) -> None:
    alone = Summary.of(row(2, 2, 3), unit=YEAR)
    with pytest.raises(NotEnoughEvidence, match="holds one customer"):
        MODELS[paper][1](alone)


@every_model
def test_no_customer_is_refused(paper: str) -> None:
    with pytest.raises(NotEnoughEvidence, match="has no customer"):
        MODELS[paper][1](Summary.of({"frequency": [], "recency": [], "age": []}, unit=YEAR))


@every_model
def test_json_brings_the_model_back_whole(paper: str) -> None:
    fitted = MODELS[paper][1](company(paper, customers=500, seed=1))
    assert type(fitted).from_json(fitted.to_json()) == fitted


@every_model
def test_the_fit_does_not_depend_on_order_or_on_counting(paper: str) -> None:
    told = company(paper, customers=800, seed=4)
    fit = MODELS[paper][1]
    distinct = told.histories()
    x, recency, age = distinct.rows
    counted = Summary(x, recency, age, told.unit, None, distinct.counts)
    assert fit(counted).values == pytest.approx(fit(told).values, rel=1e-9)
    assert fit(counted).log_likelihood == pytest.approx(fit(told).log_likelihood, rel=1e-12)
