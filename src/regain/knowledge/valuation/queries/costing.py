"""The cost table in force, and what every customer of a bucket earned and cost by it."""

from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from regain.knowledge.ledger import queries as ledger
from regain.knowledge.ledger.rules import CONTRACT, Patience, Rule
from regain.knowledge.valuation.models import CostRate
from regain.knowledge.valuation.rules.costs import Cause, CostTable, Rate, Serving, Unit, serving
from regain.knowledge.valuation.rules.estimates import Terms
from regain.knowledge.warehouse.lake.engine import Connection
from regain.knowledge.warehouse.lake.questions import Questions
from regain.knowledge.warehouse.lake.store import Lake

QUESTIONS: Final = Questions(Path(__file__).parents[1] / "sql")
YEAR: Final = timedelta(days=365)
SUMS: Final = ("handled", "handled_squared", "crossed", "bought", "bought_squared", "cost")


def cost_table() -> CostTable:
    """The rates in force, in the company's currency; rates in another one are left out."""
    rows = CostRate.objects.filter(withdrawn_at__isnull=True, currency=settings.COMPANY.currency)
    ordered = rows.order_by("cause", "kind", "valid_from")
    return CostTable(
        tuple(Rate(Cause(row.cause), Unit(row.unit), row.amount, row.valid_from, row.kind, row.minutes)
              for row in ordered)
    )  # fmt: skip


def handle(connection: Connection, *, costs: CostTable, as_of: date, customer: str = "") -> None:
    """Make the temporary tables `cost_rates` and `handled`: of everybody the connection sees, or of one customer."""
    QUESTIONS.keep(connection, "cost_rates", "cost_rates", **costs.columns())
    QUESTIONS.keep(connection, "handled", "handled", as_of=as_of, customer=customer)


def serve(connection: Connection, *, as_of: date, rule: Rule, terms: Terms, is_served: bool) -> None:
    """Make the temporary table `served` from the `marks` and `lives` of a connection: one row per customer."""
    since = as_of - YEAR
    handle(connection, costs=terms.costs, as_of=as_of)
    name = "contract_bought" if rule.kind == CONTRACT else "bought"
    QUESTIONS.keep(connection, "bought", name, as_of=as_of, since=since)
    told = {"as_of": as_of, "since": since, "margin": terms.margin, "is_served": is_served}
    QUESTIONS.keep(connection, "served", "served", **told)


def bases_of(connection: Connection) -> dict[str, int]:
    """How many customers of a bucket are valued on which basis, from `served`."""
    return {str(basis): int(customers) for basis, customers in QUESTIONS.ask(connection, "bases").fetchall()}


def costs_document(costs: CostTable, served: Serving) -> dict[str, Any]:
    """The cost table the values rest on, and what serving costs as a share of purchases, as JSON."""
    return {"costs": costs.document(), "costs_digest": costs.digest, "serving": asdict(served)}


def learn_serving(lake: Lake, *, as_of: date, rule: Rule, patience: Patience, terms: Terms) -> Serving:
    """What serving costs as a share of purchases, from as few buckets as suffice; nothing where no cost is known."""
    if not _is_known(lake, as_of, terms.costs):
        return Serving()
    totals, seen = dict.fromkeys(SUMS, 0.0), 0
    for number in ledger.sweeps(lake):
        with ledger.lives(lake, number, as_of=as_of, rule=rule, patience=patience) as connection:
            serve(connection, as_of=as_of, rule=rule, terms=terms, is_served=True)
            row = QUESTIONS.ask(connection, "serving_sums").fetchone() or ()
        for name, value in zip(SUMS, row, strict=False):
            totals[name] += float(value)
        seen += int(row[-1])
        if seen >= ledger.ENOUGH_CUSTOMERS:
            break
    return serving(**totals, is_known=True)


def _is_known(lake: Lake, as_of: date, costs: CostTable) -> bool:
    """Whether the cost table or any contact says what serving costs."""
    if costs:
        return True
    if not lake.current().has("contacts"):
        return False
    for number in ledger.sweeps(lake):
        with ledger.sweep(lake, number) as connection:
            row = QUESTIONS.ask(connection, "is_served", as_of=as_of).fetchone()
        if row and row[0]:
            return True
    return False
