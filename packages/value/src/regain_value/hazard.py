"""The chance of return as a hazard for each 30 days of absence, learnt from the company's past.

Each departed customer counts in every period they were away at the start of, until the one they
came back in, or the cut (right-censored). The hazard depends on how long they have been away and
on what they were before. Its level drifts from one quarter to the next (a local level, Harvey
1989, §2.3): a coming quarter stands at the newest level, unsure by as much as levels moved
before. Once more than a year of past was seen, the month of the year counts too.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from regain_value.absences import NOT_ASKED, Absences
from regain_value.arrays import AnyArray, FloatArray, IntArray, same_length, whole_numbers
from regain_value.cloglog import FittedRegression, HazardData, Shrinkage, fit_regression
from regain_value.errors import BadInput, NotEnoughEvidence
from regain_value.estimate import LEVEL, Estimate
from regain_value.special import normal_quantile
from regain_value.units import DAY, Span

PERIOD = 30 * DAY
WINDOW_PERIODS = 3
A_YEAR = 12
SEASONS_AFTER = 18
"""Periods of past before the month of the year is told apart from the quarter."""
ENOUGH_RETURNS = 10
PRIOR_CHANCE, PRIOR_DEVIATION = 0.25, 1.2
"""A return within 90 days, before any was seen, and the deviation of its log intensity."""
EFFECTS = Shrinkage(weight=1.0, deviation=0.3)
WINDOWS = Shrinkage(weight=2.0, deviation=0.3)
"""Believed until the past says otherwise: from quarter to quarter chances differ by a third."""
SEASONS = Shrinkage(weight=2.0, deviation=0.2)
TERMS = (
    "away", "value", "purchases", "length", "patience", "refunded at all", "share refunded",
    "complaints", "away²", "value²", "away × value",
)  # fmt: skip
MONTHS = 12
FURTHEST = 2.5
"""Deviations from the middle beyond which the past says nothing more."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How the columns were centred and scaled before squares and products were taken."""

    centre: FloatArray
    spread: FloatArray
    reasons: tuple[str, ...]

    @classmethod
    def of(cls, absences: Absences, weight: FloatArray) -> "Scale":
        """Weighted mean and deviation; a column that never varies gets no say."""
        told = _plain(absences)
        centre = np.average(told, axis=0, weights=weight)
        spread = np.sqrt(np.average((told - centre) ** 2, axis=0, weights=weight))
        known = sorted(set(absences.reason.tolist()) - {NOT_ASKED})
        return cls(centre, np.where(spread > 1e-9, spread, np.inf), tuple(known))

    @property
    def names(self) -> tuple[str, ...]:
        """What each column of `terms` is."""
        return (*TERMS, *(f"reason {each}" for each in self.reasons))

    def terms(self, absences: Absences) -> FloatArray:
        """Rows × terms; who lies further out than nearly all counts as lying where those end."""
        plain = np.clip((_plain(absences) - self.centre) / self.spread, -FURTHEST, FURTHEST)
        away, value = plain[:, 0], plain[:, 1]
        curved = np.column_stack([away**2, value**2, away * value])
        asked = [np.asarray(absences.reason == each, dtype=np.float64) for each in self.reasons]
        return np.column_stack([plain, curved, *asked])


@dataclass(frozen=True, slots=True)
class FittedHazard:
    """The hazard learnt; predict with `chances`.

    drift is the deviation of a coming quarter from the newest one, on the logarithm of the
    intensity; periods and returns are what stood behind the fit.
    """

    scale: Scale
    regression: FittedRegression
    drift: float
    has_seasons: bool
    periods: float
    returns: float

    @property
    def effects(self) -> dict[str, tuple[float, float]]:
        """Each term's coefficient on one deviation of its column, with its standard error."""
        found, spread = self.regression.coefficients, np.diag(self.regression.covariance)
        return {
            name: (float(found[1 + place]), float(np.sqrt(spread[1 + place])))
            for place, name in enumerate(self.scale.names)
        }

    def chances(self, absences: Absences, *, horizon: Span, months: Sequence[int] = ()) -> Estimate:
        """The chance of return within the horizon from now, one row each, 95 % intervals.

        months: 1 to 12, the month of the year in each coming period of 30 days; none for no
        season. The interval holds the uncertainty of the coefficients and of the coming quarter.
        Raises BadInput when months are given but fewer than the horizon has periods.
        """
        middle, spread = self._log_intensity(absences, horizon, months)
        reach = normal_quantile((1 + LEVEL) / 2) * spread
        ends = (middle, middle - reach, middle + reach)
        return Estimate(*(-np.expm1(-np.exp(np.minimum(end, 50.0))) for end in ends))

    def _log_intensity(
        self, absences: Absences, horizon: Span, months: Sequence[int]
    ) -> tuple[FloatArray, FloatArray]:
        """Logarithm of Σ exp(η) over the coming periods, and its deviation by the delta method."""
        stretch = horizon.in_unit(PERIOD.unit) / PERIOD.count
        steps = math.ceil(stretch - 1e-9)
        if months and len(months) < steps:
            raise BadInput(
                place="months",
                problem=f"are {len(months)} for {steps} periods of 30 days",
                way_out="give one month for each period of the horizon",
            )
        size = len(self.regression.coefficients)
        total, weighted = np.zeros(len(absences)), np.zeros((len(absences), size))
        for step in range(steps):
            design = self._design(absences, step, months[step] if months else 0)
            share = min(1.0, stretch - step)
            intensity = share * np.exp(np.minimum(design @ self.regression.coefficients, 50.0))
            total += intensity
            weighted += intensity[:, None] * design
        mean = weighted / total[:, None]
        variance = ((mean @ self.regression.covariance) * mean).sum(axis=1)
        spread: FloatArray = np.sqrt(np.maximum(variance, 0.0) + self.drift**2)
        return np.log(total), spread

    def _design(self, absences: Absences, step: int, month: int) -> FloatArray:
        later = _later(absences, step)
        design = np.zeros((len(absences), len(self.regression.coefficients)))
        design[:, 0] = 1.0
        terms = self.scale.terms(later)
        design[:, 1 : 1 + terms.shape[1]] = terms
        if self.has_seasons and month:
            design[:, -MONTHS + month - 1] = 1.0
        return design


