"""What other rooms ask of the facts: the lake itself, its span of time, and everything about one customer."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.utils.module_loading import import_string

from regain.foundation.kit.errors import Unavailable
from regain.foundation.kit.home import Home, here
from regain.knowledge.warehouse.intake.job import Company
from regain.knowledge.warehouse.intake.landing import Imports
from regain.knowledge.warehouse.lake.buckets import bucket_of
from regain.knowledge.warehouse.lake.engine import Connection
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.rules.mapping import Format
from regain.knowledge.warehouse.sql import literal, query

DUCKDB, SPARK = ENGINES = ("duckdb", "spark")
NO_SPARK = (
    "Spark is not part of this installation. Add it with: pip install 'regain[spark]' (it also needs Java);"
    " or ask without Spark: --engine duckdb."
)


def lake(home: Home | None = None) -> Lake:
    """The lake of a home, by default of this installation."""
    return Lake((home or here()).lake)


def lake_on(engine: str = "", home: Home | None = None) -> Lake:
    """The lake for questions about everybody, on `duckdb` or `spark`; unless told, where regain.toml says.

    Raises Unavailable when Spark is asked for and cannot be had.
    """
    home = home or here()
    wanted = engine or (SPARK if home.configuration().engine.spark else DUCKDB)
    return lake(home) if wanted == DUCKDB else _spark_lake(home)


def _spark_lake(home: Home) -> Lake:
    try:
        opened: Lake = import_string("regain.knowledge.warehouse.scale.lake.spark_lake")(home)
    except ModuleNotFoundError as missing:
        raise Unavailable(NO_SPARK) from missing
    return opened


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
