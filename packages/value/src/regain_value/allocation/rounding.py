"""From prices to whole customers: everybody takes what pays most, ties are split, faults mended.

NOTHING is choice 0 and treatment j is choice j + 1, so that a table of what each choice brings
has a column of zeros for doing nothing.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from regain_value.allocation.prices import Prices
from regain_value.allocation.problem import Problem
from regain_value.arrays import BoolArray, FloatArray, IntArray

NOTHING = 0
NEAR = 20_000
WINDOW = 30.0
MOVES = 2_000


@dataclass(slots=True)
class Use:
    """How much of each limit a choice for everybody takes."""

    counts: IntArray
    spent: float
    served: IntArray


@dataclass(frozen=True, slots=True)
class Rounded:
    """A choice per row, the regret of leaving it for the next best, and whether all limits hold."""

    choice: IntArray
    regret: FloatArray
    is_feasible: bool


def with_nothing(reduced: FloatArray) -> FloatArray:
    """Rows × choices from treatments × rows: a column of zeros first."""
    return np.vstack([np.zeros(reduced.shape[1]), reduced]).T


def used(problem: Problem, choice: IntArray) -> Use:
    """What the choices take."""
    many, floors = problem.treatments, len(problem.floor)
    counts = np.bincount(choice, minlength=many + 1)
    if len(problem.cost) == 1:
        spent = float(counts[1:] @ problem.cost[0])
    else:
        taken = np.flatnonzero(choice)
        spent = float(problem.cost[taken, choice[taken] - 1].sum())
    served = np.bincount(problem.segment[choice > 0], minlength=floors) if floors else counts[:0]
    return Use(counts, spent, served)


def worth(problem: Problem, choice: IntArray) -> float:
    """Σ value of the choices."""
    taken = np.flatnonzero(choice)
    return float(problem.value[taken, choice[taken] - 1].sum())


def holds(problem: Problem, use: Use) -> bool:
    """Whether every limit is kept."""
    return bool(
        (use.counts[1:] <= problem.capacity).all()
        and use.spent <= problem.budget * (1 + 1e-12)
        and (not len(problem.floor) or (use.served >= problem.floor).all())
    )


def round_off(problem: Problem, prices: Prices) -> Rounded:
    """The best choice at the prices, ties split as the limits need, until all limits hold."""
    choice, regret = _best(problem, prices.price)
    _split(problem, prices, choice, np.flatnonzero(regret <= WINDOW * prices.tau))
    is_feasible = _mend(problem, prices.price, choice, _nearest(regret))
    return Rounded(choice, regret, is_feasible)


def _best(problem: Problem, price: FloatArray) -> tuple[IntArray, FloatArray]:
    """The best choice of each row, and by how much it leads the next best."""
    best = np.empty(problem.rows, np.int64)
    regret = np.empty(problem.rows)
    for rows in problem.blocks():
        brings = np.vstack([np.zeros(rows.stop - rows.start), problem.reduced(rows, price)])
        place = np.arange(brings.shape[1])
        best[rows] = brings.argmax(axis=0)
        top = brings[best[rows], place]
        brings[best[rows], place] = -np.inf
        regret[rows] = top - brings.max(axis=0)
    return best, regret


def _split(problem: Problem, prices: Prices, choice: IntArray, close: IntArray) -> None:
    """Divide the nearly indifferent among their choices in the smoothed proportions.

    Among rows that waver between the same choices in one segment, those who prefer a treatment
    most get it; ties go by the order of the treatments and of the rows.
    """
    if not len(close):
        return
    brings = with_nothing(problem.reduced(close, prices.price))
    behind = (brings - brings.max(axis=1)[:, None]) / prices.tau
    wavers = behind >= -WINDOW
    chance = np.where(wavers, np.exp(np.maximum(behind, -WINDOW)), 0.0)
    chance /= chance.sum(axis=1)[:, None]
    group = wavers @ (1 << np.arange(wavers.shape[1]))
    if len(problem.floor):
        group = group * len(problem.floor) + problem.segment[close]
    order = np.argsort(group, kind="stable")
    edges = np.flatnonzero(np.diff(group[order], prepend=-1))
    for start, stop in pairwise([*edges, len(order)]):
        members = order[start:stop]
        choice[close[members]] = _shared_out(brings[members], chance[members], wavers[members[0]])


def _shared_out(brings: FloatArray, chance: FloatArray, among: BoolArray) -> IntArray:
    """A choice per row, each about as often as its chances add up to."""
    given = np.zeros(len(brings), np.int64)
    left = np.arange(len(brings))
    wanted = [place for place in range(1, len(among)) if among[place]]
    wanted += [NOTHING] * bool(among[NOTHING])
    for step, place in enumerate(wanted[:-1]):
        lead = brings[left, place] - brings[left][:, wanted[step + 1 :]].max(axis=1)
        many = min(round(float(chance[:, place].sum())), len(left))
        first = np.argsort(-lead, kind="stable")
        given[left[first[:many]]] = place
        left = np.sort(left[first[many:]])
    given[left] = wanted[-1]
    return given


def _nearest(regret: FloatArray) -> IntArray:
    """The rows that are cheapest to decide otherwise, in their order."""
    if len(regret) <= NEAR:
        return np.arange(len(regret))
    return np.sort(np.argpartition(regret, NEAR)[:NEAR])


class _Mender:
    """Rows that may change their choice, one at a time."""

    def __init__(
        self, problem: Problem, price: FloatArray, choice: IntArray, near: IntArray
    ) -> None:
        self.problem, self.near, self.choice = problem, near, choice
        self.use = used(problem, choice)
        self.here = choice[near]
        self.reduced = with_nothing(problem.reduced(near, price))
        self.value = np.hstack([np.zeros((len(near), 1)), problem.value[near]])
        cost = np.broadcast_to(problem.cost, problem.value.shape)[near]
        self.cost = np.hstack([np.zeros((len(near), 1)), cost])
        self.unit = float(problem.cost.mean()) or 1.0
        self.scale = float(np.abs(self.value).max(initial=0.0)) or 1.0

    def excess(self) -> float:
        """By how many customers the limits are missed."""
        return self._excess_of(self.use)

    def mend_once(self) -> bool:
        """The move that loses least per customer the limits are missed by; false if none helps.

        Rows that could make the same move at the same loss go with it, as far as all are needed.
        """
        before = self.excess()
        eases = before - self._excess_after()
        rows = np.arange(len(self.near))
        lost = self.reduced[rows, self.here][:, None] - self.reduced
        rate = np.where(eases > 1e-9, lost / np.maximum(eases, 1e-9), np.inf)
        row, to = divmod(int(rate.argmin()), rate.shape[1])
        if not np.isfinite(rate[row, to]):
            return False
        alike = np.flatnonzero(
            (rate[:, to] <= rate[row, to] + 1e-9 * self.scale)
            & (self.here == self.here[row])
            & (self.problem.segment[self.near] == self.problem.segment[self.near[row]])
        )
        ease = float(eases[row, to])
        many = max(1, min(len(alike), int(before / ease)))
        while (
            many > 1
            and self._excess_of(self._moved(alike[:many], to)) > before - many * ease + 1e-9
        ):
            many //= 2
        self._move(alike[:many] if many > 1 else np.array([row]), to)
        return True

    def improve_once(self) -> bool:
        """The move that adds most value and keeps every limit; false if none does."""
        rows = np.arange(len(self.near))
        more = self.value - self.value[rows, self.here][:, None]
        wanted = more > 1e-12 * self.scale
        if not wanted.any():
            return False
        gain = np.where(wanted & (self._excess_after() <= 1e-12), more, 0.0)
        row, to = divmod(int(gain.argmax()), gain.shape[1])
        if gain[row, to] <= 0:
            return False
        self._move(np.array([row]), to)
        return True

    def _moved(self, rows: IntArray, to: int) -> Use:
        """The use of the limits after a move of rows alike in choice and segment."""
        old, many = int(self.here[rows[0]]), len(rows)
        counts, served = self.use.counts.copy(), self.use.served.copy()
        counts[old] -= many
        counts[to] += many
        if len(served):
            served[self.problem.segment[self.near[rows[0]]]] += many * ((to > 0) - (old > 0))
        more = self.cost[rows, to] - self.cost[rows, old]
        return Use(counts, self.use.spent + float(more.sum()), served)

    def _move(self, rows: IntArray, to: int) -> None:
        self.use = self._moved(rows, to)
        self.here[rows] = to
        self.choice[self.near[rows]] = to

    def _excess_of(self, use: Use) -> float:
        missed = self._by_count(use.counts) + self._by_floor(use.served)
        return missed + max(0.0, use.spent - self.problem.budget * (1 + 1e-12)) / self.unit

    def _by_count(self, counts: IntArray) -> float:
        return float(np.maximum(counts[1:] - self.problem.capacity, 0.0).sum())

    def _by_floor(self, served: IntArray) -> float:
        if not len(self.problem.floor):
            return 0.0
        return float(np.maximum(self.problem.floor - served, 0.0).sum())

    def _excess_after(self) -> FloatArray:
        """Rows × choices: by how many customers the limits would be missed after the move."""
        many = self.problem.treatments + 1
        by_count = np.empty((many, many))
        for old in range(many):
            for to in range(many):
                counts = self.use.counts.copy()
                counts[old] -= 1
                counts[to] += 1
                by_count[old, to] = self._by_count(counts)
        after = by_count[self.here]
        rows = np.arange(len(self.near))
        if np.isfinite(self.problem.budget):
            spent = self.use.spent + self.cost - self.cost[rows, self.here][:, None]
            after += np.maximum(spent - self.problem.budget * (1 + 1e-12), 0.0) / self.unit
        if len(self.problem.floor):
            lacks = self.problem.floor - self.use.served
            segment = self.problem.segment[self.near]
            gains = (np.arange(many) > 0)[None, :] * 1 - (self.here > 0)[:, None] * 1
            others = self._by_floor(self.use.served) - np.maximum(lacks, 0.0)[segment]
            after += others[:, None] + np.maximum(lacks[segment][:, None] - gains, 0.0)
        return after


def _mend(problem: Problem, price: FloatArray, choice: IntArray, near: IntArray) -> bool:
    """Move customers until every limit holds, then while value can be added; whether it holds."""
    if not len(near):
        return holds(problem, used(problem, choice))
    mender = _Mender(problem, price, choice, near)
    for _move in range(MOVES):
        if mender.excess() <= 1e-12 or not mender.mend_once():
            break
    if mender.excess() > 1e-12:
        return False
    for _move in range(MOVES):
        if not mender.improve_once():
            break
    return holds(problem, used(problem, choice))
