"""One battery for every model in MODELS; a new model joins by naming its truth here."""

from dataclasses import replace
from typing import Any

import duckdb
import numpy as np
import pytest

from regain_value import (
    DAY,
    MODELS,
    WEEK,
    YEAR,
    BadInput,
    Discount,
    FittedBGNBD,
    FittedBuyers,
    FittedGammaGamma,
    FittedMBGNBD,
    FittedParetoNBD,
    NotEnoughEvidence,
    Summary,
)
from regain_value.arrays import FloatArray
from regain_value.models import FittedBGBB, FittedModel

TRUTHS: dict[str, FittedModel] = {
    "BG/NBD": FittedBGNBD.from_params(unit=WEEK, r=0.8, alpha=9.0, a=0.8, b=2.5),
    "MBG/NBD": FittedMBGNBD.from_params(unit=WEEK, r=1.2, alpha=9.0, a=0.6, b=1.6),
    "Pareto/NBD": FittedParetoNBD.from_params(unit=WEEK, r=1.0, alpha=9.0, s=0.8, beta=20.0),
    "BG/BB": FittedBGBB.from_params(unit=WEEK, alpha=1.2, beta=2.5, gamma=0.9, delta=25.0),
    "Gamma-Gamma": FittedGammaGamma.from_params(unit=WEEK, p=6.0, q=4.0, gamma=16.0),
}
TIMED = ["BG/NBD", "MBG/NBD", "Pareto/NBD"]
"""Models in which a purchase may happen at any moment."""
PURCHASES = [paper for paper, truth in TRUTHS.items() if isinstance(truth, FittedBuyers)]
HORIZONS = [0, 1, 10, 52, 520]
CUSTOMERS = 6_000


def company(paper: str, *, seed: int = 11, customers: int = CUSTOMERS) -> Summary:
    """Customers of the model's truth, 40 to 120 whole weeks old; the purses are Gamma-Gamma's."""
    ages = np.random.default_rng(seed).integers(40, 121, customers)
    truth, purse = TRUTHS[paper], TRUTHS["Gamma-Gamma"]
    buyer = truth if isinstance(truth, FittedBuyers) else TRUTHS["BG/NBD"]
    assert isinstance(buyer, FittedBuyers)
    assert isinstance(purse, FittedGammaGamma)
    told = buyer.simulate(ages, seed=seed)
    return replace(told, spend=purse.simulate(told.frequency, seed=seed))


COLUMNS = {
    "frequency": [0.0, 1.0, 3.0, 12.0, 1990.0, 1.0],
    "recency": [0.0, 10.0, 22.0, 51.0, 2000.0, 1.0],
    "age": [30.0, 20.0, 60.0, 52.0, 2080.0, 900.0],
    "spend": [0.0, 12.0, 30.5, 18.0, 44.0, 9.0],
}
FEW = Summary.of(COLUMNS, unit=WEEK)
COMPANIES = {paper: company(paper) for paper in TRUTHS}
FITTED: dict[str, FittedModel] = {
    paper: MODELS[paper].fit(known) for paper, known in COMPANIES.items()
}
every_model = pytest.mark.parametrize("paper", list(TRUTHS))
purchase_models = pytest.mark.parametrize("paper", PURCHASES)
timed_models = pytest.mark.parametrize("paper", TIMED)


def buyers(paper: str) -> FittedBuyers:
    fitted = FITTED[paper]
    assert isinstance(fitted, FittedBuyers)
    return fitted


def answers(fitted: FittedModel, summary: Any) -> list[FloatArray]:
    """Everything a model can say about a summary, one number per customer each."""
    if isinstance(fitted, FittedGammaGamma):
        return [fitted.expected_spend(summary)]
    return [
        fitted.p_alive(summary),
        fitted.expected_purchases(summary, horizon=26 * WEEK),
        fitted.expected_purchases(summary, horizon=26 * WEEK, after=52 * WEEK),
        fitted.residual_transactions(summary, discount=Discount(0.15, per=YEAR)),
        *fitted.purchase_distribution(summary, horizon=13 * WEEK, up_to=6).T,
    ]


