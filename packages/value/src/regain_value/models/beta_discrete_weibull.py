"""Beta-discrete-Weibull: contracts whose customers also come to stay, or to tire, with time.

Fader, Hardie, Liu, Davin & Steenburgh (2018), "How to Project Customer Retention" Revisited: The
Role of Duration Dependence, Journal of Interactive Marketing 43. After t renewal dates a customer
is still there with probability (1 − θ)^(t^c), θ ~ Beta(α, β): with c below 1 they leave ever less
readily, with c above 1 ever more; c = 1 is the shifted beta-geometric.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from regain_value.arrays import FloatArray, IntArray, whole_numbers
from regain_value.errors import BadInput
from regain_value.maximum import maximise
from regain_value.models.bdw_likelihood import Survival, falls, height, log_likelihood
from regain_value.models.contracts import Departures, FittedContracts
from regain_value.summary import Summary, known_as
from regain_value.table import Table
from regain_value.units import DAY, Unit

LOWEST, HIGHEST = 1e-5, 1e5
LOWEST_C, HIGHEST_C = 1e-2, 30.0
RAREST = 1e-15
BLOCK = 65_536
MISSING = 1e-12
MOST_TERMS = 10_000_000


@dataclass(frozen=True, slots=True)
class FittedBetaDiscreteWeibull(FittedContracts):
    """Beta-discrete-Weibull with its parameters; alpha, beta, c as in the paper."""

    paper: ClassVar[str] = "beta-discrete-Weibull"
    letters: ClassVar[tuple[str, ...]] = ("alpha", "beta", "c")

    def log_likelihood_of(self, summary: Summary | Table) -> float:
        """How well these parameters tell other contracts, by the same likelihood as in `fit`."""
        departures = Departures.of(known_as(summary, self.unit))
        return log_likelihood(departures, np.asarray(self.values))

    def simulate(self, age: npt.ArrayLike, *, seed: int) -> Summary:
        """Made-up contracts of these parameters, one per age in renewal dates."""
        ages = whole_numbers("age", age)
        alpha, beta, c = self.values
        random = np.random.default_rng(seed)
        leaves = np.clip(random.beta(alpha, beta, len(ages)), RAREST, 1 - RAREST)
        log_time = (np.log(random.exponential(size=len(ages))) - np.log(-np.log1p(-leaves))) / c
        renewals = np.minimum(np.floor(np.exp(np.minimum(log_time, np.log1p(ages)))), ages)
        return Summary(renewals, renewals, ages, self.unit, None, np.ones(len(ages)))

    def _log_survival(self, date: IntArray) -> FloatArray:
        return np.append(0.0, np.cumsum(falls(np.asarray(self.values), len(date) - 1)))

    def _renewals(self, age: FloatArray, *, rate: float, horizon: float | None) -> FloatArray:
        if horizon is None:
            return self._renewals_for_ever(age.astype(np.int64), rate)
        n = age.astype(np.int64)
        logs = self._log_survival(np.arange(n.max() + int(horizon) + 1))
        discount = np.log1p(rate) * np.arange(1, int(horizon) + 1)
        return np.array(
            [
                np.exp(logs[each + 1 : each + int(horizon) + 1] - logs[each] - discount).sum()
                for each in n
            ]
        )

    def _renewals_for_ever(self, n: IntArray, rate: float) -> FloatArray:
        """V(n) = S(n+1)/S(n)/(1+d) · (1 + V(n+1)), from the oldest contract backwards.

        The recursion only ever shrinks the relative error of the oldest one's sum.
        """
        first, last = int(n.min()), int(n.max())
        logs = Survival(np.asarray(self.values), np.arange(first, last + 1)).log
        steps = np.exp(np.diff(logs)) / (1 + rate)
        told = np.empty(last - first + 1)
        told[-1] = self._sum_from(last, rate)
        for place in range(len(steps) - 1, -1, -1):
            told[place] = steps[place] * (1 + told[place + 1])
        return told[n - first]

    def _sum_from(self, n: int, rate: float) -> float:
        """Σ_{j≥1} S(n+j)/S(n)/(1+d)^j, until what is missing is proven to be below 1e-12 of it.

        S falls, so everything after N terms is at most S(n+N)/S(n)/(1+d)^N/d; half of that is
        added. Raises BadInput where the rate is so small that MOST_TERMS do not reach that.
        """
        theta, slowly = np.asarray(self.values), np.log1p(rate)
        start = float(Survival(theta, np.array([n])).log[0])
        total = 0.0
        for first in range(1, MOST_TERMS, BLOCK):
            j = np.arange(first, first + BLOCK)
            terms = np.exp(Survival(theta, n + j).log - start - slowly * j)
            total += float(terms.sum())
            missing = float(terms[-1]) / rate
            if missing <= MISSING * total:
                return total + missing / 2
        raise BadInput(
            place="discount",
            problem=f"{rate:g} an occasion is too small to add up for ever",
            way_out="give a horizon, or a longer time between occasions",
        )


@dataclass(frozen=True, slots=True)
class BetaDiscreteWeibull:
    """The model before it has seen anybody; `unit` is from one renewal date to the next."""

    unit: Unit = DAY

    def fit(self, summary: Summary | Table) -> FittedBetaDiscreteWeibull:
        """Maximum likelihood on departures by date. Raises BadInput, NotEnoughEvidence, FitFailed.

        frequency: renewals made; recency: the same; age: renewal dates that have come.
        """
        told = summary if isinstance(summary, Summary) else known_as(summary, self.unit)
        departures = Departures.of(told)
        departures.refuse_too_little(parameters=3)
        peak = maximise(
            lambda theta: height(departures, theta),
            start=(1.0, 1.0, 1.0),
            lower=(LOWEST, LOWEST, LOWEST_C),
            upper=(HIGHEST, HIGHEST, HIGHEST_C),
            weight=float(told.count.sum()),
        )
        return FittedBetaDiscreteWeibull.from_maximum(
            peak, unit=told.unit, customers=float(told.count.sum())
        )
