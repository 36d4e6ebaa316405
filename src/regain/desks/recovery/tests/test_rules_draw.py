"""The segments, and the handful of customers who stand for all the losses."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regain.desks.recovery.rules.representation import draw, pooled, seed_of
from regain.desks.recovery.tests.departed import PLAIN, crowd, departed
from regain.knowledge.valuation.rules.mirror import Called, mirror
from regain.knowledge.valuation.rules.segments import segments_of, tiers


def test_large_customers_carry_the_first_half_of_the_loss() -> None:
    values = np.array([400.0, 100, 90, 80, 70, 60, 50, 50, 50, 50])

    assert tiers(values).tolist() == ["large"] * 2 + ["medium"] * 4 + ["small"] * 4


def test_equal_losses_share_a_tier() -> None:
    assert set(tiers(np.full(40, 12.5))) == {"large"}


def test_sizes_say_nothing_about_a_handful() -> None:
    assert tiers(np.array([900.0, 1.0])).tolist() == ["any", "any"]


def test_who_took_nothing_along_is_small() -> None:
    assert tiers(np.array([100.0] * 9 + [0.0, -4.0]))[-2:].tolist() == ["small", "small"]
    assert set(tiers(np.zeros(12))) == {"small"}
    assert tiers(np.array([])).tolist() == []


def test_a_segment_names_size_and_habit() -> None:
    once = replace(PLAIN, purchase_days=1)
    back = replace(PLAIN, purchase_days=1, lives=2)

    assert segments_of([PLAIN, once, back]) == ["any/regular", "any/once", "any/second"]


def test_each_customer_is_drawn_as_often_as_their_part_of_the_loss() -> None:
    losses = [departed(f"C{place}", lost=str(value)) for place, value in enumerate([5, 10, 20, 25, 40, 100])]
    chances = {0: 0.1, 1: 0.2, 2: 0.4, 3: 0.5, 4: 0.8, 5: 1.0}
    seen: Counter[int] = Counter()

    for seed in range(4_000):
        drawn = draw(losses, ["one"] * 6, wanted=3, seed=seed)
        assert len(drawn) == 3
        assert all(chance == pytest.approx(chances[place]) for place, chance in drawn.items())
        seen.update(drawn.keys())

    for place, chance in chances.items():
        assert seen[place] / 4_000 == pytest.approx(chance, abs=0.035)


def test_the_draw_estimates_the_whole_loss_without_bias() -> None:
    losses = crowd(400)
    names = segments_of(losses)
    total = float(sum(each.value_lost for each in losses))

    estimates = [
        sum(float(losses[place].value_lost) / chance for place, chance in drawn.items())
        for drawn in (draw(losses, names, wanted=10, seed=seed) for seed in range(300))
    ]

    assert np.mean(estimates) == pytest.approx(total, rel=0.01)


def test_a_segment_worth_most_of_a_call_gets_one() -> None:
    shares = {"large/regular": 43, "medium/regular": 19, "small/once": 15, "medium/once": 9, "large/second": 5,
              "small/regular": 5, "large/once": 2, "medium/second": 2}  # fmt: skip
    losses = [departed(f"{name} {place}", lost="1") for name, share in shares.items() for place in range(share * 4)]
    names = [each.customer.split(" ")[0] for each in losses]

    for seed in range(40):
        drawn = draw(losses, names, wanted=10, seed=seed)
        seen = mirror(
            {name: Decimal(share) for name, share in shares.items()},
            [Called(names[place], losses[place].value_lost, chance) for place, chance in drawn.items()],
        )
        assert {"medium/once", "large/regular", "medium/regular", "small/once"} <= {names[place] for place in drawn}
        assert seen.distance < 0.15


@given(
    st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 500)), min_size=1, max_size=60), st.integers(1, 20)
)
@settings(max_examples=100, deadline=None)
def test_nobody_with_a_loss_is_out_of_reach(customers: list[tuple[str, int]], wanted: int) -> None:
    losses = [departed(f"C{place}", lost=str(value)) for place, (_name, value) in enumerate(customers)]
    names = [name for name, _value in customers]
    strata = pooled(names, [float(value) for _name, value in customers], wanted=wanted)

    drawn = draw(losses, names, wanted=wanted, seed=5)

    heard = {strata[place] for place in drawn}
    assert {stratum for stratum, (_name, value) in zip(strata, customers, strict=True) if value > 0} == heard


def test_a_segment_too_small_for_a_call_can_still_be_drawn() -> None:
    losses = [departed(f"C{place}", lost="100") for place in range(100)]
    losses.append(replace(departed("once", lost="20"), purchase_days=1))
    names = ["large"] * 60 + ["medium"] * 40 + ["once"]

    seen = sum(100 in draw(losses, names, wanted=10, seed=seed) for seed in range(4_000))

    assert seen / 4_000 == pytest.approx(10 * 20 / 10_020, abs=0.008)


def test_the_same_seed_draws_the_same_customers() -> None:
    losses = crowd(300)
    names = segments_of(losses)
    seed = seed_of("2011-09", "executive")

    assert draw(losses, names, wanted=10, seed=seed) == draw(losses, names, wanted=10, seed=seed)
    assert seed != seed_of("2011-10", "executive")


def test_nobody_can_be_drawn_from_nothing() -> None:
    assert draw([], [], wanted=10, seed=1) == {}
    assert draw([departed("A", lost="0")], ["one"], wanted=10, seed=1) == {}
    assert draw([PLAIN], ["one"], wanted=0, seed=1) == {}


def test_drawn_calls_stand_for_the_losses_of_their_segments() -> None:
    losses = crowd(400)
    names = segments_of(losses)
    lost: dict[str, Decimal] = {}
    for each, name in zip(losses, names, strict=True):
        lost[name] = lost.get(name, Decimal(0)) + each.value_lost

    drawn = draw(losses, names, wanted=10, seed=7)
    called = [Called(names[place], losses[place].value_lost, chance) for place, chance in drawn.items()]
    seen = mirror(lost, called)

    assert sum(call.stands_for for call in called) == pytest.approx(float(sum(lost.values())))
    assert seen.distance < 0.1
    assert sum(share.calls for share in seen.shares) == 10
    assert sum(share.of_losses for share in seen.shares) == pytest.approx(1)


def test_a_loss_too_large_for_chance_stands_for_itself() -> None:
    losses = [departed("giant", lost="9000"), *(departed(f"C{place}", lost="10") for place in range(100))]
    names = ["large", *["small"] * 100]

    drawn = draw(losses, names, wanted=5, seed=3)
    called = [Called(names[place], losses[place].value_lost, chance) for place, chance in drawn.items()]
    seen = mirror({"large": Decimal(9000), "small": Decimal(1000)}, called)

    assert drawn[0] == 1.0
    assert seen.distance == pytest.approx(0, abs=1e-9)
    assert [round(share.of_calls, 2) for share in seen.shares] == [0.2, 0.8]


def test_calls_in_the_wrong_place_show_as_distance() -> None:
    lost = {"large": Decimal(50), "small": Decimal(50)}
    large, small = Called("large", Decimal(9)), Called("small", Decimal(9))

    assert mirror(lost, [large, large]).distance == 0.5
    assert mirror(lost, [large, small]).distance == 0
    assert mirror(lost, []).distance == 1
    assert mirror(lost, [large, Called("small", Decimal(3), 1 / 3)]).distance == pytest.approx(0)
    assert mirror(lost, [large, small]).coverage == pytest.approx(0.18)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from("abcdef"), st.decimals("-5", "1000", places=2), max_size=6),
    st.lists(st.tuples(st.sampled_from("abcdef"), st.decimals("0", "1000", places=2)), max_size=12),
)
def test_a_distance_lies_between_nothing_and_everything(
    lost: dict[str, Decimal], called: list[tuple[str, Decimal]]
) -> None:
    seen = mirror(lost, [Called(stratum, value) for stratum, value in called])

    assert 0 <= seen.distance <= 1 + 1e-9
