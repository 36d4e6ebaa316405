"""Who gets what: exact when small, certified when large; nobody held out is touched."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from regain_value import Allocation, BadInput, NotEnoughEvidence, allocate
from regain_value.arrays import BoolArray, FloatArray

NAMES = ("executive call", "team call", "letter")


@dataclass(frozen=True)
class Question:
    """An allocation problem made up from a number."""

    value: FloatArray
    cost: FloatArray
    capacity: list[int]
    budget: float | None
    segment: Any
    minimum: dict[str, float]
    control: BoolArray

    @classmethod
    def made(cls, number: int) -> "Question":
        """Uneven or tied values, costs per row or per treatment, limits that may contradict."""
        random = np.random.default_rng(number)
        rows, many = int(random.integers(1, 60)), int(random.integers(1, 4))
        uneven = random.normal(10, 30, (rows, many))
        tied = random.gamma(1, 20, (rows, 1)) * np.linspace(1, 0.2, many) - np.linspace(8, 1, many)
        dear = random.gamma(2, 5, (rows, many))
        cost = dear if number % 2 else np.linspace(8, 1.5, many)[None]
        budget = float(random.uniform(0, 6) * rows) if number % 5 else None
        segment = np.array(["a", "b", "c"])[random.integers(0, 3, rows)]
        shares = {
            str(name): float(random.choice([0, 0.1, 0.3, 0.5])) for name in np.unique(segment)
        }
        return cls(
            value=uneven if number % 3 else np.round(tied),
            cost=cost,
            capacity=random.integers(0, max(2, rows // 2), many).tolist(),
            budget=budget,
            segment=segment,
            minimum=shares if number % 4 else {},
            control=random.random(rows) < 0.15,
        )

    def answer(self) -> Allocation:
        """Ours."""
        return allocate(
            self.value,
            cost=self.cost,
            capacity=self.capacity,
            names=NAMES[: self.value.shape[1]],
            budget=self.budget,
            segment=self.segment,
            minimum=self.minimum,
            control=self.control,
        )

    def solved(self) -> float | None:
        """The optimum by branch and bound, none when the limits contradict."""
        rows, many = self.value.shape
        each = np.kron(np.eye(rows), np.ones(many))
        by_treatment = np.tile(np.eye(many), rows)
        by_segment = {
            name: each[(self.segment == name) & ~self.control].sum(axis=0) for name in self.minimum
        }
        sizes = {name: ((self.segment == name) & ~self.control).sum() for name in self.minimum}
        limits = [
            LinearConstraint(each, 0, (~self.control).astype(float)),
            LinearConstraint(by_treatment, 0, self.capacity),
        ]
        if self.budget is not None:
            costs = np.broadcast_to(self.cost, self.value.shape)
            limits.append(LinearConstraint(costs.reshape(1, -1), 0, self.budget))
        limits += [
            LinearConstraint(by_segment[name], np.ceil(share * sizes[name] - 1e-9), np.inf)
            for name, share in self.minimum.items()
        ]
        found = milp(
            -self.value.ravel(),
            constraints=limits,
            integrality=1,
            bounds=Bounds(0, 1),
            options={"mip_rel_gap": 0},
        )
        return None if found.x is None else -float(found.fun)

    def keeps_its_limits(self, found: Allocation) -> bool:
        """Whether the answer respects everything asked."""
        given = found.treatment >= 0
        cost = np.broadcast_to(self.cost, self.value.shape)
        counts = np.bincount(found.treatment[given], minlength=self.value.shape[1])
        spent = cost[given, found.treatment[given]].sum()
        served = all(
            given[(self.segment == name) & ~self.control].mean() >= share - 1e-9
            for name, share in self.minimum.items()
            if ((self.segment == name) & ~self.control).any()
        )
        within = self.budget is None or spent <= self.budget + 1e-6
        return bool(
            (counts <= self.capacity).all() and within and served and not given[self.control].any()
        )


@pytest.mark.parametrize("hundred", range(3))
def test_small_problems_are_solved_exactly(hundred: int) -> None:
    for number in range(100 * hundred, 100 * hundred + 100):
        question = Question.made(number)
        best = question.solved()
        if best is None:
            with pytest.raises(BadInput, match="minimum"):
                question.answer()
            continue
        found = question.answer()
        assert question.keeps_its_limits(found), number
        assert found.value == pytest.approx(best, rel=1e-7, abs=1e-6), number
        assert found.is_proven, number
        assert found.gap == 0, number


def large(rows: int) -> Allocation:
    random = np.random.default_rng(rows)
    call = random.lognormal(1, 1.2, rows)
    letter = 0.25 * call * random.uniform(0.5, 1.5, rows)
    return allocate(
        np.stack([1.3 * call - 9, call - 3, letter - 0.5], axis=1),
        cost=[9.0, 3.0, 0.5],
        capacity=[5, rows // 50, rows // 4],
        names=NAMES,
        budget=rows * 0.1,
        segment=np.arange(rows) % 12,
        minimum={3: 0.3},
    )


def test_a_large_problem_is_near_the_best_and_proves_it() -> None:
    found = large(120_000)
    assert found.relative_gap < 1e-4
    assert found.bound >= found.value
    assert found.counts[0] == 5
    assert found.spent <= 12_000
    assert (found.treatment[np.arange(120_000) % 12 == 3] >= 0).mean() >= 0.3


def test_the_same_question_gets_the_same_answer() -> None:
    once, again = Question.made(7).answer(), Question.made(7).answer()
    assert np.array_equal(once.treatment, again.treatment)


def test_equal_customers_are_served_in_their_order() -> None:
    found = allocate(np.full((9, 1), 5.0), cost=[1.0], capacity=[4], names=["call"])
    assert found.treatment.tolist() == [0, 0, 0, 0, -1, -1, -1, -1, -1]


def test_many_equal_customers_fill_the_capacity() -> None:
    value = np.tile([10.0, 3.0], (150_000, 1))
    found = allocate(value, cost=[8.0, 1.5], capacity=[60_000, 70_001], names=NAMES[1:])
    assert found.counts.tolist() == [60_000, 70_001]
    assert found.relative_gap < 1e-6


def test_nothing_is_given_where_nothing_pays_unless_a_minimum_asks_for_it() -> None:
    value = np.array([[-2.0], [-1.0], [-5.0], [4.0]])
    free = allocate(value, cost=[1.0], capacity=[9], names=["letter"])
    asked = allocate(
        value,
        cost=[1.0],
        capacity=[9],
        names=["letter"],
        segment=["a", "a", "a", "b"],
        minimum={"a": 0.5},
    )
    assert free.treatment.tolist() == [-1, -1, -1, 0]
    assert asked.treatment.tolist() == [0, 0, -1, 0]


def test_nobody_and_only_control_get_nothing() -> None:
    nobody = allocate(np.empty((0, 2)), cost=[1.0, 1.0], capacity=[1, 1], names=["a", "b"])
    assert nobody.treatment.tolist() == []
    held = allocate([[5.0], [6.0]], cost=[1.0], capacity=[9], names=["call"], control=[1, 1])
    assert held.treatment.tolist() == [-1, -1]
    assert held.value == 0


def test_shadow_prices_are_told_in_words() -> None:
    value = np.stack([np.arange(100.0), np.arange(100.0) * 0.25], axis=1)
    found = allocate(value, cost=[8.0, 1.0], capacity=[10, np.inf], names=("team call", "letter"))
    call, letter = found.sentences
    assert found.counts.tolist() == [10, 89]
    assert 0.75 * 89 <= found.capacity_price[0] <= 0.75 * 90
    assert call.startswith("One more team call would bring about 67")
    assert letter == "One more letter would bring nothing more."


def test_the_price_of_the_budget_is_what_one_more_unit_brings() -> None:
    value = np.linspace(100, 1, 1000)[:, None]
    found = allocate(value, cost=[2.0], capacity=[np.inf], names=["call"], budget=500.0)
    assert found.counts.tolist() == [250]
    assert found.budget_price == pytest.approx(float(value[250, 0]) / 2, rel=0.01)
    assert "One more unit of budget would bring about" in found.sentences[1]


def test_where_limits_leave_no_room_the_price_is_only_bounded() -> None:
    found = allocate([[5.0], [3.0]], cost=[1.0], capacity=[0], names=["call"])
    assert found.treatment.tolist() == [-1, -1]
    assert found.sentences == ("One more call would bring at most 5.00.",)


def test_where_nothing_can_be_won_nothing_is_missed() -> None:
    found = allocate(np.zeros((50, 1)), cost=[1.0], capacity=[9], names=["call"], budget=3.0)
    assert (found.value, found.gap, found.is_proven) == (0.0, 0.0, True)


def test_ties_in_a_large_problem_are_mended_together() -> None:
    rows = 220_000
    call = np.round(np.random.default_rng(3).gamma(1, 20, rows))
    found = allocate(
        np.stack([call - 8, call / 4 - 1.5], axis=1),
        cost=[8.0, 1.5],
        capacity=[6_000, np.inf],
        names=NAMES[1:],
        budget=rows / 3,
        segment=np.arange(rows) % 5,
        minimum={0: 0.9, 1: 0.2},
    )
    assert found.relative_gap < 1e-4
    assert (found.treatment[::5] >= 0).mean() >= 0.9


def test_contradictions_are_refused_in_a_sentence() -> None:
    one: dict[str, Any] = {"cost": [2.0], "names": ["call"], "segment": ["a", "a"]}
    with pytest.raises(BadInput, match="ask for 2 customers, but there are only 1 calls"):
        allocate([[1.0], [1.0]], capacity=[1], minimum={"a": 1.0}, **one)
    with pytest.raises(BadInput, match=r"cost 4\.00 at least, the budget is 3\.00"):
        allocate([[1.0], [1.0]], capacity=[2], minimum={"a": 1.0}, budget=3.0, **one)
    with pytest.raises(BadInput, match="no customer is in segment 'z'"):
        allocate([[1.0], [1.0]], capacity=[2], minimum={"z": 1.0}, **one)
    with pytest.raises(NotEnoughEvidence, match="no allocation was found"):
        allocate(
            np.ones((4, 2)),
            cost=[[1.0, 9.0]] * 2 + [[9.0, 9.0]] * 2,
            capacity=[1, 3],
            names=["a", "b"],
            segment=["x", "x", "y", "y"],
            minimum={"x": 1.0},
            budget=9.5,
        )


def test_bad_tables_are_refused_with_their_place() -> None:
    with pytest.raises(BadInput, match="value, row 1, treatment 0: nan"):
        allocate([[1.0], [np.nan]], cost=[1.0], capacity=[1], names=["call"])
    with pytest.raises(BadInput, match="cost, row 0, treatment 0: -1"):
        allocate([[1.0]], cost=[-1.0], capacity=[1], names=["call"])
    with pytest.raises(BadInput, match="call: -1 is below 0"):
        allocate([[1.0]], cost=[1.0], capacity=[-1], names=["call"])
    with pytest.raises(BadInput, match="2 names for 1 capacities"):
        allocate([[1.0]], cost=[1.0], capacity=[1], names=["a", "b"])
    with pytest.raises(BadInput, match="shape"):
        allocate([1.0, 2.0], cost=[1.0], capacity=[1], names=["a"])
    with pytest.raises(BadInput, match="not 1 rows"):
        allocate([[1.0]], cost=[1.0], capacity=[1], names=["a"], segment=["x", "y"])
