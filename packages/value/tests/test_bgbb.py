"""BG/BB: the paper's donors, its closed forms, and histories it must not break on."""

import numpy as np
import pytest
from scipy import integrate, special

from regain_value.errors import BadInput, NotEnoughEvidence
from regain_value.models.bgbb import BGBB, FittedBGBB
from regain_value.units import WEEK, YEAR, Discount

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
PARAMS = {"alpha": 1.2, "beta": 0.75, "gamma": 0.66, "delta": 2.8}


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
    fitted = FittedBGBB.from_params(unit=YEAR, **PARAMS)
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


def test_bgbb_is_stable_for_long_and_heavy_histories() -> None:
    fitted = FittedBGBB.from_params(unit=WEEK, **PARAMS)
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


def test_a_bad_row_is_named_as_it_was_given() -> None:
    told = {"frequency": [1, 1, 4], "recency": [1, 1, 3], "age": [3, 3, 3]}
    with pytest.raises(BadInput, match="frequency, row 2: 4 purchases are more than the occasions"):
        FittedBGBB.from_params(unit=YEAR, **PARAMS).p_alive(told)


def test_donors_who_never_gave_again_or_are_all_alike_are_too_little_evidence() -> None:
    never = {"frequency": [0, 0], "recency": [0, 0], "age": [3, 6]}
    alike = {"frequency": [2, 2], "recency": [4, 4], "age": [6, 6]}
    with pytest.raises(NotEnoughEvidence, match="nobody bought again"):
        BGBB().fit(never)
    with pytest.raises(NotEnoughEvidence, match="the same history"):
        BGBB().fit(alike)


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
