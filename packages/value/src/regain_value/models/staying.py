"""How long somebody stays who leaves at each occasion with a probability of their own, θ.

With θ ~ Beta(leave, stay) after what has been seen, the chance of still being there after j more
occasions is a product of ratios, and the discounted number of occasions to come is

    Σ_{j≥1} P(there at j) / (1+d)^j  =  E[(1−θ) / (d+θ)]
                                     =  s/(l+s) · z · ₂F₁(1, s+1; l+s+1; z),  z = 1/(1+d),

the hypergeometric form of Fader & Hardie (2007, 2010) and Fader, Hardie & Shang (2010), which
converges ever more slowly as d → 0. The expectation over ln(θ/(1−θ)) does not: its integrand is
smooth, and the trapezoid rule converges exponentially, to about thirteen digits for any d > 0.
"""

import math

import numpy as np

from regain_value.arrays import FloatArray
from regain_value.special import logistic, trigamma

BLOCK = 1024
WIDE_ENOUGH = 0.3
TAIL = 40.0
DEVIATIONS = 10.0
STEP, STEP_IN_DEVIATIONS = 0.25, 0.5


def occasions_to_come(
    leave: float, stay: FloatArray, *, rate: float, horizon: float | None
) -> FloatArray:
    """Discounted number of occasions somebody will still be there, per row of `stay` (> 0).

    rate: d per occasion, the next one discounted once; above 0 where horizon is None (for ever).
    """
    if horizon is None:
        return stay / (leave + stay) * _mean_inverse(leave, stay + 1, rate)
    total, still = np.zeros_like(stay), np.ones_like(stay)
    for first in range(0, int(horizon), BLOCK):
        passed = stay[:, None] + np.arange(first, min(first + BLOCK, horizon))
        path = still[:, None] * np.cumprod(passed / ((leave + passed) * (1 + rate)), axis=1)
        total += path.sum(axis=1)
        still = path[:, -1]
    return total


def _mean_inverse(leave: float, stay: FloatArray, rate: float) -> FloatArray:
    """E[1 / (d+θ)] for θ ~ Beta(leave, stay), stay ≥ 1.

    A small `leave` has a long tail towards θ = 0; E[θ f(θ)] = l/(l+s) · E'[f(θ')] with l + 1
    in the place of l turns it into a short one.
    """
    if leave < WIDE_ENOUGH:
        more = _mean_inverse(leave + 1, stay, rate)
        return (1 - leave / (leave + stay) * more) / rate
    deviation = np.sqrt(trigamma(leave) + trigamma(stay))
    middle = math.log(leave) - np.log(stay)
    left = np.minimum(middle, math.log(rate)) - TAIL / leave
    if leave > 1:
        left = np.maximum(left, middle - TAIL / (leave - 1))
    left = left - DEVIATIONS * deviation
    right = middle + DEVIATIONS * deviation + TAIL / stay + math.log1p(TAIL / leave)
    step = np.minimum(STEP, STEP_IN_DEVIATIONS * deviation)
    places = np.arange(math.ceil(float(((right - left) / step).max())) + 1)
    u = left[:, None] + step[:, None] * places
    logs = leave * u - (leave + stay)[:, None] * np.logaddexp(0, u)
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    mean: FloatArray = (weights / (rate + logistic(u))).sum(axis=1) / weights.sum(axis=1)
    return mean
