"""Said against happened: groups, tenths and the weeks of a cohort.

Groups by past purchases are the conditional expectations of Fader, Hardie & Lee (2005), figure 4;
the weeks are their tracking plot, figures 2 and 3.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from regain_value.arrays import FloatArray, numbers, same_length, whole_numbers
from regain_value.estimate import LEVEL, Estimate
from regain_value.models.buyers import FittedBuyers
from regain_value.shares import share_of
from regain_value.special import normal_quantile
from regain_value.units import Span


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of customers, in order: how many, what was said of each, what happened to each.

    at: what they have in common (past purchases, or the middle of a band); said, happened: means
    per customer.
    """

    at: FloatArray
    customers: FloatArray
    said: FloatArray
    happened: Estimate

    def __len__(self) -> int:
        return len(self.at)


def by_level(
    level: npt.ArrayLike, said: npt.ArrayLike, happened: npt.ArrayLike, *, most: int
) -> Groups:
    """Groups of equal `level` (past purchases), `most` and more together."""
    levels = np.minimum(whole_numbers("level", level), most)
    return _grouped(levels, numbers("said", said), numbers("happened", happened))


def by_share(said: npt.ArrayLike, happened: npt.ArrayLike, *, groups: int = 10) -> Groups:
    """Equally many customers a group, lowest `said` first; equal ones stay together."""
    column = numbers("said", said)
    _, place, counts = np.unique(column, return_inverse=True, return_counts=True)
    middles = np.cumsum(counts) - counts / 2
    band = np.floor(middles / len(column) * groups)[place]
    return _grouped(band, column, numbers("happened", happened))


def chances(said: npt.ArrayLike, happened: npt.ArrayLike, *, groups: int = 10) -> Groups:
    """As `by_share`, for chances and what came true (1 or 0), with score intervals."""
    told = by_share(said, happened, groups=groups)
    true = np.round(told.happened.value * told.customers)
    return Groups(told.at, told.customers, told.said, share_of(true, told.customers))


def _grouped(band: FloatArray, said: FloatArray, happened: FloatArray) -> Groups:
    same_length(band=band, said=said, happened=happened)
    at, place = np.unique(band, return_inverse=True)
    customers = np.bincount(place).astype(np.float64)
    mean = np.bincount(place, weights=happened) / customers
    spread = np.bincount(place, weights=(happened - mean[place]) ** 2)
    deviation = np.sqrt(spread / np.maximum(customers - 1, 1) / customers)
    half = normal_quantile((1 + LEVEL) / 2) * deviation
    return Groups(
        at=at,
        customers=customers,
        said=np.bincount(place, weights=said) / customers,
        happened=Estimate(mean, np.maximum(mean - half, 0.0), mean + half),
    )


def cohort_curve(
    model: FittedBuyers, began: npt.ArrayLike, customers: npt.ArrayLike, *, at: npt.ArrayLike
) -> FloatArray:
    """Purchases expected of a cohort up to each time `at`, from the first purchases on.

    began: when they first bought, customers: how many did, at: ascending times; all in the
    model's unit on one clock. First purchases themselves are not counted. Raises BadInput.
    """
    start, count, times = (
        numbers("began", began),
        numbers("customers", customers),
        numbers("at", at),
    )
    same_length(began=start, customers=count)
    longest = float(times[-1] - start.min()) if len(times) and len(start) else 0.0
    steps = np.linspace(0.0, max(longest, 0.0), min(len(times) * 2, 600) + 2)
    newcomer = {"frequency": [0.0], "recency": [0.0], "age": [0.0]}
    curve = np.array(
        [
            float(model.expected_purchases(newcomer, horizon=Span(step, model.unit))[0])
            for step in steps
        ]
    )
    waited = np.maximum(times[:, None] - start[None, :], 0.0)
    told: FloatArray = np.interp(waited.ravel(), steps, curve).reshape(waited.shape) @ count
    return told
