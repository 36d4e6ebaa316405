"""BG/BB and the two models of contracts: published figures, exact derivatives, refusals."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import integrate, special

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
from regain_value.models.contracts import Departures, FittedContracts
from regain_value.models.occasions import FittedOccasions
from regain_value.models.shifted_beta_geometric import (
    FittedShiftedBetaGeometric,
    ShiftedBetaGeometric,
)
from regain_value.models.shifted_beta_geometric import height as sbg_height
from regain_value.models.staying import occasions_to_come
from regain_value.summary import Summary
from regain_value.units import MONTH, WEEK, YEAR, Discount

# Frequency, recency, customers of 11,104 donors over six years: table 1 of Fader, Hardie & Shang.
DONORS = np.array(
    [
        (6, 6, 1203), (5, 6, 728), (4, 6, 512), (3, 6, 357), (2, 6, 234), (1, 6, 129),
        (5, 5, 335), (4, 5, 284), (3, 5, 225), (2, 5, 173), (1, 5, 119), (4, 4, 240),
        (3, 4, 181), (2, 4, 155), (1, 4, 78), (3, 3, 322), (2, 3, 255), (1, 3, 129),
        (2, 2, 613), (1, 2, 277), (1, 1, 1091), (0, 0, 3464),
    ],
    dtype=np.float64,
)  # fmt: skip
DONATIONS = {
    "frequency": DONORS[:, 0],
    "recency": DONORS[:, 1],
    "age": np.full(len(DONORS), 6.0),
    "count": DONORS[:, 2],
}
# Customers left of a thousand after 0 … 12 years: table 1 of Fader & Hardie (2007).
REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241, 223, 207, 194, 183, 173]
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394]
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
contract_models = pytest.mark.parametrize("paper", list(MODELS)[1:])


def truth(paper: str) -> FittedOccasions:
    return MODELS[paper][0].from_params(unit=YEAR, **TRUTHS[paper])


def company(paper: str, *, customers: int, seed: int, longest: int = 12) -> Summary:
    ages = np.random.default_rng(seed).integers(3, longest + 1, customers)
    return truth(paper).simulate(ages, seed=seed)


def survivors(left_of_a_thousand: list[int]) -> dict[str, FloatArray]:
    """The contracts of a cohort that has been seen shrinking."""
    there = np.array(left_of_a_thousand, dtype=np.float64)
    dates = len(there) - 1
    renewals = np.append(np.arange(dates), dates).astype(np.float64)
    count = np.append(there[:-1] - there[1:], there[-1])
    age = np.full(dates + 1, float(dates))
    return {"frequency": renewals, "recency": renewals, "age": age, "count": count}


def row(x: float, recency: float, age: float) -> dict[str, list[float]]:
    return {"frequency": [x], "recency": [recency], "age": [age]}


@pytest.fixture(scope="module")
def donors() -> FittedBGBB:
    return BGBB(YEAR).fit(DONATIONS)


def test_bgbb_on_the_donors_of_the_paper(donors: FittedBGBB) -> None:
    assert {letter: round(value, 3) for letter, value in donors.params.items()} == {
        "alpha": 1.204,
        "beta": 0.750,
        "gamma": 0.657,
        "delta": 2.783,
    }
    assert round(donors.log_likelihood, 1) == -33225.6
    assert donors.customers == 11104
    assert not donors.at_edge


def test_bgbb_p_alive_in_2002_is_the_papers_table_6(donors: FittedBGBB) -> None:
    alive = donors.p_alive(DONATIONS)
    by_history = {(int(x), int(last)): p for (x, last, _), p in zip(DONORS, alive, strict=True)}
    assert round(by_history[0, 0], 2) == 0.11
    assert round(by_history[2, 4], 2) == 0.59
    assert round(by_history[6, 6], 2) == 0.93


def test_bgbb_expectations_are_those_of_the_authors_spreadsheet(donors: FittedBGBB) -> None:
    """Hardie's note 010 (2011): 12,884.2 donations in 2002–2006; 3,454.9 give never, 1,253.1 six
    times."""
    coming = donors.expected_purchases(DONATIONS, horizon=5) @ DONORS[:, 2]
    assert round(float(coming), 1) == 12884.2
    fresh = donors.purchase_distribution(row(0, 0, 0), horizon=6, up_to=6)[0] * 11104
    assert [round(fresh[0], 1), round(fresh[6], 1)] == [3454.9, 1253.1]


def test_bgbb_residual_transactions_are_the_papers_hypergeometric_form(donors: FittedBGBB) -> None:
    alpha, beta, gamma, delta = donors.values
    x, n = DONORS[:, 0], 6.0
    likelihoods = np.array(
        [np.exp(donors.log_likelihood_of(row(bought, last, n))) for bought, last, _ in DONORS]
    )
    for d in (0.5, 0.1, 0.02):
        paper = (
            np.exp(special.betaln(alpha + x + 1, beta + n - x) - special.betaln(alpha, beta))
            * np.exp(special.betaln(gamma, delta + n + 1) - special.betaln(gamma, delta))
            / (1 + d)
            * special.hyp2f1(1, delta + n + 1, gamma + delta + n + 1, 1 / (1 + d))
            / likelihoods
        )
        told = donors.residual_transactions(DONATIONS, discount=d)
        assert told == pytest.approx(paper, rel=1e-11)


def test_bgbb_likelihood_equals_its_integral() -> None:
    fitted = FittedBGBB.from_params(unit=YEAR, **TRUTHS["BG/BB"])
    alpha, beta, gamma, delta = fitted.values
    x, last, n = 2, 3, 6

    def history(p: float, leaves: float) -> float:
        seen = sum(
            p**x * (1 - p) ** (m - x) * (1 - leaves) ** m * (leaves if m < n else 1.0)
            for m in range(last, n + 1)
        )
        prior = p ** (alpha - 1) * (1 - p) ** (beta - 1) / special.beta(alpha, beta)
        prior *= leaves ** (gamma - 1) * (1 - leaves) ** (delta - 1) / special.beta(gamma, delta)
        return float(seen * prior)

    evidence, _ = integrate.dblquad(history, 0, 1, 0, 1, epsabs=1e-10, epsrel=1e-8)
    told = fitted.log_likelihood_of(row(x, last, n))
    assert told == pytest.approx(np.log(evidence), rel=1e-6)


def test_shifted_beta_geometric_on_both_segments_of_the_paper() -> None:
    regular = ShiftedBetaGeometric(YEAR).fit(survivors(REGULAR[:8]))
    high_end = ShiftedBetaGeometric(YEAR).fit(survivors(HIGH_END[:8]))
    assert [round(value, 3) for value in regular.values] == [0.704, 1.182]
    assert [round(value, 3) for value in high_end.values] == [0.668, 3.806]
    assert regular.log_likelihood == pytest.approx(-1680.27, abs=0.005)
    assert high_end.log_likelihood == pytest.approx(-1611.16, abs=0.005)


@pytest.mark.parametrize("seen", [REGULAR, HIGH_END])
def test_projections_to_year_twelve_stay_close(seen: list[int]) -> None:
    actual = np.array(seen) / 1000
    sbg = ShiftedBetaGeometric(YEAR).fit(survivors(seen[:8])).survival(range(13))
    bdw = BetaDiscreteWeibull(YEAR).fit(survivors(seen[:8])).survival(range(13))
    assert np.abs(sbg - actual).max() < 0.02
    assert np.abs(bdw - actual).max() < 0.012
    assert np.abs(bdw - actual)[8:].mean() < np.abs(sbg - actual)[8:].mean() + 0.01


def test_bdw_with_c_of_one_is_the_shifted_beta_geometric() -> None:
    seen = survivors(HIGH_END[:8])
    sbg = FittedShiftedBetaGeometric.from_params(unit=YEAR, alpha=0.668, beta=3.806)
    bdw = FittedBetaDiscreteWeibull.from_params(unit=YEAR, alpha=0.668, beta=3.806, c=1.0)
    assert bdw.log_likelihood_of(seen) == pytest.approx(sbg.log_likelihood_of(seen), rel=1e-12)
    assert bdw.survival(range(60)) == pytest.approx(sbg.survival(range(60)), rel=1e-12)
    for d in (0.1, 0.001):
        assert bdw.residual_transactions(seen, discount=d) == pytest.approx(
            sbg.residual_transactions(seen, discount=d), rel=1e-11
        )


def test_bdw_finds_duration_dependence_that_sbg_cannot() -> None:
    bdw = BetaDiscreteWeibull(YEAR).fit(survivors(HIGH_END[:8]))
    sbg = ShiftedBetaGeometric(YEAR).fit(survivors(HIGH_END[:8]))
    assert bdw.log_likelihood > sbg.log_likelihood + 5
    assert bdw.params["c"] - 1.96 * bdw.standard_errors["c"] > 1


def test_the_discounted_sum_of_the_paper_before_a_renewal_is_ours_one_date_earlier() -> None:
    """Fader & Hardie (2010) stand just before renewal date n: their DERL is (1+d) times ours."""
    fitted = FittedShiftedBetaGeometric.from_params(unit=YEAR, alpha=0.668, beta=3.806)
    alpha, beta = fitted.values
    d, n = 0.1, 5
    theirs = (beta + n - 1) / (alpha + beta + n - 1)
    theirs *= special.hyp2f1(1, beta + n, alpha + beta + n, 1 / (1 + d))
    ours = fitted.residual_transactions(row(n - 1, n - 1, n - 1), discount=d)[0]
    assert ours * (1 + d) == pytest.approx(theirs, rel=1e-12)


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


@pytest.mark.parametrize("leave", [1e-3, 0.2, 0.657, 1.0, 1.0001, 2.5, 40.0, 3e4])
@pytest.mark.parametrize("stay", [1e-3, 0.8, 9.0, 700.0, 1e5])
@pytest.mark.parametrize("rate", [1e-3, 0.1, 3.0])
def test_occasions_for_ever_equal_a_sum_so_long_that_nothing_is_left(
    leave: float, stay: float, rate: float
) -> None:
    enough = np.ceil(32 / np.log1p(rate))
    told = occasions_to_come(leave, np.array([stay]), rate=rate, horizon=None)
    summed = occasions_to_come(leave, np.array([stay]), rate=rate, horizon=float(enough))
    assert told == pytest.approx(summed, rel=1e-11)


def test_occasions_for_ever_at_a_rate_near_nothing_approach_their_limit() -> None:
    """Undiscounted, E[(1−θ)/θ] = stay / (leave − 1)."""
    told = occasions_to_come(3.0, np.array([5.0, 800.0]), rate=1e-13, horizon=None)
    assert told == pytest.approx([2.5, 400.0], rel=1e-9)


def test_bdw_residual_renewals_equal_a_plain_sum_for_any_c() -> None:
    for c in (0.2, 0.9, 1.7, 12.0):
        fitted = FittedBetaDiscreteWeibull.from_params(unit=MONTH, alpha=0.5, beta=4.0, c=c)
        s = fitted.survival(range(20_000))
        here = {"frequency": [0, 3, 40], "recency": [0, 3, 40], "age": [0, 3, 40]}
        told = fitted.residual_transactions(here, discount=0.01)
        for n, value in zip(here["age"], told, strict=True):
            later = s[n + 1 :] / s[n] / 1.01 ** np.arange(1, len(s) - n)
            assert value == pytest.approx(later.sum(), rel=1e-11)


def test_bdw_refuses_a_rate_it_cannot_add_up_for_ever() -> None:
    fitted = FittedBetaDiscreteWeibull.from_params(unit=MONTH, alpha=0.01, beta=4.0, c=0.1)
    with pytest.raises(BadInput, match=r"discount: 1e-10 .* give a horizon"):
        fitted.residual_transactions(row(1, 1, 1), discount=1e-10)


@pytest.mark.parametrize("c", [0.01, 1.0, 30.0, 900.0])
def test_bdw_is_stable_for_long_contracts(c: float) -> None:
    fitted = FittedBetaDiscreteWeibull.from_params(unit=WEEK, alpha=0.7, beta=1e4, c=c)
    s = fitted.survival([0, 1, 5000, 100_000])
    assert np.isfinite(s).all()
    assert (np.diff(s) <= 0).all()
    here = {"frequency": [5000, 99_999], "recency": [5000, 99_999], "age": [5000, 100_000]}
    assert np.isfinite(fitted.log_likelihood_of(here))


def test_bgbb_is_stable_for_long_and_heavy_histories() -> None:
    fitted = FittedBGBB.from_params(unit=WEEK, **TRUTHS["BG/BB"])
    heavy = {
        "frequency": [0, 1, 4000, 20_000, 3],
        "recency": [0, 9000, 8000, 20_000, 3],
        "age": [20_000, 9000, 8500, 20_000, 50_000],
    }
    for told in (
        fitted.p_alive(heavy),
        fitted.expected_purchases(heavy, horizon=520),
        fitted.residual_transactions(heavy, discount=Discount(0.1, per=YEAR)),
    ):
        assert np.isfinite(told).all()
        assert (told >= 0).all()
    assert fitted.p_alive(heavy)[3] > 0.999
    assert np.isfinite(fitted.log_likelihood_of(heavy))


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


def test_who_left_a_contract_is_gone_and_who_did_not_is_there() -> None:
    fitted = truth("shifted beta-geometric")
    told = {"frequency": [3, 3, 0], "recency": [3, 3, 0], "age": [3, 5, 0]}
    assert fitted.p_alive(told).tolist() == [1.0, 0.0, 1.0]
    assert fitted.expected_purchases(told, horizon=4)[1] == 0
    assert fitted.residual_transactions(told, discount=0.1)[1] == 0


@contract_models
def test_retention_is_survival_from_date_to_date(paper: str) -> None:
    fitted = truth(paper)
    assert isinstance(fitted, FittedContracts)
    s = fitted.survival(range(30))
    assert s[0] == 1
    assert fitted.retention(range(1, 30)) == pytest.approx(s[1:] / s[:-1], rel=1e-12)
    with pytest.raises(BadInput, match="nobody renews at date 0"):
        fitted.retention(0)


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


def test_a_bad_row_is_named_as_it_was_given() -> None:
    told = {"frequency": [1, 1, 4], "recency": [1, 1, 3], "age": [3, 3, 3]}
    with pytest.raises(BadInput, match="frequency, row 2: 4 purchases are more than the occasions"):
        truth("BG/BB").p_alive(told)


@contract_models
def test_contracts_that_contradict_themselves_are_refused(paper: str) -> None:
    with pytest.raises(BadInput, match="frequency, row 0: 4 renewals are more than there were"):
        truth(paper).p_alive(row(4, 3, 3))
    with pytest.raises(BadInput, match="recency, row 0: 3 is not the last renewal's date"):
        truth(paper).p_alive(row(2, 3, 3))


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


def test_donors_who_never_gave_again_or_are_all_alike_are_too_little_evidence() -> None:
    never = {"frequency": [0, 0], "recency": [0, 0], "age": [3, 6]}
    alike = {"frequency": [2, 2], "recency": [4, 4], "age": [6, 6]}
    with pytest.raises(NotEnoughEvidence, match="nobody bought again"):
        BGBB().fit(never)
    with pytest.raises(NotEnoughEvidence, match="the same history"):
        BGBB().fit(alike)


@contract_models
@pytest.mark.parametrize(
    ("renewals", "ages", "fact"),
    [
        ([3, 5, 2], [3, 5, 2], "nobody has left yet"),
        ([2, 2, 2], [5, 6, 7], "everybody left at renewal date 3"),
        ([0, 0, 0], [1, 1, 4], "everybody left at renewal date 1"),
        ([0, 1, 0], [1, 1, 1], "covers 1 renewal date, too few to tell"),
        ([0, 0, 0], [0, 0, 0], "nobody has left yet"),
    ],
)
def test_contracts_that_say_too_little_are_refused_with_the_fact(
    paper: str, renewals: list[int], ages: list[int], fact: str
) -> None:
    told = {"frequency": renewals, "recency": renewals, "age": ages}
    with pytest.raises(NotEnoughEvidence, match=fact):
        MODELS[paper][1](Summary.of(told, unit=YEAR))


@contract_models
def test_a_cohort_that_is_all_gone_has_nothing_to_come(paper: str) -> None:
    gone = {"frequency": [0, 1, 2, 4], "recency": [0, 1, 2, 4], "age": [9, 9, 9, 9]}
    fitted = MODELS[paper][1](Summary.of(gone, unit=YEAR))
    assert (fitted.expected_purchases(gone, horizon=5) == 0).all()
    assert (fitted.residual_transactions(gone, discount=0.1) == 0).all()
    assert (fitted.purchase_distribution(gone, horizon=5, up_to=2)[:, 0] == 1).all()


@contract_models
@pytest.mark.parametrize(
    ("renewals", "ages"),
    [
        ([0, 10_000, 3], [100_000, 100_000, 3]),
        ([0, 0, 1, 4, 4], [1, 1, 9, 9, 4]),
        (list(range(300)), [300] * 300),
        ([0] * 50 + [9] * 50, [10] * 50 + [9] * 50),
    ],
)
def test_a_strange_cohort_is_fitted_all_the_same(
    paper: str, renewals: list[int], ages: list[int]
) -> None:
    told = Summary.of({"frequency": renewals, "recency": renewals, "age": ages}, unit=YEAR)
    fitted = MODELS[paper][1](told)
    assert np.isfinite([*fitted.values, *fitted.standard_errors.values()]).all()
    assert np.isfinite(fitted.expected_purchases(told, horizon=5)).all()


def test_bgbb_finds_the_higher_of_two_peaks() -> None:
    """Twenty people, one of whom bought at once and three times: one peak at either wall."""
    told = {
        "frequency": [0.0, 0.0, 3.0],
        "recency": [0.0, 0.0, 3.0],
        "age": [236.0, 60.0, 300.0],
        "count": [12.0, 8.0, 1.0],
    }
    fitted = BGBB().fit(told)
    for alpha, beta, gamma, delta in ((1e5, 1e-5, 0.9, 0.05), (1e-5, 1e-4, 5e4, 1e5)):
        params = {"alpha": alpha, "beta": beta, "gamma": gamma, "delta": delta}
        other = FittedBGBB.from_params(unit=fitted.unit, **params)
        assert fitted.log_likelihood >= other.log_likelihood_of(told)


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
