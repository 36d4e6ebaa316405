"""The likelihood of the beta-discrete-Weibull, stable for any age and any c.

S(t) = B(α, β + t^c) / B(α, β) asks for lnΓ(z + a) − lnΓ(z) at a z that may have hundreds of digits;
the difference of two values would lose them all, the difference of Stirling's series does not.
"""

import numpy as np

from regain_value.arrays import FloatArray, IntArray
from regain_value.maximum import Height
from regain_value.models.contracts import Departures
from regain_value.special import digamma, log_gamma, trigamma

LOG_LARGEST = 300.0
FLATTEST = 1e-100
SHORT, NODES = 0.25, 6
STIRLING_FROM = 16
LOG_GAMMA = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188)
DIGAMMA = (-1 / 12, 1 / 120, -1 / 252, 1 / 240, -1 / 132)
TRIGAMMA = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66)


class Survival:
    """ln S at whole dates t ≥ 0 for (α, β, c), and where it comes from: u = t^c."""

    def __init__(self, theta: FloatArray, date: IntArray) -> None:
        self.alpha, self.beta, self.c = map(float, theta)
        self.log_t = np.log(np.maximum(date, 1))
        self.u = np.where(date > 0, np.exp(np.minimum(self.c * self.log_t, LOG_LARGEST)), 0.0)
        self.z = self.beta + self.u
        rise = log_gamma_rise(np.append(self.beta, self.z), self.alpha)
        self.log = rise[0] - rise[1:]

    def derivatives(self) -> tuple[FloatArray, FloatArray]:
        """Gradient (3 × dates) and Hessian (3 × 3 × dates) of ln S in α, β, c."""
        alpha, z, u = self.alpha, self.z, self.u
        rise = digamma_rise(np.append(self.beta, z), alpha)
        bend = trigamma_rise(np.append(self.beta, z), alpha)
        joint = trigamma(alpha + z)
        u_c = u * self.log_t
        slope = np.array(
            [
                digamma(alpha + self.beta) - digamma(alpha + z),
                rise[0] - rise[1:],
                -rise[1:] * u_c,
            ]
        )
        curvature = np.empty((3, 3, len(u)))
        curvature[0, 0] = curvature[0, 1] = trigamma(alpha + self.beta) - joint
        curvature[0, 2] = -joint * u_c
        curvature[1, 1] = bend[0] - bend[1:]
        curvature[1, 2] = -bend[1:] * u_c
        curvature[2, 2] = -(bend[1:] * u_c + rise[1:] * self.log_t) * u_c
        for row, column in ((1, 0), (2, 0), (2, 1)):
            curvature[row, column] = curvature[column, row]
        return slope, curvature


def falls(theta: FloatArray, most: int) -> FloatArray:
    """By how much ln S falls at the dates 1 … most, each to its own last digits.

    It is the integral of ψ(z+α) − ψ(z) from z = β + (t−1)^c to β + t^c: by Gauss over a short way,
    in closed form over a long one.
    """
    alpha, beta, c = map(float, theta)
    t = np.arange(1.0, most + 1)
    u = np.where(t > 1, np.exp(np.minimum(c * np.log(np.maximum(t - 1, 1)), LOG_LARGEST)), 0.0)
    growth = np.minimum(c * np.log1p(1 / np.maximum(t - 1, 1)), LOG_LARGEST)
    step = np.where(t > 1, u * np.expm1(growth), 1.0)
    before = beta + u
    short = step < SHORT * before
    told = np.empty_like(t)
    told[short] = _short_way(before[short], step[short], alpha)
    told[~short] = _long_way(before[~short], step[~short], alpha)
    return np.minimum(-told, -FLATTEST)


def _short_way(z: FloatArray, step: FloatArray, a: float) -> FloatArray:
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    total = np.zeros_like(z)
    for node, weight in zip((1 + nodes) / 2, weights / 2, strict=True):
        total += weight * digamma_rise(z + node * step, a)
    return step * total