def rows(summary: Summary, place: Any) -> Summary:
    """The summary with its rows in another order, or repeated."""
    assert summary.spend is not None
    return replace(
        summary,
        frequency=summary.frequency[place],
        recency=summary.recency[place],
        age=summary.age[place],
        spend=summary.spend[place],
        count=summary.count[place],
    )


def test_every_model_has_a_truth_to_recover() -> None:
    assert set(TRUTHS) == set(MODELS)


@every_model
def test_recovers_its_own_parameters(paper: str) -> None:
    fitted = FITTED[paper]
    assert fitted.at_edge == ()
    for letter, truth in TRUTHS[paper].params.items():
        distance = abs(fitted.params[letter] - truth) / fitted.standard_errors[letter]
        assert distance < 3.5, letter
        assert fitted.standard_errors[letter] < 0.5 * truth


@every_model
def test_the_fit_stands_on_the_peak_and_knows_how_it_bends(paper: str) -> None:
    fitted, known, size = FITTED[paper], COMPANIES[paper], len(TRUTHS[paper].values)
    steps = 0.02 * np.sqrt(np.diag(fitted.covariance_of_logs)) * np.eye(size)
    peak = fitted.log_likelihood_of(known)

    def drop(step: FloatArray) -> float:
        return peak - fitted.shifted(step).log_likelihood_of(known)

    assert peak == pytest.approx(fitted.log_likelihood, rel=1e-10)
    scaled = np.linalg.inv(fitted.covariance_of_logs) * np.outer(steps.max(0), steps.max(0))
    for one in range(size):
        assert drop(10 * steps[one]) > 0
        assert drop(-10 * steps[one]) > 0
        for other in range(one + 1):
            both, apart = steps[one] + steps[other], steps[one] - steps[other]
            bend = (drop(both) + drop(-both) - drop(apart) - drop(-apart)) / 4
            assert bend == pytest.approx(scaled[one, other], abs=2e-3 * scaled.max())


@every_model
def test_answers_are_finite_and_in_range(paper: str) -> None:
    for told in answers(FITTED[paper], FEW):
        assert np.isfinite(told).all()
        assert (told >= 0).all()


@timed_models
def test_heavy_and_long_histories_stay_finite(paper: str) -> None:
    heavy = Summary.of(
        {
            "frequency": [5000, 5000, 1, 5000, 1],
            "recency": [2080.0, 3.0, 1e-6, 2000.0, 2079.0],
            "age": [2080.0, 2080.0, 2080.0, 2000.0, 2080.0],
        },
        unit=WEEK,
    )
    for told in answers(FITTED[paper], heavy):
        assert np.isfinite(told).all()
        assert (told >= 0).all()
    fitted = MODELS[paper].fit(heavy)
    figures = [*fitted.values, *fitted.standard_errors.values(), fitted.log_likelihood]
    assert np.isfinite(figures).all()
    for answer in answers(fitted, heavy):
        assert np.isfinite(answer).all()


@every_model
def test_row_order_does_not_matter(paper: str) -> None:
    known, backwards = COMPANIES[paper], np.arange(CUSTOMERS)[::-1]
    for told, turned in zip(
        answers(FITTED[paper], FEW),
        answers(FITTED[paper], rows(FEW, slice(None, None, -1))),
        strict=True,
    ):
        assert turned[::-1] == pytest.approx(told, rel=1e-12)
    again = MODELS[paper].fit(rows(known, backwards))
    assert again.values == pytest.approx(FITTED[paper].values, rel=1e-7)


