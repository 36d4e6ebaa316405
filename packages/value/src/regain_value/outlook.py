"""What one customer may bring: the spread of a single future, not of its expectation.

`ltv` says how sure the *mean* is; people read an interval as what this customer will do. Given the
expected purchases m over a horizon, purchases are negative-binomial with the rate's posterior shape
k, which is r + x for a gamma (Ehrenberg 1959; Fader, Hardie & Lee 2005, dropout left aside), and
values are Gamma-Gamma (Fader & Hardie 2013) with posterior shape p·x + q. For the sum S

    Var(S) / E(S)² = (1 + 1/p) / m + 1 / k + (1 + 1/(m·p)) / (p·x + q − 2)

to the accuracy of its moments; a log-normal with that mean and variance gives the ends.
"""

import numpy as np

from regain_value.arrays import FloatArray, numbers, same_length
from regain_value.estimate import LEVEL, Estimate
from regain_value.models.buyers import FittedBuyers
from regain_value.models.gamma_gamma import FittedGammaGamma
from regain_value.special import normal_quantile
from regain_value.summary import Summary
from regain_value.units import Span

FEWEST = 1e-6
SHAPE_AT_LEAST = 0.5
"""Below two the variance of a mean value does not exist; this keeps the interval finite."""


def outlook(
    summary: Summary,
    value: FloatArray,
    *,
    purchases: FittedBuyers,
    spend: FittedGammaGamma,
    horizon: Span,
) -> Estimate:
    """The 95 % interval of what each customer may bring within the horizon, around the expected.

    value: expected money per row, e.g. `ltv(...).each.value`; the answer keeps it. A customer who
    may well buy nothing has a low end of 0. Raises BadInput.
    """
    middle = numbers("value", value, at_least=0)
    same_length(frequency=summary.frequency, value=middle)
    p, q, _ = spend.values
    known, told = summary.histories(), summary.each_history()
    x = told.frequency
    many = np.maximum(purchases.expected_purchases(told, horizon=horizon), FEWEST)
    sure = purchases.rate_shape(told)
    shape = np.maximum(p * x + q - 2, SHAPE_AT_LEAST)
    sigma = np.sqrt(np.log1p((1 + 1 / p) / many + 1 / sure + (1 + 1 / (many * p)) / shape))
    reach = normal_quantile((1 + LEVEL) / 2)
    nothing = np.exp(-sure * np.log1p(many / sure))
    low = np.where(nothing > (1 - LEVEL) / 2, 0.0, np.exp(-sigma * sigma / 2 - reach * sigma))
    high = np.maximum(np.exp(-sigma * sigma / 2 + reach * sigma), 1.0)
    return Estimate(middle, middle * known.spread(low), middle * known.spread(high))
