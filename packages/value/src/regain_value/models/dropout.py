"""What BG/NBD and MBG/NBD share: buying like a gamma-Poisson, leaving by the toss of a beta coin.

A customer buys at rate λ ~ Gamma(r, α) while alive and tosses a coin that says "gone for good" with
p ~ Beta(a, b): in BG/NBD after each repeat purchase, in MBG/NBD after the first purchase too. Given
that they are alive after x repeats in T, λ ~ Gamma(r + x, α + T) and p ~ Beta(a, b + tosses),
and from then on both papers describe the same future.
"""

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt

from regain_value.arrays import FloatArray, inner, numbers
from regain_value.distinct import coarser, distinct_rows
from regain_value.maximum import maximise
from regain_value.models.beta_mixture import expected_while_dropping, waits
from regain_value.models.buyers import FittedBuyers, learnable
from regain_value.models.dropout_likelihood import DropoutHistories
from regain_value.simulate import purchases_until_dropout
from regain_value.special import beta_share, log_beta, log_gamma, logistic
from regain_value.summary import Summary, known_as
from regain_value.table import Table
from regain_value.units import Unit

MANY, CELLS = 5_000, 40
"""Above so many histories, those in one cell of time count as alike while the peak is far."""
LOWEST, HIGHEST = 1e-5, 1e5
START = (0.5, 0.25, 0.8, 2.5)
"""Where the search begins, with times in mean ages."""


@dataclass(frozen=True, slots=True)
class FittedDropout(FittedBuyers):
    """A fitted model whose customers may leave right after a purchase; r, alpha (a time), a, b."""

    letters: ClassVar[tuple[str, ...]] = ("r", "alpha", "a", "b")
    tosses_at_first: ClassVar[int]

    @classmethod
    def most_likely(cls, summary: Summary | Table, unit: Unit) -> Self:
        """Maximum likelihood on distinct histories; a table is taken to be in `unit`.

        Times are scaled by the mean age while searching, so their unit does not matter. Raises
        BadInput, NotEnoughEvidence, FitFailed.
        """
        told = learnable(summary, unit)
        known = told.histories()
        customers = float(known.counts.sum())
        scale = inner(known.counts, known.rows[2]) / customers
        purchases = inner(known.counts, known.rows[0])
        views = [known, coarser(known, cells=CELLS)] if len(known) > MANY else [known]
        exact, *coarse = (
            DropoutHistories(rows, scale=scale, tosses_at_first=cls.tosses_at_first).likelihood
            for rows in views
        )
        peak = maximise(
            exact,
            coarse=coarse[0] if coarse else None,
            start=START,
            lower=(LOWEST,) * 4,
            upper=(HIGHEST,) * 4,
            weight=customers,
        )
        factors = np.array([1.0, scale, 1.0, 1.0])
        return cls.from_maximum(
            peak.rescaled(factors, log_likelihood=-purchases * np.log(scale)),
            unit=told.unit,
            customers=customers,
        )

    def log_likelihood_of(self, summary: Summary | Table) -> float:
        """How well these parameters tell other histories, by the same likelihood as in `fit`."""
        known = known_as(summary, self.unit).histories()
        told = DropoutHistories(known, scale=1.0, tosses_at_first=self.tosses_at_first)
        return told.likelihood(np.asarray(self.values)).value

    def simulate(self, age: npt.ArrayLike, *, seed: int) -> Summary:
        """Made-up customers of these parameters, one per age (a time in the model's unit)."""
        ages = numbers("age", age, at_least=0)
        r, alpha, a, b = self.values
        random = np.random.default_rng(seed)
        frequency, recency = purchases_until_dropout(
            random,
            rate=random.gamma(r, 1 / alpha, len(ages)),
            leaves=random.beta(a, b, len(ages)),
            age=ages,
            tosses_at_first=self.tosses_at_first,
        )
        return Summary(frequency, recency, ages, self.unit, None, np.ones(len(ages)))

    def _alive(self, x: FloatArray, recency: FloatArray, age: FloatArray) -> FloatArray:
        r, alpha, a, b = self.values
        tosses = x + self.tosses_at_first
        against = (
            np.log(a)
            - np.log(np.maximum(b + tosses - 1, b))
            + (r + x) * np.log((alpha + age) / (alpha + recency))
        )
        return np.where(tosses > 0, logistic(-against), 1.0)

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
        r, alpha, a, b = self.values
        pairs = distinct_rows(x, age)
        while_alive = expected_while_dropping(
            x=pairs.rows[0],
            beta=alpha + pairs.rows[1],
            r=r,
            a=a,
            b=b + self.tosses_at_first,
            waits=waits(horizon=horizon, log_discount=rate),
        )
        return self._alive(x, recency, age) * while_alive[pairs.back]

    def _distribution(
        self, x: FloatArray, recency: FloatArray, age: FloatArray, *, horizon: float, up_to: int
    ) -> FloatArray:
        """Equation (8) of Fader, Hardie & Lee (2005) with what has been seen as the prior."""
        r, alpha, a, b = self.values
        shape, stays = (r + x)[:, None], (b + x + self.tosses_at_first)[:, None]
        waited = (alpha + age)[:, None]
        n = np.arange(up_to + 1.0)
        share = horizon / (waited + horizon)
        ways = log_gamma(shape + n) - log_gamma(shape) - log_gamma(n + 1)
        some = n * np.log(share) if horizon > 0 else np.where(n > 0, -np.inf, 0.0)
        bought = np.exp(ways - shape * np.log1p(horizon / waited) + some)
        stayed = np.exp(log_beta(a, stays + n) - log_beta(a, stays))
        left = np.exp(log_beta(a + 1, stays + n[1:] - 1) - log_beta(a, stays))
        told = stayed * bought
        told[:, 1:] += left * beta_share(n[1:], shape, share)
        alive = self._alive(x, recency, age)
        told *= alive[:, None]
        told[:, 0] += 1 - alive
        return told