@every_model
def test_an_answer_does_not_depend_on_who_else_is_asked(paper: str) -> None:
    known = COMPANIES[paper]
    few = np.argsort(-known.frequency)[[0, 40, 999, 5000, 5999]]
    alone = answers(FITTED[paper], rows(known, few))
    for told, told_alone in zip(answers(FITTED[paper], known), alone, strict=True):
        assert told_alone == pytest.approx(told[few], rel=1e-9, abs=1e-12)


@every_model
def test_a_count_equals_repeated_rows(paper: str) -> None:
    known = rows(COMPANIES[paper], np.arange(300))
    times = np.random.default_rng(2).integers(1, 4, 300)
    one = MODELS[paper].fit(rows(known, np.repeat(np.arange(300), times)))
    other = MODELS[paper].fit(replace(known, count=times.astype(np.float64)))
    assert one.values == pytest.approx(other.values, rel=1e-6)
    assert one.log_likelihood == pytest.approx(other.log_likelihood, rel=1e-9)
    assert one.customers == other.customers


@pytest.mark.parametrize("paper", [*TIMED, "Gamma-Gamma"])
def test_the_unit_of_time_does_not_matter(paper: str) -> None:
    daily = MODELS[paper].fit(COMPANIES[paper].in_unit(DAY))
    assert daily.unit == DAY
    for weeks, days in zip(answers(FITTED[paper], FEW), answers(daily, FEW), strict=True):
        assert days == pytest.approx(weeks, rel=1e-6)


@every_model
def test_a_mapping_and_an_arrow_stream_are_summaries_too(paper: str) -> None:
    known = replace(rows(COMPANIES[paper], np.arange(150)), unit=DAY)
    names = ("frequency", "recency", "age", "spend")
    mapping = {name: getattr(known, name) for name in names}
    unnested = ", ".join(f"unnest(${name}) as {name}" for name in names)
    columns = {name: column.tolist() for name, column in mapping.items()}
    stream = duckdb.connect().sql(f"select {unnested}", params=columns)
    fitted = MODELS[paper].fit(known)
    for table in (mapping, stream):
        assert MODELS[paper].fit(table).values == pytest.approx(fitted.values, rel=1e-12)
        for told, as_summary in zip(answers(fitted, table), answers(fitted, known), strict=True):
            assert told == pytest.approx(as_summary, rel=1e-12)


@every_model
@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("recency", np.nan, r"^recency, row 1: nan is not a finite number; .*\.$"),
        ("age", np.inf, r"^age, row 1: inf is not a finite number; .*\.$"),
        ("recency", -1.0, r"^recency, row 1: -1 is below 0; .*\.$"),
        ("recency", 21.0, r"^recency, row 1: is longer than the age; .*\.$"),
        ("recency", 0.0, r"^recency, row 1: is 0 despite repeats; .*\.$"),
        ("frequency", 0.0, r"^recency, row 1: has no repeat purchase; .*\.$"),
        ("frequency", 1.5, r"^frequency, row 1: 1.5 is not a whole number; .*\.$"),
        ("age", "old", r"^age: not a column of numbers \(.*\); .*\.$"),
        ("spend", np.nan, r"^spend, row 1: nan is not a finite number; .*\.$"),
        ("count", 0.0, r"^count, row 1: 0 is not above 0; .*\.$"),
    ],
)
def test_bad_rows_are_refused_with_their_place(
    paper: str, column: str, value: Any, sentence: str
) -> None:
    told: dict[str, list[Any]] = COLUMNS | {"count": [1.0] * 6}
    told = told | {column: [told[column][0], value, *told[column][2:]]}
    with pytest.raises(BadInput, match=sentence):
        MODELS[paper].fit(told)


@every_model
@pytest.mark.parametrize(
    ("kept", "fact"),
    [([2], "one customer"), ([0, 0], "nobody bought again"), ([2, 2], "same history|are alike")],
)
def test_too_little_is_refused_by_naming_the_fact(paper: str, kept: list[int], fact: str) -> None:
    with pytest.raises(NotEnoughEvidence, match=f"{fact}.*; .*\\.$"):
        MODELS[paper].fit(rows(FEW, kept))


