"""The fact tables of the lake: their columns, keys and order.

Text is never null ("" when unknown), ids are text, money is DECIMAL(18,4) in the company's currency, moments are UTC,
days are calendar days in the company's zone. `fingerprint`, `import_no` and `line` say where a row came from.
"""

from dataclasses import dataclass
from types import MappingProxyType

ORIGIN = (("fingerprint", "UUID"), ("import_no", "INTEGER"), ("line", "BIGINT"))


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A fact table; with `key` "" every line counts by itself, with `owner` "" the table is kept in one piece."""

    name: str
    columns: tuple[tuple[str, str], ...]
    key: str = ""
    owner: str = "customer"
    order: str = "customer"

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(name for name, _ in self.columns)


SALES = TableSpec(
    "sales",
    (
        ("customer", "VARCHAR"),
        ("sale", "VARCHAR"),
        ("product", "VARCHAR"),
        ("sold_at", "TIMESTAMP"),
        ("day", "DATE"),
        ("amount", "DECIMAL(18,4)"),
        ("amount_original", "DECIMAL(18,4)"),
        ("currency", "VARCHAR"),
        ("quantity", "DECIMAL(18,4)"),
        ("cost", "DECIMAL(18,4)"),
        ("country", "VARCHAR"),
        ("kind", "VARCHAR"),
        *ORIGIN,
    ),
    order="customer, sold_at, import_no, line",
)

DAYS = TableSpec(
    "days",
    (
        ("customer", "VARCHAR"),
        ("day", "DATE"),
        ("purchases", "INTEGER"),
        ("spent", "DECIMAL(18,4)"),
        ("first_day", "DATE"),
        ("nth", "INTEGER"),
        ("previous_day", "DATE"),
        ("next_day", "DATE"),
        ("spent_before", "DECIMAL(18,4)"),
        ("spent_year", "DECIMAL(18,4)"),
        ("margin", "DECIMAL(18,4)"),
    ),
    order="customer, day",
)

REFUNDS = TableSpec(
    "refunds",
    (("customer", "VARCHAR"), ("day", "DATE"), ("refunded", "DECIMAL(18,4)"), ("lines", "INTEGER")),
    order="customer, day",
)

BUYERS = TableSpec(
    "buyers",
    (
        ("customer", "VARCHAR"),
        ("country", "VARCHAR"),
        ("first_day", "DATE"),
        ("last_day", "DATE"),
        ("lines", "INTEGER"),
    ),
)

CUSTOMERS = TableSpec(
    "customers",
    (
        ("customer", "VARCHAR"),
        ("name", "VARCHAR"),
        ("country", "VARCHAR"),
        ("email", "VARCHAR"),
        ("phone", "VARCHAR"),
        ("zone", "VARCHAR"),
        ("segment", "VARCHAR"),
        ("status", "VARCHAR"),
        ("since", "DATE"),
        *ORIGIN,
    ),
    key="customer",
)

PRODUCTS = TableSpec(
    "products",
    (
        ("product", "VARCHAR"),
        ("name", "VARCHAR"),
        ("category", "VARCHAR"),
        ("price", "DECIMAL(18,4)"),
        ("cost", "DECIMAL(18,4)"),
        *ORIGIN,
    ),
    key="product",
    owner="",
    order="product",
)

CONTRACTS = TableSpec(
    "contracts",
    (
        ("contract", "VARCHAR"),
        ("customer", "VARCHAR"),
        ("plan", "VARCHAR"),
        ("started_on", "DATE"),
        ("ended_on", "DATE"),
        ("amount_month", "DECIMAL(18,4)"),
        ("amount_month_original", "DECIMAL(18,4)"),
        ("currency", "VARCHAR"),
        ("status", "VARCHAR"),
        ("closed_how", "VARCHAR"),
        *ORIGIN,
    ),
    key="contract",
    order="customer, started_on, contract",
)

CONTACTS = TableSpec(
    "contacts",
    (
        ("contact", "VARCHAR"),
        ("customer", "VARCHAR"),
        ("kind", "VARCHAR"),
        ("happened_at", "TIMESTAMP"),
        ("day", "DATE"),
        ("direction", "VARCHAR"),
        ("minutes", "DECIMAL(18,4)"),
        ("cost", "DECIMAL(18,4)"),
        ("outcome", "VARCHAR"),
        *ORIGIN,
    ),
    key="contact",
    order="customer, happened_at, import_no, line",
)

RATES = TableSpec(
    "rates",
    (("currency", "VARCHAR"), ("day", "DATE"), ("rate", "DECIMAL(20,8)"), *ORIGIN),
    key="currency || ' ' || day",
    owner="",
    order="currency, day",
)

TABLES = MappingProxyType(
    {spec.name: spec for spec in (SALES, DAYS, REFUNDS, BUYERS, CUSTOMERS, PRODUCTS, CONTRACTS, CONTACTS, RATES)}
)
DERIVED = ("days", "refunds", "buyers")
