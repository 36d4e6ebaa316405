"""Finishing exactly: every allocation that loses less than the gap, counted through.

At prices p an allocation is worth D(p) less the regrets of its rows and the charge for what the
limits leave over. So an allocation within δ of the bound differs from the best choices only on
rows whose regret is at most δ: the core (Pisinger 1995, *European Journal of Operational
Research* 83: 394–410). The core is gone through row by row, keeping of all partial allocations
with the same counts only those no other beats in both cost and value; δ grows until the best
allocation found lies within it, which proves it the best of all.
"""

from dataclasses import dataclass, replace

import numpy as np

from regain_value.allocation.prices import Prices, charged
from regain_value.allocation.problem import Problem
from regain_value.allocation.rounding import Rounded, used, with_nothing, worth
from regain_value.arrays import FloatArray, IntArray

LARGEST = 200_000
LARGEST_CORE = 400
LABELS = 200_000
BEGIN = 1e-7
NEIGHBOURS = 64


@dataclass(slots=True)
class _Labels:
    """Partial allocations: use of the limits, value, regret; who each came from, by its choice."""

    counts: IntArray
    served: IntArray
    spent: FloatArray
    value: FloatArray
    regret: FloatArray
    parent: IntArray
    choice: IntArray

    def keep(self, rows: IntArray) -> "_Labels":
        """Only some of them."""
        return _Labels(*(getattr(self, name)[rows] for name in self.__slots__))


def finish(problem: Problem, prices: Prices, rounded: Rounded) -> tuple[IntArray, bool, bool]:
    """The best allocation: a choice per row, whether one was found, whether proven the best.

    What is too large to be counted through is improved among the rows that matter most.
    """
    best, known = rounded.choice, rounded.is_feasible
    value = worth(problem, best) if known else -np.inf
    scale = max(float(np.abs(problem.value).max(initial=0.0)), abs(prices.bound), 1e-300)
    slop = 1e-9 * scale
    if known and prices.bound - value <= slop:
        return best, True, True
    if problem.rows > LARGEST:
        return (polish(problem, prices, rounded) if known else best), known, False
    brings = with_nothing(problem.reduced(slice(0, problem.rows), prices.price))
    reach = scale * BEGIN
    most = float((brings.max(axis=1) - brings.min(axis=1)).sum()) + slop
    while True:
        delta = min(reach, prices.bound - value if known else most) + slop
        found = _within(problem, prices, brings, delta)
        if found is None:
            return (polish(problem, prices, rounded) if known else best), known, False
        if found.size and worth(problem, found) > value:
            best, value, known = found, worth(problem, found), True
            rounded = replace(rounded, choice=best)
        if known and prices.bound - value <= delta + slop:
            return best, True, True
        if reach > most:
            return best, known, known
        reach *= 4


def polish(problem: Problem, prices: Prices, rounded: Rounded) -> IntArray:
    """The best choices for the rows with least regret while all others keep theirs."""
    many = NEIGHBOURS
    while many > 1 and problem.rows > many:
        near = np.argpartition(rounded.regret, many)[:many]
        part = _part(problem, rounded.choice, near)
        brings = with_nothing(problem.reduced(near, prices.price))
        best = float(brings.max(axis=1).sum()) + charged(part, prices.price)
        found = _within(part, prices, brings, best - worth(part, rounded.choice[near]) + 1e-9)
        if found is not None and found.size:
            choice = rounded.choice.copy()
            choice[near] = found
            return choice
        many //= 2
    return rounded.choice


def _part(problem: Problem, choice: IntArray, near: IntArray) -> Problem:
    """The question about a few rows, with what all the others leave of the limits."""
    others = choice.copy()
    others[near] = 0
    use = used(problem, others)
    return replace(
        problem.take(near),
        capacity=problem.capacity - use.counts[1:],
        budget=problem.budget - use.spent,
        floor=np.maximum(problem.floor - use.served, 0.0),
    )


def _within(problem: Problem, prices: Prices, brings: FloatArray, delta: float) -> IntArray | None:
    """The best allocation that loses at most delta; empty if there is none, None if too many."""
    first = brings.argmax(axis=1)
    lost = brings.max(axis=1)[:, None] - brings
    next_best = np.where(np.arange(brings.shape[1]) == first[:, None], np.inf, lost).min(axis=1)
    core = np.flatnonzero(next_best <= delta)
    if len(core) > LARGEST_CORE:
        return None
    core = core[np.argsort(-next_best[core], kind="stable")]
    fixed = first.copy()
    fixed[core] = 0
    labels = _start(problem, fixed)
    history = []
    for step, row in enumerate(core):
        rest = core[step + 1 :]
        labels = _widen(problem, labels, int(row), lost[row], delta)
        labels = labels.keep(_alive(problem, prices, labels, lost[rest] <= delta, delta))
        labels = labels.keep(_serves(problem, labels, rest))
        labels = labels.keep(_unbeaten(labels))
        if len(labels.value) > LABELS:
            return None
        if not len(labels.value):
            return np.empty(0, np.int64)
        history.append((labels.parent, labels.choice))
    return _best(problem, labels, fixed, core, history)


