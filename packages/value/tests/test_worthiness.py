"""Second lifetime value and the decision whether to try."""

import numpy as np
import pytest

from regain_value import (
    YEAR,
    BadInput,
    Discount,
    Estimate,
    MeasuredUplift,
    PriorUplift,
    Sample,
    Worthiness,
    chance_after,
    discounted_length,
    present_value,
    second_ltv,
    weigh,
)

DRAWS = 400
TEN_PERCENT = Discount(0.10, per=YEAR)


def weighed(**changes: object) -> Worthiness:
    told: dict[str, object] = {
        "natural": Estimate.of([0.1, 0.4, 0.02], [0.05, 0.3, 0.0], [0.2, 0.5, 0.1]),
        "contribution": Estimate.of([20.0, 5.0, 50.0], [10.0, 4.0, 30.0], [30.0, 6.0, 70.0]),
        "months": discounted_length(Estimate.of([18.0], [9.0], [30.0]), discount=TEN_PERCENT),
        "offer": 15.0,
        "contact": [6.0, 6.0, 6.0],
    }
    return weigh(**(told | changes))  # type: ignore[arg-type]


def test_level_contributions_equal_the_written_sum() -> None:
    monthly = 1.1 ** (1 / 12) - 1
    by_hand = sum(30 / (1 + monthly) ** t for t in range(1, 25)) - 40
    assert second_ltv([30.0], [24], discount=TEN_PERCENT, offer=40)[0] == pytest.approx(by_hand)
    path = present_value(np.full((1, 24), 30.0), discount=TEN_PERCENT)
    assert path[0] - 40 == pytest.approx(by_hand)


def test_without_discount_the_sum_is_plain() -> None:
    assert second_ltv([30.0], [24], discount=Discount(0.0, per=YEAR))[0] == pytest.approx(720)


def test_the_decision_is_the_formula() -> None:
    answer = weighed()
    p0, p = answer.natural_chance.value, answer.chance.value
    gross = answer.value_if_returns.value
    assert p == pytest.approx(chance_after(p0, PriorUplift()))
    assert answer.gain.value == pytest.approx(p * (gross - 15) - p0 * gross - 6)
    assert answer.expected.value == pytest.approx(p * (gross - 15) - 6)
    assert answer.maximum_spend.value == pytest.approx((p - p0) * gross)
    assert (answer.is_worth_it == (answer.maximum_spend.value > 6 + 15 * p)).all()


def test_intervals_hold_their_values_and_repeat_with_the_seed() -> None:
    first, again = weighed(), weighed()
    for part in (first.chance, first.value_if_returns, first.gain, first.maximum_spend):
        assert (part.low <= part.value).all()
        assert (part.value <= part.high).all()
    assert np.array_equal(first.gain.low, again.gain.low)
    assert ((first.confidence >= 0) & (first.confidence <= 1)).all()


def test_an_answer_does_not_depend_on_who_else_is_in_the_list() -> None:
    natural = Estimate.of([0.02], [0.0], [0.1])
    alone = weighed(natural=natural, contribution=Estimate.of([50.0], [30.0], [70.0]), contact=6.0)
    assert alone.gain.low[0] == pytest.approx(weighed().gain.low[2])


def test_who_comes_back_anyway_is_not_worth_an_attempt() -> None:
    no_effect = PriorUplift(1.0, 1.0, 1.0, source="assumed")
    answer = weighed(uplift=no_effect)
    assert not answer.is_worth_it.any()
    assert answer.maximum_spend.value == pytest.approx([0, 0, 0], abs=1e-6)


def test_a_measured_uplift_is_told_in_counts() -> None:
    measured = MeasuredUplift(tried=200, tried_returned=60, control=200, control_returned=40)
    answer = weighed(uplift=measured)
    assert answer.basis == "measured"
    ratio = (60.5 / 140.5) / (40.5 / 160.5)
    assert answer.chance.value[0] == pytest.approx(0.1 * ratio / (0.9 + 0.1 * ratio))
    assert "60 of 200" in answer.explain(0).sentences[0]


def test_the_explanation_names_a_prior_as_one() -> None:
    told = weighed().explain(2)
    assert told.basis == "prior"
    assert "(prior: published offers" in told.sentences[0]
    assert told.is_worth_it == (told.gain > 0)
    assert f"{told.confidence:.0%} sure" in told.sentences[2]


def test_a_refusal_says_how_sure_it_is_of_itself() -> None:
    told = weighed(contact=500.0).explain(0)
    assert not told.is_worth_it
    assert "not worth it (100% sure)" in told.sentences[2]


def test_certain_inputs_leave_no_interval() -> None:
    answer = weigh(
        natural=Estimate.known([0.2]),
        contribution=Estimate.known([10.0]),
        months=Estimate.known([12.0]),
        uplift=PriorUplift(2.0, 2.0, 2.0, source="assumed"),
    )
    assert answer.gain.low == pytest.approx(answer.gain.high)


def test_impossible_uplifts_and_intervals_are_refused() -> None:
    with pytest.raises(BadInput, match="low ≤ odds_ratio"):
        PriorUplift(1.0, 1.5, 2.0)
    with pytest.raises(BadInput, match="at least one customer"):
        MeasuredUplift(tried=0, tried_returned=0, control=3, control_returned=1)
    with pytest.raises(BadInput, match=r"natural chance, row 0: 1\.2 is above 1"):
        weighed(natural=Estimate.known([1.2, 0.1, 0.1]))
    with pytest.raises(BadInput, match="lies outside"):
        Estimate.of([0.5], [0.6], [0.7])


def test_nobody_to_weigh_gives_empty_columns() -> None:
    assert len(weighed(natural=Estimate.known([]), contact=6.0,
                       contribution=Estimate.known([1.0])).gain) == 0  # fmt: skip


def test_a_sample_brings_its_own_draws_and_counts_for_everybody() -> None:
    draws = np.random.default_rng(3).lognormal(2.0, 0.5, (1, DRAWS))
    months = Sample(np.array([7.0]), draws)
    sure = Estimate.known([0.2, 0.2, 0.2])
    answer = weighed(natural=sure, contribution=Estimate.known([10.0]), months=months)
    assert answer.value_if_returns.value == pytest.approx([70.0] * 3)
    low, high = 10 * np.quantile(draws[0], (0.025, 0.975))
    assert answer.value_if_returns.low == pytest.approx([low] * 3)
    assert answer.value_if_returns.high == pytest.approx([high] * 3)
    assert months.estimate.low[0] == pytest.approx(low / 10)


def test_a_sample_of_another_length_is_refused() -> None:
    with pytest.raises(BadInput, match="has 2 rows where 3 are expected"):
        weighed(months=Sample(np.array([7.0, 8.0]), np.ones((2, DRAWS))))
