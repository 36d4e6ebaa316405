"""The natural chance of return p₀ of the departed, counted in the company's own past.

At a past cut, everybody gone is put in a cell: how long absent × how much they had spent. Who
came back within the horizon, with nobody doing anything, is counted per cell. A cell with few
people borrows from its absence band, the band from the company, and the company from a weak
prior that is labelled as one: Beta-Binomial shrinkage, cell → band → company → prior.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from regain_value.absences import Absences
from regain_value.arrays import BoolArray, FloatArray, IntArray, flags, numbers, same_length
from regain_value.errors import BadInput
from regain_value.estimate import LEVEL, Estimate
from regain_value.hazard import FittedHazard
from regain_value.ranking import Difference
from regain_value.special import beta_quantile, log_beta
from regain_value.units import DAY, Span, Unit

STRENGTHS = np.geomspace(2, 2000, 40)
DEFAULT_STRENGTH = 20.0
ENOUGH = 10
BASES = ("prior", "company", "absence band", "cell")
PRIOR_SOURCE = (
    "Prior, not evidence: no published rate says how many of the departed return unasked, so "
    "this is deliberately weak (worth four customers) and its interval wide."
)


@dataclass(frozen=True, slots=True)
class PriorReturn:
    """What is believed of p₀ before the company has a past: Beta with this mean and strength."""

    chance: float = 0.25
    strength: float = 4.0
    source: str = PRIOR_SOURCE

    def __post_init__(self) -> None:
        if not (0 < self.chance < 1 and self.strength > 0):
            raise BadInput(
                place="prior of return",
                problem=f"chance {self.chance}, strength {self.strength} describe no Beta prior",
                way_out="give a chance between 0 and 1 and a strength above 0",
            )


@dataclass(frozen=True, slots=True)
class Chances:
    """Chance of return per customer with its 95 % interval and the evidence behind it.

    alike: how many departed like this customer the past holds (n); returned: how many of them
    came back (k), both of the group that `level` numbers in BASES: the smallest of cell, absence
    band and company with at least ten people, else the prior. A counted chance is the shrunk one;
    its interval takes the parent's mean as known, and the future to be like the past.
    """

    chance: Estimate
    alike: IntArray
    returned: IntArray
    level: IntArray
    horizon: Span
    prior: PriorReturn

    @property
    def basis(self) -> tuple[str, ...]:
        """Whose counts these are, by name."""
        return tuple(np.array(BASES)[self.level].tolist())

    @property
    def is_prior(self) -> BoolArray:
        """Whether nobody was counted."""
        return np.equal(self.level, BASES.index("prior"))

    @property
    def is_cell(self) -> BoolArray:
        """Whether those counted are alike in absence and value."""
        return np.equal(self.level, BASES.index("cell"))


@dataclass(frozen=True, slots=True)
class FittedReturns:
    """The chances learnt, per absence band × value band; predict with `chances`."""

    absence_edges: FloatArray
    value_edges: FloatArray
    alike: IntArray
    returned: IntArray
    posterior_a: FloatArray
    posterior_b: FloatArray
    unit: Unit
    horizon: Span
    prior: PriorReturn

    def chances(self, absence: npt.ArrayLike, value: npt.ArrayLike) -> Chances:
        """The chance of return of newly departed customers, one row each.

        absence: time since they left, in the unit of the fit; value: spent in the first life.
        """
        away = numbers("absence", absence, at_least=0)
        worth = numbers("value", value)
        same_length(absence=away, value=worth)
        row = np.searchsorted(self.absence_edges, away, side="right")
        column = np.searchsorted(self.value_edges, worth, side="right")
        a, b = self.posterior_a, self.posterior_b
        tail, value = (1 - LEVEL) / 2, a / (a + b)
        low = np.minimum(beta_quantile(a, b, tail), value)
        high = np.maximum(beta_quantile(a, b, 1 - tail), value)
        level, alike, returned = self._evidence(row, column)
        return Chances(
            chance=Estimate(*(side[row, column] for side in (value, low, high))),
            alike=alike,
            returned=returned,
            level=level,
            horizon=self.horizon,
            prior=self.prior,
        )

    def _evidence(self, row: IntArray, column: IntArray) -> tuple[IntArray, IntArray, IntArray]:
        seen = [
            np.zeros_like(row),
            np.full_like(row, self.alike.sum()),
            self.alike.sum(axis=1)[row],
            self.alike[row, column],
        ]
        back = [
            np.zeros_like(row),
            np.full_like(row, self.returned.sum()),
            self.returned.sum(axis=1)[row],
            self.returned[row, column],
        ]
        level = sum((group >= ENOUGH).astype(np.int64) for group in seen[1:])
        level = np.asarray(level, dtype=np.int64)
        return level, np.choose(level, seen), np.choose(level, back)


@dataclass(frozen=True, slots=True)
class NaturalChance:
    """p₀ by the model that the company's own past chose, with the counts of those alike beside it.

    cells: the counted cells; hazard: the hazard by month of absence, None where too few returned;
    lead: how much better the hazard did on held-out windows, by the logarithmic score, None where
    none could be held out.
    """

    cells: FittedReturns
    hazard: FittedHazard | None = None
    lead: Difference | None = None

    @property
    def is_by_hazard(self) -> bool:
        """Whether the hazard speaks: it does unless the cells did better beyond chance."""
        return self.hazard is not None and (self.lead is None or self.lead.high >= 0)

    def chances(self, absences: Absences, *, months: Sequence[int] = ()) -> Chances:
        """The chance within the cells' horizon, one row each; months as the hazard takes them."""
        counted = self.cells.chances(absences.away, absences.value)
        if self.hazard is None or not self.is_by_hazard:
            return counted
        alike, back = absences.alike()
        chance = self.hazard.chances(alike, horizon=self.cells.horizon, months=months)
        return replace(counted, chance=Estimate(*(part[back] for part in chance.parts())))


