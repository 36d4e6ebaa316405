"""The likelihood of BG/BB: a sum over every occasion after which somebody may have left.

Equation (7) of Fader, Hardie & Shang (2010): last there at occasion m = t_x … n,

    A(m) = B(α+x, β+m−x)/B(α, β) · B(γ+1, δ+m)/B(γ, δ),   A(n) with γ in the place of γ + 1.

Every factor is a rising factorial, so a table per parameter serves all customers, and the sum is
taken in logarithms. Cells (history × occasion) are worked through in pieces of bounded memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from regain_value.arrays import FloatArray, IntArray
from regain_value.maximum import Height
from regain_value.models.occasions import Rising

CELLS = 400_000


@dataclass(frozen=True, slots=True)
class _Tables:
    """The rising factorials of one set of parameters."""

    gamma: float
    buys: Rising
    passes: Rising
    both: Rising
    stays: Rising
    all: Rising

    @classmethod
    def of(cls, theta: FloatArray, most: int) -> "_Tables":
        alpha, beta, gamma, delta = map(float, theta)
        return cls(
            gamma,
            Rising.of(alpha, most),
            Rising.of(beta, most),
            Rising.of(alpha + beta, most),
            Rising.of(delta, most),
            Rising.of(gamma + delta, most + 1),
        )


@dataclass(frozen=True, slots=True)
class _Cells:
    """Some histories, unfolded: for each the occasions m they may have been there last."""

    rows: slice
    starts: IntArray
    row: IntArray
    x: IntArray
    m: IntArray
    early: IntArray
    """1 where they left before the last occasion, 0 where they were there at it."""

    @property
    def left(self) -> IntArray:
        """Occasions at which leaving was possible: one more for those who did."""
        return self.m + self.early


class Donors:
    """Distinct histories (x, t_x, n), in whole occasions."""

    def __init__(self, x: FloatArray, recency: FloatArray, age: FloatArray) -> None:
        self.x, self.recency, self.age = (told.astype(np.int64) for told in (x, recency, age))
        self.most = int(self.age.max(initial=0))
        self.ends = np.cumsum(self.age - self.recency + 1)

    def log_likelihood(self, theta: FloatArray) -> FloatArray:
        """Log likelihood of each history."""
        tables = _Tables.of(theta, self.most)
        return np.concatenate([_sums(_logs(tables, part), part) for part in self._parts()])

    def alive(self, theta: FloatArray) -> FloatArray:
        """Probability per history of having been there at the last occasion."""
        tables = _Tables.of(theta, self.most)
        shares = []
        for part in self._parts():
            logs = _logs(tables, part)
            shares.append(logs[part.early == 0] - _sums(logs, part))
        chances: FloatArray = np.exp(np.minimum(np.concatenate(shares), 0.0))
        return chances

    def height(self, theta: FloatArray, counts: FloatArray) -> Height:
        """Summed by counts: ln L, its gradient and its Hessian."""
        tables = _Tables.of(theta, self.most)
        heights = [_height(tables, part, counts[part.rows]) for part in self._parts()]
        value, slope, curvature = zip(*heights, strict=True)
        return Height(float(sum(value)), np.sum(slope, axis=0), np.sum(curvature, axis=0))

    def _parts(self) -> Iterator[_Cells]:
        """Rows in order, about CELLS cells at a time and one row at least."""
        first = 0
        while first < len(self.ends):
            done = self.ends[first - 1] if first else 0
            last = max(first + 1, int(np.searchsorted(self.ends, done + CELLS, side="right")))
            yield self._unfolded(slice(first, last))
            first = last

    def _unfolded(self, rows: slice) -> _Cells:
        lengths = self.age[rows] - self.recency[rows] + 1
        starts = np.cumsum(lengths) - lengths
        row = np.repeat(np.arange(len(lengths)), lengths)
        m = np.arange(len(row)) - starts[row] + self.recency[rows][row]
        early = (m < self.age[rows][row]).astype(np.int64)
        return _Cells(rows, starts, row, self.x[rows][row], m, early)


def _logs(tables: _Tables, part: _Cells) -> FloatArray:
    logs: FloatArray = (
        tables.buys.log[part.x]
        + tables.passes.log[part.m - part.x]
        - tables.both.log[part.m]
        + tables.stays.log[part.m]
        - tables.all.log[part.left]
        + np.log(tables.gamma) * part.early
    )
    return logs


def _sums(logs: FloatArray, part: _Cells) -> FloatArray:
    """Logarithm of the sum over the cells of each history."""
    top = np.maximum.reduceat(logs, part.starts)
    total: FloatArray = top + np.log(np.add.reduceat(np.exp(logs - top[part.row]), part.starts))
    return total


def _height(tables: _Tables, part: _Cells, counts: FloatArray) -> Height:
    """Derivatives of a logarithm of a sum: means of the terms' own, and their covariance."""
    logs = _logs(tables, part)
    sums = _sums(logs, part)
    weights = np.exp(logs - sums[part.row])
    m, left = part.m, part.left
    both, everybody = tables.both.slope[m], tables.all.slope[left]
    slopes = np.array(
        [
            tables.buys.slope[part.x] - both,
            tables.passes.slope[m - part.x] - both,
            part.early / tables.gamma - everybody,
            tables.stays.slope[m] - everybody,
        ]
    )
    means = np.add.reduceat(weights * slopes, part.starts, axis=1)
    weights *= counts[part.row]
    curvature = (slopes * weights) @ slopes.T - (means * counts) @ means.T
    curvature[:2, :2] -= weights @ tables.both.curvature[m]
    curvature[2:, 2:] -= weights @ tables.all.curvature[left]
    curvature[0, 0] += weights @ tables.buys.curvature[part.x]
    curvature[1, 1] += weights @ tables.passes.curvature[m - part.x]
    curvature[2, 2] -= weights @ part.early / tables.gamma**2
    curvature[3, 3] += weights @ tables.stays.curvature[m]
    return Height(float(counts @ sums), means @ counts, curvature)
