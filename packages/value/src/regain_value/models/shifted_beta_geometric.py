"""Shifted beta-geometric: contracts whose customers leave at a rate of their own.

Fader & Hardie (2007), How to Project Customer Retention, Journal of Interactive Marketing 21(1).
At each renewal date a customer leaves with probability θ ~ Beta(α, β), the same at every date;
retention rises with time because those who leave easily are gone first.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from regain_value.arrays import FloatArray, IntArray, whole_numbers
from regain_value.maximum import Height, maximise
from regain_value.models.contracts import Departures, FittedContracts
from regain_value.models.occasions import Rising
from regain_value.models.staying import occasions_to_come
from regain_value.summary import Summary, known_as
from regain_value.table import Table
from regain_value.units import DAY, Unit

LOWEST, HIGHEST = 1e-5, 1e5
RAREST = 1e-15


@dataclass(frozen=True, slots=True)
class FittedShiftedBetaGeometric(FittedContracts):
    """Shifted beta-geometric with its parameters; alpha, beta as in the paper."""

    paper: ClassVar[str] = "shifted beta-geometric"
    letters: ClassVar[tuple[str, ...]] = ("alpha", "beta")

    def log_likelihood_of(self, summary: Summary | Table) -> float:
        """How well these parameters tell other contracts, by the same likelihood as in `fit`."""
        departures = Departures.of(known_as(summary, self.unit))
        return height(departures, np.asarray(self.values)).value

    def simulate(self, age: npt.ArrayLike, *, seed: int) -> Summary:
        """Made-up contracts of these parameters, one per age in renewal dates."""
        ages = whole_numbers("age", age)
        alpha, beta = self.values
        random = np.random.default_rng(seed)
        leaves = np.maximum(random.beta(alpha, beta, len(ages)), RAREST)
        renewals = np.minimum(random.geometric(leaves) - 1.0, ages)
        return Summary(renewals, renewals, ages, self.unit, None, np.ones(len(ages)))

    def _log_survival(self, date: IntArray) -> FloatArray:
        alpha, beta = self.values
        most = len(date) - 1
        return Rising.of(beta, most).log - Rising.of(alpha + beta, most).log

    def _renewals(self, age: FloatArray, *, rate: float, horizon: float | None) -> FloatArray:
        alpha, beta = self.values
        return occasions_to_come(alpha, beta + age, rate=rate, horizon=horizon)


@dataclass(frozen=True, slots=True)
class ShiftedBetaGeometric:
    """The model before it has seen anybody; `unit` is from one renewal date to the next."""

    unit: Unit = DAY

    def fit(self, summary: Summary | Table) -> FittedShiftedBetaGeometric:
        """Maximum likelihood on departures by date. Raises BadInput, NotEnoughEvidence, FitFailed.

        frequency: renewals made; recency: the same; age: renewal dates that have come.
        """
        told = summary if isinstance(summary, Summary) else known_as(summary, self.unit)
        departures = Departures.of(told)
        departures.refuse_too_little(parameters=2)
        peak = maximise(
            lambda theta: height(departures, theta),
            start=(1.0, 1.0),
            lower=(LOWEST,) * 2,
            upper=(HIGHEST,) * 2,
            weight=float(told.count.sum()),
        )
        return FittedShiftedBetaGeometric.from_maximum(
            peak, unit=told.unit, customers=float(told.count.sum())
        )


def height(departures: Departures, theta: FloatArray) -> Height:
    """Log likelihood, gradient and Hessian: equations (5) and (6) of the paper, by date."""
    alpha, beta = map(float, theta)
    stays = Rising.of(beta, departures.most)
    everybody = Rising.of(alpha + beta, departures.most)
    faced = departures.left + departures.stayed
    renewed = departures.stayed + np.append(departures.left[1:], 0.0)
    left = float(departures.left.sum())
    slope_all, bend_all = faced @ everybody.slope, faced @ everybody.curvature
    value = left * np.log(alpha) + renewed @ stays.log - faced @ everybody.log
    slope = np.array([left / alpha - slope_all, renewed @ stays.slope - slope_all])
    curvature = np.full((2, 2), -bend_all)
    curvature[0, 0] -= left / alpha**2
    curvature[1, 1] += renewed @ stays.curvature
    return Height(float(value), slope, curvature)
