"""Length and contribution of second lives, and what they say of those who did not come back."""

import numpy as np
import pytest

from regain_value import MONTH, YEAR, BadInput, Discount, fit_second_lives

THREE_YEARS = 3 * YEAR


def lives(
    people: int, *, seen: float = 360.0, monthly_end: float = 0.1, seed: int = 2
) -> dict[str, np.ndarray]:
    """Lives that end with the same chance every 30 days, watched for `seen` days at most."""
    random = np.random.default_rng(seed)
    ends = 30.0 * random.geometric(monthly_end, people) - 15.0
    watched = random.uniform(30.0, seen, people)
    first = random.lognormal(4.0, 1.0, people)
    expected = first * np.minimum(ends, watched) / 30.4375
    return {
        "lasted": np.minimum(ends, watched),
        "over": ends < watched,
        "spent": expected * random.lognormal(np.log(0.7) - 0.125, 0.5, people),
        "expected": expected,
        "monthly": first,
    }


def true_months(monthly_end: float, periods: float) -> float:
    stays = (1 - monthly_end) ** np.arange(int(periods) + 1)
    return float((stays[:-1] + stays[1:]).sum() / 2 * 30 / 30.4375)


def test_length_is_learnt_from_lives_that_are_not_over_too() -> None:
    told = fit_second_lives(**lives(4_000)).months(horizon=THREE_YEARS).estimate
    assert told.value[0] == pytest.approx(true_months(0.1, 36.5), rel=0.06)
    assert told.low[0] < true_months(0.1, 36.5) < told.high[0]


def test_intervals_of_length_hold_the_truth() -> None:
    truth, inside = true_months(0.12, 36.5), 0
    for company in range(60):
        each = fit_second_lives(**lives(120, monthly_end=0.12, seed=company))
        told = each.months(horizon=THREE_YEARS).estimate
        inside += bool(told.low[0] <= truth <= told.high[0])
    assert inside >= 54


def test_what_was_never_watched_is_less_sure() -> None:
    short = fit_second_lives(**lives(400, seen=90.0)).months(horizon=THREE_YEARS).estimate
    long = fit_second_lives(**lives(400, seen=1_000.0)).months(horizon=THREE_YEARS).estimate
    assert short.high[0] - short.low[0] > 2 * (long.high[0] - long.low[0])


def test_a_life_nobody_saw_end_is_not_cut_at_a_year_and_not_endless() -> None:
    endless = {**lives(200), "over": np.zeros(200, dtype=bool)}
    told = fit_second_lives(**endless).months(horizon=THREE_YEARS).estimate
    assert 12 < told.value[0] < 36


def test_waiting_makes_a_life_worth_less() -> None:
    each = fit_second_lives(**lives(500))
    plain = each.months(horizon=THREE_YEARS).value[0]
    worth = each.months(horizon=THREE_YEARS, discount=Discount(0.1, per=YEAR)).value[0]
    assert 0.9 * plain < worth < plain
    assert each.months(horizon=1 * MONTH).value[0] <= 1


def test_the_ratio_is_learnt_with_an_interval_that_holds_it() -> None:
    told = fit_second_lives(**lives(2_000)).ratios.estimate
    assert len(told) == 5
    assert told.value == pytest.approx(0.7, rel=0.1)
    assert ((told.low < 0.7) & (told.high > 0.7)).all()


def test_bands_differ_where_first_lives_do_and_are_drawn_together_where_they_do_not() -> None:
    columns = lives(2_000)
    big = columns["monthly"] > np.median(columns["monthly"])
    split = fit_second_lives(**{**columns, "spent": columns["spent"] * np.where(big, 0.5, 1.0)})
    ratios = split.ratios.value[split.band([5.0, 500.0])]
    assert ratios[0] > 1.5 * ratios[1]
    few = fit_second_lives(**{name: values[:25] for name, values in columns.items()})
    assert len(few.ratios) == 1


def test_those_who_came_back_are_weighted_to_stand_for_all_who_left() -> None:
    random = np.random.default_rng(11)
    columns = lives(30_000, seed=11)
    chance = np.where(random.random(30_000) < 0.5, 0.8, 0.1)
    spends = columns["expected"] * np.where(chance > 0.5, 1.0, 0.4)
    came = random.random(30_000) < chance
    seen = {name: values[came] for name, values in {**columns, "spent": spends}.items()}
    told = fit_second_lives(**seen, chance=chance[came])
    everybody = spends.sum() / columns["expected"].sum()
    assert told.as_seen == pytest.approx(0.93, abs=0.02)
    assert told.for_all == pytest.approx(everybody, abs=0.02)


def test_the_interval_allows_for_what_the_facts_do_not_show() -> None:
    told = fit_second_lives(**lives(20_000)).ratios.estimate
    assert (told.high / told.value > 1.1).all()
    assert (told.value / told.low > 1.1).all()


def test_before_anybody_came_back_a_prior_stands_in() -> None:
    nobody: dict[str, list[float]] = {
        name: [] for name in ("lasted", "over", "spent", "expected", "monthly")
    }
    told = fit_second_lives(**nobody)
    months = told.months(horizon=1 * YEAR).estimate
    assert not told.is_measured
    assert told.ratios.value.tolist() == [0.8]
    assert months.low[0] < 5 < months.value[0] < months.high[0] <= 365.25 / 30.4375 + 1e-9
    assert told.band([1.0, 1e9]).tolist() == [0, 0]


def test_nothing_spent_while_back_is_no_number_made_up() -> None:
    columns = {**lives(40), "spent": np.zeros(40)}
    told = fit_second_lives(**columns)
    assert np.isfinite(told.ratios.draws).all()
    assert told.as_seen == 0.0


def test_bad_input_is_refused() -> None:
    columns = lives(20)
    with pytest.raises(BadInput, match="over, row 0: 2 is neither"):
        fit_second_lives(**{**columns, "over": np.full(20, 2.0)})
    lasted = columns["lasted"].copy()
    lasted[3] = -1.0
    with pytest.raises(BadInput, match="lasted, row 3"):
        fit_second_lives(**{**columns, "lasted": lasted})
