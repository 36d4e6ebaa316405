"""Backtests of rankings: what they caught, by how much one leads, and which to use."""

import numpy as np
import pytest

from regain_value import (
    RANKINGS,
    BadInput,
    Departed,
    NotEnoughEvidence,
    caught,
    choose,
    difference,
)

PEOPLE = 3000
RANDOM = np.random.default_rng(8)
SPEND = RANDOM.lognormal(4, 1, PEOPLE)
ABSENCE = RANDOM.uniform(1, 300, PEOPLE)
FREQUENCY = RANDOM.integers(1, 20, PEOPLE)
RETURNED = RANDOM.random(PEOPLE) < np.exp(-ABSENCE / 60)
VALUE = SPEND * RANDOM.lognormal(0, 0.3, PEOPLE)
DEPARTED = Departed.of(spend=SPEND, frequency=FREQUENCY, absence=ABSENCE)


def test_a_boundary_between_two_customers_is_shared() -> None:
    told = caught(
        [7, 6, 5, 4, 3, 2, 1], [1, 1, 0, 0, 0, 0, 1], [10, 20, 0, 0, 0, 0, 70], top=(0.2,)
    )
    assert told.returners[0] == pytest.approx(1.4 / 3)
    assert told.value[0] == pytest.approx((10 + 0.4 * 20) / 100)


def test_ties_are_shared_evenly_whatever_the_order() -> None:
    told = caught([1, 1, 1, 1], [1, 0, 0, 0], [8, 0, 0, 0], top=(0.5,))
    turned = caught([1, 1, 1, 1], [0, 0, 0, 1], [0, 0, 0, 8], top=(0.5,))
    assert told == turned
    assert told.value == (0.5,)


def test_a_perfect_ranking_catches_all_and_a_constant_one_its_share() -> None:
    perfect = caught(RETURNED * VALUE, RETURNED, VALUE)
    assert perfect.value[2] == 1.0
    flat = caught(np.zeros(PEOPLE), RETURNED, VALUE)
    assert flat.value == pytest.approx((0.1, 0.2, 0.5))


def test_value_of_who_did_not_return_does_not_count() -> None:
    assert caught([2, 1], [0, 1], [100, 5], top=(0.5,)).value == (0.0,)


def test_a_ranking_has_no_lead_over_itself() -> None:
    told = difference(SPEND, SPEND, RETURNED, VALUE, seed=1)
    assert (told.value, told.low, told.high) == (0.0, 0.0, 0.0)
    assert not told.is_beyond_chance


def test_a_better_ranking_leads_beyond_chance_and_repeats_with_the_seed() -> None:
    better = SPEND * np.exp(-ABSENCE / 60)
    told = difference(better, SPEND, RETURNED, VALUE, seed=1)
    assert told == difference(better, SPEND, RETURNED, VALUE, seed=1)
    assert told.low < told.value < told.high
    assert told.is_beyond_chance


def test_choose_takes_a_challenger_that_truly_leads() -> None:
    chance = np.exp(-ABSENCE / 60)
    learnt = Departed.of(
        spend=SPEND, frequency=FREQUENCY, absence=ABSENCE, chance=chance, value=SPEND
    )
    told = choose(learnt, RETURNED, VALUE, seed=2)
    assert told.name == "chance_times_value"
    assert told.lead is not None
    assert told.lead.low > 0
    assert set(told.caught) == set(RANKINGS)


def test_choose_keeps_the_simple_rule_when_the_lead_is_luck() -> None:
    noisy = {
        "past_spend": RANKINGS["past_spend"],
        "almost": lambda departed: departed.spend * np.exp(RANDOM.normal(0, 0.02, PEOPLE)),
    }
    told = choose(DEPARTED, RETURNED, VALUE, seed=2, candidates=noisy)
    assert told.name == "past_spend"
    assert told.challenger == "almost"


def test_candidates_that_need_learnt_columns_are_left_out_without_them() -> None:
    assert "chance_times_value" not in choose(DEPARTED, RETURNED, VALUE, seed=2).caught
    with pytest.raises(BadInput, match="have not been learnt"):
        RANKINGS["chance_times_value"](DEPARTED)


def test_a_past_without_returns_is_refused() -> None:
    with pytest.raises(NotEnoughEvidence, match="earlier cut"):
        caught([1, 2], [0, 0], [0, 0])
    with pytest.raises(BadInput, match="no candidate"):
        choose(DEPARTED, RETURNED, VALUE, seed=1, simple="none")
