"""Gauss–Legendre panels for positive, smooth integrands that fall like powers of a shifted time.

Every interval starts at a distance `nearness` from the closest singularity of its integrand. In
the logarithm of that distance the integrand bends evenly, so a few points settle each panel and
an interval gets as many panels as it bends: about fourteen digits, without a single cancellation.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from regain_value.arrays import FloatArray, IntArray

NEGLIGIBLE_LOG = 45.0
SLIGHT_BEND = 0.2
PANEL_BEND = 3.0
FEW_POINTS, MANY_POINTS = 4, 8
LARGEST_LOG = 600.0
TINY = 1e-30


@dataclass(frozen=True, slots=True)
class Panels:
    """Points of some intervals, panels × points.

    place: the interval of each panel; offset: time since the start of the interval; weight: of
    the integrand there; growth: ln(1 + offset / nearness).
    """

    place: IntArray
    offset: FloatArray
    weight: FloatArray
    growth: FloatArray


def panels(*, nearness: FloatArray, length: FloatArray, steepness: FloatArray) -> Iterator[Panels]:
    """Points for intervals of these lengths; empty intervals get none.

    steepness: the fastest fall of the logarithm of the integrand per unit of growth.
    """
    growth = np.log1p(length / nearness)
    bend = np.maximum(steepness, 1.0) * growth
    slight = (bend > 0) & (bend <= SLIGHT_BEND)
    if slight.any():
        yield _points(np.flatnonzero(slight), nearness, growth, FEW_POINTS)
    strong = np.flatnonzero(bend > SLIGHT_BEND)
    if len(strong):
        pieces = np.ceil(bend[strong] / PANEL_BEND).astype(np.int64)
        yield _points(np.repeat(strong, pieces), nearness, growth, MANY_POINTS, pieces)


def _points(
    place: IntArray,
    nearness: FloatArray,
    growth: FloatArray,
    points: int,
    pieces: IntArray | None = None,
) -> Panels:
    """Equal panels of growth; `pieces` of each interval, one where not told."""
    nodes, shares = np.polynomial.legendre.leggauss(points)
    width = growth[place]
    start = np.zeros(len(place))
    if pieces is not None:
        width = width / np.repeat(pieces, pieces)
        start = width * (np.arange(len(place)) - np.repeat(np.cumsum(pieces) - pieces, pieces))
    grown = start[:, None] + width[:, None] * ((nodes + 1) / 2)
    near = nearness[place, None]
    offset = near * np.expm1(grown)
    return Panels(place, offset, (near + offset) * width[:, None] * (shares / 2), grown)


def carried(sums: FloatArray, carry: FloatArray, *, backwards: bool) -> FloatArray:
    """Running totals y[j] = sums[j] + carry[j]·y[j+1], for every row of `sums` (… × places).

    backwards: from the end, as written; else y[j+1] = sums[j+1] + carry[j]·y[j]. A carry of 0
    ends a run; the last must be 0. Takes log₂(longest run) steps over whole arrays.
    """
    total, share, step = sums.copy(), carry.copy(), 1
    while step < len(carry) and share.max() > TINY:
        if backwards:
            total[..., :-step] += share[:-step] * total[..., step:]
        else:
            total[..., step:] += share[:-step] * total[..., :-step]
        share[:-step] *= share[step:]
        step *= 2
    return total


def grown(growth: FloatArray | float) -> FloatArray:
    """exp(growth) − 1, kept finite."""
    return np.expm1(np.minimum(growth, LARGEST_LOG))
