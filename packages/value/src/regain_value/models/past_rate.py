"""Past rate × time: the rule every model of leaving has to beat.

Ehrenberg (1959), The Pattern of Consumer Purchases, Applied Statistics 8(1): a customer buys at
rate λ ~ Gamma(r, α) and never leaves. What is expected of them is their own past rate, drawn
toward the company's the more the shorter they are known: (r + x) / (α + T) × time.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from regain_value.arrays import FloatArray, numbers
from regain_value.models.buyers import FittedBuyers, learnable
from regain_value.rhythm import GammaPoissonRhythm
from regain_value.special import log_gamma
from regain_value.summary import Summary, known_as
from regain_value.table import Table
from regain_value.units import DAY, Unit


@dataclass(frozen=True, slots=True)
class FittedPastRate(FittedBuyers):
    """The past rates of a company; r and alpha (a time)."""

    paper: ClassVar[str] = "past rate"
    letters: ClassVar[tuple[str, ...]] = ("r", "alpha")

    def log_likelihood_of(self, summary: Summary | Table) -> float:
        """How well these parameters tell other histories, by the same likelihood as in `fit`."""
        known = known_as(summary, self.unit).histories()
        r, alpha = self.values
        x, _, age = known.rows
        logs = log_gamma(r + x) - log_gamma(r) + r * np.log(alpha) - (r + x) * np.log(alpha + age)
        return float(known.counts @ logs)

    def simulate(self, age: npt.ArrayLike, *, seed: int) -> Summary:
        """Made-up customers of these parameters, one per age (a time in the model's unit)."""
        r, alpha = self.values
        ages = numbers("age", age, at_least=0)
        random = np.random.default_rng(seed)
        frequency = random.poisson(random.gamma(r, 1 / alpha, len(ages)) * ages).astype(np.float64)
        latest = random.random(len(ages)) ** (1 / np.maximum(frequency, 1))
        return Summary(
            frequency=frequency,
            recency=np.where(frequency > 0, ages * latest, 0.0),
            age=ages,
            unit=self.unit,
            spend=None,
            count=np.ones(len(ages)),
        )

    def _alive(self, x: FloatArray, recency: FloatArray, age: FloatArray) -> FloatArray:
        return np.ones(len(x))

    def _expected(
        self, x: FloatArray, recency: FloatArray, age: FloatArray, *, horizon: float
    ) -> FloatArray:
        return self._rate_of(x, age) * horizon

    def _discounted(
        self,
        x: FloatArray,
        recency: FloatArray,
        age: FloatArray,
        *,
        rate: float,
        horizon: float | None,
    ) -> FloatArray:
        if horizon is None:
            return self._rate_of(x, age) / rate
        time = horizon if rate == 0 else -np.expm1(-rate * horizon) / rate
        return self._rate_of(x, age) * time

    def _distribution(
        self, x: FloatArray, recency: FloatArray, age: FloatArray, *, horizon: float, up_to: int
    ) -> FloatArray:
        """Negative binomial, with what has been seen as the prior."""
        r, alpha = self.values
        shape, waited = (r + x)[:, None], (alpha + age)[:, None]
        n = np.arange(up_to + 1.0)
        ways = log_gamma(shape + n) - log_gamma(shape) - log_gamma(n + 1)
        some = np.zeros((len(x), up_to + 1))
        if horizon > 0:
            some = n * np.log(horizon / (waited + horizon))
        else:
            some[:, 1:] = -np.inf
        told: FloatArray = np.exp(ways - shape * np.log1p(horizon / waited) + some)
        return told

    def _rate_of(self, x: FloatArray, age: FloatArray) -> FloatArray:
        r, alpha = self.values
        rate: FloatArray = (r + x) / (alpha + age)
        return rate


@dataclass(frozen=True, slots=True)
class PastRate:
    """The rule before it has seen anybody; tables count time in `unit`."""

    unit: Unit = DAY

    def fit(self, summary: Summary | Table) -> FittedPastRate:
        """Maximum likelihood on distinct (x, T). Raises BadInput, NotEnoughEvidence, FitFailed."""
        told = learnable(summary, self.unit)
        rhythm = GammaPoissonRhythm().fit(
            told.frequency,
            told.recency,
            silence=told.age - told.recency,
            count=told.count,
            unit=told.unit,
        )
        return FittedPastRate(
            values=rhythm.values,
            unit=told.unit,
            log_likelihood=rhythm.log_likelihood,
            log_covariance=rhythm.log_covariance,
            at_edge=rhythm.at_edge,
            customers=rhythm.customers,
        )
