"""What lifetimes answers for given parameters, written down for the tests of packages/value.

Usage, from benchmarks/: ../.bench-venv/bin/python -m peers.fixtures; writes packages/value/tests/fixtures/lifetimes.json.
Histories are drawn from a seed and from the demo company, and kept with the answers; log likelihoods are sums over all of them.
"""

import json
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

pd: Any = import_module("pandas")
peer: Any = import_module("lifetimes")
utils: Any = import_module("lifetimes.utils")

TARGET = Path(__file__).parents[2] / "packages" / "value" / "tests" / "fixtures" / "lifetimes.json"
DEMO = Path(__file__).parents[2] / "src" / "regain" / "demo" / "data" / "onlineretail_lines.csv.gz"
SEED, CUSTOMERS, EVERY = 2026, 60, 80
HORIZONS = (1, 13, 52)
COUNTS = (0, 1, 2, 5)
Answers = dict[str, Any]
PARAMETERS: dict[str, list[dict[str, float]]] = {
    "BG/NBD": [
        {"r": 0.2426, "alpha": 4.4136, "a": 0.7929, "b": 2.4259},
        {"r": 1.7, "alpha": 12.0, "a": 2.3, "b": 6.1},
    ],
    "MBG/NBD": [
        {"r": 0.525, "alpha": 6.183, "a": 0.891, "b": 1.614},
        {"r": 1.4, "alpha": 20.0, "a": 1.8, "b": 4.7},
    ],
    "Pareto/NBD": [
        {"r": 0.5533, "alpha": 10.578, "s": 0.6060, "beta": 11.664},
        {"r": 1.3, "alpha": 6.0, "s": 1.9, "beta": 25.0},
    ],
    "Gamma-Gamma": [{"p": 6.249, "q": 3.744, "gamma": 15.44}, {"p": 1.8, "q": 2.2, "gamma": 60.0}],
    "BG/BB": [
        {"alpha": 1.204, "beta": 0.750, "gamma": 0.657, "delta": 2.783},
        {"alpha": 0.6, "beta": 2.1, "gamma": 1.7, "delta": 9.0},
    ],
}
FITTERS = {"BG/NBD": "BetaGeoFitter", "MBG/NBD": "ModifiedBetaGeoFitter", "Pareto/NBD": "ParetoNBDFitter"}


def main() -> None:
    """Ask for everything, write it down."""
    warnings.simplefilter("ignore")
    made, real, occasions = measured(), kept(), counted()
    histories = {name: np.concatenate([made[name], real[name]]) for name in made}
    document = {
        "made_by": "benchmarks/peers/fixtures.py",
        "versions": {name: version(name) for name in ("lifetimes", "numpy", "scipy", "pandas")},
        "seed": SEED,
        "histories": rounded(histories),
        "occasions": rounded(occasions),
        "answers": {
            **{paper: each(paper, partial(purchases, paper, known=histories)) for paper in FITTERS},
            "Gamma-Gamma": each("Gamma-Gamma", partial(values, known=histories)),
            "BG/BB": each("BG/BB", partial(donations, known=occasions)),
        },
    }
    TARGET.write_text(json.dumps(document, allow_nan=False) + "\n")


def each(paper: str, ask: Callable[[dict[str, float]], Answers]) -> list[Answers]:
    """The answers for every set of parameters of one model."""
    return [{"params": params, **ask(params)} for params in PARAMETERS[paper]]


def measured() -> dict[str, Any]:
    """Histories in continuous time."""
    random = np.random.default_rng(SEED)
    age = random.uniform(5, 150, CUSTOMERS)
    frequency = random.negative_binomial(0.8, 0.12, CUSTOMERS).astype(float)
    recency = np.where(frequency > 0, age * random.beta(2, 1, CUSTOMERS), 0.0)
    spend = np.where(frequency > 0, random.gamma(3, 12, CUSTOMERS), 0.0)
    return {"frequency": frequency, "recency": recency, "age": age, "spend": spend}