def _start(problem: Problem, fixed: IntArray) -> _Labels:
    use = used(problem, fixed)
    served = np.minimum(use.served, problem.floor).astype(np.int64)
    none = np.zeros(1, np.int64)
    return _Labels(
        use.counts[None, 1:].copy(),
        served[None],
        np.array([use.spent]),
        np.array([worth(problem, fixed)]),
        np.zeros(1),
        none,
        none,
    )


def _widen(problem: Problem, labels: _Labels, row: int, lost: FloatArray, delta: float) -> _Labels:
    """Every label with every choice of the row it can afford."""
    cost = problem.cost[0 if len(problem.cost) == 1 else row]
    made = []
    for choice in range(problem.treatments + 1):
        room = labels.regret + lost[choice] <= delta
        if choice:
            room &= labels.counts[:, choice - 1] < problem.capacity[choice - 1]
            room &= labels.spent + cost[choice - 1] <= problem.budget * (1 + 1e-12)
        chosen = np.flatnonzero(room)
        next_ = labels.keep(chosen)
        next_.parent, next_.choice = chosen, np.full(len(chosen), choice)
        next_.regret = next_.regret + lost[choice]
        if choice:
            next_.counts[:, choice - 1] += 1
            next_.spent = next_.spent + cost[choice - 1]
            next_.value = next_.value + problem.value[row, choice - 1]
            if len(problem.floor):
                segment = problem.segment[row]
                at_most = int(problem.floor[segment])
                next_.served[:, segment] = np.minimum(next_.served[:, segment] + 1, at_most)
        made.append(next_)
    return _Labels(
        *(np.concatenate([getattr(each, name) for each in made]) for name in _Labels.__slots__)
    )


def _alive(
    problem: Problem, prices: Prices, labels: _Labels, open_: FloatArray, delta: float
) -> IntArray:
    """Labels whose regret and unavoidable waste of capacity stay within delta."""
    charged_for = np.flatnonzero(prices.price[: problem.treatments] > 0)
    could = open_[:, 1:].sum(axis=0)
    spare = problem.capacity[charged_for] - labels.counts[:, charged_for] - could[charged_for]
    loss = labels.regret + np.maximum(spare, 0.0) @ prices.price[charged_for]
    return np.flatnonzero(loss <= delta)


def _serves(problem: Problem, labels: _Labels, rest: IntArray) -> IntArray:
    """Labels whose floors the remaining rows could still meet."""
    if not len(problem.floor):
        return np.arange(len(labels.value))
    helpers = np.bincount(problem.segment[rest], minlength=len(problem.floor))
    return np.flatnonzero((labels.served + helpers >= problem.floor).all(axis=1))


def _unbeaten(labels: _Labels) -> IntArray:
    """Of labels with equal counts, those no other beats in both cost and value."""
    keys = np.hstack([labels.counts, labels.served])
    widths = keys.max(axis=0, initial=0) + 1
    code = np.zeros(len(keys), np.int64)
    for column, width in zip(keys.T, widths, strict=True):
        code = code * int(width) + column
    order = np.lexsort((-labels.value, labels.spent, code))
    group, value = code[order], labels.value[order]
    starts = np.diff(group, prepend=-1) != 0
    number = np.cumsum(starts)
    span = float(value.max(initial=0.0) - value.min(initial=0.0)) + 1.0
    lifted = (value - value.min(initial=0.0)) / span + number * 2.0
    before = np.concatenate([[-np.inf], np.maximum.accumulate(lifted)[:-1]])
    unbeaten: IntArray = order[starts | (lifted > before)]
    return unbeaten


def _best(
    problem: Problem,
    labels: _Labels,
    fixed: IntArray,
    core: IntArray,
    history: list[tuple[IntArray, IntArray]],
) -> IntArray:
    """The most valuable label that keeps every limit, read back to a choice per row."""
    fine = (labels.counts <= problem.capacity).all(axis=1)
    fine &= labels.spent <= problem.budget * (1 + 1e-12)
    if len(problem.floor):
        fine &= (labels.served >= problem.floor).all(axis=1)
    if not fine.any():
        return np.empty(0, np.int64)
    at = int(np.where(fine, labels.value, -np.inf).argmax())
    choice = fixed.copy()
    for row, (parent, chosen) in zip(core[::-1], history[::-1], strict=True):
        choice[row] = chosen[at]
        at = int(parent[at])
    return choice
