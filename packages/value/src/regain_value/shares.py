"""Shares with intervals: k of n."""

import numpy as np
import numpy.typing as npt

from regain_value.arrays import numbers, same_length
from regain_value.errors import BadInput
from regain_value.estimate import LEVEL, Estimate
from regain_value.special import normal_quantile


def share_of(part: npt.ArrayLike, whole: npt.ArrayLike) -> Estimate:
    """The share part ÷ whole with the score interval of Wilson (1927), per row.

    Nothing of nobody is 0, anywhere from 0 to 1. Raises BadInput for a part above its whole.
    """
    k, n = numbers("part", part, at_least=0), numbers("whole", whole, at_least=0)
    same_length(part=k, whole=n)
    if np.any(k > n):
        raise BadInput(
            place=f"part, row {int(np.argmax(k > n))}",
            problem="is larger than its whole",
            way_out="correct the counts",
        )
    z = normal_quantile((1 + LEVEL) / 2)
    some = np.maximum(n, 1e-9)
    value = np.where(n > 0, k / some, 0.0)
    centre = (k + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * np.sqrt(k * (1 - value) + z * z / 4)
    low, high = np.clip(centre - half, 0, value), np.clip(centre + half, value, 1)
    return Estimate(value, low, high)
