"""One battery for every model in MODELS; a new model joins by naming its truth here."""

from dataclasses import replace

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
    FittedGammaGamma,
    NotEnoughEvidence,
    Summary,
    simulate_buyers,
)
from regain_value.arrays import FloatArray
from regain_value.models import FittedModel

TRUTHS = {
    "BG/NBD": {"r": 0.8, "alpha": 9.0, "a": 0.8, "b": 2.5},
    "Gamma-Gamma": {"p": 6.0, "q": 4.0, "gamma": 16.0},
}
BUYERS = simulate_buyers(
    TRUTHS["BG/NBD"],
    spend=TRUTHS["Gamma-Gamma"],
    customers=10_000,
    age=(40.0, 120.0),
    unit=WEEK,
    seed=11,
)
FEW = Summary.of(
    {
        "frequency": [0, 1, 3, 12, 2000, 1],
        "recency": [0.0, 10.0, 22.5, 51.0, 1000.0, 0.5],
        "age": [30.0, 20.0, 60.0, 52.0, 1040.0, 900.0],
        "spend": [0.0, 12.0, 30.5, 18.0, 44.0, 9.0],
    },
    unit=WEEK,
)
HORIZONS = [0, 1, 10, 52, 520]
every_model = pytest.mark.parametrize("paper", list(MODELS))
purchase_models = pytest.mark.parametrize("paper", ["BG/NBD"])
FITTED: dict[str, FittedModel] = {paper: model.fit(BUYERS) for paper, model in MODELS.items()}


def answers(fitted: FittedModel, summary: Summary) -> list[FloatArray]:
    """Everything a model can say about a summary."""
    if isinstance(fitted, FittedBGNBD):
        return [
            fitted.p_alive(summary),
            fitted.expected_purchases(summary, horizon=26 * WEEK),
            fitted.residual_transactions(summary, discount=Discount(0.15, per=YEAR)),
        ]
    assert isinstance(fitted, FittedGammaGamma)
    return [fitted.expected_spend(summary)]


def rows(summary: Summary, order: FloatArray) -> Summary:
    """The summary with its rows in another order, or repeated."""
    place = order.astype(np.int64)
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
    for letter, truth in TRUTHS[paper].items():
        distance = abs(fitted.params[letter] - truth) / fitted.standard_errors[letter]
        assert distance < 3.5, letter
        assert fitted.standard_errors[letter] < 0.5 * truth


@every_model
def test_the_fit_stands_on_the_peak_of_the_likelihood(paper: str) -> None:
    fitted = FITTED[paper]
    assert fitted.log_likelihood_of(BUYERS) == pytest.approx(fitted.log_likelihood, rel=1e-10)
    for step in 0.01 * np.vstack([np.eye(len(fitted.values)), -np.eye(len(fitted.values))]):
        assert fitted.shifted(step).log_likelihood_of(BUYERS) < fitted.log_likelihood


@every_model
def test_answers_are_finite_and_in_range(paper: str) -> None:
    for told in answers(FITTED[paper], FEW):
        assert np.isfinite(told).all()
        assert (told >= 0).all()


@every_model
def test_row_order_does_not_matter(paper: str) -> None:
    backwards = np.arange(len(FEW))[::-1].astype(np.float64)
    turned = rows(FEW, backwards)
    for told, told_turned in zip(
        answers(FITTED[paper], FEW), answers(FITTED[paper], turned), strict=True
    ):
        assert told_turned[::-1] == pytest.approx(told, rel=1e-12)
    assert MODELS[paper].fit(turned).values == pytest.approx(MODELS[paper].fit(FEW).values)


@every_model
def test_an_answer_does_not_depend_on_who_else_is_asked(paper: str) -> None:
    together = answers(FITTED[paper], BUYERS)
    few = np.argsort(-BUYERS.frequency)[[0, 40, 999, 5000, 9999]].astype(np.float64)
    alone = answers(FITTED[paper], rows(BUYERS, few))
    for told, told_alone in zip(together, alone, strict=True):
        assert told_alone == pytest.approx(told[few.astype(np.int64)], rel=1e-9)


