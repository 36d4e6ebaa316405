"""The same tasks by Regain's own library, grouping of equal histories included."""

from collections.abc import Callable

import numpy as np
from peers.inputs import BUYING, LAST_DAY, SALES, SPENDING, SUMMARY
from peers.work import Columns, Task, main

from regain_value import (
    DAY,
    MODELS,
    MONTH,
    Discount,
    FittedBGNBD,
    FittedGammaGamma,
    Summary,
    summarise,
)

TENTH = Discount(0.01, per=MONTH)


def fit(paper: str) -> Task:
    """Fit by the day."""

    def prepare(columns: Columns) -> Callable[[], dict[str, float]]:
        known = {name: columns[name] for name in SUMMARY}
        return lambda: MODELS[paper].fit(Summary.of(known, unit=DAY)).params

    return prepare


def summary(columns: Columns) -> Callable[[], dict[str, float]]:
    """Sales to one row a customer."""
    sold = [columns[name] for name in SALES]

    def work() -> dict[str, float]:
        told = summarise(*sold, as_of=LAST_DAY)
        return {"customers": len(told), "repeats": float(told.frequency.sum())}

    return work


def value(columns: Columns) -> Callable[[], dict[str, float]]:
    """Discounted value of the next twelve months."""
    purchases = FittedBGNBD.from_params(unit=DAY, **BUYING)
    spend = FittedGammaGamma.from_params(unit=DAY, **SPENDING)
    known = {name: columns[name] for name in SUMMARY}

    def work() -> dict[str, float]:
        told = Summary.of(known, unit=DAY)
        bought = purchases.residual_transactions(told, discount=TENTH, horizon=12 * MONTH)
        return {"mean": float((bought * spend.expected_spend(told)).mean())}

    return work


def score(columns: Columns) -> Callable[[], dict[str, float]]:
    """P(alive), purchases of a year and discounted value for ever of everybody."""
    purchases = FittedBGNBD.from_params(unit=DAY, **BUYING)
    spend = FittedGammaGamma.from_params(unit=DAY, **SPENDING)
    told = Summary.of({name: columns[name] for name in SUMMARY}, unit=DAY)

    def work() -> dict[str, float]:
        alive = purchases.p_alive(told)
        year = purchases.expected_purchases(told, horizon=12 * MONTH)
        ever = purchases.residual_transactions(told, discount=TENTH)
        worth = ever * spend.expected_spend(told)
        return {
            "customers": len(told),
            "histories": len(told.histories().counts),
            "means": float(np.mean(alive) + np.mean(year) + np.mean(worth)),
        }

    return work


TASKS: dict[str, Task] = {
    "sales to summary": summary,
    **{f"{paper} fit": fit(paper) for paper in ("BG/NBD", "MBG/NBD", "Pareto/NBD", "Gamma-Gamma")},
    "12-month value": value,
    "scoring": score,
}

if __name__ == "__main__":
    main(TASKS)
