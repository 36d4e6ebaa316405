"""From what was learnt to one row of estimates per customer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from regain.knowledge.valuation.rules.contracts import renewals_worth
from regain.knowledge.valuation.rules.costs import CostTable
from regain.knowledge.valuation.rules.learning import Living, absences_of
from regain.knowledge.valuation.rules.returning import Returning, seasons_ahead
from regain.knowledge.valuation.rules.second import SecondLives
from regain.knowledge.valuation.rules.weighing import Columns, confidence, unmeasured, weighed
from regain_value import (
    DAY,
    MONTH,
    RANKINGS,
    YEAR,
    Chances,
    Departed,
    Discount,
    Estimate,
    FittedReturns,
    LearntUplift,
    MeasuredUplift,
    Summary,
    ltv,
    outlook,
)
from regain_value.absences import Absences

HORIZON = 12 * MONTH
"""How far ahead the remaining value of the living is counted."""
GONE = {
    "absence": "silence", "spent": "spent", "purchase_days": "purchase_days", "length": "recency",
    "patience": "allowed", "refunded": "refunded_share", "complaints": "complaints",
}  # fmt: skip
"""What the chance of return takes, by its name among the numbers."""


@dataclass(frozen=True)
class Terms:
    """What the company set or measured: discount a year, cost table, contribution per money of sales without a cost.

    A `margin` of 1 means that none is set.
    """

    discount: float
    margin: float
    costs: CostTable = field(default_factory=CostTable)
    second_years: float = 3.0
    """How many years of a second life are counted."""
    attempts: Mapping[str, MeasuredUplift] = field(default_factory=dict)
    """Attempts against the control by segment; with enough of them the effect of a call is measured, not a guess."""


@dataclass(frozen=True)
class Learned:
    """Everything the company's past taught by a date."""

    as_of: date
    living: Living
    returning: Returning
    second: SecondLives
    ranking: str
    terms: Terms
    uplift: LearntUplift = field(default_factory=unmeasured)

    @property
    def discount(self) -> Discount:
        """What waiting costs."""
        return Discount(self.terms.discount, per=YEAR)

    @property
    def returns(self) -> FittedReturns:
        """Who came back, counted by absence and spend."""
        return self.returning.now.cells

    def chances(self, absences: Absences) -> Chances:
        """The natural chance of return of those gone at the date learnt by."""
        return self.returning.now.chances(absences, months=seasons_ahead(self.as_of))


def estimate(learned: Learned, numbers: Mapping[str, np.ndarray[Any, Any]]) -> Columns:
    """Estimates for the rows of one bucket: those of the living, those of the departed, NULL-free.

    Reads the columns of `numbers`; those that do not apply to a row are NaN and become NULL in the table.
    """
    alive = numbers["alive"].astype(bool)
    columns: Columns = {"row": np.arange(1, len(alive) + 1, dtype=np.int64)}
    columns |= _spread(remaining(learned, numbers, alive), alive)
    gone = ~alive
    columns |= _spread(second(learned, numbers, gone), gone)
    return columns


def remaining(learned: Learned, numbers: Mapping[str, np.ndarray[Any, Any]], rows: np.ndarray[Any, Any]) -> Columns:
    """Remaining value of the living over the horizon, and what each may bring; NaN where nothing could be learnt.

    Net of what this customer gives back and costs: `kept`, the share of past spend that was left, is expected to go
    on. Below zero they cost more than they bring.
    """
    living, names = learned.living, ("worth", "worth_low", "worth_high")
    if living.contracts is not None and rows.any():
        days, amount, kept = (numbers[name][rows].astype(float) for name in ("life_days", "monthly_lately", "kept"))
        middle, *ends = renewals_worth(
            living.contracts, days, amount * kept, discount=learned.discount, horizon=HORIZON
        )
        return dict(zip(names, (middle, np.minimum(*ends), np.maximum(*ends)), strict=True))
    if living.purchases is None or living.spend is None or not rows.any():
        return {name: np.full(int(rows.sum()), np.nan) for name in names}
    kept = numbers["kept"][rows].astype(float)
    histories = {name: numbers[name][rows].astype(float) for name in ("frequency", "recency", "age", "spend")}
    histories["spend"] = np.where(histories["frequency"] > 0, histories["spend"], 0.0)
    summary = Summary.of(histories, unit=DAY)
    value = ltv(
        summary,
        purchases=living.purchases,
        spend=living.spend,
        discount=learned.discount,
        horizon=HORIZON,
    ).each.value
    may = outlook(summary, value, purchases=living.purchases, spend=living.spend, horizon=HORIZON)
    middle, *ends = (part * kept for part in may.parts())
    return dict(zip(names, (middle, np.minimum(*ends), np.maximum(*ends)), strict=True))


def second(learned: Learned, numbers: Mapping[str, np.ndarray[Any, Any]], rows: np.ndarray[Any, Any]) -> Columns:
    """Chance of return, second value and maximum spend of the departed, with intervals and evidence."""
    silence, spent = numbers["silence"][rows].astype(float), numbers["spent"][rows].astype(float)
    chances = learned.chances(absences_of({name: numbers[ours][rows] for name, ours in GONE.items()}))
    columns: Columns = {
        **_three("chance", chances.chance),
        "alike": chances.alike.astype(np.int64),
        "alike_returned": chances.returned.astype(np.int64),
        "sure": confidence(chances, learned.second),
    }
    monthly, before = (numbers[name][rows].astype(float) for name in ("monthly", "monthly_spent"))
    columns |= weighed(learned, chances, monthly, before)
    departed = Departed.of(
        spend=spent,
        frequency=numbers["purchase_days"][rows].astype(float),
        absence=silence,
        chance=chances.chance.value,
        value=columns["second_value"],
    )
    columns["score"] = RANKINGS[learned.ranking](departed)
    return columns


def _three(name: str, each: Estimate) -> Columns:
    value, low, high = each.parts()
    return {name: np.asarray(value), f"{name}_low": np.asarray(low), f"{name}_high": np.asarray(high)}


def _spread(columns: Columns, rows: np.ndarray[Any, Any]) -> Columns:
    """Columns of some rows among all rows; the others stay empty."""
    return {name: _placed(values, rows) for name, values in columns.items()}


def _placed(values: np.ndarray[Any, Any], rows: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    empty = 0 if np.issubdtype(values.dtype, np.integer) else np.nan
    placed = np.full(len(rows), empty, dtype=values.dtype)
    placed[rows] = values
    return placed
