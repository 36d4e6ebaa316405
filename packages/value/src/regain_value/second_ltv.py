"""Second lifetime value: what the next life of a departed customer is worth if it happens.

    SLTV = Σ_{t=1..D} π_t / (1+d)^t − offer

After Stauss & Friege (1999) and Kumar, Bhagwat & Zhang (2015), whose components are the chance of
return, the length D of the second life and its contribution π a period. It is the value *given*
a return; what trying is worth, and what it may cost, is in `worthiness`.
"""

import numpy as np
import numpy.typing as npt

from regain_value.arrays import FloatArray, numbers, spread
from regain_value.errors import BadInput
from regain_value.estimate import Estimate
from regain_value.units import MONTH, Discount, Unit


def second_ltv(
    contribution: npt.ArrayLike,
    length: npt.ArrayLike,
    *,
    discount: Discount,
    unit: Unit = MONTH,
    offer: npt.ArrayLike = 0.0,
) -> FloatArray:
    """SLTV with a level contribution: π·Σ_{t=1..D} (1+d)^(−t) − offer, one per row.

    contribution: π a `unit`, after cost to serve; length: D in units (fractions of one count in
    proportion to the annuity); offer: cost if they return. Gross is offer = 0. Raises BadInput.
    """
    flow = numbers("contribution", contribution)
    lasts = spread("length", length, len(flow), at_least=0)
    cost = spread("offer", offer, len(flow))
    return flow * annuity(lasts, discount.log_rate_in(unit)) - cost


def present_value(
    contributions: npt.ArrayLike, *, discount: Discount, unit: Unit = MONTH
) -> FloatArray:
    """Σ_t π_t (1+d)^(−t) for customers × periods of uneven contributions, t from 1."""
    flows = np.asarray(contributions, dtype=np.float64)
    if flows.ndim != 2 or not np.isfinite(flows).all():
        raise BadInput(
            place="contributions",
            problem="are not a finite table of customers by periods",
            way_out="give one row per customer and one column per period",
        )
    periods = np.arange(1, flows.shape[1] + 1)
    worth: FloatArray = flows @ np.exp(-discount.log_rate_in(unit) * periods)
    return worth


def discounted_length(length: Estimate, *, discount: Discount, unit: Unit = MONTH) -> Estimate:
    """A length that is known but for an interval, in units as they are worth today."""
    rate = discount.log_rate_in(unit)
    return Estimate(*(annuity(np.maximum(part, 0.0), rate) for part in length.parts()))


def annuity(length: FloatArray, log_discount: float) -> FloatArray:
    """Σ_{t=1..D} exp(−δt) for any D ≥ 0, written (1 − exp(−δD)) / (exp(δ) − 1); D when δ = 0."""
    if log_discount == 0.0:
        return length
    worth: FloatArray = -np.expm1(-log_discount * length) / np.expm1(log_discount)
    return worth
