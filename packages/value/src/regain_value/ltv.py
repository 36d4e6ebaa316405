"""Remaining lifetime value of the living: purchases to come × what a purchase brings.

The discounted purchases of BG/NBD times the expected spend of Gamma-Gamma times the margin. The
interval says how sure the *expectation* is, given that the parameters were estimated (delta
method over their logarithms); a single customer's future varies far more than that.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from regain_value.arrays import FloatArray
from regain_value.distinct import distinct_rows
from regain_value.estimate import LEVEL, Estimate
from regain_value.fitted import Fitted
from regain_value.models.bgnbd import FittedBGNBD
from regain_value.models.gamma_gamma import FittedGammaGamma
from regain_value.special import normal_quantile
from regain_value.summary import Summary
from regain_value.units import Discount, Span

Model = TypeVar("Model", bound=Fitted)

STEP = 1e-3
SMALLEST = 1e-300
LARGEST_LOG = 300.0


@dataclass(frozen=True, slots=True)
class LifetimeValue:
    """Remaining value: per row of the summary, and of all customers together (one row)."""

    each: Estimate
    total: Estimate


def ltv(
    summary: Summary,
    *,
    purchases: FittedBGNBD,
    spend: FittedGammaGamma,
    discount: Discount,
    horizon: Span | None = None,
    margin: float = 1.0,
) -> LifetimeValue:
    """Discounted expected contribution after the as-of date, with 95 % intervals.

    In the money of the spend column; margin: contribution per money of sales; horizon: None for
    ever. Deterministic. Raises BadInput.
    """
    known = summary.histories()
    times = _rows_of(summary, known.rows)
    purse = distinct_rows(summary.frequency, summary.repeat_spend())
    purses = replace(
        _rows_of(summary, (purse.rows[0], purse.rows[0], purse.rows[0])), spend=purse.rows[1]
    )
    bought, bought_slope = _with_slopes(
        purchases,
        lambda model: model.residual_transactions(times, discount=discount, horizon=horizon),
    )
    worth, worth_slope = _with_slopes(spend, lambda model: model.expected_spend(purses))
    value = margin * bought[known.back] * worth[purse.back]
    spread_of_each = np.sqrt(
        _variance(purchases, bought_slope)[known.back] + _variance(spend, worth_slope)[purse.back]
    )
    weighted = value * summary.count
    total = float(weighted.sum())
    slope_by_purchases = bought_slope @ np.bincount(known.back, weighted)
    slope_by_spend = worth_slope @ np.bincount(purse.back, weighted)
    variance = _variance(purchases, slope_by_purchases[:, None])[0]
    variance += _variance(spend, slope_by_spend[:, None])[0]
    relative = np.sqrt(variance) / max(abs(total), SMALLEST)
    return LifetimeValue(
        each=_interval(value, spread_of_each),
        total=_interval(np.array([total]), np.array([relative])),
    )


def _rows_of(summary: Summary, rows: tuple[FloatArray, ...]) -> Summary:
    """A summary of these distinct rows alone."""
    x, recency, age = rows
    return Summary(x, recency, age, summary.unit, None, np.ones(len(x)))


def _with_slopes(
    model: Model, predict: Callable[[Model], FloatArray]
) -> tuple[FloatArray, FloatArray]:
    """Prediction per row, and d ln prediction / d ln parameter, parameters × rows."""
    slopes = []
    for step in STEP * np.eye(len(model.values)):
        higher = np.maximum(predict(model.shifted(step)), SMALLEST)
        lower = np.maximum(predict(model.shifted(-step)), SMALLEST)
        slopes.append(np.log(higher / lower) / (2 * STEP))
    return predict(model), np.stack(slopes)


def _variance(model: Fitted, slope: FloatArray) -> FloatArray:
    """slopeᵀ · covariance of the log parameters · slope, per column."""
    variance: FloatArray = (slope * (model.covariance_of_logs @ slope)).sum(axis=0)
    return np.maximum(variance, 0.0)


def _interval(value: FloatArray, relative: FloatArray) -> Estimate:
    """Log-normal, so that a value keeps its sign."""
    factor = np.exp(np.minimum(normal_quantile((1 + LEVEL) / 2) * relative, LARGEST_LOG))
    ends = value / factor, value * factor
    return Estimate(value, np.minimum(*ends), np.maximum(*ends))
