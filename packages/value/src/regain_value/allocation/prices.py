"""What each limit charges: the dual of an allocation, by Newton steps on a smoothed bound.

Relaxing the limits with prices p ≥ 0 gives the bound D(p) = Σ_i max(0, max_j r_ij) + p·limits,
where r is a treatment's value less what the limits charge for it (Fisher 1981, *Management
Science* 27: 1–18); no allocation is worth more. D is convex and piecewise linear. The maximum is
replaced by τ·log Σ exp(r/τ) and a barrier −τ Σ log p is added; τ falls to nearly nothing.
"""

from dataclasses import dataclass, replace

import numpy as np

from regain_value.allocation.problem import Problem
from regain_value.arrays import BoolArray, FloatArray, IntArray

SMALL = 30_000
FALL = 4.0
FINEST = 1e-9
FINEST_IN_SAMPLE = 6e-5
ENOUGH = 1e-7
STEPS = 12
STEPS_WHEN_LARGE = 3
HALVINGS = 12
FAINT = -60.0
"""Exponents below it count as it: nothing, without the slowness of subnormal numbers."""
BOLDEST = 2.0
STEEPEST = 100.0
"""Times the largest value: where limits leave no room at all, prices stop here."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices in the order of the limits, the bound they prove, and the last smoothing."""

    price: FloatArray
    bound: float
    tau: float


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stays the same while prices are sought.

    active: limits that can bind; ceiling: where a price stops; worst: less than any allocation
    brings, so that a bound below it proves a contradiction; free: more than any brings, what there
    would be without limits; steps: at most per smoothing.
    """

    problem: Problem
    active: BoolArray
    ceiling: FloatArray
    worst: float
    free: float
    steps: int


@dataclass(frozen=True, slots=True)
class _Look:
    """The smoothed bound at some prices: height, slack of each limit, curvature; D itself."""

    height: float
    slack: FloatArray
    curvature: FloatArray
    bound: float


@dataclass(frozen=True, slots=True)
class _Block:
    """Some rows: the smoothed chance of each treatment, the same weighted, cost, segment."""

    chance: FloatArray
    weighted: FloatArray
    cost: FloatArray
    segment: IntArray


def find_prices(problem: Problem) -> Prices:
    """Near-optimal prices. Large problems are first looked at through a sample."""
    top = float(np.abs(problem.value).max(initial=0.0)) or 1.0
    active = problem.can_bind()
    first = _first(problem, top)
    frame = _Frame(problem, active, STEEPEST * first, _worst(problem), _free(problem), STEPS)
    start = np.where(active, first, 0.0)
    if not active.any():
        return Prices(start, _look(frame, start, top * FINEST).bound, top * FINEST)
    if problem.rows <= SMALL:
        return _descend(frame, start, top, top * FINEST)
    sample = _sample(problem)
    seen = replace(frame, problem=sample, worst=_worst(sample), free=_free(sample))
    rough = _descend(seen, start, top, top * FINEST_IN_SAMPLE)
    return _descend(replace(frame, steps=STEPS_WHEN_LARGE), rough.price, rough.tau, 0.0)


def charged(problem: Problem, price: FloatArray) -> float:
    """p·limits; floors are owed, not granted."""
    many = problem.treatments + 1
    signs = np.where(np.arange(len(price)) < many, 1.0, -1.0)
    priced = price > 0
    return float((price * signs)[priced] @ problem.limits()[priced])


def _first(problem: Problem, top: float) -> FloatArray:
    """Prices of the right size to begin with."""
    cost = float(problem.cost.mean()) or 1.0
    return np.concatenate(
        [np.full(problem.treatments, top), [top / cost], np.full(len(problem.floor), top / 4)]
    )


def _total(column: FloatArray, weight: FloatArray | None) -> float:
    """The weighted sum, without the threads a dot product would start."""
    return float(column.sum() if weight is None else np.einsum("i,i", column, weight))


def _sample(problem: Problem) -> Problem:
    """The rows with most to win by each treatment, each for itself, and a part of the rest."""
    kept = np.zeros(problem.rows, dtype=np.bool_)
    each = SMALL // (2 * problem.treatments)
    for values in problem.value.T:
        kept[np.argpartition(values, -each)[-each:]] = True
    rest = np.flatnonzero(~kept)
    step = max(1, len(rest) // (SMALL // 2))
    drawn = rest[step // 2 :: step]
    certain = np.flatnonzero(kept)
    weight = np.ones(len(certain) + len(drawn))
    weight[len(certain) :] = len(rest) / max(len(drawn), 1)
    return problem.take(np.concatenate([certain, drawn]), weight)


def _free(problem: Problem) -> float:
    """What everybody's best treatment would bring if there were no limits."""
    return _total(np.maximum(problem.value.max(axis=1, initial=0.0), 0.0), problem.weight)


