"""What the effort changed: intervals that cover, refusals where nothing can be told."""

import math

import numpy as np
import pytest
from scipy import stats

from regain_value.arrays import FloatArray
from regain_value.effect import (
    Heads,
    Lift,
    newcombe,
    rate_difference,
    return_lift,
    value_difference,
    value_lift,
)
from regain_value.errors import BadInput, NotEnoughEvidence
from regain_value.trial import Count, Trial

RATES = np.array([0.01, 0.03, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6])


def covered(treated: int, control: int) -> FloatArray:
    """The exact coverage of the rate's interval at every pair of true rates."""
    gaps = RATES[:, None] - RATES[None, :]
    low = np.empty((treated + 1, control + 1))
    high = np.empty_like(low)
    for first in range(treated + 1):
        for second in range(control + 1):
            lift = newcombe(Count(first, treated), Count(second, control))
            low[first, second], high[first, second] = lift.low, lift.high
    some = stats.binom.pmf(np.arange(treated + 1)[None], treated, RATES[:, None])
    others = stats.binom.pmf(np.arange(control + 1)[None], control, RATES[:, None])
    held = (low <= gaps[..., None, None] + 1e-12) & (high >= gaps[..., None, None] - 1e-12)
    coverage: FloatArray = np.einsum("ia,jb,ijab->ij", some, others, held.astype(float))
    return coverage


@pytest.mark.parametrize("sizes", [(10, 10), (20, 10), (40, 10), (20, 20), (80, 20)])
def test_the_interval_of_a_rate_covers_when_there_are_few(sizes: tuple[int, int]) -> None:
    coverage = covered(*sizes)
    assert coverage.mean() >= 0.95
    assert coverage.min() >= 0.92


def test_the_published_example_of_the_hybrid_score_interval() -> None:
    lift = rate_difference(Count(56, 70), Count(48, 80))
    assert (lift.value, lift.low, lift.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def company(
    random: np.random.Generator, size: int, rate: float, sigma: float
) -> tuple[FloatArray, float]:
    came = random.random(size) < rate
    return came * random.lognormal(0, sigma, size), rate * math.exp(sigma**2 / 2)


@pytest.mark.parametrize("sigma", [1.0, 1.5])
@pytest.mark.parametrize(
    "sizes", [(20, 20), (80, 20), (50, 50), (200, 50), (200, 200), (1800, 200), (2000, 2000)]
)
def test_the_interval_of_value_per_head_covers_skewed_values(
    sizes: tuple[int, int], sigma: float
) -> None:
    random = np.random.default_rng(sum(sizes))
    for rates in ((0.05, 0.05), (0.15, 0.1), (0.3, 0.2), (0.4, 0.4)):
        held = told = 0
        for _company in range(400):
            first, expected = company(random, sizes[0], rates[0], sigma)
            second, natural = company(random, sizes[1], rates[1], sigma)
            if min((first > 0).sum(), (second > 0).sum()) < 5:
                continue
            lift = value_difference(Heads.of(first), Heads.of(second))
            told += 1
            held += lift.low <= expected - natural <= lift.high
        if told >= 100:
            assert held / told >= 0.90, (sizes, sigma, rates)


def test_a_lift_in_value_spans_the_usual_interval() -> None:
    random = np.random.default_rng(1)
    first, second = (company(random, 400, 0.3, 1.2)[0] for _group in range(2))
    welch = stats.ttest_ind(first, second, equal_var=False).confidence_interval(0.95)
    lift = value_difference(Heads.of(first), Heads.of(second))
    assert lift.low <= welch.low < welch.high <= lift.high
    assert lift.value == pytest.approx(first.mean() - second.mean())


def trial(**changes: object) -> Trial:
    """A hundred treated of whom thirty return, fifty in control of whom five do."""
    control = np.repeat([0, 1], [100, 50])
    returned = np.concatenate([np.arange(100) < 30, np.arange(50) < 5])
    given: dict[str, object] = {
        "control": control,
        "returned": returned,
        "value": np.where(returned, 20.0 + np.arange(150) % 7, 0.0),
    }
    return Trial.of(**{**given, **changes})  # type: ignore[arg-type]


def test_treated_are_compared_with_control_as_drawn() -> None:
    lift = return_lift(trial())
    assert (lift.treated, lift.control) == (0.3, 0.1)
    assert lift.value == pytest.approx(0.2)
    assert lift.is_beyond_chance
    assert trial().crossovers == ""
    assert not Lift(0.1, -0.1, 0.3, 0.2, 0.1).is_beyond_chance


def test_crossovers_count_where_they_were_drawn_and_in_the_open() -> None:
    attempted = np.repeat([1, 0], [100, 50])
    attempted[[0, 1, 2, 120]] = [0, 0, 0, 1]
    crossed = trial(attempted=attempted)
    assert return_lift(crossed) == return_lift(trial())
    assert crossed.crossovers == (
        "1 of 50 in control were approached and 3 of 100 meant to be treated were not approached; "
        "all count in the group they were drawn for."
    )


def test_value_of_those_who_did_not_return_does_not_count() -> None:
    assert value_lift(trial(value=np.full(150, 9.0) + np.arange(150) % 2)).control < 1.1


def test_without_a_draw_there_is_no_number() -> None:
    with pytest.raises(NotEnoughEvidence, match="nothing was drawn at random"):
        trial(control=None)
    with pytest.raises(NotEnoughEvidence, match="the control group is empty"):
        trial(control=np.zeros(150))
    with pytest.raises(NotEnoughEvidence, match="everybody is in the control group"):
        trial(control=np.ones(150))


def test_groups_changed_after_the_draw_are_refused_and_counted() -> None:
    now = np.repeat([0, 1], [100, 50])
    now[[5, 110, 111]] = [1, 0, 0]
    with pytest.raises(NotEnoughEvidence, match=r"2 moved out of control, 1 moved into control"):
        trial(control_now=now)
    with pytest.raises(NotEnoughEvidence, match=r"after the draw \(4 dropped\)"):
        trial(dropped=np.arange(150) < 4)
    assert return_lift(trial(control_now=np.repeat([0, 1], [100, 50]))).value == pytest.approx(0.2)


def test_too_few_are_refused_in_a_sentence() -> None:
    with pytest.raises(NotEnoughEvidence, match="30 treated and 9 in control, and 10 of each"):
        rate_difference(Count(3, 30), Count(1, 9))
    with pytest.raises(NotEnoughEvidence, match="4 of 40 returned with value in one group"):
        Heads.of(np.repeat([5.0, 0.0], [4, 36]))
    with pytest.raises(NotEnoughEvidence, match="everybody in one group brought the same"):
        Heads.of(np.full(40, 5.0))
    with pytest.raises(NotEnoughEvidence, match="no values were given"):
        value_lift(trial(value=None))


def test_bad_columns_are_refused_with_their_place() -> None:
    with pytest.raises(BadInput, match="returned, row 0"):
        trial(returned=np.full(150, 3))
    with pytest.raises(BadInput, match="value, row 0: -1 is below 0"):
        trial(value=np.full(150, -1.0))
    with pytest.raises(BadInput, match="lengths differ"):
        trial(dropped=[0, 1])
