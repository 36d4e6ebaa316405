"""What every model of buying and leaving answers, whatever its paper.

A model says what one history means: chance of being alive, purchases to come, their distribution.
Here its answers are worked out once per distinct history and spread over the customers. A
customer who has just bought for the first time is a history too: (0, 0, 0).
"""

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from regain_value.arrays import FloatArray, numbers
from regain_value.distinct import Distinct
from regain_value.errors import BadInput, NotEnoughEvidence
from regain_value.fitted import Fitted
from regain_value.summary import Summary, known_as
from regain_value.table import Table
from regain_value.units import Discount, Span, Unit


def learnable(summary: Summary | Table, unit: Unit) -> Summary:
    """The histories a model is to be fitted to; a table is taken to be in `unit`.

    Raises BadInput, and NotEnoughEvidence for one customer, for customers who are all alike and
    where nobody ever bought again: the likelihood of such a company has no peak.
    """
    known = summary if isinstance(summary, Summary) else known_as(summary, unit)
    if len(known) == 1 and known.count[0] <= 1:
        _too_little("holds one customer", "give many: a model compares customers")
    if not known.frequency.any():
        _too_little("nobody bought again", "take a longer past")
    columns = known.frequency, known.recency, known.age
    if all((column == column[0]).all() for column in columns):
        _too_little("every customer has the same history", "give customers who differ")
    return known


def _too_little(problem: str, way_out: str) -> None:
    raise NotEnoughEvidence(place="summary", problem=problem, way_out=way_out)


@dataclass(frozen=True, slots=True)
class FittedBuyers(Fitted):
    """A fitted model of purchases. Summaries may come in any unit, tables in the model's own."""

    @abstractmethod
    def log_likelihood_of(self, summary: Summary | Table) -> float:
        """How well these parameters tell other histories, by the same likelihood as in `fit`."""

    @abstractmethod
    def simulate(self, age: npt.ArrayLike, *, seed: int) -> Summary:
        """Made-up customers of these parameters, one per age (a time in the model's unit)."""

    def p_alive(self, summary: Summary | Table) -> FloatArray:
        """Probability that each customer is still a customer at their as-of date, in row order."""
        known = self._known(summary)
        return known.spread(self._alive(*known.rows))

    def expected_purchases(
        self, summary: Summary | Table, *, horizon: Span | float, after: Span | float = 0.0
    ) -> FloatArray:
        """Purchases expected of each customer in (after, after + horizon] from the as-of date on.

        A plain number counts in the model's unit. Raises BadInput.
        """
        known = self._known(summary)
        start = self._time("after", after)
        end = start + self._time("horizon", horizon)
        bought = self._expected(*known.rows, horizon=end)
        if start > 0:
            bought = np.maximum(bought - self._expected(*known.rows, horizon=start), 0.0)
        return known.spread(bought)

    def residual_transactions(
        self,
        summary: Summary | Table,
        *,
        discount: Discount | float,
        horizon: Span | float | None = None,
    ) -> FloatArray:
        """Discounted expected purchases after the as-of date, for ever or within `horizon`.

        A plain number as discount is the papers': the continuous rate δ per unit of the model in
        models of continuous time, the rate d per occasion in models of discrete time.
        Raises BadInput for an undiscounted value for ever.
        """
        known = self._known(summary)
        rate = self._rate(discount)
        end = None if horizon is None else self._time("horizon", horizon)
        if rate == 0 and end is None:
            raise BadInput(
                place="discount",
                problem="a rate of 0 for ever adds up without end",
                way_out="give a rate above 0 or a horizon",
            )
        return known.spread(self._discounted(*known.rows, rate=rate, horizon=end))

    def purchase_distribution(
        self, summary: Summary | Table, *, horizon: Span | float, up_to: int
    ) -> FloatArray:
        """Probability of exactly 0, 1, … `up_to` purchases within `horizon`: rows × (up_to + 1)."""
        known = self._known(summary)
        if up_to < 0:
            raise BadInput(place="up_to", problem=f"{up_to} is no count", way_out="give 0 or more")
        end = self._time("horizon", horizon)
        return known.spread(self._distribution(*known.rows, horizon=end, up_to=up_to))

    def rate_shape(self, summary: Summary | Table) -> FloatArray:
        """How sure a customer's buying rate is: mean² / variance of what is believed of it.

        r + x where the rate is a gamma; in models without it, what x + 1 purchases tell.
        """
        return self.params.get("r", 1.0) + known_as(summary, self.unit).frequency

    def _known(self, summary: Summary | Table) -> Distinct:
        """Distinct histories in the model's unit; models of discrete time refuse some here."""
        told = summary if isinstance(summary, Summary) else known_as(summary, self.unit)
        return told.histories(self.unit)

    @abstractmethod
    def _alive(self, x: FloatArray, recency: FloatArray, age: FloatArray) -> FloatArray:
        """P(alive) per distinct history; times in the model's unit here and below."""

    @abstractmethod
    def _expected(
        self, x: FloatArray, recency: FloatArray, age: FloatArray, *, horizon: float
    ) -> FloatArray:
        """Expected purchases in (0, horizon] per distinct history."""

    @abstractmethod
    def _discounted(
        self,
        x: FloatArray,
        recency: FloatArray,
        age: FloatArray,
        *,
        rate: float,
        horizon: float | None,
    ) -> FloatArray:
        """Discounted expected purchases per distinct history, in closed form or to ten digits."""

    @abstractmethod
    def _distribution(
        self, x: FloatArray, recency: FloatArray, age: FloatArray, *, horizon: float, up_to: int
    ) -> FloatArray:
        """Probabilities of 0 … up_to purchases per distinct history."""

    def _rate(self, discount: Discount | float) -> float:
        """The rate as the paper counts it; models of discrete time override this."""
        if isinstance(discount, Discount):
            return discount.log_rate_in(self.unit)
        return float(numbers("discount", discount, at_least=0)[0])

    def _time(self, name: str, span: Span | float) -> float:
        if isinstance(span, Span):
            return span.in_unit(self.unit)
        return float(numbers(name, span, at_least=0)[0])