@every_model
def test_a_count_equals_repeated_rows(paper: str) -> None:
    times = np.array([3, 1, 2, 2, 1, 4])
    repeated = rows(FEW, np.repeat(np.arange(6), times).astype(np.float64))
    counted = replace(FEW, count=times.astype(np.float64))
    one, other = MODELS[paper].fit(repeated), MODELS[paper].fit(counted)
    assert one.values == pytest.approx(other.values, rel=1e-4)
    assert one.log_likelihood == pytest.approx(other.log_likelihood, rel=1e-9)


@every_model
def test_the_unit_of_time_does_not_matter(paper: str) -> None:
    daily = MODELS[paper].fit(BUYERS.in_unit(DAY))
    assert daily.unit == DAY
    told = zip(answers(FITTED[paper], FEW), answers(daily, FEW), strict=True)
    for weekly_answer, daily_answer in told:
        assert daily_answer == pytest.approx(weekly_answer, rel=1e-4)


@purchase_models
@pytest.mark.parametrize(
    ("kept", "fact"),
    [([2.0], "one customer"), ([0.0, 0.0], "nobody bought again"), ([2.0, 2.0], "same history")],
)
def test_too_little_is_refused_by_naming_the_fact(paper: str, kept: list[float], fact: str) -> None:
    with pytest.raises(NotEnoughEvidence, match=fact):
        MODELS[paper].fit(rows(FEW, np.array(kept)))


@every_model
def test_no_customer_is_refused_in_one_sentence(paper: str) -> None:
    nothing: list[float] = []
    columns = {"frequency": nothing, "recency": nothing, "age": nothing, "spend": nothing}
    with pytest.raises(NotEnoughEvidence, match=r"^summary: has no customer; give .*\.$"):
        MODELS[paper].fit(Summary.of(columns, unit=WEEK))


@every_model
def test_json_brings_the_model_back_whole(paper: str) -> None:
    fitted = FITTED[paper]
    assert type(fitted).from_json(fitted.to_json()) == fitted
    with pytest.raises(BadInput, match="to_json of the same model"):
        type(fitted).from_json('{"model": "another"}')
    with pytest.raises(BadInput):
        type(fitted).from_json("[]")


@purchase_models
def test_probabilities_stay_probabilities(paper: str) -> None:
    alive = answers(FITTED[paper], BUYERS)[0]
    assert ((alive >= 0) & (alive <= 1)).all()


@purchase_models
def test_expectation_rises_with_the_horizon(paper: str) -> None:
    fitted = FITTED[paper]
    assert isinstance(fitted, FittedBGNBD)
    told = np.array([fitted.expected_purchases(FEW, horizon=weeks * WEEK) for weeks in HORIZONS])
    assert (told[0] == 0).all()
    assert (np.diff(told, axis=0) > 0).all()


@purchase_models
def test_discounting_lowers_and_a_longer_horizon_raises(paper: str) -> None:
    fitted = FITTED[paper]
    assert isinstance(fitted, FittedBGNBD)
    dear, cheap = Discount(0.30, per=YEAR), Discount(0.05, per=YEAR)
    plain = fitted.expected_purchases(FEW, horizon=52 * WEEK)
    assert (fitted.residual_transactions(FEW, discount=dear, horizon=52 * WEEK) < plain).all()
    for_ever = fitted.residual_transactions(FEW, discount=dear)
    assert (for_ever > fitted.residual_transactions(FEW, discount=dear, horizon=52 * WEEK)).all()
    assert (fitted.residual_transactions(FEW, discount=cheap) > for_ever).all()
    with pytest.raises(BadInput, match="without end"):
        fitted.residual_transactions(FEW, discount=Discount(0.0, per=YEAR))
