"""Expected purchases of a buyer who may drop out after each one, given alive now.

With λ ~ Gamma(s, β) and p ~ Beta(a, b) after what has been seen, purchases within t number

    E[Y(t)] = E_p[ (1 − (β / (β + p·t))^s) / p ].

Fader, Hardie & Lee (2005), equation (10), writes this with a Gaussian hypergeometric function,
which is singular at a = 1 and slow or unstable for long horizons and large counts. The integral
over p itself is smooth, and the trapezoid rule over ln(p/(1−p)) converges exponentially: about
ten digits everywhere, near a = 1, for a → 0 (nobody leaves) and for thousands of purchases.

For one count of purchases the answer is a smooth curve in ln β, singular no closer than at ±iπ, so
a company's many ages need few evaluations and a Chebyshev interpolation of the logarithm; how many
follows from how far the ages reach (Trefethen 2013, Approximation Theory, theorem 8.2).
"""

import math
from dataclasses import dataclass

import numpy as np

from regain_value.arrays import FloatArray
from regain_value.errors import BadInput
from regain_value.special import log_beta, logistic

GRID_POINTS = 128
GRID_TAIL = 30.0
BISECTIONS = 16
LOG_TIME_STEP = 0.4
LOG_TIMES = np.arange(-15.0, 4.0, LOG_TIME_STEP)
HORIZON_POINTS = 24
NARROWEST = 1e-9
CURVE_ACCURACY = 32.0
"""−ln of the error that the interpolation of a curve is to leave, with some to spare."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Waiting times and the weight of E[Y(time)] at each: discounting integrated by parts."""

    times: FloatArray
    weights: FloatArray


def waits(*, horizon: float | None, log_discount: float) -> Waits:
    """∫ e^{−δt} dE(t) = e^{−δH} E(H) + ∫₀ᴴ δ e^{−δt} E(t) dt, as times and weights.

    horizon: None for ever. Raises BadInput for an undiscounted value for ever.
    """
    if log_discount == 0.0:
        if horizon is None:
            raise BadInput(
                place="discount",
                problem="a rate of 0 for ever adds up without end",
                way_out="give a rate above 0 or a horizon",
            )
        return Waits(np.array([horizon]), np.array([1.0]))
    if horizon is None:
        scaled = np.exp(LOG_TIMES)
        return Waits(scaled / log_discount, LOG_TIME_STEP * scaled * np.exp(-scaled))
    nodes, shares = np.polynomial.legendre.leggauss(HORIZON_POINTS)
    half = (nodes + 1) / 2
    inner = horizon * half**2
    weights = log_discount * np.exp(-log_discount * inner) * shares * horizon * half
    return Waits(np.append(inner, horizon), np.append(weights, np.exp(-log_discount * horizon)))


def expected_while_dropping(
    *, x: FloatArray, beta: FloatArray, r: float, a: float, b: float, waits: Waits
) -> FloatArray:
    """E[Y] of living customers with x repeats and rate posterior Gamma(r + x, β).

    Rows are customers or distinct histories; the unit of `waits` is that of β.
    """
    answer = np.empty_like(beta)
    order = np.argsort(x, kind="stable")
    starts = np.flatnonzero(np.diff(x[order], prepend=-1.0))
    for rows in np.split(order, starts[1:]):
        buyer = _Buyer(shape=r + x[rows[0]], a=a, stayed=b + x[rows[0]], waits=waits)
        answer[rows] = buyer.along(beta[rows])
    return answer


def _degree(reach: float) -> int:
    """Terms that a curve needs whose ends lie `reach` from its middle, singular π away."""
    ellipse = math.pi / reach + math.hypot(math.pi / reach, 1.0)
    return math.ceil(CURVE_ACCURACY / math.log(ellipse))


@dataclass(frozen=True, slots=True)
class _Buyer:
    """Everybody with one count of purchases; they differ only in β."""

    shape: float
    a: float
    stayed: float
    waits: Waits

    def along(self, beta: FloatArray) -> FloatArray:
        """E[Y] per β: directly for a few, along an interpolated curve for many."""
        if self.waits.times.max() == 0:
            return np.zeros_like(beta)
        lowest, highest = np.log(beta.min()), np.log(beta.max())
        degree = _degree(max(float(highest - lowest) / 2, NARROWEST))
        if len(beta) <= degree + 1 or highest - lowest < NARROWEST:
            return self.expected(beta)
        curve = np.polynomial.Chebyshev.interpolate(
            lambda logs: np.log(self.expected(np.exp(logs))), degree, (lowest, highest)
        )
        return np.exp(np.asarray(curve(np.log(beta)), dtype=np.float64))

    def expected(self, beta: FloatArray) -> FloatArray:
        """Σ weight · (s·t/β − E_p[shortfall]), the shortfall being what dropping out costs."""
        p, density = self._grid(self.waits.times.max() / beta.min())
        tau = (self.waits.times / beta[:, None])[:, :, None]
        bought = -np.expm1(-self.shape * np.log1p(p * tau)) / p
        shortfall = (self.shape * tau - bought) @ density
        total: FloatArray = (self.shape * tau[:, :, 0] - shortfall) @ self.waits.weights
        return total

    def _grid(self, longest: float) -> tuple[FloatArray, FloatArray]:
        """Points of p and their weights: even in ln(p/(1−p)), stretched into the right tail."""
        peak = float(np.log(self.a + 1) - np.log(self.stayed))
        bend = min(peak, -math.log((self.shape + 1) * longest + 1e-300))
        lowest = self._log_weight(peak, bend) - GRID_TAIL
        left = self._crossing(bend - 2 * GRID_TAIL, peak, bend, lowest)
        right = self._crossing(peak + 2 * GRID_TAIL * (1 + 1 / self.stayed), peak, bend, lowest)
        turn = max(peak, 0.0) + 1
        first = left - math.exp(left - turn)
        last = min(right, turn + math.log1p(max(right - turn, 0.0)))
        v, step = np.linspace(first, last, GRID_POINTS, retstep=True)
        stretch = np.exp(v - turn)
        u = v + stretch
        p = logistic(u)
        logs = -self.a * np.logaddexp(0, -u) - self.stayed * np.logaddexp(0, u)
        density = np.exp(logs - log_beta(self.a, self.stayed)) * (1 + stretch) * float(step)
        return p, density

    def _log_weight(self, u: float, bend: float) -> float:
        """Log of Beta density × shortfall at u = ln(p/(1−p)), up to a constant; concave."""
        rest = math.log1p(math.exp(-abs(u)))
        below, above = max(-u, 0.0) + rest, max(u, 0.0) + rest
        return -self.a * below - self.stayed * above + min(0.0, u - bend)

    def _crossing(self, outside: float, inside: float, bend: float, level: float) -> float:
        """Where the weight falls to `level`, by bisection, erring outwards."""
        for _ in range(BISECTIONS):
            middle = (outside + inside) / 2
            if self._log_weight(middle, bend) < level:
                outside = middle
            else:
                inside = middle
        return outside
