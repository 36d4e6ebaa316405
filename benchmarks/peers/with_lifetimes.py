"""The same tasks by lifetimes 0.11.3 (github.com/CamDavidsonPilon/lifetimes)."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from peers.work import Columns, Task, main

pd: Any = import_module("pandas")
peer: Any = import_module("lifetimes")
utils: Any = import_module("lifetimes.utils")

LAST_DAY, FIRST_DAY = 273, "1997-01-01"
SAMPLE = 2000
BUYING = {"r": 0.2426, "alpha": 4.4136 * 7, "a": 0.7929, "b": 2.4259}
SPENDING = {"p": 6.25, "q": 3.74, "v": 15.44}


def fit(fitter: str) -> Task:
    """Fit by the day."""

    def prepare(columns: Columns) -> Callable[[], dict[str, float]]:
        known = [columns[name] for name in ("frequency", "recency", "age")]

        def work() -> dict[str, float]:
            model = getattr(peer, fitter)()
            model.fit(*known)
            return {letter: float(value) for letter, value in model.params_.items()}

        return work

    return prepare


def spend(columns: Columns) -> Callable[[], dict[str, float]]:
    """Fit over those who bought again."""
    again = columns["frequency"] > 0
    x, mean = columns["frequency"][again], columns["spend"][again]

    def work() -> dict[str, float]:
        model = peer.GammaGammaFitter()
        model.fit(x, mean)
        return {"p": float(model.params_["p"]), "q": float(model.params_["q"]), "gamma": float(model.params_["v"])}

    return work


def summary(columns: Columns) -> Callable[[], dict[str, float]]:
    """Sales to one row a customer."""
    day = pd.Timestamp(FIRST_DAY) + pd.to_timedelta(columns["day"], unit="D")
    sales = pd.DataFrame({"customer": columns["customer"], "day": day, "amount": columns["amount"]})
    end = pd.Timestamp(FIRST_DAY) + pd.Timedelta(days=LAST_DAY)

    def work() -> dict[str, float]:
        told = utils.summary_data_from_transaction_data(sales, "customer", "day", "amount", observation_period_end=end)
        return {"customers": len(told), "repeats": float(told["frequency"].sum())}

    return work


def value(columns: Columns) -> Callable[[], dict[str, float]]:
    """Discounted value of the next twelve months; this peer cannot predict before it has fitted somebody."""
    known = [pd.Series(columns[name]) for name in ("frequency", "recency", "age", "spend")]
    purchases, values = peer.BetaGeoFitter(), peer.GammaGammaFitter()
    purchases.fit(*(column.head(SAMPLE) for column in known[:3]))
    purchases.params_, values.params_ = pd.Series(BUYING), pd.Series(SPENDING)

    def work() -> dict[str, float]:
        told = values.customer_lifetime_value(purchases, *known, time=12, discount_rate=0.01, freq="D")
        return {"mean": float(told.mean())}

    return work


TASKS: dict[str, Task] = {
    "sales to summary": summary,
    "BG/NBD fit": fit("BetaGeoFitter"),
    "MBG/NBD fit": fit("ModifiedBetaGeoFitter"),
    "Pareto/NBD fit": fit("ParetoNBDFitter"),
    "Gamma-Gamma fit": spend,
    "12-month value": value,
}

if __name__ == "__main__":
    main(TASKS)
