"""What second lives were like: how long they lasted, and what they brought beside the first.

Length: the hazard of ending in each 30 days of a second life, banded, every band shrunk to the
company's own rate and that to a prior. Lives still running are censored. Beyond the longest life
seen the company's rate goes on, with all the uncertainty that has.

Contribution: spend of the second life ÷ what the first life's monthly spend would have brought in
the same time, by bands of the first life's monthly spend, shrunk to the company.

Selection: those who came back are no random sample of those who left. Each counts as many times
as customers like them left (inverse of their chance of return; Horvitz & Thompson 1952), so that
the ratio speaks of all who left. What made them come back beyond what the facts show cannot be
known; after Heckman (1979) it would move the ratio by correlation × deviation × the distance of
those a call would bring from those who came unasked, and the draws hold correlations of both signs.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from regain_value.arrays import BoolArray, FloatArray, IntArray, flags, numbers, same_length, spread
from regain_value.estimate import DRAWS, Sample
from regain_value.special import log_beta, normal_quantile
from regain_value.units import DAY, MONTH, Discount, Span

PERIOD = 30 * DAY
STARTS = np.array([0, 1, 2, 3, 4, 6, 9, 12, 18, 24, 36], dtype=np.int64)
"""The first period of each band of a second life."""
PRIOR_ENDED, PRIOR_PERIODS = 1.0, 12.0
"""One second life that ended after a year: what is believed before any was seen."""
STRENGTHS = np.geomspace(12, 2000, 30)
RATIO, RATIO_DEVIATION = 0.8, 0.41
"""Second spend ÷ first before any was seen, and the deviation of its logarithm: 0.36 to 1.8."""
ENOUGH_LIVES = 10
VALUE_BANDS, BAND_LIVES = 5, 20
LEAST_CHANCE = 0.05
CORRELATION = 0.2
"""Deviation of the unknown correlation between coming back and spending, of either sign."""
SEED = 20_230_821


@dataclass(frozen=True, slots=True)
class FittedSecondLives:
    """The posterior of length and contribution, as draws shared by all customers.

    seen, over: lives seen, and those of them that ended; hazards: bands of `STARTS` × (value,
    draws); edges: between the bands of the first life's monthly spend; ratios: one row a band;
    as_seen, for_all: the ratio of those who came back, and weighted to all who left.
    """

    seen: int
    over: int
    hazards: Sample
    edges: FloatArray
    ratios: Sample
    as_seen: float
    for_all: float

    @property
    def is_measured(self) -> bool:
        """Whether enough were seen to speak for themselves."""
        return self.seen >= ENOUGH_LIVES

    def months(self, *, horizon: Span, discount: Discount | None = None) -> Sample:
        """Expected months a second life lasts within the horizon, one row.

        ∫ S(t)·(1+d)^(−t) dt, by the middle of each period; undiscounted without `discount`.
        """
        length = horizon.in_unit(PERIOD.unit) / PERIOD.count
        periods = np.arange(math.ceil(length - 1e-9))
        share = np.minimum(1.0, length - periods)
        rate = 0.0 if discount is None else discount.log_rate_in(DAY) * PERIOD.count
        weight = PERIOD.in_unit(MONTH) * share * np.exp(-rate * (periods + 0.5))
        band = np.searchsorted(STARTS, periods, side="right") - 1
        told = np.column_stack([self.hazards.value, self.hazards.draws])
        stays = np.cumsum(np.log1p(-told[band]), axis=0)
        before = np.vstack([np.zeros(told.shape[1]), stays[:-1]])
        lasting = weight @ ((np.exp(before) + np.exp(stays)) / 2)
        return Sample(lasting[:1], lasting[None, 1:])

    def band(self, monthly: npt.ArrayLike) -> IntArray:
        """The band of each customer's monthly spend in the first life."""
        told = numbers("monthly", monthly)
        return np.searchsorted(self.edges, told, side="right").astype(np.int64)


def fit_second_lives(
    *,
    lasted: npt.ArrayLike,
    over: npt.ArrayLike,
    spent: npt.ArrayLike,
    expected: npt.ArrayLike,
    monthly: npt.ArrayLike,
    chance: npt.ArrayLike = 1.0,
) -> FittedSecondLives:
    """Learn from every life begun by a return; no rows leave the labelled priors.

    lasted: days so far; over: whether it ended; spent: in the second life; expected: what the
    first life's monthly spend would have brought in the same time; monthly: that monthly spend;
    chance: of a return within a year as it stood when they left, for the weights. Raises BadInput.
    """
    days, ended = numbers("lasted", lasted, at_least=0), flags("over", over)
    flow, told = numbers("spent", spent), numbers("expected", expected, at_least=0)
    first = numbers("monthly", monthly, at_least=0)
    same_length(lasted=days, over=ended, spent=flow, expected=told, monthly=first)
    likely = spread("chance", chance, len(days), at_least=0, at_most=1)
    random = np.random.default_rng(SEED)
    hazards = _hazards(days / PERIOD.in_unit(DAY), ended, random)
    weight = 1 / np.maximum(likely, LEAST_CHANCE)
    edges, ratios = _ratios(flow, told, first, weight, random)
    return FittedSecondLives(
        seen=len(days),
        over=int(ended.sum()),
        hazards=hazards,
        edges=edges,
        ratios=_unseen(ratios, flow, told, likely, random),
        as_seen=_ratio(flow, told, np.ones(len(flow))),
        for_all=_ratio(flow, told, weight),
    )


