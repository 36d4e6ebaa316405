"""What a contract is worth: the renewals to come, a month each, times what a month brings.

Contracts are counted in months of renewal dates: who renewed at every date is still a customer, and who left is seen to
have left (Fader & Hardie 2007; Fader et al. 2018). What a month brings is known, so no model of spend is needed.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from regain.knowledge.valuation.rules.learning import FloatArray
from regain_value import MONTH, BetaDiscreteWeibull, Discount, FittedBuyers, ShiftedBetaGeometric, Span, Summary
from regain_value.holdout import Holdout, Model

CANDIDATES: Final[dict[str, Model]] = {
    "shifted beta-geometric": ShiftedBetaGeometric(unit=MONTH),
    "beta-discrete-Weibull": BetaDiscreteWeibull(unit=MONTH),
}
"""Simplest first."""
ENDS: Final = (0.025, 0.975)


@dataclass(frozen=True)
class SeenContracts:
    """Contracts begun before `cut`, in parallel arrays of months.

    age: renewal dates that had come; frequency: renewals made by then; bought: renewals made after.
    """

    cut: date
    as_of: date
    age: FloatArray
    frequency: FloatArray
    bought: FloatArray

    @property
    def days(self) -> int:
        """How long the time held back is."""
        return (self.as_of - self.cut).days

    def holdout(self) -> Holdout:
        """As the library scores it. Raises BadInput."""
        months = round(self.days / MONTH.days)
        return Holdout.of(self.summary(), np.minimum(self.bought, months), length=months * MONTH)

    def summary(self) -> Summary:
        """The contracts as the models read them. Raises BadInput, NotEnoughEvidence."""
        told = {"frequency": self.frequency, "recency": self.frequency, "age": self.age}
        return Summary.of(told, unit=MONTH)


def renewals_worth(
    model: FittedBuyers, days: FloatArray, amount: FloatArray, *, discount: Discount, horizon: Span
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Discounted money of the renewals within the horizon of running contracts, and what each may bring, low and high.

    days: since the contract began; amount: money a month. The ends are quantiles of the renewals of one contract.
    """
    dates = np.floor(np.maximum(days, 0.0) / MONTH.days)
    known = Summary.of({"frequency": dates, "recency": dates, "age": dates}, unit=MONTH)
    months = round(horizon.in_unit(MONTH))
    value = model.residual_transactions(known, discount=discount, horizon=months * MONTH)
    reached = np.cumsum(model.purchase_distribution(known, horizon=months * MONTH, up_to=months), axis=1)
    rate = discount.rate_in(MONTH)
    worth = np.concatenate([[0.0], np.cumsum((1 + rate) ** -np.arange(1.0, months + 1))])
    low, high = (worth[np.minimum((reached < end - 1e-12).sum(axis=1), months)] for end in ENDS)
    return value * amount, np.minimum(low, value) * amount, np.maximum(high, value) * amount
