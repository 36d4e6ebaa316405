"""The guard against reading noise, and the size at which an effect shows."""

import math

import numpy as np
import pytest
from scipy import stats

from regain_value.arrays import FloatArray
from regain_value.effect import newcombe
from regain_value.errors import BadInput, NotEnoughEvidence
from regain_value.sample_size import customers_needed
from regain_value.segment_lift import Returns, lift_by_segment, stand_out
from regain_value.trial import Count, Trial

RUNS = 1_000


def alarms(natural: FloatArray, effect: float, treated: int, control: int) -> float:
    """How often anything is named where the effect is the same in every segment."""
    random = np.random.default_rng(treated + control + len(natural))
    some = random.binomial(treated, natural + effect, (RUNS, len(natural))).astype(float)
    others = random.binomial(control, natural, (RUNS, len(natural))).astype(float)
    of_treated = np.full(len(natural), float(treated))
    of_control = np.full(len(natural), float(control))
    named = [
        stand_out(Returns(first, of_treated), Returns(second, of_control)).any()
        for first, second in zip(some, others, strict=True)
    ]
    return float(np.mean(named))


@pytest.mark.parametrize("sizes", [(12, 10), (40, 10), (80, 20), (400, 100), (2000, 200)])
@pytest.mark.parametrize("segments", [2, 12])
def test_where_all_segments_are_alike_hardly_any_is_named(
    segments: int, sizes: tuple[int, int]
) -> None:
    noise = 2 * math.sqrt(0.05 * 0.95 / RUNS)
    for natural in (
        np.full(segments, 0.02),
        np.full(segments, 0.3),
        np.linspace(0.03, 0.5, segments),
    ):
        for effect in (0.0, 0.08):
            assert alarms(natural, effect, *sizes) <= 0.05 + noise


def trial_of(counts: dict[str, tuple[Count, Count]]) -> Trial:
    rows = [
        (name, side, number < count.returned)
        for name, pair in counts.items()
        for side, count in enumerate(pair)
        for number in range(count.of)
    ]
    names, control, returned = zip(*rows, strict=True)
    return Trial.of(control=control, returned=returned, segment=names)


def test_a_segment_that_stands_out_is_named_and_the_rest_are_not() -> None:
    same = (Count(100, 800), Count(20, 200))
    found = lift_by_segment(
        trial_of({"a": same, "b": same, "c": (Count(400, 800), Count(20, 200)), "d": same})
    )
    assert [each.name for each in found.named] == ["c"]
    assert found.sentences == ("In segment c the effect is larger than elsewhere.",)


def test_estimates_are_drawn_towards_the_common_effect() -> None:
    found = lift_by_segment(
        trial_of({"a": (Count(12, 80), Count(2, 20)), "b": (Count(20, 80), Count(2, 20))})
    )
    first, second = found.segments
    assert found.named == ()
    assert found.sentences == ("The effect does not differ between segments beyond chance.",)
    assert first.alone.value < first.pooled.value <= second.pooled.value < second.alone.value
    assert found.common.low < found.common.value < found.common.high


def test_segments_too_small_are_listed_and_not_read() -> None:
    big, small = (Count(30, 100), Count(10, 50)), (Count(3, 3), Count(0, 2))
    found = lift_by_segment(trial_of({"a": big, "b": big, "c": small}))
    assert found.too_small == ("c",)
    assert [each.name for each in found.segments] == ["a", "b"]
    with pytest.raises(NotEnoughEvidence, match="1 segments have 10 customers in both groups"):
        lift_by_segment(trial_of({"a": big, "c": small}))
    with pytest.raises(NotEnoughEvidence, match="no segments were given"):
        lift_by_segment(Trial.of(control=[0, 1], returned=[0, 1]))


@pytest.mark.parametrize(
    ("natural", "effect", "held"), [(0.1, 0.1, 0.5), (0.2, 0.1, 0.2), (0.3, -0.12, 0.3)]
)
def test_the_size_needed_gives_the_power_promised(
    natural: float, effect: float, held: float
) -> None:
    need = customers_needed(natural=natural, effect=effect, control_share=held)
    some = np.arange(need.treated + 1)
    others = np.arange(need.control + 1)
    weight = np.outer(
        stats.binom.pmf(some, need.treated, natural + effect),
        stats.binom.pmf(others, need.control, natural),
    )
    seen = sum(
        weight[first, second]
        for first, second in np.argwhere(weight > 1e-7)
        if newcombe(
            Count(int(first), need.treated), Count(int(second), need.control)
        ).is_beyond_chance
    )
    assert seen == pytest.approx(0.8, abs=0.04)
    assert need.control / need.customers == pytest.approx(held, abs=0.01)


def test_the_published_size_of_two_equal_groups() -> None:
    need = customers_needed(natural=0.6, effect=0.1, control_share=0.5)
    assert (need.treated, need.control) == (356, 356)


def test_how_many_more_cycles_in_words() -> None:
    need = customers_needed(natural=0.2, effect=0.1, control_share=0.2)
    assert need.more_cycles(so_far=0, per_cycle=200) == math.ceil(need.customers / 200)
    assert need.more_cycles(so_far=10_000, per_cycle=200) == 0
    assert "a rise from 20.0% to 30.0%" in need.sentence(so_far=0, per_cycle=200)
    assert need.sentence(so_far=10_000, per_cycle=200).endswith("you have them.")
    assert need.sentence(so_far=need.customers - 1, per_cycle=5).endswith(
        "1 more cycle at this rate."
    )


def test_impossible_sizes_are_refused() -> None:
    with pytest.raises(BadInput, match="no effect cannot be seen"):
        customers_needed(natural=0.2, effect=0.0, control_share=0.2)
    with pytest.raises(BadInput, match=r"natural \+ effect"):
        customers_needed(natural=0.9, effect=0.2, control_share=0.2)
    with pytest.raises(BadInput, match="one or more a cycle"):
        customers_needed(natural=0.2, effect=0.1, control_share=0.2).more_cycles(
            so_far=0, per_cycle=0
        )