def fit_hazard(
    absences: Absences,
    *,
    period: npt.ArrayLike,
    at_risk: npt.ArrayLike,
    returned: npt.ArrayLike,
    months: Mapping[int, int] | None = None,
) -> FittedHazard:
    """Learn from person-periods grouped into distinct rows.

    absences: as they stood at the start of the period; period: 0 for the 30 days before the cut,
    1 for those before them, …; at_risk: how many such customers were away at its start;
    returned: how many of them came back in it; months: the month of the year (1 to 12) of each
    period, if the season is to be told. Raises BadInput, and NotEnoughEvidence below ten returns.
    """
    when = whole_numbers("period", period)
    people, back = whole_numbers("at risk", at_risk), whole_numbers("returned", returned)
    same_length(absences=absences.away, period=when, at_risk=people, returned=back)
    if (back > people).any():
        raise BadInput(
            place=f"returned, row {int(np.argmax(back > people))}",
            problem="more came back than were away",
            way_out="count returns among those at risk",
        )
    if back.sum() < ENOUGH_RETURNS:
        raise NotEnoughEvidence(
            place="returned",
            problem=f"only {back.sum():g} came back so far",
            way_out=f"wait until {ENOUGH_RETURNS} have",
        )
    scale = Scale.of(absences, people)
    columns, group = _columns(scale.terms(absences), when.astype(np.int64), months or {})
    found = fit_regression(
        HazardData(columns, people, back),
        group=group,
        shrinkage=(EFFECTS, WINDOWS, SEASONS),
        level=math.log(-math.log1p(-PRIOR_CHANCE) / WINDOW_PERIODS),
        sure=PRIOR_DEVIATION,
    )
    return FittedHazard(
        scale=scale,
        regression=_without_windows(found, group),
        drift=float(found.precisions[1] ** -0.5),
        has_seasons=bool((group == 2).any()),
        periods=float(people.sum()),
        returns=float(back.sum()),
    )


def _columns(
    terms: FloatArray, period: IntArray, months: Mapping[int, int]
) -> tuple[FloatArray, IntArray]:
    """Intercept, terms, a step of the level for each older quarter, and maybe the months."""
    window = period // WINDOW_PERIODS
    steps = np.less.outer(np.arange(int(window.max())), window).T.astype(np.float64)
    parts = [np.ones((len(terms), 1)), terms, steps]
    if months and period.max() + 1 >= SEASONS_AFTER:
        month = np.array([months[int(each)] for each in range(int(period.max()) + 1)])[period]
        parts.append(np.eye(MONTHS)[month - 1])
    group = np.concatenate(
        [[0], *(np.full(part.shape[1], place) for place, part in enumerate(parts[1:]))]
    )
    return np.column_stack(parts), group


def _without_windows(found: FittedRegression, group: IntArray) -> FittedRegression:
    """What a coming period needs: the newest level, without the steps back to older ones."""
    kept = np.flatnonzero(group != 1)
    return FittedRegression(
        coefficients=found.coefficients[kept],
        covariance=found.covariance[np.ix_(kept, kept)],
        precisions=found.precisions,
        log_likelihood=found.log_likelihood,
    )


def _plain(absences: Absences) -> FloatArray:
    """Logarithms of 1 + x; shares as they are."""
    logs = ("away", "value", "purchases", "length", "patience")
    told: list[AnyArray] = [np.log1p(getattr(absences, name)) for name in logs]
    told += [absences.refunded > 0, absences.refunded, np.log1p(absences.complaints)]
    return np.column_stack(told).astype(np.float64)


def _later(absences: Absences, periods: int) -> Absences:
    if periods == 0:
        return absences
    columns = {name: getattr(absences, name) for name in Absences.__slots__}
    return Absences(**{**columns, "away": absences.away + periods * PERIOD.in_unit(DAY)})
