"""The same tasks by pymc-marketing (github.com/pymc-labs/pymc-marketing), by its maximum a posteriori."""

import logging
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
from peers.work import Columns, Task, main

logging.disable(logging.CRITICAL)
pd: Any = import_module("pandas")
clv: Any = import_module("pymc_marketing.clv")

LAST_DAY, FIRST_DAY = 273, "1997-01-01"
SAMPLE = 5000


def fit(model: str) -> Task:
    """Fit by the day."""

    def prepare(columns: Columns) -> Callable[[], dict[str, float]]:
        known = table(columns)
        return lambda: fitted(model, known)[1]

    return prepare


def spend(columns: Columns) -> Callable[[], dict[str, float]]:
    """Fit over those who bought again."""
    known = table(columns)
    again = known[known["frequency"] > 0]

    def work() -> dict[str, float]:
        told = fitted("GammaGammaModel", again)[1]
        return {"p": told["p"], "q": told["q"], "gamma": told["v"]}

    return work


def summary(columns: Columns) -> Callable[[], dict[str, float]]:
    """Sales to one row a customer."""
    day = pd.Timestamp(FIRST_DAY) + pd.to_timedelta(columns["day"], unit="D")
    sales = pd.DataFrame({"customer": columns["customer"], "day": day, "amount": columns["amount"]})
    end = pd.Timestamp(FIRST_DAY) + pd.Timedelta(days=LAST_DAY)

    def work() -> dict[str, float]:
        told = clv.rfm_summary(sales, "customer", "day", "amount", observation_period_end=end, time_unit="D")
        return {"customers": len(told), "repeats": float(told["frequency"].sum())}

    return work


def value(columns: Columns) -> Callable[[], dict[str, float]]:
    """Discounted value of the next twelve months; the models are fitted to a sample beforehand, untimed."""
    known = table(columns)
    sample = known.head(SAMPLE)
    purchases = fitted("BetaGeoModel", sample)[0]
    values = fitted("GammaGammaModel", sample[sample["frequency"] > 0])[0]

    def work() -> dict[str, float]:
        told = values.expected_customer_lifetime_value(
            transaction_model=purchases, data=known, future_t=12, discount_rate=0.01, time_unit="D"
        )
        return {"mean": float(told.mean())}

    return work


def fitted(model: str, known: Any) -> tuple[Any, dict[str, float]]:
    """The model at its maximum a posteriori, and its parameters."""
    made = getattr(clv, model)(data=known)
    made.fit(method="map", progressbar=False)
    posterior = made.fit_result
    letters = [name for name in ("r", "alpha", "s", "beta", "a", "b", "p", "q", "v") if name in posterior]
    return made, {letter: float(np.asarray(posterior[letter]).ravel()[0]) for letter in letters}


def table(columns: Columns) -> Any:
    """The columns by the names of this peer."""
    return pd.DataFrame(
        {
            "customer_id": np.arange(len(columns["frequency"])),
            "frequency": columns["frequency"],
            "recency": columns["recency"],
            "T": columns["age"],
            "monetary_value": columns["spend"],
        }
    )


TASKS: dict[str, Task] = {
    "sales to summary": summary,
    "BG/NBD fit": fit("BetaGeoModel"),
    "MBG/NBD fit": fit("ModifiedBetaGeoModel"),
    "Pareto/NBD fit": fit("ParetoNBDModel"),
    "Gamma-Gamma fit": spend,
    "12-month value": value,
}

if __name__ == "__main__":
    main(TASKS)