def _descend(frame: _Frame, price: FloatArray, tau: float, finest: float) -> Prices:
    """Newton steps in ln p while the smoothing falls and the bound still gains by it."""
    before = np.inf
    while True:
        price, bound = _settle(frame, price, tau)
        bound = min(bound, frame.free)
        settled = before - bound <= ENOUGH * abs(bound) and not finest
        if (finest and tau <= finest) or settled or bound < frame.worst:
            return Prices(price, bound, tau)
        before, tau = bound, max(tau / FALL, finest)


def _worst(problem: Problem) -> float:
    """Less than any allocation brings: a bound below it proves that the limits contradict."""
    least = np.minimum(problem.value.min(axis=1, initial=0.0), 0.0)
    return _total(least, problem.weight) - 1e-6 * float(np.abs(problem.value).max(initial=1.0))


def _settle(frame: _Frame, price: FloatArray, tau: float) -> tuple[FloatArray, float]:
    """The lowest point of the smoothed bound, nearly, and the bound itself there."""
    here = _look(frame, price, tau)
    active = frame.active
    for _step in range(frame.steps):
        worth = price[active] * here.slack[active]
        slope = worth - tau
        scale = np.outer(price[active], price[active])
        curve = scale * here.curvature[np.ix_(active, active)]
        curve[np.diag_indices_from(curve)] += np.maximum(worth, tau)
        move = -np.linalg.solve(curve, slope)
        promised = float(-slope @ move)
        if promised < 1e-2 * tau:
            break
        stride = min(1.0, BOLDEST / float(np.abs(move).max()))
        for _halving in range(HALVINGS):
            ahead = price.copy()
            ahead[active] = price[active] * np.exp(stride * move)
            there = _look(frame, ahead, tau)
            if there.height <= here.height - 1e-4 * stride * promised:
                break
            stride /= 3
        else:
            break
        price, here = ahead, there
    return price, here.bound


def _look(frame: _Frame, price: FloatArray, tau: float) -> _Look:
    """Everything about the smoothed bound at these prices, in one pass over the rows."""
    problem, active, ceiling = frame.problem, frame.active, frame.ceiling
    many, floors = problem.treatments, len(problem.floor)
    used = np.zeros(many + 1 + floors)
    curve = np.zeros((many + 1 + floors,) * 2)
    height = bound = 0.0
    for rows in problem.blocks():
        reduced = problem.reduced(rows, price)
        weight = None if problem.weight is None else problem.weight[rows]
        top = np.maximum(reduced.max(axis=0), 0.0)
        chance = np.exp(np.maximum((reduced - top) / tau, FAINT))
        whole = chance.sum(axis=0) + np.exp(np.maximum(-top / tau, FAINT))
        chance /= whole
        soft = top + tau * np.log(whole)
        height += _total(soft, weight)
        bound += _total(top, weight)
        cost = problem.cost if len(problem.cost) == 1 else problem.cost[rows]
        weighted = chance if weight is None else chance * weight
        block = _Block(chance, weighted, cost.T, problem.segment[rows])
        _gather(used, curve, block)
        if floors:
            _gather_floors(used, curve, block)
    owed = charged(problem, price)
    limits = problem.limits()
    slack = np.where(active, np.where(np.isfinite(limits), limits, 0.0) - used, 0.0)
    slack[many + 1 :] *= -1
    slack[active] += tau / ceiling[active]
    barrier = tau * float((np.log(price[active]) - price[active] / ceiling[active]).sum())
    return _Look(height + owed - barrier, slack, curve / tau, bound + owed)


def _gather(used: FloatArray, curve: FloatArray, block: _Block) -> None:
    """Add a block's expected use of capacities and budget, and its covariance."""
    chance, weighted = block.chance, block.weighted
    many = len(chance)
    cost = np.broadcast_to(block.cost, chance.shape)
    off = cost - (chance * cost).sum(axis=0)
    taken = weighted.sum(axis=1)
    cross = np.einsum("ij,ij->i", weighted, off)
    used[:many] += taken
    used[many] += np.einsum("ij,ij", weighted, cost)
    curve[:many, :many] += np.diag(taken) - np.einsum("ij,kj->ik", weighted, chance)
    curve[:many, many] += cross
    curve[many, :many] += cross
    curve[many, many] += np.einsum("ij,ij,ij", weighted, cost, off)


def _gather_floors(used: FloatArray, curve: FloatArray, block: _Block) -> None:
    """Add a block's expected service of the floors, and its covariance with every limit."""
    many, floors = len(block.chance), len(used) - len(block.chance) - 1
    place = np.arange(many + 1, many + 1 + floors)
    rest = np.maximum(1.0 - block.chance.sum(axis=0), 0.0)
    served = block.weighted.sum(axis=0)
    used[place] += np.bincount(block.segment, served, floors)
    curve[place, place] += np.bincount(block.segment, served * rest, floors)
    spent = (block.weighted * block.cost).sum(axis=0)
    for row, told in enumerate([*block.weighted, spent]):
        cross = np.bincount(block.segment, told * rest, floors)
        curve[row, place] -= cross
        curve[place, row] -= cross
