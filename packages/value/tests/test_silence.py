"""The limits of a silence: learnt where the past says something, conventional where it does not."""

import numpy as np
import numpy.typing as npt
import pytest

from regain_value import (
    CONVENTION,
    BadInput,
    GammaPoissonRhythm,
    Limits,
    Past,
    Silences,
    share_of,
    tune,
)
from regain_value.arrays import FloatArray
from regain_value.silence import middle


class OneRhythm:
    """Everybody has a rhythm of ten days: a silence longer than t has the chance exp(−t/10)."""

    def allowed_gap(
        self, gaps: npt.ArrayLike, total: npt.ArrayLike, *, quantile: float
    ) -> FloatArray:
        return np.full(len(np.asarray(gaps)), -10.0 * np.log(1 - quantile))


def past(*, left_for: FloatArray, customers: int = 4_000) -> Past:
    """Half of them stay and are silent as their rhythm says, half left so many days ago."""
    draw = np.random.default_rng(5)
    silence = np.concatenate([draw.exponential(10.0, customers), left_for])
    stayed = np.arange(len(silence)) < customers
    made = Silences.of(
        gaps=np.ones(len(silence)),
        span=np.full(len(silence), 10.0),
        silence=silence,
        stayed=stayed,
        left=~stayed,
        count=np.ones(len(silence)),
    )
    return Past(made, OneRhythm())


def test_errors_are_counted_as_the_rule_would_have_made_them() -> None:
    known = Silences.of(
        gaps=[1, 1, 2, 2, 0],
        span=[5, 5, 9, 9, 0],
        silence=[10, 30, 30, 12, 90],
        stayed=[1, 1, 0, 0, 0],
        left=[0, 0, 1, 1, 0],
        count=[7, 2, 3, 4, 9],
    )
    told = known.errors(np.array([20.0, 20.0, 20.0, 25.0, 20.0]))
    assert (told.stayed, told.too_early, told.left, told.too_late) == (9, 2, 7, 4)
    assert told.delay == 25
    assert told.loss(1.0) == pytest.approx((2 / 9 + 4 / 7) / 2)
    assert told.loss(3.0) == pytest.approx((3 * 2 / 9 + 4 / 7) / 4)


def test_where_many_left_lately_the_rule_waits_less_than_the_convention() -> None:
    tuned = tune([past(left_for=np.linspace(1, 40, 4_000))])
    assert tuned.learnt
    assert tuned.limits.quantile < CONVENTION.quantile
    assert tuned.loss is not None
    assert tuned.conventional_loss is not None
    assert tuned.loss < tuned.conventional_loss


def test_where_the_convention_is_as_good_as_any_it_stays() -> None:
    tuned = tune([past(left_for=np.full(4_000, 30.0))])
    assert tuned.learnt
    assert tuned.limits.at_least == CONVENTION.at_least
    assert tuned.limits.at_most == CONVENTION.at_most
    assert tuned.limits.quantile in {0.90, 0.95}


def test_dearer_false_alarms_make_the_rule_wait_longer() -> None:
    known = [past(left_for=np.linspace(1, 40, 4_000))]
    cheap, dear = tune(known, price=0.5), tune(known, price=10.0)
    assert dear.limits.quantile > cheap.limits.quantile
    with pytest.raises(BadInput, match="price"):
        tune(known, price=0.0)


def test_too_little_evidence_leaves_the_convention() -> None:
    assert tune([]).limits == CONVENTION
    few = tune([past(left_for=np.full(10, 30.0), customers=20)])
    assert (few.limits, few.learnt, few.loss) == (CONVENTION, False, None)


def test_the_rhythm_of_a_company_is_one_the_limits_can_use() -> None:
    rhythm = GammaPoissonRhythm().fit([1, 2, 3, 8], [40, 30, 90, 100])
    free = rhythm.allowed_gap([0, 3, 50], [0, 60, 300], quantile=0.8)
    whole = Limits(quantile=0.8, at_least=14, at_most=60).allowed(free)
    assert np.array_equal(whole, np.floor(np.clip(free, 14, 60)))


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"stayed": [1], "left": [1]}, "stayed and left at once"),
        ({"silence": [-1]}, "below 0"),
        ({"count": [0]}, "not above 0"),
        ({"gaps": [1, 2]}, "lengths differ"),
    ],
)
def test_contradictions_are_refused(changed: dict[str, list[float]], problem: str) -> None:
    row: dict[str, list[float]] = {"gaps": [1], "span": [5], "silence": [3], "stayed": [1]}
    row |= {"left": [0], "count": [1]}
    with pytest.raises(BadInput, match=problem):
        Silences.of(**row | changed)


def test_shares_have_the_score_interval() -> None:
    told = share_of([0, 5, 10], [10, 10, 10])
    assert told.value.tolist() == [0.0, 0.5, 1.0]
    assert told.low == pytest.approx([0.0, 0.2366, 0.7225], abs=5e-5)
    assert told.high == pytest.approx([0.2775, 0.7634, 1.0], abs=5e-5)
    nobody = share_of(0, 0)
    assert (nobody.low[0], nobody.high[0]) == (0.0, 1.0)
    with pytest.raises(BadInput, match="larger than its whole"):
        share_of(3, 2)


def test_the_middle_counts_people_not_rows() -> None:
    assert middle(np.array([10.0, 50.0]), np.array([1.0, 9.0])) == 50.0
    assert middle(np.empty(0), np.empty(0)) == 0.0