def _long_way(z: FloatArray, step: FloatArray, a: float) -> FloatArray:
    """The recurrence of Γ leads to where Stirling's series is exact."""
    after, near = z + step, np.zeros_like(z)
    for k in range(STIRLING_FROM):
        near += np.log1p(-a / (after + k) * (step / (z + k + a)))
    before, after = z + STIRLING_FROM, after + STIRLING_FROM
    far = a * np.log1p(step / before) + _bend(after, a) - _bend(before, a)
    return far - near


def _bend(z: FloatArray, a: float) -> FloatArray:
    """What lnΓ(z + a) − lnΓ(z) is beyond a·ln z, for z of STIRLING_FROM or more."""
    share = np.log1p(a / z)
    series = _series(LOG_GAMMA, 1 / (z + a), 1) - _series(LOG_GAMMA, 1 / z, 1)
    return z * (share - a / z) + (a - 0.5) * share + series


def log_likelihood(departures: Departures, theta: FloatArray) -> float:
    """Summed by date: P(T = t) = S(t−1) − S(t)."""
    fall = falls(theta, departures.most)
    log = np.append(0.0, np.cumsum(fall))
    leave = np.log(-np.expm1(fall))
    return float(departures.stayed @ log + departures.left[1:] @ (log[:-1] + leave))


def height(departures: Departures, theta: FloatArray) -> Height:
    """Log likelihood, gradient and Hessian."""
    curve = Survival(theta, np.arange(departures.most + 1))
    slope, bend = curve.derivatives()
    fall_slope, fall_bend = np.diff(slope), np.diff(bend)
    left, stayed = departures.left[1:], departures.stayed
    odds = 1 / np.expm1(-falls(theta, departures.most))
    weights = left * odds
    before = stayed + np.append(left, 0.0)
    total = slope @ before - fall_slope @ weights
    curvature = bend @ before - fall_bend @ weights
    curvature -= (fall_slope * weights * (1 + odds)) @ fall_slope.T
    return Height(log_likelihood(departures, theta), total, curvature)


def log_gamma_rise(z: FloatArray, a: float) -> FloatArray:
    """lnΓ(z + a) − lnΓ(z) for z, a > 0."""
    big = np.maximum(z, STIRLING_FROM)
    series = _series(LOG_GAMMA, 1 / (big + a), 1) - _series(LOG_GAMMA, 1 / big, 1)
    far = (big + a - 0.5) * np.log1p(a / big) + a * (np.log(big) - 1) + series
    near = np.minimum(z, STIRLING_FROM)
    return np.where(z > STIRLING_FROM, far, log_gamma(near + a) - log_gamma(near))


def digamma_rise(z: FloatArray, a: float) -> FloatArray:
    """ψ(z + a) − ψ(z) for z, a > 0."""
    big = np.maximum(z, STIRLING_FROM)
    after, before = 1 / (big + a), 1 / big
    series = _series(DIGAMMA, after, 2) - _series(DIGAMMA, before, 2)
    far = np.log1p(a / big) - (after - before) / 2 + series
    near = np.minimum(z, STIRLING_FROM)
    return np.where(z > STIRLING_FROM, far, digamma(near + a) - digamma(near))


def trigamma_rise(z: FloatArray, a: float) -> FloatArray:
    """ψ′(z + a) − ψ′(z) for z, a > 0."""
    big = np.maximum(z, STIRLING_FROM)
    after, before = 1 / (big + a), 1 / big
    series = _series(TRIGAMMA, after, 3) - _series(TRIGAMMA, before, 3)
    far = -a * after * before + (after**2 - before**2) / 2 + series
    near = np.minimum(z, STIRLING_FROM)
    return np.where(z > STIRLING_FROM, far, trigamma(near + a) - trigamma(near))


def _series(terms: tuple[float, ...], r: FloatArray, power: int) -> FloatArray:
    """Σ terms[k] · r^(power + 2k), small ones last."""
    total = np.zeros_like(r)
    for term in reversed(terms):
        total = term + total * r * r
    return total * r**power
