"""BG/NBD: when a customer buys, and when they silently stop.

Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way, Marketing Science 24(2).
A customer buys at rate λ ~ Gamma(r, α) while alive, and after each purchase leaves for good
with probability p ~ Beta(a, b). The model never lets a customer without repeats leave.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from regain_value.arrays import FloatArray
from regain_value.distinct import Distinct
from regain_value.maximum import maximise
from regain_value.models.buyers import learnable
from regain_value.models.dropout import FittedDropout
from regain_value.special import digamma, log_gamma, logistic
from regain_value.summary import Summary, known_as
from regain_value.table import Table
from regain_value.units import DAY, Unit

LOWEST, HIGHEST = 1e-5, 1e5


@dataclass(frozen=True, slots=True)
class FittedBGNBD(FittedDropout):
    """BG/NBD with its parameters; r, alpha (a time), a, b as in the paper."""

    paper: ClassVar[str] = "BG/NBD"
    tosses_at_first: ClassVar[int] = 0

    def log_likelihood_of(self, summary: Summary | Table) -> float:
        """How well these parameters tell other histories, by the same likelihood as in `fit`."""
        known = known_as(summary, self.unit).histories()
        return _Histories(known, scale=1.0).likelihood(np.asarray(self.values))[0]


@dataclass(frozen=True, slots=True)
class BGNBD:
    """The BG/NBD model before it has seen anybody; tables count time in `unit`."""

    unit: Unit = DAY

    def fit(self, summary: Summary | Table) -> FittedBGNBD:
        """Maximum likelihood on distinct histories. Raises BadInput, NotEnoughEvidence, FitFailed.

        Times are scaled by the mean age while searching, so the unit does not matter.
        """
        summary = learnable(summary, self.unit)
        known = summary.histories()
        x, _, age = known.rows
        customers = float(known.counts.sum())
        scale = float(np.average(age, weights=known.counts)) or 1.0
        histories = _Histories(known, scale=scale)
        peak = maximise(
            histories.likelihood,
            start=(0.5, 0.25, 0.8, 2.5),
            lower=(LOWEST,) * 4,
            upper=(HIGHEST,) * 4,
            weight=customers,
        )
        purchases = float(np.dot(x, known.counts))
        return FittedBGNBD.from_maximum(
            peak.rescaled(
                np.array([1.0, scale, 1.0, 1.0]), log_likelihood=-purchases * np.log(scale)
            ),
            unit=summary.unit,
            customers=customers,
        )


class _Histories:
    """Distinct histories with counts, sorted into those without and those with repeats."""

    def __init__(self, known: Distinct, *, scale: float) -> None:
        x, recency, age = known.rows[0], known.rows[1] / scale, known.rows[2] / scale
        counts = known.counts
        again = x > 0
        self.once_age, self.once_counts = age[~again], counts[~again]
        self.x, self.recency, self.age = x[again], recency[again], age[again]
        self.counts = counts[again]
        self.level, place = np.unique(x, return_inverse=True)
        self.level_counts = np.bincount(place, weights=counts)
        self.place = place[again]

    def likelihood(self, theta: FloatArray) -> tuple[float, FloatArray]:
        """Log likelihood and its gradient: equation (6) of the paper, summed by counts."""
        levels, level_slope = self._levels(theta)
        once, once_slope = self._without_repeats(theta)
        again, again_slope = self._with_repeats(theta)
        return levels + once + again, level_slope + once_slope + again_slope

    def _levels(self, theta: FloatArray) -> tuple[float, FloatArray]:
        r, alpha, a, b = theta
        x, n = self.level, self.level_counts
        value = (
            log_gamma(r + x) - log_gamma(r) + r * np.log(alpha)
            + log_gamma(a + b) - log_gamma(a + b + x) + log_gamma(b + x) - log_gamma(b)
        )  # fmt: skip
        both = digamma(a + b) - digamma(a + b + x)
        slope = (
            digamma(r + x) - digamma(r) + np.log(alpha),
            np.full_like(x, r / alpha),
            both,
            both + digamma(b + x) - digamma(b),
        )
        return float(n @ value), np.array([n @ part for part in slope])

    def _without_repeats(self, theta: FloatArray) -> tuple[float, FloatArray]:
        r, alpha = theta[:2]
        n, waited = self.once_counts, alpha + self.once_age
        logs = float(n @ np.log(waited))
        return -r * logs, np.array([-logs, -r * float(n @ (1 / waited)), 0.0, 0.0])

    def _with_repeats(self, theta: FloatArray) -> tuple[float, FloatArray]:
        r, alpha, a, b = theta
        n, shape = self.counts, r + self.x
        until_now, until_last = alpha + self.age, alpha + self.recency
        log_now, log_last = np.log(until_now), np.log(until_last)
        gone_level = np.log(a) - np.log(b + self.level[self.level > 0] - 1)
        shift = len(self.level) - len(gone_level)
        odds = gone_level[self.place - shift] + shape * (log_now - log_last)
        gone = logistic(odds)
        value = np.logaddexp(0.0, odds) - shape * log_now
        slope = (
            -(log_now + gone * (log_last - log_now)),
            -shape * ((1 - gone) / until_now + gone / until_last),
            gone / a,
            -gone / (b + self.x - 1),
        )
        return float(n @ value), np.array([n @ part for part in slope])
