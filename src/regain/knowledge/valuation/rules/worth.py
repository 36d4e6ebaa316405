"""Values the valuation gives out: exact money for what happened, intervals for what is estimated."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

LIKELY = 0.95
"""The probability every interval holds."""


@dataclass(frozen=True)
class Estimate:
    """A number that is not known exactly: the best guess and the interval that holds 95 % of the time."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Likeness:
    """How we know: of `alike` customers like this one, `returned` came back within `days`."""

    alike: int
    returned: int
    days: int
    who: str = ""
    """Who counts as alike, in words: "gone 60 to 120 days, spent 300 to 900"."""

    @property
    def sentence(self) -> str:
        """The evidence in plain words."""
        if not self.alike:
            return "No customer like this has been gone long enough to learn from; a cautious guess stands in."
        who = f" ({self.who})" if self.who else ""
        return (
            f"Of {self.alike:,} customers like this{who}, {self.returned:,} came back within {self.days} days"
            " with nobody asking them."
        )


@dataclass(frozen=True)
class Departure:
    """One departed customer as of a date: what was lost, and what trying is worth. Money in company currency.

    `value_lost` is the revenue of the year up to the last purchase, `spent` that of the whole life so far.
    `chance` is the natural chance of return p0 within the horizon, when nobody does anything; `chance_called`
    is p, after an attempt; until attempts were measured against a control it rests on a labelled prior.
    `second_value` is the discounted value of a second life if it comes; `maximum_spend` is (p − p0) of it.
    """

    customer: str
    name: str
    country: str
    kind: str
    left_on: date
    last_day: date
    first_day: date
    absence_days: int
    purchase_days: int
    lives: int
    spent: Decimal
    value_lost: Decimal
    refunded: Decimal
    recoverable: bool
    chance: Estimate
    chance_called: Estimate
    second_value: Estimate
    maximum_spend: Estimate
    like: Likeness
    confidence: str
    """`measured`, `thin` or `prior`: how much of the company's own past stands behind it."""
    score: float = 0.0
    """Where the ranking the company's own past chose puts this customer; more is earlier."""
