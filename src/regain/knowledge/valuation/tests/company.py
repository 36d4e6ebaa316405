"""A small company with contacts, costs and refunds: what each customer earned and cost can be counted by hand.

As of 1 July 2024. Buyers of `b` rows come every 10 days and stay or fall silent; `dear` costs more than they bring.
"""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from regain.foundation.kit.actor import System
from regain.knowledge.ledger.rules import rule
from regain.knowledge.valuation import actions
from regain.knowledge.valuation.rules.costs import Cause, CostTable, Rate, Unit
from regain.knowledge.valuation.rules.estimates import Terms
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.tests.lakes import lake_of, sale

AS_OF = date(2024, 7, 1)
LONG_AGO, LATELY = date(2023, 3, 1), date(2024, 6, 1)
COSTS = CostTable(
    (
        Rate(Cause.CONTACT, Unit.HOUR, Decimal(30), date(2023, 1, 1), "call"),
        Rate(Cause.CONTACT, Unit.HOUR, Decimal(60), date(2024, 1, 1), "call"),
        Rate(Cause.CONTACT, Unit.EACH, Decimal(5), date(2023, 1, 1)),
        Rate(Cause.RETURN, Unit.HOUR, Decimal(24), date(2023, 1, 1), minutes=Decimal(10)),
        Rate(Cause.CREDIT, Unit.EACH, Decimal("1.50"), date(2023, 1, 1)),
        Rate(Cause.LATENESS, Unit.PERCENT, Decimal(2), date(2024, 1, 1)),
    )
)


def contact(
    customer: str, day: date, kind: str, *, minutes: str | None = None, cost: str | None = None
) -> dict[str, Any]:
    """One contact, as an import has it."""
    at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC).replace(tzinfo=None)
    told = {"customer": customer, "kind": kind, "day": day, "happened_at": at, "direction": "in", "outcome": ""}
    amounts = {"minutes": minutes and Decimal(minutes), "cost": cost and Decimal(cost)}
    return {"contact": f"{customer} {kind} {day} {minutes} {cost}", **told, **amounts}


def counted() -> dict[str, list[dict[str, Any]]]:
    """Three customers whose account is counted by hand in the tests."""
    own, dear = "own", "dear"
    sales = [
        sale(own, LONG_AGO, "100", cost=Decimal(60)),
        sale(own, LATELY, "50", cost=Decimal(30)),
        sale(own, LATELY + timedelta(days=1), "-20", kind="refund", quantity=Decimal(-1), cost=Decimal(-12)),
        sale(dear, LATELY, "10"),
        sale(dear, LATELY + timedelta(days=2), "-1", kind="refund"),
        sale("plain", LATELY, "40"),
    ]
    contacts = [
        contact(own, LONG_AGO, "Call", minutes="20"),
        contact(own, LATELY, "call", minutes="20"),
        contact(own, LATELY, "call"),
        contact(dear, LATELY, "complaint", cost="33.33"),
        contact(dear, LATELY, "visit"),
    ]
    return {"sales": sales, "contacts": contacts}


def crowd(count: int = 400, *, seed: int = 5) -> dict[str, list[dict[str, Any]]]:
    """Customers who buy every ten days or so; each complains, then leaves, with a chance of its own every month."""
    draw, sales, contacts = random.Random(seed), [], []
    for number in range(count):
        name, day = f"b{number:04d}", date(2022, 7, 1) + timedelta(days=draw.randint(0, 500))
        leaves = day + timedelta(days=round(draw.expovariate(1 / 420)))
        while day < min(leaves, AS_OF):
            sales.append(sale(name, day, str(draw.randint(10, 40))))
            day += timedelta(days=draw.randint(8, 14))
        if leaves < AS_OF and draw.random() < 0.6:
            contacts.append(contact(name, leaves - timedelta(days=draw.randint(1, 60)), "complaint", minutes="15"))
    return {"sales": sales, "contacts": contacts}


def company(root: Path, *parts: dict[str, list[dict[str, Any]]], **more: Sequence[dict[str, Any]]) -> Lake:
    """A lake of these facts together."""
    facts: dict[str, list[dict[str, Any]]] = {name: list(rows) for name, rows in more.items()}
    for part in parts:
        for name, rows in part.items():
            facts.setdefault(name, []).extend(rows)
    return lake_of(root, **facts)


def valued(lake: Lake, *, costs: CostTable = COSTS, margin: float = 1.0, by_rule: str = "days:90") -> Lake:
    """The lake, everybody valued, without a database to write the entry to."""
    compute = actions.value_customers.__wrapped__  # type: ignore[attr-defined] # the verb's own function
    terms = Terms(discount=0.1, margin=margin, costs=costs)
    at = datetime(2024, 7, 1, tzinfo=UTC)
    compute(by=System("tests"), at=at, lake=lake, as_of=AS_OF, rule=rule(by_rule), terms=terms)
    return lake


def rows(lake: Lake) -> dict[str, dict[str, Any]]:
    """The values, by customer."""
    with lake.reader() as connection:
        answer = connection.execute('SELECT * FROM "values"')
        names = [column[0] for column in answer.description or ()]
        return {row[names.index("customer")]: dict(zip(names, row, strict=True)) for row in answer.fetchall()}
