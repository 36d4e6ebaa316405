"""BG/BB: purchases that can only happen on occasions: a yearly appeal, a season, a conference.

Fader, Hardie & Shang (2010), Customer-Base Analysis in a Discrete-Time Noncontractual Setting,
Marketing Science 29(6). On each occasion a customer who is alive buys with probability
p ~ Beta(α, β); before each occasion they leave for good with probability θ ~ Beta(γ, δ).
frequency counts occasions with a purchase, recency is the last of them, age all there were.
"""

from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from regain_value.arrays import FloatArray, whole_numbers
from regain_value.distinct import Distinct, distinct_rows
from regain_value.errors import FitFailed
from regain_value.maximum import Maximum, maximise
from regain_value.models.bgbb_likelihood import Donors
from regain_value.models.buyers import learnable
from regain_value.models.occasions import FittedOccasions, in_whole_occasions, refuse
from regain_value.models.staying import occasions_to_come
from regain_value.summary import Summary, known_as
from regain_value.table import Table
from regain_value.units import DAY, Unit

LOWEST, HIGHEST = 1e-5, 1e5
STARTS = ((1.0, 1.0, 1.0, 1.0), (0.1, 0.1, 0.1, 0.1), (0.5, 0.5, 5.0, 1.0))
CELLS = 500_000
RAREST = 1e-15


@dataclass(frozen=True, slots=True)
class FittedBGBB(FittedOccasions):
    """BG/BB with its parameters; alpha, beta of buying and gamma, delta of leaving."""

    paper: ClassVar[str] = "BG/BB"
    letters: ClassVar[tuple[str, ...]] = ("alpha", "beta", "gamma", "delta")

    @staticmethod
    def checked(summary: Summary) -> Summary:
        """The histories in whole occasions. Raises BadInput."""
        known = in_whole_occasions(summary)
        refuse(
            known.frequency > known.recency,
            "frequency",
            known.frequency,
            "purchases are more than the occasions up to the last one",
            "count one purchase an occasion at most",
        )
        return known

    def log_likelihood_of(self, summary: Summary | Table) -> float:
        """How well these parameters tell other histories, by the same likelihood as in `fit`."""
        known = self._known(summary)
        logs = Donors(*known.rows).log_likelihood(np.asarray(self.values))
        return float(known.counts @ logs)

    def simulate(self, age: npt.ArrayLike, *, seed: int) -> Summary:
        """Made-up customers of these parameters, one per age in whole occasions."""
        ages = whole_numbers("age", age)
        alpha, beta, gamma, delta = self.values
        random = np.random.default_rng(seed)
        buys = np.maximum(random.beta(alpha, beta, len(ages)), RAREST)
        leaves = np.maximum(random.beta(gamma, delta, len(ages)), RAREST)
        there = np.minimum(random.geometric(leaves) - 1, ages)
        last = np.maximum(there - random.geometric(buys) + 1, 0)
        earlier = random.binomial(np.maximum(last - 1, 0).astype(np.int64), buys)
        frequency = np.where(last > 0, earlier + 1.0, 0.0)
        return Summary(frequency, last, ages, self.unit, None, np.ones(len(ages)))

    def _alive(self, x: FloatArray, recency: FloatArray, age: FloatArray) -> FloatArray:
        """The paper's P(alive): still there at the occasion that comes next."""
        _, _, gamma, delta = self.values
        return self._was_alive(x, recency, age) * (delta + age) / (gamma + delta + age)

    def _expected(
        self, x: FloatArray, recency: FloatArray, age: FloatArray, *, horizon: float
    ) -> FloatArray:
        return self._discounted(x, recency, age, rate=0.0, horizon=horizon)

    def _discounted(
        self,
        x: FloatArray,
        recency: FloatArray,
        age: FloatArray,
        *,
        rate: float,
        horizon: float | None,
    ) -> FloatArray:
        """DERT of the paper: the next occasion is discounted once."""
        alpha, beta, gamma, delta = self.values
        ages = distinct_rows(age)
        there = occasions_to_come(gamma, delta + ages.rows[0], rate=rate, horizon=horizon)
        buys = (alpha + x) / (alpha + beta + age)
        return self._was_alive(x, recency, age) * buys * there[ages.back]

    def _distribution(
        self, x: FloatArray, recency: FloatArray, age: FloatArray, *, horizon: float, up_to: int
    ) -> FloatArray:
        told = np.empty((len(x), up_to + 1))
        rows = max(1, int(CELLS / (horizon + 1)))
        for first in range(0, len(x), rows):
            part = slice(first, first + rows)
            told[part] = self._purchases_while_alive(x[part], age[part], int(horizon), up_to)
        alive = self._was_alive(x, recency, age)
        told *= alive[:, None]
        told[:, 0] += 1 - alive
        return told

    def _was_alive(self, x: FloatArray, recency: FloatArray, age: FloatArray) -> FloatArray:
        """Probability that they were still there at the last occasion."""
        return Donors(x, recency, age).alive(np.asarray(self.values))

    def _purchases_while_alive(
        self, x: FloatArray, age: FloatArray, horizon: int, up_to: int
    ) -> FloatArray:
        """Beta-binomial purchases over the occasions one is still there for, weighed by these."""
        alpha, beta, gamma, delta = self.values
        buys, passes = (alpha + x)[:, None], (beta + age - x)[:, None]
        j = np.arange(horizon)
        stay = (delta + age)[:, None] + j
        stays = np.cumprod(stay / (gamma + stay), axis=1)
        weights: FloatArray = np.column_stack([np.ones(len(x)), stays])
        weights[:, :-1] *= gamma / (gamma + stay)
        missed = np.cumsum(np.log((passes + j) / (buys + passes + j)), axis=1)
        logs: FloatArray = np.column_stack([np.zeros(len(x)), missed])
        told = np.empty((len(x), up_to + 1))
        occasions = np.arange(horizon + 1)
        for k in range(up_to + 1):
            told[:, k] = (weights * np.exp(logs)).sum(axis=1)
            open_ = np.maximum(occasions - k, 0)
            with np.errstate(divide="ignore"):
                ways = np.log(open_ / (k + 1))
            logs = logs + ways + np.log((buys + k) / (passes + np.maximum(open_ - 1, 0)))
        return told


