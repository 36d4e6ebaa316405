"""Distinct rows: however they are found, they are the same; and the grain that makes them few."""

from dataclasses import replace

import numpy as np
import pytest

from regain_value import BGNBD, DAY, WEEK, Summary
from regain_value.distinct import Distinct, distinct_rows, levels_of

RANDOM = np.random.default_rng(8)
X = RANDOM.integers(0, 5, 3000).astype(np.float64)
TIMES = RANDOM.integers(10, 40, 3000).astype(np.float64)
WEIGHTS = RANDOM.integers(1, 4, 3000).astype(np.float64)


def as_table(known: Distinct) -> dict[tuple[float, ...], float]:
    rows = zip(*(row.tolist() for row in known.rows), strict=True)
    return dict(zip(rows, known.counts.tolist(), strict=True))


@pytest.mark.parametrize("longer", [1.0, 1e5, 1e14])
def test_counted_sorted_and_hashed_rows_agree(longer: float) -> None:
    times = TIMES * longer
    hashed = distinct_rows(X, times, weights=WEIGHTS)
    for steps in ((1.0, 1.0), (1.0, longer)):
        packed = distinct_rows(X, times, weights=WEIGHTS, steps=steps)
        assert as_table(packed) == as_table(hashed)
        unweighted = distinct_rows(X, times, steps=steps)
        assert unweighted.counts.sum() == 3000
        for known in (packed, hashed, unweighted):
            assert np.array_equal(known.rows[0][known.back], X)
            assert np.array_equal(known.spread(known.rows[1]), times)


def test_rows_in_another_unit_share_the_look_up() -> None:
    known = distinct_rows(X, TIMES, steps=(1.0, 1.0))
    weeks = known.times(1.0, 1 / 7)
    assert weeks.rows[1] == pytest.approx(known.rows[1] / 7)
    assert weeks.back is known.back
    assert known.times(1.0, 1.0) is known


def test_levels_are_the_values_in_rising_order() -> None:
    told = levels_of(TIMES)
    assert told.values.tolist() == sorted(set(TIMES.tolist()))
    assert np.array_equal(told.full, TIMES)


def test_a_grain_rounds_times_and_keeps_a_repeat_later() -> None:
    told = Summary.of(
        {"frequency": [0, 1, 2, 1], "recency": [0, 0.3, 9.6, 0.2], "age": [4.4, 20.2, 9.6, 0.4]},
        grain=DAY,
    )
    assert told.grain == DAY
    assert told.recency.tolist() == [0, 1, 10, 1]
    assert told.age.tolist() == [4, 20, 10, 1]
    assert told.grained(DAY).recency is told.recency
    assert Summary.of({"frequency": [1], "recency": [0.5], "age": [1.0]}).grain is None


def test_the_grain_changes_what_is_computed_once_and_no_answer() -> None:
    days = RANDOM.integers(30, 90, 4000).astype(np.float64)
    bought = RANDOM.poisson(RANDOM.gamma(0.5, 3.0, 4000)).astype(np.float64)
    last = np.where(bought > 0, np.ceil(RANDOM.random(4000) * days), 0.0)
    columns = {"frequency": bought, "recency": last, "age": days}
    counted = Summary.of(columns)
    assert counted.grain == DAY
    plain = replace(counted, grain=None)
    assert len(plain.histories()) == len(counted.histories())
    one, other = BGNBD().fit(plain), BGNBD().fit(counted)
    assert other.values == pytest.approx(one.values, rel=1e-9)
    in_weeks = BGNBD().fit(counted.in_unit(WEEK))
    assert in_weeks.unit == WEEK
    assert in_weeks.p_alive(counted) == pytest.approx(one.p_alive(plain), rel=1e-7)
    assert counted.histories(WEEK) is counted.histories(WEEK)
    alone = counted.each_history()
    assert len(alone) == len(counted.histories())
    assert alone.count.sum() == 4000
