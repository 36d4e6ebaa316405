"""Who bought after a day of their own; and the returns that were recorded, held against the sales."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from regain.knowledge.ledger.models import Measured, Return
from regain.knowledge.ledger.queries.living import QUESTIONS, mark, sweep, sweeps
from regain.knowledge.ledger.rules import CONTRACT, Patience, Rule
from regain.knowledge.ledger.rules.measuring import Counted, together
from regain.knowledge.ledger.rules.returning import HORIZON, Said, said
from regain.knowledge.warehouse.lake.store import Lake


@dataclass(frozen=True)
class CameBack:
    """What a customer bought from a day on. `spent` counts the horizon alone; `left_again_on`: empty while it lasts."""

    customer: str
    first_on: date
    last_on: date
    spent: Decimal
    purchase_days: int
    left_again_on: date | None


@dataclass(frozen=True)
class Recorded:
    """One return as it was recorded, and how it stands by the facts."""

    id: int
    customer: str
    left_on: date
    said_at: datetime
    said_by: str
    source: str
    words: str
    bought_on: date | None
    standing: Said


def came_back(
    lake: Lake, *, since: Mapping[str, date], as_of: date, rule: Rule, patience: Patience, horizon: int = HORIZON
) -> dict[str, CameBack]:
    """Who of these customers bought on or after their day and before `as_of`. Cost: one pass over the marks."""
    if not since:
        return {}
    values = {"customers": list(since), "days": [day.isoformat() for day in since.values()], "horizon": horizon}
    seen = {"as_of": as_of, "rule": rule, "patience": patience}
    buckets: list[int | None] = [None] if lake.is_spread else sweeps(lake)
    with ThreadPoolExecutor(lake.threads) as pool:
        parts = pool.map(partial(_bought, lake, seen, values), buckets)
        return {row.customer: row for part in parts for row in part}


def _bought(lake: Lake, seen: Mapping[str, Any], values: Mapping[str, Any], bucket: int | None) -> list[CameBack]:
    name = "contract_came_back" if seen["rule"].kind == CONTRACT else "came_back"
    with sweep(lake, bucket, threads=0 if bucket is None else 1) as connection:
        mark(connection, **seen)
        QUESTIONS.keep(connection, "wanted", "wanted", **values)
        rows = QUESTIONS.ask(connection, name, as_of=seen["as_of"], **values).fetchall()
    return [
        CameBack(customer, first, last, Decimal(spent or 0), int(days), again)
        for customer, first, last, spent, days, again in rows
    ]


def waiting() -> dict[str, tuple[int, date]]:
    """Returns that nobody has seen a sale for yet: customer → the newest one's id and the day it must follow."""
    rows = Return.objects.filter(bought_on=None, withdrawn_at=None).order_by("left_on")
    return {row.customer: (row.pk, row.left_on) for row in rows}


def recorded(*, sources: Sequence[str]) -> dict[str, Recorded]:
    """The returns these sources recorded, by source; those taken back are left out."""
    rows = Return.objects.filter(source__in=sources, withdrawn_at=None)
    return {row.source: _recorded(row) for row in rows}


def returns_of(*, customer: str) -> tuple[Recorded, ...]:
    """Every return recorded for one customer, newest first; those taken back are left out."""
    rows = Return.objects.filter(customer=customer, withdrawn_at=None).order_by("-said_at")
    return tuple(_recorded(row) for row in rows)


def measured() -> dict[str, Counted]:
    """What attempts did beside control groups, all trials together, by segment."""
    rows = Measured.objects.all()
    return together(Counted(r.segment, r.tried, r.tried_returned, r.control, r.control_returned) for r in rows)


def _recorded(row: Return) -> Recorded:
    return Recorded(
        id=row.pk,
        customer=row.customer,
        left_on=row.left_on,
        said_at=row.said_at,
        said_by=row.said_by,
        source=row.source,
        words=row.words,
        bought_on=row.bought_on,
        standing=said(said_on=row.said_at.date(), bought_on=row.bought_on, known_until=row.known_until),
    )
