"""Made-up buyers with known parameters, for tests and for learning what a model can see."""

import numpy as np

from regain_value.arrays import FloatArray, IntArray


def simulate_rhythms(*, r: float, alpha: float, gaps: IntArray, seed: int) -> FloatArray:
    """Total T of the given numbers of gaps, one customer per row: λ ~ Gamma(r, α), in α's unit."""
    random = np.random.default_rng(seed)
    rate = random.gamma(r, 1 / alpha, len(gaps))
    return np.where(gaps > 0, random.gamma(np.maximum(gaps, 1)) / rate, 0.0)


def purchases_until_dropout(
    random: "np.random.Generator",
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