@every_model
def test_no_customer_is_refused_in_one_sentence(paper: str) -> None:
    nothing: dict[str, list[float]] = {name: [] for name in COLUMNS}
    with pytest.raises(NotEnoughEvidence, match=r"^summary: has no customer; give .*\.$"):
        MODELS[paper].fit(nothing)


@every_model
def test_json_brings_the_model_back_whole(paper: str) -> None:
    fitted = FITTED[paper]
    assert type(fitted).from_json(fitted.to_json()) == fitted
    with pytest.raises(BadInput, match="to_json of the same model"):
        type(fitted).from_json('{"model": "another"}')
    with pytest.raises(BadInput):
        type(fitted).from_json("[]")


@purchase_models
def test_probabilities_are_probabilities_and_add_up(paper: str) -> None:
    fitted, few = buyers(paper), rows(FEW, [0, 1, 2, 3, 5])
    alive = fitted.p_alive(COMPANIES[paper])
    assert ((alive >= 0) & (alive <= 1)).all()
    for horizon in (4 * WEEK, 26 * WEEK):
        told = fitted.purchase_distribution(few, horizon=horizon, up_to=400)
        assert (told >= 0).all()
        assert (told.sum(axis=1) <= 1 + 1e-10).all()
        mean = told @ np.arange(401.0)
        assert mean == pytest.approx(fitted.expected_purchases(few, horizon=horizon), rel=1e-6)
    with pytest.raises(BadInput, match="-1 is no count"):
        fitted.purchase_distribution(few, horizon=26 * WEEK, up_to=-1)


@purchase_models
def test_simulation_agrees_with_expectation_and_distribution(paper: str) -> None:
    truth, many = TRUTHS[paper], 40_000
    assert isinstance(truth, FittedBuyers)
    fresh = Summary.of({"frequency": [0], "recency": [0.0], "age": [0.0]}, unit=WEEK)
    later = truth.simulate(np.full(many, 52.0), seed=4).frequency
    expected = truth.expected_purchases(fresh, horizon=52 * WEEK)[0]
    assert abs(later.mean() - expected) < 4 * later.std() / np.sqrt(many)
    told = truth.purchase_distribution(fresh, horizon=52 * WEEK, up_to=8)[0]
    seen = np.bincount(later.astype(np.int64))[:9] / many
    assert (np.abs(seen - told) < 4 * np.sqrt(told / many)).all()


@purchase_models
def test_expectation_rises_with_the_horizon_and_adds_up(paper: str) -> None:
    fitted = buyers(paper)
    told = np.array([fitted.expected_purchases(FEW, horizon=weeks * WEEK) for weeks in HORIZONS])
    assert (told[0] == 0).all()
    assert (np.diff(told, axis=0) >= 0).all()
    assert (np.diff(told[:, :4], axis=0) > 0).all()
    window = fitted.expected_purchases(FEW, horizon=42 * WEEK, after=10 * WEEK)
    assert window == pytest.approx(told[3] - told[2], rel=1e-9)


@purchase_models
def test_discounting_lowers_and_a_longer_horizon_raises(paper: str) -> None:
    fitted, few = buyers(paper), rows(FEW, [0, 1, 2, 3])
    dear, cheap = Discount(0.30, per=YEAR), Discount(0.05, per=YEAR)
    plain = fitted.expected_purchases(few, horizon=52 * WEEK)
    assert (fitted.residual_transactions(few, discount=dear, horizon=52 * WEEK) < plain).all()
    for_ever = fitted.residual_transactions(few, discount=dear)
    assert (for_ever > fitted.residual_transactions(few, discount=dear, horizon=52 * WEEK)).all()
    assert (fitted.residual_transactions(few, discount=cheap) > for_ever).all()
    with pytest.raises(BadInput, match="without end"):
        fitted.residual_transactions(few, discount=Discount(0.0, per=YEAR))
