"""Pareto/NBD: when a customer buys, and when they silently leave, at any moment.

Schmittlein, Morrison & Colombo (1987), Counting Your Customers, Management Science 33(1); Fader &
Hardie (2005), A Note on Deriving the Pareto/NBD Model and Related Expressions, and (2005) RFM and
CLV, Journal of Marketing Research 42(4). A customer buys at rate λ ~ Gamma(r, α) while alive and
leaves for good at rate μ ~ Gamma(s, β), whether or not they have bought again.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from regain_value.arrays import FloatArray, inner, numbers, tally
from regain_value.distinct import Distinct, distinct_rows
from regain_value.maximum import Height, maximise
from regain_value.models.buyers import FittedBuyers, learnable
from regain_value.models.pareto_future import (
    discounted_time,
    purchases_of_the_living,
    time_bought_in,
)
from regain_value.models.pareto_integral import Leaving, Moments
from regain_value.summary import Summary, known_as
from regain_value.table import Table
from regain_value.units import DAY, Unit

LOWEST, HIGHEST = 1e-5, 1e5
START = (0.5, 0.25, 0.5, 0.5)
"""Where the search begins, with times in mean ages."""


@dataclass(frozen=True, slots=True)
class FittedParetoNBD(FittedBuyers):
    """Pareto/NBD with its parameters; r, alpha (a time), s, beta (a time) as in the papers."""

    paper: ClassVar[str] = "Pareto/NBD"
    letters: ClassVar[tuple[str, ...]] = ("r", "alpha", "s", "beta")

    def log_likelihood_of(self, summary: Summary | Table) -> float:
        """How well these parameters tell other histories, by the same likelihood as in `fit`."""
        known = known_as(summary, self.unit).histories()
        return ParetoHistories(known, scale=1.0).likelihood(np.asarray(self.values)).value

    def simulate(self, age: npt.ArrayLike, *, seed: int) -> Summary:
        """Made-up customers of these parameters, one per age (a time in the model's unit)."""
        r, alpha, s, beta = self.values
        ages = numbers("age", age, at_least=0)
        random = np.random.default_rng(seed)
        rate, leaving = (
            np.maximum(random.gamma(shape, 1 / scale, len(ages)), 1e-300)
            for shape, scale in ((r, alpha), (s, beta))
        )
        lived = np.minimum(ages, random.exponential(1 / leaving))
        frequency = random.poisson(rate * lived).astype(np.float64)
        latest = random.random(len(ages)) ** (1 / np.maximum(frequency, 1))
        return Summary(
            frequency=frequency,
            recency=np.where(frequency > 0, lived * latest, 0.0),
            age=ages,
            unit=self.unit,
            spend=None,
            count=np.ones(len(ages)),
        )

    def _alive(self, x: FloatArray, recency: FloatArray, age: FloatArray) -> FloatArray:
        moments = Moments.of(x, recency, age)
        leaving = Leaving(np.asarray(self.values), moments, derivatives=False)
        return np.clip(leaving.seen()[1], 0.0, 1.0)

    def _expected(
        self, x: FloatArray, recency: FloatArray, age: FloatArray, *, horizon: float
    ) -> FloatArray:
        _, _, s, beta = self.values
        time = time_bought_in(beta + age, s=s, horizon=horizon)
        return self._rate_if_alive(x, recency, age) * time

    def _discounted(
        self,
        x: FloatArray,
        recency: FloatArray,
        age: FloatArray,
        *,
        rate: float,
        horizon: float | None,
    ) -> FloatArray:
        _, _, s, beta = self.values
        ages = distinct_rows(age)
        time = discounted_time(beta + ages.rows[0], s=s, rate=rate, horizon=horizon)
        return self._rate_if_alive(x, recency, age) * time[ages.back]

    def _distribution(
        self, x: FloatArray, recency: FloatArray, age: FloatArray, *, horizon: float, up_to: int
    ) -> FloatArray:
        r, alpha, s, beta = self.values
        pairs = distinct_rows(x, age)
        told = r + pairs.rows[0], alpha + pairs.rows[1], beta + pairs.rows[1]
        living = purchases_of_the_living(*told, s=s, horizon=horizon, up_to=up_to)
        alive = self._alive(x, recency, age)
        answer = alive[:, None] * living[pairs.back]
        answer[:, 0] += 1 - alive
        return answer

    def _rate_if_alive(self, x: FloatArray, recency: FloatArray, age: FloatArray) -> FloatArray:
        """Purchases per unit of time expected now: P(alive) · E[λ]."""
        r, alpha, _, _ = self.values
        return self._alive(x, recency, age) * (r + x) / (alpha + age)


@dataclass(frozen=True, slots=True)
class ParetoNBD:
    """The Pareto/NBD model before it has seen anybody; tables count time in `unit`."""

    unit: Unit = DAY

    def fit(self, summary: Summary | Table) -> FittedParetoNBD:
        """Maximum likelihood on distinct histories. Raises BadInput, NotEnoughEvidence, FitFailed.

        Times are scaled by the mean age while searching, so their unit does not matter.
        """
        told = learnable(summary, self.unit)
        known = told.histories()
        customers = float(known.counts.sum())
        scale = inner(known.counts, known.rows[2]) / customers
        purchases = inner(known.counts, known.rows[0])
        peak = maximise(
            ParetoHistories(known, scale=scale).likelihood,
            start=START,
            lower=(LOWEST,) * 4,
            upper=(HIGHEST,) * 4,
            weight=customers,
        )
        factors = np.array([1.0, scale, 1.0, scale])
        return FittedParetoNBD.from_maximum(
            peak.rescaled(factors, log_likelihood=-purchases * np.log(scale)),
            unit=told.unit,
            customers=customers,
        )


class ParetoHistories:
    """Distinct histories with counts: ln L with its exact derivatives."""

    def __init__(self, known: Distinct, *, scale: float) -> None:
        x, recency, age = known.rows
        self.counts = known.counts
        self.moments = Moments.of(x, recency / scale, age / scale)
        self.reached = tally(x.astype(np.int64), known.counts)[::-1].cumsum()[::-1][1:]
        self.purchases = inner(known.counts, x)

    def likelihood(self, theta: FloatArray) -> Height:
        """Log likelihood, gradient and Hessian in r, α, s, β, summed by counts."""
        bought = self._bought(theta)
        seen = Leaving(theta, self.moments, derivatives=True).heights(self.counts)
        return Height(
            bought.value + seen.value,
            bought.slope + seen.slope / theta,
            bought.curvature + seen.curvature / np.outer(theta, theta),
        )

    def _bought(self, theta: FloatArray) -> Height:
        """Γ(r+x)/Γ(r) · α^−x: Σ ln((r + j)/α) over the purchases j = 0 … x − 1 of everybody."""
        r, alpha = theta[:2]
        n, rate = self.reached, r + np.arange(len(self.reached))
        slope = np.array([inner(n, 1 / rate), -self.purchases / alpha, 0.0, 0.0])
        bends = [-inner(n, 1 / rate**2), self.purchases / alpha**2, 0.0, 0.0]
        return Height(inner(n, np.log(rate / alpha)), slope, np.diag(bends))
