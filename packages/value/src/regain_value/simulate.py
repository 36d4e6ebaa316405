"""Made-up buyers with known parameters, for tests and for learning what a model can see."""

from collections.abc import Mapping

import numpy as np

from regain_value.arrays import FloatArray, IntArray
from regain_value.summary import Summary
from regain_value.units import Unit


def simulate_buyers(
    params: Mapping[str, float],
    *,
    customers: int,
    age: tuple[float, float],
    unit: Unit,
    seed: int,
    spend: Mapping[str, float] | None = None,
) -> Summary:
    """Summary of BG/NBD buyers, with Gamma-Gamma spend if its parameters are given.

    params: r, alpha (in `unit`), a, b; age: shortest and longest time since the first purchase,
    in `unit`, uniform between; spend: p, q, gamma.
    """
    random = np.random.default_rng(seed)
    ages = random.uniform(*age, size=customers)
    rate = random.gamma(params["r"], 1 / params["alpha"], customers)
    leaves = random.beta(params["a"], params["b"], customers)
    frequency, recency = _purchases(random, rate, leaves, ages)
    mean = np.zeros(customers)
    if spend is not None:
        again = frequency > 0
        taste = random.gamma(spend["q"], 1 / spend["gamma"], customers)[again]
        bought = frequency[again]
        mean[again] = random.gamma(spend["p"] * bought) / (taste * bought)
    return Summary(
        frequency=frequency,
        recency=recency,
        age=ages,
        unit=unit,
        spend=None if spend is None else mean,
        count=np.ones(customers),
    )


def simulate_rhythms(*, r: float, alpha: float, gaps: IntArray, seed: int) -> FloatArray:
    """Total T of the given numbers of gaps, one customer per row: λ ~ Gamma(r, α), in α's unit."""
    random = np.random.default_rng(seed)
    rate = random.gamma(r, 1 / alpha, len(gaps))
    return np.where(gaps > 0, random.gamma(np.maximum(gaps, 1)) / rate, 0.0)


def _purchases(
    random: np.random.Generator, rate: FloatArray, leaves: FloatArray, ages: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Count and time of the last repeat purchase; every purchase is followed by a coin for leaving.

    BG/NBD tosses after each repeat purchase and not after the first.
    """
    frequency, recency = np.zeros(len(ages)), np.zeros(len(ages))
    buying = np.arange(len(ages))
    while len(buying):
        following = recency[buying] + random.exponential(1 / np.maximum(rate[buying], 1e-300))
        buying, following = buying[following < ages[buying]], following[following < ages[buying]]
        frequency[buying] += 1
        recency[buying] = following
        buying = buying[random.random(len(buying)) >= leaves[buying]]
    return frequency, recency
