"""Remaining lifetime value of the living: purchases to come × what a purchase brings.

The discounted purchases of a purchase model times the expected spend of Gamma-Gamma times the
margin. The interval says how sure the *expectation* is, given that the parameters were estimated
(delta method over their logarithms); a single customer's future varies far more than that.

For one history the value is in proportion to γ + x·m, with m the customer's mean spend, and the
relative variance that comes from Gamma-Gamma is a quadratic in w = γ/(γ + x·m). Factors and
quadratics are worked out once per distinct history; a customer costs a look-up and a product.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from regain_value.arrays import CHUNK, FloatArray, tally
from regain_value.distinct import Distinct
from regain_value.estimate import LEVEL, Estimate
from regain_value.fitted import Fitted
from regain_value.models.buyers import FittedBuyers
from regain_value.models.gamma_gamma import FittedGammaGamma
from regain_value.special import normal_quantile
from regain_value.summary import Summary
from regain_value.units import Discount, Span

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
    purchases: FittedBuyers,
    spend: FittedGammaGamma,
    discount: Discount,
    horizon: Span | None = None,
    margin: float = 1.0,
) -> LifetimeValue:
    """Discounted expected contribution after the as-of date, with 95 % intervals.

    In the money of the spend column; margin: contribution per money of sales; horizon: None for
    ever. Deterministic. Raises BadInput.
    """
    bought, slopes = _with_slopes(purchases, summary.each_history(), discount, horizon)
    worth = _Worth.of(summary, margin * bought, spend)
    return LifetimeValue(
        each=worth.intervals(_variance(purchases, slopes)), total=worth.total(purchases, slopes)
    )


def remaining_value(
    summary: Summary,
    *,
    purchases: FittedBuyers,
    spend: FittedGammaGamma,
    discount: Discount,
    horizon: Span | None = None,
    margin: float = 1.0,
) -> FloatArray:
    """The value per row alone, as `ltv(...).each.value`: for millions. Raises BadInput."""
    told = summary.each_history()
    bought = purchases.residual_transactions(told, discount=discount, horizon=horizon)
    return _Worth.of(summary, margin * bought, spend).values()


@dataclass(frozen=True, slots=True)
class _Worth:
    """Per distinct history: value = factor · (γ + x·m), and how Gamma-Gamma bends it.

    slopes: d ln value / d ln p and d ln q, 2 × histories; that of γ is w.
    """

    summary: Summary
    known: Distinct
    factor: FloatArray
    slopes: FloatArray
    spend: FittedGammaGamma

    @classmethod
    def of(cls, summary: Summary, bought: FloatArray, spend: FittedGammaGamma) -> "_Worth":
        """What the purchases to come of each distinct history bring. Raises BadInput."""
        summary.repeat_spend()
        p, q, _ = spend.values
        known = summary.histories()
        weight = p * known.rows[0] + q - 1
        slopes = np.stack([(q - 1) / weight, -q / weight])
        return cls(summary, known, bought * p / weight, slopes, spend)

    def values(self) -> FloatArray:
        """The value of every customer."""
        told = np.empty(len(self.summary))
        for part, pull in self._pulls():
            np.take(self.factor, self.known.back[part], out=told[part], mode="clip")
            told[part] *= pull
        return told

    def intervals(self, by_purchases: FloatArray) -> Estimate:
        """The value of every customer between its ends."""
        gamma, covariance = self.spend.values[2], self.spend.covariance_of_logs
        constant = by_purchases + (self.slopes * (covariance[:2, :2] @ self.slopes)).sum(axis=0)
        linear = 2 * covariance[2, :2] @ self.slopes
        value = self.values()
        low, high = np.empty_like(value), np.empty_like(value)
        for part, pull in self._pulls():
            place, w = self.known.back[part], gamma / pull
            variance = constant[place] + w * (linear[place] + w * covariance[2, 2])
            low[part], high[part] = _ends(value[part], np.sqrt(np.maximum(variance, 0.0)))
        return Estimate(value, low, high)

    def total(self, purchases: FittedBuyers, slopes: FloatArray) -> Estimate:
        """The value of all together, from mean spends summed by history."""
        spent = tally(self.known.back, self.summary.repeat_spend() * self.summary.count)
        base = self.factor * self.spend.values[2] * self.known.counts
        value = base + self.factor * self.known.rows[0] * spent
        total = float(value.sum())
        by_spend = np.append(self.slopes @ value, base.sum())[:, None]
        variance = _variance(purchases, (slopes @ value)[:, None]) + _variance(self.spend, by_spend)
        relative = np.sqrt(variance) / max(abs(total), SMALLEST)
        return Estimate(np.array([total]), *_ends(np.array([total]), relative))

    def _pulls(self) -> Iterator[tuple[slice, FloatArray]]:
        """γ + x·m, some rows at a time."""
        x, money, gamma = self.summary.frequency, self.summary.repeat_spend(), self.spend.values[2]
        for start in range(0, len(x), CHUNK):
            part = slice(start, start + CHUNK)
            yield part, gamma + x[part] * money[part]


def _with_slopes(
    model: FittedBuyers, known: Summary, discount: Discount, horizon: Span | None
) -> tuple[FloatArray, FloatArray]:
    """Purchases per history, and d ln purchases / d ln parameter, parameters × histories."""

    def predict(log_step: FloatArray) -> FloatArray:
        moved = model.shifted(log_step)
        told = moved.residual_transactions(known, discount=discount, horizon=horizon)
        return np.maximum(told, SMALLEST)

    steps = STEP * np.eye(len(model.values))
    slopes = [np.log(predict(step) / predict(-step)) / (2 * STEP) for step in steps]
    return predict(0 * steps[0]), np.stack(slopes)


def _variance(model: Fitted, slope: FloatArray) -> FloatArray:
    """slopeᵀ · covariance of the log parameters · slope, per column."""
    variance: FloatArray = (slope * (model.covariance_of_logs @ slope)).sum(axis=0)
    return np.maximum(variance, 0.0)


def _ends(value: FloatArray, relative: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Log-normal, so that a value keeps its sign."""
    reach = normal_quantile((1 + LEVEL) / 2) * relative
    factor = np.exp(np.minimum(reach, LARGEST_LOG))
    ends = value / factor, value * factor
    return np.minimum(*ends), np.maximum(*ends)
