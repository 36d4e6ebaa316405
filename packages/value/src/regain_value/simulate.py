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
    frequency, recency = purchases_until_dropout(
        random, rate=rate, leaves=leaves, age=ages, tosses_at_first=0
    )
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


def purchases_until_dropout(
    random: np.random.Generator,
    *,
    rate: FloatArray,
    leaves: FloatArray,
    age: FloatArray,
    tosses_at_first: int,
) -> tuple[FloatArray, FloatArray]:
    """Count and time of the last repeat purchase; every purchase is followed by a coin for leaving.

    tosses_at_first: 1 where the first purchase is followed by the coin too, else 0.
    """
    frequency, recency = np.zeros(len(age)), np.zeros(len(age))
    buying = np.arange(len(age))
    if tosses_at_first:
        buying = buying[random.random(len(buying)) >= leaves]
    while len(buying):
        following = recency[buying] + random.exponential(1 / np.maximum(rate[buying], 1e-300))
        in_time = following < age[buying]
        buying, following = buying[in_time], following[in_time]
        frequency[buying] += 1
        recency[buying] = following
        buying = buying[random.random(len(buying)) >= leaves[buying]]
    return frequency, recency
