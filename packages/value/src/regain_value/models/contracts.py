"""Contracts: at each renewal date a customer stays or leaves, and everybody sees which.

What the models of contracts share. A contract is summarised in renewal dates: age counts those
that have come, frequency the renewals made, recency the last renewal's date (the same number).
Who renewed every time is still a customer; who renewed less often left at date frequency + 1.
The answers follow from one curve, S(t): the probability of being a customer after t dates.
"""

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from regain_value.arrays import FloatArray, IntArray, whole_numbers
from regain_value.errors import BadInput, NotEnoughEvidence
from regain_value.models.occasions import (
    MOST_OCCASIONS,
    FittedOccasions,
    in_whole_occasions,
    refuse,
)
from regain_value.summary import Summary


def contracts(summary: Summary) -> Summary:
    """The contracts in whole renewal dates. Raises BadInput for one that contradicts itself."""
    known = in_whole_occasions(summary)
    x = known.frequency
    refuse(x > known.age, "frequency", x, "renewals are more than there were dates", "correct it")
    refuse(
        known.recency != x,
        "recency",
        known.recency,
        "is not the last renewal's date",
        "give the number of renewals: a contract is renewed on every date until it ends",
    )
    return known


@dataclass(frozen=True, slots=True)
class Departures:
    """How many customers left at date t, and how many have stayed for t dates; t = 0 … most."""

    left: FloatArray
    stayed: FloatArray

    @classmethod
    def of(cls, summary: Summary) -> "Departures":
        """The departures of contracts, by date."""
        known = contracts(summary)
        gone = known.frequency < known.age
        date = (known.frequency + gone).astype(np.int64)
        size = int(date.max()) + 1
        return cls(
            np.bincount(date[gone], known.count[gone], size).astype(np.float64),
            np.bincount(date[~gone], known.count[~gone], size).astype(np.float64),
        )

    @property
    def most(self) -> int:
        """The last date anybody came to."""
        return len(self.left) - 1

    def refuse_too_little(self, parameters: int) -> None:
        """Raises NotEnoughEvidence where nobody left, or all at once, or dates are too few."""
        if self.left.sum() + self.stayed.sum() <= 1:
            _too_little("holds one customer", "give many: a model compares customers")
        if not self.left.any():
            _too_little("nobody has left yet", "wait for the first departures")
        if np.count_nonzero(self.left) == 1 and not self.stayed[1:].any():
            date = int(np.argmax(self.left))
            _too_little(f"everybody left at renewal date {date}", "give customers who differ")
        if self.most < parameters:
            seen = f"{self.most} renewal date{'' if self.most == 1 else 's'}"
            _too_little(f"covers {seen}, too few to tell", f"wait until there are {parameters}")


def _too_little(problem: str, way_out: str) -> None:
    raise NotEnoughEvidence(place="summary", problem=problem, way_out=way_out)


@dataclass(frozen=True, slots=True)
class FittedContracts(FittedOccasions):
    """A fitted model of contracts: what is still unknown is how long those who are here stay.

    `p_alive` is 1 or 0, as seen; "purchases" are renewals.
    """

    @staticmethod
    def checked(summary: Summary) -> Summary:
        """The contracts in whole renewal dates. Raises BadInput."""
        return contracts(summary)

    def survival(self, date: npt.ArrayLike) -> FloatArray:
        """S(t): probability of being a customer after t = 0, 1, 2 … renewal dates."""
        dates = _dates(date)
        return np.exp(self._log_survival(np.arange(dates.max(initial=0) + 1)))[dates]

    def retention(self, date: npt.ArrayLike) -> FloatArray:
        """S(t) / S(t − 1): share of those there before date t ≥ 1 who renew at it."""
        dates = _dates(date)
        if (dates == 0).any():
            raise BadInput(
                place="date", problem="nobody renews at date 0", way_out="give 1 or more"
            )
        logs = self._log_survival(np.arange(dates.max(initial=0) + 1))
        share: FloatArray = np.exp(logs[dates] - logs[dates - 1])
        return share

    def _alive(self, x: FloatArray, recency: FloatArray, age: FloatArray) -> FloatArray:
        return np.where(x == age, 1.0, 0.0)

    def _expected(
        self, x: FloatArray, recency: FloatArray, age: FloatArray, *, horizon: float
    ) -> FloatArray:
        return self._discounted(x, recency, age, rate=0.0, horizon=horizon)

    def _discounted(
        self,
        x: FloatArray,
        recency: FloatArray,
        age: FloatArray,
        *,
        rate: float,
        horizon: float | None,
    ) -> FloatArray:
        """DERT: the next renewal is one date away and discounted once."""
        told = np.zeros_like(age)
        here = x == age
        if here.any():
            ages, back = np.unique(age[here], return_inverse=True)
            told[here] = self._renewals(ages, rate=rate, horizon=horizon)[back]
        return told

    def _distribution(
        self, x: FloatArray, recency: FloatArray, age: FloatArray, *, horizon: float, up_to: int
    ) -> FloatArray:
        told = np.zeros((len(x), up_to + 1))
        here = x == age
        told[~here, 0] = 1.0
        if not here.any():
            return told
        n = age[here].astype(np.int64)[:, None]
        k = np.arange(min(up_to, int(horizon)) + 1)
        logs = self._log_survival(np.arange(n.max() + k[-1] + 2))
        still = np.exp(logs[n + k] - logs[n])
        leave = -np.expm1(logs[n + k + 1] - logs[n + k])
        told[here, : len(k)] = still * np.where(k < horizon, leave, 1.0)
        return told

    @abstractmethod
    def _log_survival(self, date: IntArray) -> FloatArray:
        """Logarithm of S at the dates 0, 1, 2 … in this order."""

    @abstractmethod
    def _renewals(self, age: FloatArray, *, rate: float, horizon: float | None) -> FloatArray:
        """Σ S(n+j) / S(n) / (1+d)^j of customers after n dates, of whom there is one."""


def _dates(values: npt.ArrayLike) -> IntArray:
    dates = whole_numbers("date", values)
    refuse(dates > MOST_OCCASIONS, "date", dates, f"is above {MOST_OCCASIONS:,}", "give fewer")
    return dates.astype(np.int64)
