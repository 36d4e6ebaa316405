"""What a Pareto/NBD customer who is alive now will buy, by integrals over the time of leaving.

Given alive at T after x repeats, λ ~ Gamma(r + x, α + T) and μ ~ Gamma(s, β + T) are independent
(Fader & Hardie 2005): the future is that of a new customer with these parameters. Times here are
waiting times from now on; `alpha` and `beta` are α + T and β + T of each history.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from regain_value.arrays import FloatArray, tally
from regain_value.models.panels import NEGLIGIBLE_LOG, Panels, grown, panels

DISCOUNTED_WINDOWS = (0.0, 1.0, 2.0, 4.0, 8.0, 16.0, NEGLIGIBLE_LOG)
AT_ONCE = 8192
COUNTS_PER_PANELFUL = 16
"""The higher the counts asked for, the more panels a history needs and the fewer go at once."""


def time_bought_in(beta: FloatArray, *, s: float, horizon: float) -> FloatArray:
    """∫₀ᴴ P(alive at t) dt: (β/(s−1))·[1 − (β/(β+H))^(s−1)], also where s is 1."""
    growth = np.log1p(horizon / beta)
    tilt = (1 - s) * growth
    gentle = np.abs(tilt) < 1e-5
    safe = np.where(gentle, 1.0, tilt)
    rise = np.where(gentle, 1 + tilt / 2 + tilt * tilt / 6, np.expm1(safe) / safe)
    return beta * growth * rise


def discounted_time(
    beta: FloatArray, *, s: float, rate: float, horizon: float | None
) -> FloatArray:
    """∫ e^(−δt) P(alive at t) dt from now to the horizon, or for ever where it is None.

    For ever it is β e^z E_s(z) = β z^(s−1) U(s, s, z) with z = δβ, the confluent hypergeometric
    function of Fader & Hardie (2005), which libraries lose for large s or z.
    """
    if rate == 0 and horizon is not None:
        return time_bought_in(beta, s=s, horizon=horizon)
    longest = NEGLIGIBLE_LOG / rate if horizon is None else min(horizon, NEGLIGIBLE_LOG / rate)
    edges = [window / rate for window in DISCOUNTED_WINDOWS if window < rate * longest]
    total = np.zeros_like(beta)
    for first in range(0, len(beta), AT_ONCE):
        rows = slice(first, first + AT_ONCE)
        for start, end in pairwise([*edges, longest]):
            total[rows] += _discounted_window(beta[rows], s, rate, start, end)
    return total


def _discounted_window(
    beta: FloatArray, s: float, rate: float, start: float, end: float
) -> FloatArray:
    """The part of the discounted time between two waiting times."""
    near = beta + start
    length = np.minimum(end - start, near * grown(NEGLIGIBLE_LOG / s))
    steepness = s + rate * (near + length)
    inside = np.zeros_like(beta)
    for block in panels(nearness=near, length=length, steepness=steepness):
        left = np.exp(-rate * block.offset - s * block.growth) * block.weight
        inside += tally(block.place, left.sum(axis=1), len(beta))
    return inside * np.exp(-rate * start - s * np.log1p(start / beta))


def purchases_of_the_living(
    shape: FloatArray,
    alpha: FloatArray,
    beta: FloatArray,
    *,
    s: float,
    horizon: float,
    up_to: int,
) -> FloatArray:
    """Probability of 0 … `up_to` purchases in (0, horizon]: rows × (up_to + 1).

    Schmittlein, Morrison & Colombo (1987), equation (A43), as an integral over the time of
    leaving: negative binomial until then, or until the horizon.
    """
    answer = np.empty((len(shape), up_to + 1))
    at_once = max(AT_ONCE // (1 + up_to // COUNTS_PER_PANELFUL), 1)
    for first in range(0, len(shape), at_once):
        rows = slice(first, first + at_once)
        told = alpha[rows], beta[rows]
        answer[rows] = _distribution(shape[rows], *told, s=s, horizon=horizon, up_to=up_to).T
    return answer


def _distribution(
    shape: FloatArray,
    alpha: FloatArray,
    beta: FloatArray,
    *,
    s: float,
    horizon: float,
    up_to: int,
) -> FloatArray:
    bought = np.log1p(horizon / alpha)
    staying = -s * np.log1p(horizon / beta)
    total = np.array([np.exp(logs + staying) for logs in _negative_binomial(shape, bought, up_to)])
    for block in _until_leaving(shape, alpha, beta, s=s, horizon=horizon, up_to=up_to):
        rows = block.place[:, None]
        leaving = np.log(block.weight * s / beta[rows])
        leaving -= (s + 1) * np.log1p(block.offset / beta[rows])
        bought = np.log1p(block.offset / alpha[rows])
        for count, logs in enumerate(_negative_binomial(shape[rows], bought, up_to)):
            inside = np.exp(logs + leaving).sum(axis=1)
            total[count] += tally(block.place, inside, len(shape))
    return total


def _until_leaving(
    shape: FloatArray,
    alpha: FloatArray,
    beta: FloatArray,
    *,
    s: float,
    horizon: float,
    up_to: int,
) -> Iterator[Panels]:
    """Points up to the horizon, as far as somebody can have bought so little."""
    near = np.minimum(alpha, beta)
    reach = np.minimum(
        alpha * grown((2 * up_to + 2 * NEGLIGIBLE_LOG) / shape),
        beta * grown(NEGLIGIBLE_LOG / s),
    )
    length = np.minimum(horizon, reach)
    steepness = (near + length) * (shape / (alpha + length) + (s + 1) / (beta + length))
    return panels(nearness=near, length=length, steepness=steepness)


def _negative_binomial(shape: FloatArray, bought: FloatArray, up_to: int) -> Iterator[FloatArray]:
    """Logarithms of P(n purchases) for n = 0 … up_to, where bought = ln(1 + t/α)."""
    with np.errstate(divide="ignore"):
        each = np.log(-np.expm1(-bought))
    logs = -shape * bought
    yield logs
    for count in range(1, up_to + 1):
        logs = logs + np.log((shape + (count - 1)) / count) + each
        yield logs
