"""Maximum likelihood over positive parameters: Newton's method with exact derivatives.

The search runs over the logarithms of the parameters, so nothing can become negative, and the
curvature there gives the uncertainty: sd(ln θ) is close to the relative error of θ. Each step is
the best one within a radius on which the quadratic of gradient and Hessian has proved right
(Moré & Sorensen 1983); where the likelihood is not concave that leads uphill all the same.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from regain_value.arrays import BoolArray, FloatArray
from regain_value.errors import FitFailed

WIDEST_LOG_DEVIATION = 5.0
UNSURE_LOG_DEVIATION = 3.0
EDGE = 1e-3
SETTLED = 1e-11
"""Log likelihood per customer still to be won at which the search ends."""
MEASURABLE = 1e-8
"""The same where no step wins it: less than that drowns in rounding at the edge of the box."""
FIRST_RADIUS, WIDEST_RADIUS, NARROWEST_RADIUS = 1.0, 3.0, 1e-10
WORTH_TAKING, POOR, GOOD = 1e-3, 0.25, 0.75
STEPS_AT_MOST = 200
HALVINGS = 40


class Height(NamedTuple):
    """The log likelihood at θ, its gradient (k) and its Hessian (k × k) in θ."""

    value: float
    slope: FloatArray
    curvature: FloatArray


Box = tuple[FloatArray, FloatArray]
Likelihood = Callable[[FloatArray], Height]


@dataclass(frozen=True, slots=True)
class Maximum:
    """Where the likelihood peaks.

    values: the parameters; log_covariance: of their logarithms (inverse Hessian, no direction
    wider than a factor exp(±5) a standard deviation); at_edge: the data do not pin this one down.
    """

    values: FloatArray
    log_likelihood: float
    log_covariance: FloatArray
    at_edge: tuple[bool, ...]

    def rescaled(self, factors: FloatArray, *, log_likelihood: float = 0.0) -> "Maximum":
        """The same peak after a change of unit: parameters times `factors`, ln L shifted."""
        return replace(
            self,
            values=self.values * factors,
            log_likelihood=self.log_likelihood + log_likelihood,
        )


def maximise(
    likelihood: Likelihood,
    *,
    start: Sequence[float] | FloatArray,
    lower: Sequence[float],
    upper: Sequence[float],
    weight: float,
    coarse: Likelihood | None = None,
) -> Maximum:
    """Maximise ln L(θ) for θ between `lower` and `upper` (all positive).

    coarse: nearly the same ln L from far fewer rows, to bring the search close before it begins.
    `weight` is the number of customers behind ln L. The search ends when the next step would win
    less than `SETTLED` per customer, whatever their number; that step is taken too, on trust.
    Raises FitFailed where ln L is not finite or the derivatives do not describe it.
    """
    if coarse is not None:
        start = maximise(coarse, start=start, lower=lower, upper=upper, weight=weight).values
    low, high = np.log(lower), np.log(upper)
    place = np.clip(np.log(start), low, high)
    here = _in_logs(likelihood(np.exp(place)), place, weight)
    if not _finite(here):
        raise FitFailed("The likelihood is not finite; look for extreme values in the columns.")
    radius = FIRST_RADIUS
    for _ in range(STEPS_AT_MOST):
        wished = _possible_step(here, place, (low, high), WIDEST_RADIUS)
        left, size = _gain(here, wished), max(1.0, abs(here.value))
        if left <= SETTLED * size:
            return _peak(here, place, _inside(place, wished, (low, high)), (low, high), weight)
        step = _possible_step(here, place, (low, high), radius)
        next_place = _inside(place, step, (low, high))
        step = next_place - place
        length, gain = float(np.linalg.norm(step)), _gain(here, step)
        there = _in_logs(likelihood(np.exp(next_place)), next_place, weight)
        risen = there.value - here.value if _finite(there) else -math.inf
        if risen >= POOR * gain > 0:
            radius = min(2 * radius, WIDEST_RADIUS) if risen >= GOOD * gain else radius
        else:
            radius = min(radius, length) / 4
        if risen > WORTH_TAKING * max(gain, 0.0):
            place, here = next_place, there
        elif left <= MEASURABLE * size:
            return _peak(here, place, place, (low, high), weight)
        elif radius < NARROWEST_RADIUS:
            break
    raise FitFailed("The search for the parameters did not settle; look for extreme values.")


def _in_logs(height: Height, place: FloatArray, weight: float) -> Height:
    """Value per customer, gradient and Hessian in ln θ."""
    theta = np.exp(place)
    slope = height.slope * theta / weight
    curvature = height.curvature * np.outer(theta, theta) / weight + np.diag(slope)
    return Height(height.value / weight, slope, curvature)


def _finite(height: Height) -> bool:
    return all(bool(np.isfinite(part).all()) for part in height)


def _gain(height: Height, step: FloatArray) -> float:
    """What the quadratic promises for a step."""
    return float(height.slope @ step + step @ height.curvature @ step / 2)


def _possible_step(height: Height, place: FloatArray, box: Box, radius: float) -> FloatArray:
    """The best step within the radius; what stands at a wall and would go on stands still."""
    free = np.ones(len(place), dtype=np.bool_)
    step = _step(height, free, radius)
    while True:
        stuck = free & ((place <= box[0]) & (step < 0) | (place >= box[1]) & (step > 0))
        if not stuck.any():
            return step
        free &= ~stuck
        step = _step(height, free, radius)


def _step(height: Height, free: BoolArray, radius: float) -> FloatArray:
    """The step over the free parameters that the quadratic likes best within the radius."""
    step = np.zeros(len(free))
    if not free.any():
        return step
    bends, axes = np.linalg.eigh(-height.curvature[np.ix_(free, free)])
    pull = height.slope[free] @ axes
    strength = float(np.linalg.norm(pull))
    damping = max(0.0, strength / radius - float(bends[0]))
    if bends[0] > 0 and float(np.linalg.norm(pull / bends)) <= radius:
        damping = 0.0
    else:
        lowest = max(0.0, -float(bends[0]))
        for _ in range(HALVINGS):
            middle = (lowest + damping) / 2
            if float(np.linalg.norm(pull / np.maximum(bends + middle, 1e-300))) > radius:
                lowest = middle
            else:
                damping = middle
    step[free] = axes @ (pull / np.maximum(bends + damping, 1e-300))
    return step


def _inside(place: FloatArray, step: FloatArray, box: Box) -> FloatArray:
    """Along the step as far as the box reaches."""
    length, wall = np.abs(step), np.where(step > 0, box[1], box[0])
    room = np.where(length > 0, np.abs(wall - place), np.inf)
    share = min(1.0, float(np.min(room / np.maximum(length, 1e-300))))
    return np.where(room <= share * length * (1 + 1e-9), wall, place + share * step)


def _peak(
    here: Height,
    place: FloatArray,
    last: FloatArray,
    box: Box,
    weight: float,
) -> Maximum:
    """The maximum after the last step, with its uncertainty."""
    curvature, axes = np.linalg.eigh(-here.curvature * weight)
    curvature = np.maximum(curvature, WIDEST_LOG_DEVIATION**-2)
    covariance: FloatArray = (axes / curvature) @ axes.T
    near = np.minimum(last - box[0], box[1] - last) < EDGE
    at_edge = near | (np.sqrt(np.diag(covariance)) > UNSURE_LOG_DEVIATION)
    return Maximum(
        values=np.exp(last),
        log_likelihood=(here.value + max(_gain(here, last - place), 0.0)) * weight,
        log_covariance=covariance,
        at_edge=tuple(bool(flag) for flag in at_edge),
    )
