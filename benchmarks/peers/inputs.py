"""What everybody is given: made-up customers of the CDNOW company, by the day, written once as .npy files.

BG/NBD with the parameters published for CDNOW (r .2426, α 4.4136 weeks, a .7929, b 2.4259; Fader, Hardie & Lee 2005),
customers won over twelve weeks and seen for 27 to 39; values Gamma-Gamma with p 6.25, q 3.74, γ 15.44.
"""

from pathlib import Path

import numpy as np

from regain_value import summarise
from regain_value.arrays import FloatArray, IntArray

WEEK = 7.0
FIRST_DAYS, LAST_DAY = 84, 273
BUYING = {"r": 0.2426, "alpha": 4.4136 * WEEK, "a": 0.7929, "b": 2.4259}
SPENDING = {"p": 6.25, "q": 3.74, "gamma": 15.44}
SUMMARY = ("frequency", "recency", "age", "spend")
SALES = ("customer", "day", "amount")


def folder_of(root: Path, customers: int) -> Path:
    """The folder that holds the columns of so many customers, made where it is missing."""
    folder = root / str(customers)
    if not (folder / "spend.npy").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder, customers)
    return folder


def _write(folder: Path, customers: int) -> None:
    customer, day, amount = sales(customers, seed=customers)
    told = summarise(customer, day, amount, as_of=LAST_DAY)
    columns = {
        "customer": customer,
        "day": day,
        "amount": amount,
        "frequency": told.frequency,
        "recency": told.recency,
        "age": told.age,
        "spend": told.repeat_spend(),
    }
    for name, column in columns.items():
        np.save(folder / f"{name}.npy", column)


def sales(customers: int, *, seed: int) -> tuple[IntArray, IntArray, FloatArray]:
    """Customer, day and amount of every purchase, in no order."""
    random = np.random.default_rng(seed)
    rate = random.gamma(BUYING["r"], 1 / BUYING["alpha"], customers)
    leaves = random.beta(BUYING["a"], BUYING["b"], customers)
    taste = random.gamma(SPENDING["q"], 1 / SPENDING["gamma"], customers)
    who = np.arange(customers)
    when = random.integers(0, FIRST_DAYS, customers).astype(np.float64)
    customer, day = [who], [when]
    while len(who):
        when = when + random.exponential(size=len(who)) / np.maximum(rate[who], 1e-300)
        there = when < LAST_DAY
        who, when = who[there], when[there]
        customer.append(who)
        day.append(when)
        stays = random.random(len(who)) >= leaves[who]
        who, when = who[stays], when[stays]
    bought, on = np.concatenate(customer), np.floor(np.concatenate(day)).astype(np.int64)
    order = random.permutation(len(bought))
    bought, on = bought[order], on[order]
    return bought, on, random.gamma(SPENDING["p"], size=len(bought)) / taste[bought]
