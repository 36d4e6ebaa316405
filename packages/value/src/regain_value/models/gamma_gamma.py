"""Gamma-Gamma: what a customer's purchases are worth on average.

Fader & Hardie (2013), The Gamma-Gamma Model of Monetary Value (brucehardie.com/notes/025).
A purchase is Gamma(p, ν), and ν varies over customers as Gamma(q, γ); values do not depend on
how often somebody buys. q is kept above 1, where the mean over all customers exists.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from regain_value.arrays import FloatArray
from regain_value.distinct import Distinct, distinct_rows
from regain_value.errors import NotEnoughEvidence
from regain_value.fitted import Fitted
from regain_value.maximum import maximise
from regain_value.special import digamma, log_gamma
from regain_value.summary import Summary

LOWEST_Q = 1.001


@dataclass(frozen=True, slots=True)
class FittedGammaGamma(Fitted):
    """Gamma-Gamma with its parameters; p, q, gamma (money) as in the paper."""

    paper: ClassVar[str] = "Gamma-Gamma"
    letters: ClassVar[tuple[str, ...]] = ("p", "q", "gamma")

    @property
    def mean_spend(self) -> float:
        """Mean value of a purchase over all customers, in money: pγ/(q − 1)."""
        p, q, gamma = self.values
        return p * gamma / (q - 1)

    def log_likelihood_of(self, summary: Summary) -> float:
        """How well these parameters tell other purses, by the same likelihood as in `fit`."""
        known = _distinct_purses(summary)
        return _Purses(known, scale=1.0).likelihood(np.asarray(self.values))[0]

    def expected_spend(self, summary: Summary) -> FloatArray:
        """Mean value of a future purchase of each customer, in row order.

        Their own mean, pulled towards everybody's the more the less often they bought; who never
        bought again is expected to spend the mean. Raises BadInput for spend that is missing or
        not positive.
        """
        p, q, gamma = self.values
        x, spend = summary.frequency, summary.repeat_spend()
        own = p * (gamma + x * spend) / np.where(x > 0, p * x + q - 1, 1.0)
        return np.where(x > 0, own, self.mean_spend)


@dataclass(frozen=True, slots=True)
class GammaGamma:
    """The Gamma-Gamma model before it has seen anybody."""

    def fit(self, summary: Summary) -> FittedGammaGamma:
        """Maximum likelihood over the customers with repeat purchases.

        Raises BadInput for spend that is missing or not positive, NotEnoughEvidence when nobody
        bought again, FitFailed when the likelihood is not finite.
        """
        known = _distinct_purses(summary)
        customers = float(known.counts.sum())
        scale = float(np.average(known.rows[1], weights=known.counts))
        purses = _Purses(known, scale=scale)
        peak = maximise(
            purses.likelihood,
            start=(2.0, 3.0, 1.0),
            lower=(1e-4, LOWEST_Q, 1e-6),
            upper=(1e5, 1e5, 1e5),
            weight=customers,
        )
        return FittedGammaGamma.from_maximum(
            peak.rescaled(np.array([1.0, 1.0, scale]), log_likelihood=-customers * np.log(scale)),
            unit=summary.unit,
            customers=customers,
        )


def _distinct_purses(summary: Summary) -> Distinct:
    """Distinct (x, mean spend) of those who bought again."""
    spend = summary.repeat_spend()
    again = summary.frequency > 0
    if not again.any():
        raise NotEnoughEvidence(
            place="summary", problem="nobody bought again", way_out="take a longer past"
        )
    return distinct_rows(summary.frequency[again], spend[again], weights=summary.count[again])


class _Purses:
    """Distinct (x, mean spend) with counts; what depends on x alone is summed by x."""

    def __init__(self, known: Distinct, *, scale: float) -> None:
        x, value, counts = known.rows[0], known.rows[1] / scale, known.counts
        self.x, self.counts = x, counts
        self.total = x * value
        self.level, self.place = np.unique(x, return_inverse=True)
        self.level_counts = np.bincount(self.place, weights=counts)
        self.sum_log_total = np.bincount(self.place, weights=counts * np.log(self.total))
        self.constant = float(counts @ np.log(value))
        self.weighted_x = counts * x

    def likelihood(self, theta: FloatArray) -> tuple[float, FloatArray]:
        """Log likelihood and its gradient: equation (1a) of the note."""
        p, q, gamma = theta
        x, n = self.level, self.level_counts
        everything = gamma + self.total
        logs = np.log(everything)
        sum_logs = float(self.counts @ logs)
        sum_x_logs = float(self.weighted_x @ logs)
        value = (
            float(n @ (log_gamma(p * x + q) - log_gamma(p * x) - log_gamma(q)))
            + float(n.sum()) * q * np.log(gamma)
            + p * float(x @ self.sum_log_total)
            - self.constant
            - p * sum_x_logs
            - q * sum_logs
        )
        joint = digamma(p * x + q)
        slope_p = float((n * x) @ (joint - digamma(p * x)) + x @ self.sum_log_total) - sum_x_logs
        slope_q = float(n @ (joint - digamma(q) + np.log(gamma))) - sum_logs
        slope_gamma = float(n.sum()) * q / gamma - float(
            (p * self.weighted_x + q * self.counts) @ (1 / everything)
        )
        return float(value), np.array([slope_p, slope_q, slope_gamma])