def _hazards(periods: FloatArray, ended: BoolArray, random: np.random.Generator) -> Sample:
    """Beta posteriors of the bands around a company rate that is drawn too.

    A life that goes on counts for the part of the period it was watched in (actuarial exposure).
    """
    whole = np.floor(periods).astype(np.int64)
    lasted = np.where(ended, whole, periods)
    spans = zip(STARTS, np.append(STARTS[1:], np.iinfo(np.int64).max), strict=True)
    stays = np.array([np.clip(lasted - start, 0, end - start).sum() for start, end in spans])
    band = np.searchsorted(STARTS, whole, side="right") - 1
    over = np.bincount(band[ended], minlength=len(STARTS)).astype(np.float64)
    at_risk = stays + over
    a, b = PRIOR_ENDED + over.sum(), PRIOR_PERIODS - PRIOR_ENDED + (at_risk - over).sum()
    mean = a / (a + b)
    weight = _strength(at_risk, over, mean)
    value = (over + weight * mean) / (at_risk + weight)
    means = random.beta(a, b, DRAWS)
    draws = random.beta(
        over[:, None] + weight * means, (at_risk - over)[:, None] + weight * (1 - means)
    )
    return Sample(value, np.clip(draws, 1e-9, 1 - 1e-9))


def _strength(at_risk: FloatArray, over: FloatArray, mean: float) -> float:
    """How many periods the company's rate is worth in a band: the marginal likelihood's choice."""
    a, b = STRENGTHS * mean, STRENGTHS * (1 - mean)
    n, k = at_risk[:, None], over[:, None]
    fit = (log_beta(k + a, n - k + b) - log_beta(a, b)).sum(axis=0)
    return float(STRENGTHS[int(np.argmax(fit))])


def _ratios(
    flow: FloatArray,
    told: FloatArray,
    first: FloatArray,
    weight: FloatArray,
    random: np.random.Generator,
) -> tuple[FloatArray, Sample]:
    """Log-normal posteriors of the ratio by band: to the company's, and that to the prior."""
    if len(flow) < ENOUGH_LIVES or told.sum() <= 0 or flow.sum() <= 0:
        draws = np.exp(math.log(RATIO) + RATIO_DEVIATION * random.standard_normal((1, DRAWS)))
        return np.empty(0), Sample(np.array([RATIO]), draws)
    bands = min(VALUE_BANDS, max(1, len(flow) // BAND_LIVES))
    edges = np.unique(np.quantile(first, np.linspace(0, 1, bands + 1)[1:-1], method="higher"))
    band = np.searchsorted(edges, first, side="right")
    everybody = np.zeros(len(flow), dtype=np.int64)
    all_log, all_variance = _log_ratio(flow, told, weight, everybody, 1)
    believed = RATIO_DEVIATION**-2
    precision = believed + 1 / all_variance[0]
    centre = (believed * math.log(RATIO) + all_log[0] / all_variance[0]) / precision
    logs, variances = _log_ratio(flow, told, weight, band, len(edges) + 1)
    between = _between(logs, variances, centre)
    kept = between / (between + variances)
    value = centre + kept * (logs - centre)
    centres = centre + precision**-0.5 * random.standard_normal(DRAWS)
    own = np.sqrt(kept * variances)[:, None] * random.standard_normal((len(value), DRAWS))
    draws = value[:, None] + (1 - kept)[:, None] * (centres - centre) + own
    return edges, Sample(np.exp(value), np.exp(draws))


def _log_ratio(
    flow: FloatArray, told: FloatArray, weight: FloatArray, band: IntArray, bands: int
) -> tuple[FloatArray, FloatArray]:
    """Logarithm of Σ w·spent ÷ Σ w·expected by band, and its variance (Cochran 1977, §2.11)."""
    logs, variances = np.full(bands, math.log(RATIO)), np.full(bands, 4.0)
    for place in range(bands):
        here = band == place
        base, came = float(weight[here] @ told[here]), float(weight[here] @ flow[here])
        if here.sum() < 2 or base <= 0 or came <= 0:
            continue
        residual = weight[here] * (flow[here] - came / base * told[here])
        logs[place] = math.log(came / base)
        variances[place] = max(float(residual @ residual) / came**2, 1e-6)
    return logs, variances


def _between(logs: FloatArray, variances: FloatArray, centre: float) -> float:
    """Variance between bands by moments, never below nothing (DerSimonian & Laird 1986)."""
    pull = 1 / variances
    surplus = float(pull @ (logs - centre) ** 2) - (len(logs) - 1)
    scale = float(pull.sum() - (pull**2).sum() / pull.sum())
    return max(surplus / scale, 0.0) if scale > 0 else 0.0


def _unseen(
    ratios: Sample,
    flow: FloatArray,
    told: FloatArray,
    likely: FloatArray,
    random: np.random.Generator,
) -> Sample:
    """The ratios with what coming back may say about spending beyond the facts."""
    correlation = CORRELATION * random.standard_normal(DRAWS)
    known = (flow > 0) & (told > 0)
    many = known.sum() >= ENOUGH_LIVES
    deviation = min(float(np.log(flow[known] / told[known]).std()), 1.0) if many else 0.8
    share = min(max(float(likely.mean()), LEAST_CHANCE), 0.95) if len(likely) else 0.25
    edge = normal_quantile(1 - share)
    distance = edge - math.exp(-0.5 * edge**2) / math.sqrt(2 * math.pi) / share
    return Sample(ratios.value, ratios.draws * np.exp(correlation * deviation * distance))


def _ratio(flow: FloatArray, told: FloatArray, weight: FloatArray) -> float:
    base = float(weight @ told)
    return float(weight @ flow) / base if base > 0 else RATIO
