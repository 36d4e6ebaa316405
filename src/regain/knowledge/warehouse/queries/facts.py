"""What other rooms ask of the facts: the lake itself, its span of time, and everything about one customer."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from regain.foundation.kit.home import Home, here
from regain.knowledge.warehouse.intake.job import Company
from regain.knowledge.warehouse.intake.landing import Imports
from regain.knowledge.warehouse.lake.buckets import bucket_of
from regain.knowledge.warehouse.lake.engine import Connection
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.rules.mapping import Format
from regain.knowledge.warehouse.sql import literal, query


def lake(home: Home | None = None) -> Lake:
    """The lake of a home, by default of this installation."""
    return Lake((home or here()).lake)


def imports(home: Home, form: Format | None = None) -> Imports:
    """The imports of a home, in the company's currency and zone; where those are open, in the ones of `form`."""
    company = home.configuration().company
    said = company.model_fields_set
    told = Company(
        currency=(form.currency if form and "currency" not in said else "") or company.currency,
        zone=(form.zone if form and "zone" not in said else "") or company.zone,
    )
    return Imports(home.imports, lake(home), told)


def is_open(home: Home) -> bool:
    """Whether the first import is still to say the company's currency or zone."""
    return not {"currency", "zone"} <= home.configuration().company.model_fields_set


def last_day(lake: Lake) -> date | None:
    """The day of the last known sale, refund or contract event; none while nothing was imported.

    A contract that ends or begins after the facts came in has not done so yet.
    """
    snapshot = lake.current()
    if not any(snapshot.has(name) for name in ("days", "refunds", "contracts")):
        return None
    known = datetime.fromisoformat(snapshot.made_at).date()
    with lake.reader(snapshot) as connection:
        row = connection.execute(query("last_day", known=literal(known.isoformat()))).fetchone()
    return row[0] if row else None


@contextmanager
def reader_of(lake: Lake, customer: str) -> Iterator[Connection]:
    """A connection to the one bucket that holds this customer."""
    snapshot = lake.current()
    with lake.bucket_reader(bucket_of(customer, snapshot.buckets), snapshot) as connection:
        yield connection
