"""The executive draw stands for the loss; the control group is stable."""

import numpy as np
import pytest

from regain_value import BadInput, apportion, draw_by_size, held_out, representativeness

SIZES = np.random.default_rng(4).pareto(1.5, 300) * 100
REASONS = np.random.default_rng(5).choice(["price", "service", "moved"], 300, p=[0.5, 0.4, 0.1])


def test_the_draw_gives_the_number_wanted_and_repeats_with_the_seed() -> None:
    first = draw_by_size(SIZES, wanted=10, seed=1, stratum=REASONS)
    again = draw_by_size(SIZES, wanted=10, seed=1, stratum=REASONS)
    assert len(first.rows) == 10
    assert len(set(first.rows.tolist())) == 10
    assert np.array_equal(first.rows, again.rows)


@pytest.mark.parametrize("wanted", [0, 1, 3, 10, 57, 299, 300, 1000])
def test_no_number_wanted_is_missed(wanted: int) -> None:
    for seed in range(5):
        drawn = draw_by_size(SIZES, wanted=wanted, seed=seed, stratum=REASONS)
        assert len(drawn.rows) == min(wanted, 300)


def test_over_many_seeds_everybody_is_drawn_in_proportion_to_size() -> None:
    sizes = np.array([1.0, 2.0, 3.0, 4.0, 30.0])
    times = np.zeros(5)
    for seed in range(2000):
        times[draw_by_size(sizes, wanted=3, seed=seed).rows] += 1
    assert times[4] == 2000
    assert times[:4] / 2000 == pytest.approx([0.2, 0.4, 0.6, 0.8], abs=0.04)


def test_the_largest_are_certain_and_weights_add_up_to_the_population() -> None:
    sizes = np.array([1000.0, *([10.0] * 50)])
    drawn = draw_by_size(sizes, wanted=6, seed=3)
    assert drawn.certain[0]
    assert drawn.rows[0] == 0
    assert drawn.weight.sum() == pytest.approx(51)


def test_who_lost_us_nothing_is_never_drawn() -> None:
    drawn = draw_by_size([0.0, 5.0, 0.0, 7.0], wanted=3, seed=1)
    assert drawn.rows.tolist() == [1, 3]


def test_largest_remainders_and_full_strata() -> None:
    totals = np.array([50.0, 30.0, 20.0])
    plenty = np.array([99, 99, 99])
    assert apportion(totals, wanted=10, at_most=plenty).tolist() == [5, 3, 2]
    assert apportion(totals, wanted=4, at_most=plenty).tolist() == [2, 1, 1]
    assert apportion(totals, wanted=10, at_most=np.array([1, 99, 99])).tolist() == [1, 5, 4]


def test_a_draw_mirrors_the_population_and_says_how_well() -> None:
    drawn = draw_by_size(SIZES, wanted=60, seed=2, stratum=REASONS)
    mirror = representativeness(SIZES, REASONS, drawn.rows)
    assert mirror.population_share.sum() == pytest.approx(1)
    assert mirror.distance < 0.2
    assert mirror.call_distance < 0.05
    everybody = representativeness(SIZES, REASONS, np.arange(300))
    assert everybody.distance == pytest.approx(0)
    one_reason = representativeness([1.0, 1.0], ["a", "b"], [0])
    assert one_reason.distance == pytest.approx(0.5)


def test_impossible_sizes_and_rows_are_refused() -> None:
    with pytest.raises(BadInput, match="size, row 1"):
        draw_by_size([1.0, -2.0], wanted=1, seed=0)
    with pytest.raises(BadInput, match="outside 0 … 1"):
        representativeness([1.0, 1.0], ["a", "b"], [2])


def test_control_is_stable_and_near_its_share() -> None:
    customers = [f"c{number}" for number in range(5000)]
    held = held_out(customers, cycle="2026-01", salt="s", share=0.1)
    assert held.mean() == pytest.approx(0.1, abs=0.015)
    reversed_held = held_out(customers[::-1], cycle="2026-01", salt="s", share=0.1)
    assert np.array_equal(held, reversed_held[::-1])
    assert held_out(["c42"], cycle="2026-01", salt="s", share=0.1)[0] == held[42]


def test_control_changes_with_cycle_and_salt_and_grows_with_share() -> None:
    customers = [f"c{number}" for number in range(5000)]
    held = held_out(customers, cycle="2026-01", salt="s", share=0.1)
    other = held_out(customers, cycle="2026-02", salt="s", share=0.1)
    assert (held & other).mean() == pytest.approx(0.01, abs=0.006)
    assert not np.array_equal(held, held_out(customers, cycle="2026-01", salt="t", share=0.1))
    wider = held_out(customers, cycle="2026-01", salt="s", share=0.3)
    assert (wider | ~held).all()


def test_control_of_nobody_and_of_everybody() -> None:
    assert not held_out(["a", "b"], cycle="c", salt="s", share=0).any()
    assert held_out(["a", "b"], cycle="c", salt="s", share=1).all()
    with pytest.raises(BadInput, match="10 %"):
        held_out(["a"], cycle="c", salt="s", share=10)
    with pytest.raises(BadInput, match="list of customer ids"):
        held_out("abc", cycle="c", salt="s", share=0.1)
