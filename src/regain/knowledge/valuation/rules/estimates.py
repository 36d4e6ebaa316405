"""From what was learnt to one row of estimates per customer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from regain.knowledge.valuation.rules.costs import CostTable
from regain.knowledge.valuation.rules.learning import FloatArray, Living, SecondLives
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
    Summary,
    ltv,
    outlook,
    weigh,
)

HORIZON = 12 * MONTH
"""How far ahead the remaining value of the living is counted."""
PRIOR, THIN, MEASURED = 1, 2, 3
CONFIDENCE = {"cell": MEASURED, "absence band": MEASURED, "company": THIN, "prior": PRIOR}
"""How much of the company's own past stands behind a chance, as a number: texts are slow to hand to the engine."""


@dataclass(frozen=True)
class Terms:
    """What the company set: discount a year, its cost table, and contribution per money of sales without a cost.

    A `margin` of 1 means that none is set.
    """

    discount: float
    margin: float
    costs: CostTable = field(default_factory=CostTable)


@dataclass(frozen=True)
class Learned:
    """Everything the company's past taught by a date."""

    living: Living
    returns: FittedReturns
    second: SecondLives
    ranking: str
    terms: Terms


Columns = dict[str, np.ndarray[Any, Any]]


def estimate(learned: Learned, numbers: Mapping[str, np.ndarray[Any, Any]]) -> Columns:
    """Estimates for the rows of one bucket: those of the living, those of the departed, NULL-free.

    Reads frequency, recency, age, spend, alive, silence, spent, monthly, purchase_days, kept; the columns
    that do not apply to a row are NaN and become NULL in the table.
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
        discount=Discount(learned.terms.discount, per=YEAR),
        horizon=HORIZON,
    ).each.value
    may = outlook(summary, value, purchases=living.purchases, spend=living.spend, horizon=HORIZON)
    middle, *ends = (part * kept for part in may.parts())
    return dict(zip(names, (middle, np.minimum(*ends), np.maximum(*ends)), strict=True))


def second(learned: Learned, numbers: Mapping[str, np.ndarray[Any, Any]], rows: np.ndarray[Any, Any]) -> Columns:
    """Chance of return, second value and maximum spend of the departed, with intervals and evidence."""
    silence, spent = numbers["silence"][rows].astype(float), numbers["spent"][rows].astype(float)
    chances = learned.returns.chances(silence, spent)
    monthly = numbers["monthly"][rows].astype(float)
    columns: Columns = {
        **_three("chance", chances.chance),
        "alike": chances.alike.astype(np.int64),
        "alike_returned": chances.returned.astype(np.int64),
        "sure": _sure(chances, learned),
    }
    columns |= weighed(learned, chances, monthly)
    departed = Departed.of(
        spend=spent,
        frequency=numbers["purchase_days"][rows].astype(float),
        absence=silence,
        chance=chances.chance.value,
        value=columns["second_value"],
    )
    columns["score"] = RANKINGS[learned.ranking](departed)
    return columns


def weighed(learned: Learned, chances: Chances, monthly: FloatArray) -> Columns:
    """What a return is worth and what may be spent on it.

    Chances are few distinct cells and money is proportional to a customer's own monthly contribution,
    so the uncertainty is worked out once a cell, for one unit of money a month, and scaled.
    """
    cells, back = np.unique(np.stack(chances.chance.parts()), axis=1, return_inverse=True)
    back = back.reshape(-1)
    answer = weigh(
        natural=Estimate(*cells),
        contribution=learned.second.ratio,
        length=learned.second.length,
        discount=Discount(learned.terms.discount, per=YEAR),
    )
    scaled = {
        "second_value": answer.value_if_returns,
        "maximum_spend": answer.maximum_spend,
    }
    columns = _three("chance_called", Estimate(*(part[back] for part in answer.chance.parts())))
    for name, each in scaled.items():
        columns |= _three(name, Estimate(*(part[back] * monthly for part in each.parts())))
    return columns


def _sure(chances: Chances, learned: Learned) -> np.ndarray[Any, Any]:
    sure = np.fromiter((CONFIDENCE[basis] for basis in chances.basis), np.int8, len(chances.basis))
    return sure if learned.second.is_measured else np.minimum(sure, THIN)


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