def kept() -> dict[str, Any]:
    """Every so-manieth customer of the demo company, in weeks, as this peer summarises them."""
    lines = pd.read_csv(DEMO)
    lines = lines[(lines["Quantity"] > 0) & (lines["UnitPrice"] > 0)].dropna(subset="CustomerID")
    lines = lines.assign(day=pd.to_datetime(lines["InvoiceDate"]), amount=lines["Quantity"] * lines["UnitPrice"])
    told = utils.summary_data_from_transaction_data(lines, "CustomerID", "day", "amount").iloc[::EVERY]
    return {
        "frequency": told["frequency"].to_numpy(),
        "recency": told["recency"].to_numpy() / 7,
        "age": told["T"].to_numpy() / 7,
        "spend": told["monetary_value"].to_numpy(),
    }


def counted() -> dict[str, Any]:
    """Histories in whole occasions; short ones, as this peer adds 1e-15 to a sum that gets smaller than that."""
    random = np.random.default_rng(SEED + 1)
    age = random.integers(1, 11, CUSTOMERS)
    recency = random.integers(0, age + 1)
    earlier = random.binomial(np.maximum(recency - 1, 0), 0.5)
    frequency = np.where(recency > 0, 1 + earlier, 0)
    return {"frequency": frequency.astype(float), "recency": recency.astype(float), "age": age.astype(float)}


def rounded(columns: dict[str, Any]) -> dict[str, list[float]]:
    """The columns as JSON keeps them: every digit."""
    return {name: [float(value) for value in column] for name, column in columns.items()}


def purchases(paper: str, params: dict[str, float], *, known: dict[str, Any]) -> Answers:
    """A model of purchases in continuous time."""
    model = getattr(peer, FITTERS[paper])()
    model.params_ = pd.Series(params)
    rows = known["frequency"], known["recency"], known["age"]
    expected = {
        str(horizon): plain(model.conditional_expected_number_of_purchases_up_to_time(horizon, *rows))
        for horizon in HORIZONS
    }
    told = {
        "log_likelihood": log_likelihood(model, params, rows),
        "p_alive": plain(model.conditional_probability_alive(*rows)),
        "expected": expected,
    }
    if paper == "Pareto/NBD":
        many = model.conditional_probability_of_n_purchases_up_to_time
        told["distribution"] = {str(n): plain(many(n, HORIZONS[1], *rows)) for n in COUNTS}
    return told


def log_likelihood(model: Any, params: dict[str, float], rows: tuple[Any, ...]) -> float:
    """Summed over the histories; this peer takes the logarithms of the parameters in some models and a mean."""
    given = list(params.values())
    if isinstance(model, peer.ParetoNBDFitter):
        return float(np.sum(model._conditional_log_likelihood(given, *rows)))
    ones = np.ones(len(rows[0]))
    return float(-len(ones) * model._negative_log_likelihood(np.log(given), *rows, ones, 0.0))


def values(params: dict[str, float], *, known: dict[str, Any]) -> Answers:
    """The model of spend."""
    model = peer.GammaGammaFitter()
    model.params_ = pd.Series({"p": params["p"], "q": params["q"], "v": params["gamma"]})
    again = known["frequency"] > 0
    rows = known["frequency"][again], known["spend"][again]
    return {
        "log_likelihood": log_likelihood(model, params, rows),
        "spend": plain(
            model.conditional_expected_average_profit(*map(pd.Series, (known["frequency"], known["spend"])))
        ),
    }


def donations(params: dict[str, float], *, known: dict[str, Any]) -> Answers:
    """The model of purchases on occasions."""
    model = peer.BetaGeoBetaBinomFitter()
    model.params_ = pd.Series(params)
    rows = known["frequency"], known["recency"], known["age"]
    later = model.conditional_expected_number_of_purchases_up_to_time
    return {
        "log_likelihood": float(np.sum(model._loglikelihood(list(params.values()), *rows))),
        "p_alive": plain(model.conditional_probability_alive(1, *rows)),
        "expected": {str(horizon): plain(later(horizon, *rows)) for horizon in HORIZONS},
    }


def plain(column: Sequence[float]) -> list[float | None]:
    """A column as a list; null where the peer has no finite answer."""
    return [float(value) if np.isfinite(value) else None for value in np.asarray(column)]


if __name__ == "__main__":
    main()
