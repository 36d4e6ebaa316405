"""Gamma-Gamma: what a customer's purchases are worth on average.

Fader & Hardie (2013), The Gamma-Gamma Model of Monetary Value (brucehardie.com/notes/025).
A purchase is Gamma(p, ν), and ν varies over customers as Gamma(q, γ); values do not depend on
how often somebody buys. q is kept above 1, where the mean over all customers exists.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from regain_value.arrays import FloatArray, counts_one_each, inner, whole_numbers
from regain_value.errors import NotEnoughEvidence
from regain_value.fitted import Fitted
from regain_value.maximum import maximise
from regain_value.models.purses import Purses
from regain_value.summary import Summary, known_as
from regain_value.table import Table
from regain_value.units import DAY, Unit

LOWEST_Q = 1.001
LOWER, UPPER = (1e-4, LOWEST_Q, 1e-6), (1e5, 1e5, 1e5)
START = (2.0, 3.0, 1.0)
"""Where the search begins, with money in mean purchases."""


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

    def log_likelihood_of(self, summary: Summary | Table) -> float:
        """How well these parameters tell other purses, by the same likelihood as in `fit`."""
        purses, money = _purses(known_as(summary, self.unit))
        p, q, gamma = self.values
        told = purses.likelihood(np.array([p, q, gamma / money])).value
        return told - float(purses.counts.sum()) * float(np.log(money))

    def expected_spend(self, summary: Summary | Table) -> FloatArray:
        """Mean value of a future purchase of each customer, in row order.

        Their own mean, pulled towards everybody's the more the less often they bought; who never
        bought again is expected to spend the mean. Raises BadInput for spend that is missing or
        not positive.
        """
        p, q, gamma = self.values
        known = known_as(summary, self.unit)
        x, spend = known.frequency, known.repeat_spend()
        return p * (gamma + x * spend) / (p * x + q - 1)

    def simulate(self, frequency: npt.ArrayLike, *, seed: int) -> FloatArray:
        """Mean value of the repeat purchases of made-up customers, 0 where there are none."""
        p, q, gamma = self.values
        x = whole_numbers("frequency", frequency)
        random = np.random.default_rng(seed)
        taste = np.maximum(random.gamma(q, 1 / gamma, len(x)), 1e-300)
        again = np.maximum(x, 1)
        return np.where(x > 0, random.gamma(p * again) / (taste * again), 0.0)


@dataclass(frozen=True, slots=True)
class GammaGamma:
    """The Gamma-Gamma model before it has seen anybody; tables count time in `unit`."""

    unit: Unit = DAY

    def fit(self, summary: Summary | Table) -> FittedGammaGamma:
        """Maximum likelihood over the customers with repeat purchases.

        Money is scaled by the mean purchase while searching. Raises BadInput for spend that is
        missing or not positive, NotEnoughEvidence where fewer than two customers bought again or
        all who did are alike, FitFailed when the likelihood is not finite.
        """
        told = summary if isinstance(summary, Summary) else known_as(summary, self.unit)
        purses, money = _purses(told)
        _refuse_too_little(purses)
        customers = float(purses.counts.sum())
        peak = maximise(
            purses.likelihood,
            coarse=purses.coarser().likelihood,
            start=START,
            lower=LOWER,
            upper=UPPER,
            weight=customers,
        )
        factors = np.array([1.0, 1.0, money])
        return FittedGammaGamma.from_maximum(
            peak.rescaled(factors, log_likelihood=-customers * np.log(money)),
            unit=told.unit,
            customers=customers,
        )


def _purses(summary: Summary) -> tuple[Purses, float]:
    """The purses of those who bought again, in money of the mean spend, and that money.

    Raises BadInput, NotEnoughEvidence.
    """
    spend = summary.repeat_spend()
    again = np.flatnonzero(summary.frequency)
    if not len(again):
        _too_little("nobody bought again", "take a longer past")
    x, value = summary.frequency[again], spend[again]
    counts = np.ones(len(x)) if counts_one_each(summary.count) else summary.count[again]
    money = inner(counts, value) / float(counts.sum())
    return Purses(x, np.log(x * (value / money)), counts), money


def _refuse_too_little(purses: Purses) -> None:
    if purses.counts.sum() <= 1:
        _too_little("only one customer bought again", "give many: a model compares customers")
    if all((column == column[0]).all() for column in (purses.x, purses.logs)):
        _too_little("all who bought again are alike", "give customers who differ")


def _too_little(problem: str, way_out: str) -> None:
    raise NotEnoughEvidence(place="summary", problem=problem, way_out=way_out)
