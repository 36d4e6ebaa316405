"""Contracts: both segments of the paper, renewals to come, cohorts it must not break on."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import special

from regain_value.arrays import FloatArray
from regain_value.errors import BadInput, NotEnoughEvidence
from regain_value.models.beta_discrete_weibull import (
    BetaDiscreteWeibull,
    FittedBetaDiscreteWeibull,
)
from regain_value.models.contracts import FittedContracts
from regain_value.models.shifted_beta_geometric import (
    FittedShiftedBetaGeometric,
    ShiftedBetaGeometric,
)
from regain_value.models.staying import occasions_to_come
from regain_value.summary import Summary
from regain_value.units import MONTH, WEEK, YEAR

# Customers left of a thousand after 0 … 12 years: table 1 of Fader & Hardie (2007).
REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241, 223, 207, 194, 183, 173]
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394]
TRUTHS: dict[str, FittedContracts] = {
    "shifted beta-geometric": FittedShiftedBetaGeometric.from_params(
        unit=YEAR, alpha=0.7, beta=3.8
    ),
    "beta-discrete-Weibull": FittedBetaDiscreteWeibull.from_params(
        unit=YEAR, alpha=0.6, beta=2.5, c=1.4
    ),
}
FITS: dict[str, Callable[[Summary], FittedContracts]] = {
    "shifted beta-geometric": ShiftedBetaGeometric().fit,
    "beta-discrete-Weibull": BetaDiscreteWeibull().fit,
}
contract_models = pytest.mark.parametrize("paper", list(TRUTHS))


def row(x: float, recency: float, age: float) -> dict[str, list[float]]:
    return {"frequency": [x], "recency": [recency], "age": [age]}


def survivors(left_of_a_thousand: list[int]) -> dict[str, FloatArray]:
    """The contracts of a cohort that has been seen shrinking."""
    there = np.array(left_of_a_thousand, dtype=np.float64)
    dates = len(there) - 1
    renewals = np.append(np.arange(dates), dates).astype(np.float64)
    count = np.append(there[:-1] - there[1:], there[-1])
    age = np.full(dates + 1, float(dates))
    return {"frequency": renewals, "recency": renewals, "age": age, "count": count}


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


def test_who_left_a_contract_is_gone_and_who_did_not_is_there() -> None:
    fitted = TRUTHS["shifted beta-geometric"]
    told = {"frequency": [3, 3, 0], "recency": [3, 3, 0], "age": [3, 5, 0]}
    assert fitted.p_alive(told).tolist() == [1.0, 0.0, 1.0]
    assert fitted.expected_purchases(told, horizon=4)[1] == 0
    assert fitted.residual_transactions(told, discount=0.1)[1] == 0


@contract_models
def test_retention_is_survival_from_date_to_date(paper: str) -> None:
    fitted = TRUTHS[paper]
    s = fitted.survival(range(30))
    assert s[0] == 1
    assert fitted.retention(range(1, 30)) == pytest.approx(s[1:] / s[:-1], rel=1e-12)
    with pytest.raises(BadInput, match="nobody renews at date 0"):
        fitted.retention(0)


@contract_models
def test_contracts_that_contradict_themselves_are_refused(paper: str) -> None:
    with pytest.raises(BadInput, match="frequency, row 0: 4 renewals are more than there were"):
        TRUTHS[paper].p_alive(row(4, 3, 3))
    with pytest.raises(BadInput, match="recency, row 0: 3 is not the last renewal's date"):
        TRUTHS[paper].p_alive(row(2, 3, 3))


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
        FITS[paper](Summary.of(told, unit=YEAR))


@contract_models
def test_a_cohort_that_is_all_gone_has_nothing_to_come(paper: str) -> None:
    gone = {"frequency": [0, 1, 2, 4], "recency": [0, 1, 2, 4], "age": [9, 9, 9, 9]}
    fitted = FITS[paper](Summary.of(gone, unit=YEAR))
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
    fitted = FITS[paper](told)
    assert np.isfinite([*fitted.values, *fitted.standard_errors.values()]).all()
    assert np.isfinite(fitted.expected_purchases(told, horizon=5)).all()


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