@dataclass(frozen=True, slots=True)
class ReturnChance:
    """How to learn the chance of return: the number of bands, and the prior."""

    absence_bands: int = 5
    value_bands: int = 5
    prior: PriorReturn = PriorReturn()

    def fit(
        self,
        absence: npt.ArrayLike,
        value: npt.ArrayLike,
        returned: npt.ArrayLike,
        *,
        horizon: Span,
        unit: Unit = DAY,
    ) -> FittedReturns:
        """Learn from everybody gone at a past cut; no rows at all leaves the labelled prior.

        absence: time away at the cut, in `unit`; value: spent in the first life; returned:
        whether they bought again within `horizon` after the cut. Take a cut at least `horizon`
        before today, and only customers nobody tried to win back. Raises BadInput.
        """
        away = numbers("absence", absence, at_least=0)
        worth = numbers("value", value)
        back = flags("returned", returned)
        same_length(absence=away, value=worth, returned=back)
        absence_edges = _edges(away, self.absence_bands)
        value_edges = _edges(worth, self.value_bands)
        shape = (len(absence_edges) + 1, len(value_edges) + 1)
        row = np.searchsorted(absence_edges, away, side="right")
        column = np.searchsorted(value_edges, worth, side="right")
        alike, came = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        np.add.at(alike, (row, column), 1)
        np.add.at(came, (row, column), back.astype(np.int64))
        a, b = _shrunk(alike, came, self.prior)
        return FittedReturns(
            absence_edges, value_edges, alike, came, a, b, unit, horizon, self.prior
        )


def _edges(values: FloatArray, bands: int) -> FloatArray:
    """Inner quantile edges; fewer where values are tied or there is next to nothing."""
    if len(values) == 0:
        return np.empty(0)
    edges = np.unique(np.quantile(values, np.linspace(0, 1, bands + 1)[1:-1], method="higher"))
    inner: FloatArray = edges[edges > values.min()]
    return inner


def _shrunk(alike: IntArray, came: IntArray, prior: PriorReturn) -> tuple[FloatArray, FloatArray]:
    """Posterior Beta(a, b) of every cell, the parent's mean as prior at each step down."""
    everybody = (came.sum() + prior.strength * prior.chance) / (alike.sum() + prior.strength)
    if not alike.any():
        shape = alike.shape
        a = np.full(shape, prior.strength * prior.chance)
        return a, np.full(shape, prior.strength) - a
    band_alike, band_came = alike.sum(axis=1), came.sum(axis=1)
    weight = _strength(band_alike, band_came, np.full(len(band_alike), everybody))
    band = (band_came + weight * everybody) / (band_alike + weight)
    means = np.broadcast_to(band[:, None], alike.shape)
    weight = _strength(alike.ravel(), came.ravel(), means.ravel())
    return came + weight * means, alike - came + weight * (1 - means)


def _strength(alike: IntArray, came: IntArray, means: FloatArray) -> float:
    """How many customers the parent's mean is worth: the marginal likelihood's choice.

    Few children, or none that differ, say little; then the default.
    """
    told = alike > 0
    if told.sum() < 2:
        return DEFAULT_STRENGTH
    n, k, mean = alike[told][:, None], came[told][:, None], means[told][:, None]
    a, b = STRENGTHS * mean, STRENGTHS * (1 - mean)
    fit = (log_beta(k + a, n - k + b) - log_beta(a, b)).sum(axis=0)
    return float(STRENGTHS[int(np.argmax(fit))])
