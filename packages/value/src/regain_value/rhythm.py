"""A customer's own rhythm: how long a silence may last before it means departure.

Gaps between purchases are exponential with a rate λ of the customer's own, λ ~ Gamma(r, α)
over customers: the purchase process of Ehrenberg (1959), as in Fader, Hardie & Lee (2005),
without dropout. After x completed gaps summing to T, the next gap g has the survival function

    P(gap > g | x, T) = ((α + T) / (α + T + g))^(r + x),

so the gap that only one in 1/(1 − q) exceeds is ((1 − q)^(−1/(r + x)) − 1)·(α + T): plain
arithmetic that any database can repeat with r, α and q as numbers.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from regain_value.arrays import (
    FloatArray,
    inner,
    numbers,
    same_length,
    share,
    spread,
    whole_numbers,
)
from regain_value.distinct import distinct_rows
from regain_value.errors import NotEnoughEvidence
from regain_value.fitted import Fitted
from regain_value.maximum import Height, maximise
from regain_value.special import digamma, log_gamma, trigamma
from regain_value.units import DAY, Span, Unit

LOWEST, HIGHEST = 1e-4, 1e5
LONGEST_LOG = 690.0


@dataclass(frozen=True, slots=True)
class FittedRhythm(Fitted):
    """The rhythms of a company: r and alpha (a time, in `unit`)."""

    paper: ClassVar[str] = "gamma-Poisson rhythm"
    letters: ClassVar[tuple[str, ...]] = ("r", "alpha")

    def allowed_gap(
        self,
        gaps: npt.ArrayLike,
        total: npt.ArrayLike,
        *,
        quantile: float,
        at_most: Span | None = None,
    ) -> FloatArray:
        """The silence that a customer of this rhythm exceeds with probability 1 − quantile.

        gaps: completed gaps x (purchases − 1); total: their sum T in the model's unit; the
        answer is in that unit, one per row. With no gap yet (x = 0) and a small r the quantile
        explodes (r = 0.2, q = 0.95: 3.2 million times α), because the company's rhythms differ
        too much to say anything: give `at_most` to cap it. Raises BadInput.
        """
        r, alpha = self.values
        x = whole_numbers("gaps", gaps)
        past = numbers("total", total, at_least=0)
        same_length(gaps=x, total=past)
        logs = -np.log1p(-share("quantile", quantile)) / (r + x)
        allowed = np.expm1(np.minimum(logs, LONGEST_LOG)) * (alpha + past)
        longest = np.finfo(np.float64).max if at_most is None else at_most.in_unit(self.unit)
        capped: FloatArray = np.minimum(allowed, longest)
        return capped

    def silence_chance(
        self, gaps: npt.ArrayLike, total: npt.ArrayLike, silence: npt.ArrayLike
    ) -> FloatArray:
        """Probability that a customer still buying is silent at least this long, per row.

        All three in the order and unit of `allowed_gap`. Small means: out of rhythm. Raises
        BadInput.
        """
        r, alpha = self.values
        x = whole_numbers("gaps", gaps)
        past = numbers("total", total, at_least=0)
        quiet = numbers("silence", silence, at_least=0)
        same_length(gaps=x, total=past, silence=quiet)
        chance: FloatArray = np.exp(-(r + x) * np.log1p(quiet / (alpha + past)))
        return chance


@dataclass(frozen=True, slots=True)
class GammaPoissonRhythm:
    """The rhythm model before it has seen anybody."""

    def fit(
        self,
        gaps: npt.ArrayLike,
        total: npt.ArrayLike,
        *,
        silence: npt.ArrayLike | None = None,
        count: npt.ArrayLike = 1.0,
        unit: Unit = DAY,
    ) -> FittedRhythm:
        """Maximum likelihood on distinct (x, T), or (x, T + silence), with counts.

        gaps: completed gaps x per customer; total: their sum T in `unit`; count: customers
        behind each row. Without `silence` only completed gaps speak, and a short record shows
        too few of the long ones: the rhythm comes out too fast. With `silence` (time since the
        last purchase, 0 for customers known to have left) the current gap counts as survived so
        far: right while they are still customers, too slow where many of them have left.
        Raises BadInput, NotEnoughEvidence when nobody has a gap of positive length, FitFailed.
        """
        x = whole_numbers("gaps", gaps)
        lasted = numbers("total", total, at_least=0)
        weights = spread("count", count, len(x), above=0)
        same_length(gaps=x, total=lasted)
        if not np.any((x > 0) & (lasted > 0)):
            raise NotEnoughEvidence(
                place="gaps",
                problem="nobody has bought on two different days",
                way_out="use a rule of fixed days until somebody has",
            )
        scale = inner(weights, lasted) / inner(weights, x)
        if silence is not None:
            quiet = numbers("silence", silence, at_least=0)
            same_length(gaps=x, silence=quiet)
            lasted = lasted + quiet
        known = distinct_rows(x, lasted, weights=weights)
        rhythms = _Rhythms(known.rows[0], known.rows[1] / scale, known.counts)
        customers = float(known.counts.sum())
        peak = maximise(
            rhythms.likelihood,
            start=(1.0, 1.0),
            lower=(LOWEST, LOWEST),
            upper=(HIGHEST, HIGHEST),
            weight=customers,
        )
        seen = inner(known.counts, known.rows[0])
        return FittedRhythm.from_maximum(
            peak.rescaled(np.array([1.0, scale]), log_likelihood=-seen * np.log(scale)),
            unit=unit,
            customers=customers,
        )


class _Rhythms:
    """Distinct (x, exposure) with counts."""

    def __init__(self, x: FloatArray, lasted: FloatArray, counts: FloatArray) -> None:
        self.x, self.lasted, self.counts = x, lasted, counts
        self.level, place = np.unique(x, return_inverse=True)
        self.level_counts = np.bincount(place, weights=counts)

    def likelihood(self, theta: FloatArray) -> Height:
        """Log of Γ(r+x)/Γ(r) · α^r / (α+T)^(r+x), summed, with its derivatives."""
        r, alpha = theta
        x, n, counts = self.level, self.level_counts, self.counts
        waited = alpha + self.lasted
        logs, every = np.log(waited), float(n.sum())
        shape, share = counts * (r + self.x), 1 / waited
        value = float(n @ (log_gamma(r + x) - log_gamma(r))) + every * r * np.log(alpha)
        slope_r = float(n @ (digamma(r + x) - digamma(r))) + every * np.log(alpha)
        slope = (slope_r - inner(counts, logs), every * r / alpha - inner(shape, share))
        bend_r = float(n @ (trigamma(r + x) - trigamma(r)))
        both = every / alpha - inner(counts, share)
        bend_alpha = inner(shape, share * share) - every * r / alpha**2
        return Height(
            value - inner(shape, logs),
            np.array(slope),
            np.array([[bend_r, both], [both, bend_alpha]]),
        )