@dataclass(frozen=True, slots=True)
class BGBB:
    """The BG/BB model before it has seen anybody; `unit` is from one occasion to the next."""

    unit: Unit = DAY

    def fit(self, summary: Summary | Table) -> FittedBGBB:
        """Maximum likelihood on distinct histories. Raises BadInput, NotEnoughEvidence, FitFailed.

        A customer may buy once an occasion; recency and age are whole occasions.
        """
        given = summary if isinstance(summary, Summary) else known_as(summary, self.unit)
        told = learnable(FittedBGBB.checked(given), self.unit)
        known = told.histories()
        peak = _highest(known)
        customers = float(known.counts.sum())
        return FittedBGBB.from_maximum(peak, unit=told.unit, customers=customers)


def _highest(known: Distinct) -> Maximum:
    """The first peak that the data pin down, or the highest of those they do not.

    Where few customers bought again, "they are many kinds" and "they all left early" are peaks of
    their own, at opposite walls. Raises FitFailed where no search settles.
    """
    donors, peaks = Donors(*known.rows), []
    for start in STARTS:
        with suppress(FitFailed):
            peak = maximise(
                lambda theta: donors.height(theta, known.counts),
                start=start,
                lower=(LOWEST,) * 4,
                upper=(HIGHEST,) * 4,
                weight=float(known.counts.sum()),
            )
            if not any(peak.at_edge):
                return peak
            peaks.append(peak)
    if not peaks:
        raise FitFailed("The search for the parameters did not settle; look for extreme values.")
    return max(peaks, key=lambda peak: peak.log_likelihood)
