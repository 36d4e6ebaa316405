"""What one customer may bring, held to simulated futures."""

import numpy as np
import pytest

from regain_value import DAY, FittedBGNBD, FittedGammaGamma, Summary, outlook


def test_the_interval_holds_what_customers_then_bring() -> None:
    random = np.random.default_rng(7)
    r, alpha, p, q, gamma = 1.2, 60.0, 4.0, 5.0, 120.0
    customers, past, future = 20_000, 365.0, 365.0
    rate = random.gamma(r, 1 / alpha, customers)
    scale = random.gamma(q, 1 / gamma, customers)
    x = random.poisson(rate * past).astype(float)
    later = random.poisson(rate * future)
    totals = random.gamma(np.maximum(p * x, 1e-9), 1 / scale)
    brought = np.where(later > 0, random.gamma(np.maximum(p * later, 1e-9), 1 / scale), 0.0)
    recency = np.where(x > 0, past * x / (x + 1), 0.0)
    summary = Summary.of(
        {
            "frequency": x,
            "recency": recency,
            "age": np.full(customers, past),
            "spend": np.where(x > 0, totals / np.maximum(x, 1), 0.0),
        },
        unit=DAY,
    )
    purchases = FittedBGNBD.from_params(unit=DAY, r=r, alpha=alpha, a=1e-4, b=1e3)
    spend = FittedGammaGamma.from_params(unit=DAY, p=p, q=q, gamma=gamma)
    value = purchases.expected_purchases(summary, horizon=future * DAY) * spend.expected_spend(
        summary
    )

    may = outlook(summary, value, purchases=purchases, spend=spend, horizon=future * DAY)

    held = np.mean((brought >= may.low) & (brought <= may.high))
    assert 0.92 <= held <= 0.98
    assert brought.mean() == pytest.approx(may.value.mean(), rel=0.05)
