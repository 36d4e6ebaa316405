"""Regression of a discrete-time hazard, shrunk as far as the data themselves ask for.

With the complementary log-log link a period's hazard is 1 − exp(−exp(η)): the proportional
hazards model seen only at the ends of periods (Prentice & Gloeckler 1978), so intensities exp(η)
add up over periods and a chance over several of them is 1 − exp(−Σ exp(η)).

Columns come in groups. A group's coefficients are normal around 0 with a precision of their own,
found by the fixed point of Schall (1991): precision = effective coefficients ÷ their squares.
Rows are distinct ones with counts, so cost follows distinct histories.
"""

from dataclasses import dataclass

import numpy as np

from regain_value.arrays import FloatArray, IntArray
from regain_value.errors import FitFailed

HIGHEST = 6.5
"""η beyond which a hazard is 1 to the last digit."""
STEPS = 200
CLOSE = 1e-7
SETTLED = 1e-2
LARGEST_STEP = 4.0
PRECISIONS = (0.05, 1e6)


@dataclass(frozen=True, slots=True)
class Shrinkage:
    """What is believed of one group before data: `weight` coefficients of size `deviation`."""

    weight: float
    deviation: float


@dataclass(frozen=True, slots=True)
class FittedRegression:
    """Coefficients k with their posterior covariance k × k, and the precision of each group."""

    coefficients: FloatArray
    covariance: FloatArray
    precisions: FloatArray
    log_likelihood: float


@dataclass(frozen=True, slots=True)
class HazardData:
    """Distinct rows × k columns, how many were at risk in each, and how many had the event."""

    design: FloatArray
    at_risk: FloatArray
    events: FloatArray

    def value(self, beta: FloatArray) -> float:
        """The logarithm of the likelihood at the coefficients."""
        intensity = self._intensity(beta)
        with_event = np.log(
            -np.expm1(-intensity), where=self.events > 0, out=np.zeros_like(intensity)
        )
        return float(self.events @ with_event - (self.at_risk - self.events) @ intensity)

    def slopes(self, beta: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The gradient (k) and the Hessian (k × k) of `value`."""
        intensity = self._intensity(beta)
        spared = (self.at_risk - self.events) * intensity
        odds = intensity / np.expm1(intensity)
        curvature = self.events * odds * (1 - intensity - odds) - spared
        hessian: FloatArray = (self.design * curvature[:, None]).T @ self.design
        return (self.events * odds - spared) @ self.design, hessian

    def _intensity(self, beta: FloatArray) -> FloatArray:
        told: FloatArray = np.exp(np.minimum(self.design @ beta, HIGHEST))
        return told


def fit_regression(
    data: HazardData,
    *,
    group: IntArray,
    shrinkage: tuple[Shrinkage, ...],
    level: float,
    sure: float,
) -> FittedRegression:
    """The posterior mode, every group at the precision the data choose.

    The first column is the intercept, normal around `level` with deviation `sure`; `group` names
    for every other column its place in `shrinkage` (the intercept's own entry is not read).
    Raises FitFailed.
    """
    centre = np.zeros(data.design.shape[1])
    centre[0] = level
    beta = centre.copy()
    precisions = np.array([each.deviation**-2 for each in shrinkage])
    for _ in range(STEPS):
        penalty = np.append(sure**-2, precisions[group[1:]])
        moved, covariance, size = _step(data, beta, centre, penalty)
        chosen = _precisions(moved, covariance, group, shrinkage, precisions)
        change = float(np.abs(np.log(chosen / precisions)).max(initial=0.0))
        beta, precisions = moved, chosen
        if size < CLOSE or (size < SETTLED and change < SETTLED):
            break
    else:
        if not size < 0.1:
            raise FitFailed("The chance of return could not be learnt; look for extreme values.")
    return FittedRegression(beta, covariance, precisions, data.value(beta))


def _step(
    data: HazardData, beta: FloatArray, centre: FloatArray, penalty: FloatArray
) -> tuple[FloatArray, FloatArray, float]:
    """One Newton step that rises, the inverse curvature, and how far it went."""
    slope, hessian = data.slopes(beta)
    here = data.value(beta) - 0.5 * float(penalty @ (beta - centre) ** 2)
    curvature = np.diag(penalty) - hessian
    covariance = np.asarray(np.linalg.inv(curvature), dtype=np.float64)
    step = covariance @ (slope - penalty * (beta - centre))
    step *= min(1.0, LARGEST_STEP / max(float(np.abs(step).max()), CLOSE))
    for _ in range(40):
        there = beta + step
        height = data.value(there) - 0.5 * float(penalty @ (there - centre) ** 2)
        if height >= here - 1e-9 * abs(here):
            break
        step = step / 2
    return beta + step, covariance, float(np.abs(step).max())


def _precisions(
    beta: FloatArray,
    covariance: FloatArray,
    group: IntArray,
    shrinkage: tuple[Shrinkage, ...],
    precisions: FloatArray,
) -> FloatArray:
    """Schall's fixed point, each group's prior counted as that many coefficients more."""
    found = precisions.copy()
    spread = np.diag(covariance)
    for place, prior in enumerate(shrinkage):
        own = np.flatnonzero(group == place)
        own = own[own > 0]
        effective = len(own) - precisions[place] * float(spread[own].sum())
        squares = float((beta[own] ** 2).sum()) + prior.weight * prior.deviation**2
        found[place] = (max(effective, 0.0) + prior.weight) / squares
    clipped: FloatArray = np.clip(found, *PRECISIONS)
    return clipped
