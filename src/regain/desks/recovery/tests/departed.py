"""Departures for the tests: a plain customer, and whatever of them a test cares about."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from regain.desks.recovery.rules.terms import Settings
from regain.knowledge.valuation.rules import Departure, Estimate, Likeness

SETTINGS = Settings(
    period="2011-09",
    control_share=Decimal("0.20"),
    executive_calls=10,
    team_calls=60,
    cost_of_call=Decimal("8.00"),
    cost_of_letter=Decimal("1.50"),
)

PLAIN = Departure(
    customer="C1",
    name="",
    country="United Kingdom",
    kind="lapse",
    left_on=date(2011, 9, 12),
    last_day=date(2011, 6, 1),
    first_day=date(2010, 12, 3),
    absence_days=122,
    purchase_days=6,
    lives=1,
    spent=Decimal("900.0000"),
    value_lost=Decimal("600.0000"),
    refunded=Decimal(0),
    recoverable=True,
    chance=Estimate(0.20, 0.15, 0.26),
    chance_called=Estimate(0.27, 0.20, 0.36),
    second_value=Estimate(400.0, 120.0, 900.0),
    maximum_spend=Estimate(28.0, 0.0, 70.0),
    like=Likeness(alike=120, returned=24, days=365),
    confidence="measured",
)


def departed(customer: str, *, spend: float | None = None, lost: str | None = None, **given: Any) -> Departure:
    """A departed customer; `spend` is the maximum spend's middle, `lost` the value lost."""
    changes: dict[str, Any] = {"customer": customer, **given}
    if spend is not None:
        changes["maximum_spend"] = Estimate(spend, spend / 2, spend * 2)
    if lost is not None:
        changes["value_lost"] = Decimal(lost)
    return replace(PLAIN, **changes)


def crowd(count: int) -> list[Departure]:
    """Many customers of uneven worth, the same each time."""
    countries = ("United Kingdom", "Germany", "France", "EIRE")
    return [
        departed(
            f"C{number:06d}",
            name=f"Customer {number}",
            spend=float(number * 37 % 101) / 2,
            lost=f"{(number * 7919 % 997) ** 2 / 100:.4f}",
            country=countries[number % 7 % 4],
            purchase_days=1 + number % 4,
            lives=2 if number % 11 == 0 else 1,
        )
        for number in range(count)
    ]
