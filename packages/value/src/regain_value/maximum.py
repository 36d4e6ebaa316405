"""Maximum likelihood over positive parameters, with exact gradients.

The search runs over the logarithms of the parameters, so nothing can become negative, and the
curvature there gives the uncertainty: sd(ln θ) is close to the relative error of θ.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import optimize

from regain_value.arrays import FloatArray
from regain_value.errors import FitFailed

Likelihood = Callable[[FloatArray], tuple[float, FloatArray]]

WIDEST_LOG_DEVIATION = 5.0
UNSURE_LOG_DEVIATION = 3.0
CURVATURE_STEP = 1e-4
EDGE = 1e-3


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
    start: Sequence[float],
    lower: Sequence[float],
    upper: Sequence[float],
    weight: float,
) -> Maximum:
    """Maximise ln L(θ) for θ between `lower` and `upper` (all positive).

    `likelihood(θ)` returns ln L and its gradient in θ; `weight` is the number of customers
    behind it, which makes the stopping rule independent of size. Raises FitFailed.
    """
    bounds = np.log(np.column_stack([lower, upper]))

    def falling(logs: FloatArray) -> tuple[float, FloatArray]:
        theta = np.exp(logs)
        value, gradient = likelihood(theta)
        return -value / weight, -gradient * theta / weight

    found = optimize.minimize(
        falling,
        np.log(start),
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"ftol": 1e-14, "gtol": 1e-8, "maxiter": 1000, "maxfun": 5000, "maxcor": 12},
    )
    logs = np.asarray(found.x, dtype=np.float64)
    if not (np.isfinite(found.fun) and np.isfinite(logs).all()):
        raise FitFailed("The likelihood is not finite; look for extreme values in the columns.")
    covariance = _covariance(falling, logs, weight)
    deviations = np.sqrt(np.diag(covariance))
    near = np.minimum(logs - bounds[:, 0], bounds[:, 1] - logs) < EDGE
    at_edge = near | (deviations > UNSURE_LOG_DEVIATION)
    return Maximum(
        values=np.exp(logs),
        log_likelihood=-float(found.fun) * weight,
        log_covariance=covariance,
        at_edge=tuple(bool(flag) for flag in at_edge),
    )


def _covariance(falling: Likelihood, logs: FloatArray, weight: float) -> FloatArray:
    """Inverse of the Hessian of −ln L in the logarithms, from differences of the gradient."""
    size = len(logs)
    hessian = np.empty((size, size))
    for place in range(size):
        step = np.zeros(size)
        step[place] = CURVATURE_STEP
        rise = falling(logs + step)[1] - falling(logs - step)[1]
        hessian[place] = rise * weight / (2 * CURVATURE_STEP)
    curvature, axes = np.linalg.eigh((hessian + hessian.T) / 2)
    curvature = np.maximum(curvature, WIDEST_LOG_DEVIATION**-2)
    covariance: FloatArray = (axes / curvature) @ axes.T
    return covariance
