"""Lists of valued customers, answered by the warehouse: any filter, any order, one page at a time.

A list asks for the columns it shows and no others, so a page of ten million customers costs a scan of a few
columns. Every row is a mapping, because which columns it has is the reader's choice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from django.urls import reverse

from regain.foundation.kit.filters import Between, Contains, Dates, OneOf, Wanted
from regain.foundation.kit.paging import MANY, Total
from regain.foundation.kit.table import TableState
from regain.knowledge.valuation.queries.learn import QUESTIONS
from regain.knowledge.warehouse.lake.engine import Connection
from regain.knowledge.warehouse.lake.snapshot import Snapshot
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.sql import Sql, compose, identifier, listing, literal

TABLE: Final = "values"
CENT: Final = Decimal("0.01")
COUNTED: Final = 5_000_000
"""Beyond this many customers, those that fit a filter are not counted; the list says "of many"."""
LARGE: Final = 500_000
"""Beyond this many customers, a page is found in narrow steps before its columns are read."""
AT_ONCE: Final = 2_000
"""Rows an export holds at a time."""
MOST_COUNTRIES: Final = 80

Row = Mapping[str, Any]
Amount = tuple[Decimal, str]
"""Money as components take it: how much, in which currency."""

SHARES: Final = ("chance", "chance_called", "risk_chance")
AMOUNTS: Final = ("worth", "second_value", "maximum_spend")
ESTIMATES: Final = frozenset(SHARES + AMOUNTS)
MONEY: Final = frozenset(
    {
        "spent", "spent_year", "spent_lately", "usual", "loss", "refunded", "earned", "goods", "served", "contribution",
        "year_earned", "year_goods", "year_served", "year_contribution", "stake",
    }
)  # fmt: skip

WORKED_OUT: Final[Mapping[str, Sql]] = {
    "who": Sql("CASE WHEN name = '' THEN customer ELSE name END"),
    "usual": Sql("CAST(spent_usually / 2 AS DECIMAL(18, 4))"),
    "shrunk": Sql("CAST(1 - spent_lately / nullif(spent_usually / 2, 0) AS DOUBLE)"),
    "loss": Sql("CAST(spent_usually - 2 * spent_lately AS DECIMAL(18, 4))"),
    "stake": Sql("CAST(greatest(0, worth) * risk_chance AS DECIMAL(18, 4))"),
}
"""Columns of a list that are not columns of the table."""


@dataclass(frozen=True)
class ValuedRows:
    """The customers of one snapshot that fit `only`, for any state of a list."""

    lake: Lake
    snapshot: Snapshot
    currency: str
    only: Sql

    def page(self, state: TableState) -> tuple[Sequence[Row], Total]:
        """One page as lists show it, and how many fit in all."""
        found, total = self.records(state, needed(state))
        return [self._dressed(row) for row in found], total

    def all(self, state: TableState) -> Iterator[Row]:
        """Every row that fits, in order, a few at a time."""
        asked, names = Asked(self.only, state), needed(state)
        with self.lake.reader(alone(self.snapshot)) as connection:
            cursor = asked.ask(connection, asked.rows(names, limit=None, offset=0))
            while found := cursor.fetchmany(AT_ONCE):
                yield from (self._dressed(dict(zip(names, row, strict=True))) for row in found)

    def records(self, state: TableState, names: Sequence[str]) -> tuple[list[Row], Total]:
        """One page of these columns as the table has them, and how many fit in all."""
        asked = Asked(self.only, state)
        with self.lake.reader(alone(self.snapshot)) as connection:
            total = self._total(asked, connection)
            limit, offset = state.size + (total == MANY), state.offset
            if self.snapshot.tables[TABLE].rows > LARGE:
                offset = asked.narrow(connection, limit=limit, offset=offset)
            found = asked.ask(connection, asked.rows(names, limit=limit, offset=offset)).fetchall()
        return [dict(zip(names, row, strict=True)) for row in found], total

    def _total(self, asked: "Asked", connection: Connection) -> Total:
        everybody = self.snapshot.tables[TABLE].rows
        if asked.where == "true":
            return everybody
        if everybody > COUNTED:
            return MANY
        row = asked.ask(connection, compose(QUESTIONS.texts["listed_count"], conditions=asked.where)).fetchone()
        return int(row[0]) if row else 0

    def _dressed(self, row: Row) -> Row:
        """Money with its currency, and the address of the customer's page."""
        dressed = {name: self._in_currency(name, value) for name, value in row.items()}
        return dressed | {"href": reverse("valuation:customer", args=[row["customer"]])}

    def _in_currency(self, name: str, value: Any) -> Any:
        if value is not None and name in MONEY:
            return value, self.currency
        if value is not None and name.removesuffix("_low").removesuffix("_high") in AMOUNTS:
            return Decimal(value).quantize(CENT), self.currency
        return value


class Asked:
    """A state as SQL: names come from the list's own spec, values are bound."""

    def __init__(self, only: Sql, state: TableState) -> None:
        self.state = state
        self.bound: dict[str, Any] = {}
        conditions = [only, *self._searched(), *(self._wanted(wanted) for wanted in state.filters)]
        self.where = listing(conditions, " AND ")

    def ask(self, connection: Connection, text: Sql) -> Connection:
        """Run a question with what is bound."""
        return connection.execute(text, self.bound) if self.bound else connection.execute(text)

    def narrow(self, connection: Connection, *, limit: int, offset: int) -> int:
        """Keep only the page's own customers, found by the sort column and then the ids; gives the offset left.

        Reading every shown column of everybody to sort them takes several times as long.
        """
        edge = self.ask(connection, self.rows([self.state.sort], limit=1, offset=offset + limit - 1)).fetchone()
        if edge is not None and edge[0] is not None:
            sign = Sql("<=" if not self.state.descending else ">=")
            self._also(
                compose("$by $sign $edge", by=expression(self.state.sort), sign=sign, edge=Sql("$edge")), edge=edge[0]
            )
        keys = [row[0] for row in self.ask(connection, self.rows(["customer"], limit=limit, offset=offset)).fetchall()]
        self._also(Sql("customer IN (SELECT unnest(CAST($keys AS VARCHAR[])))"), keys=keys)
        return 0

    def _also(self, condition: Sql, **bound: Any) -> None:
        self.where = listing((self.where, condition), " AND ")
        self.bound |= bound

    def rows(self, names: Sequence[str], *, limit: int | None, offset: int) -> Sql:
        """The question for these columns of the customers that fit."""
        direction = Sql("DESC" if self.state.descending else "ASC")
        by = expression(self.state.sort)
        return compose(
            QUESTIONS.texts["listed"],
            columns=listing(compose("$text AS $name", text=expression(n), name=identifier(n)) for n in names),
            conditions=self.where,
            order=compose("$by $direction NULLS LAST, customer", by=by, direction=direction),
            limit=Sql("NULL") if limit is None else literal(limit),
            offset=literal(offset),
        )

    def _searched(self) -> Iterator[Sql]:
        for place, word in enumerate(self.state.search.lower().split()):
            name = f"word_{chr(97 + place % 26)}{'x' * (place // 26)}"
            self.bound[name] = word
            yield compose("(contains(lower(customer), $w) OR contains(lower(name), $w))", w=Sql(f"${name}"))

    def _wanted(self, wanted: Wanted) -> Sql:
        column = expression(wanted.column)
        if isinstance(wanted, Contains):
            return compose("contains(lower($c), $v)", c=column, v=self._bind(wanted, "text", wanted.text.lower()))
        if isinstance(wanted, OneOf):
            return compose(
                "list_contains($v, CAST($c AS VARCHAR))", c=column, v=self._bind(wanted, "of", list(wanted.values))
            )
        first, last = (wanted.low, wanted.high) if isinstance(wanted, Between) else (wanted.first, wanted.last)
        ends = [(">=", "from", first), ("<=", "until", last)]
        return listing(
            (
                compose("$c $sign $v", c=column, sign=Sql(sign), v=self._bind(wanted, part, value))
                for sign, part, value in ends
                if value is not None
            ),
            " AND ",
        )

    def _bind(self, wanted: Contains | OneOf | Between | Dates, part: str, value: Any) -> Sql:
        name = f"{wanted.column}_{part}"
        self.bound[name] = value
        return Sql(f"${name}")


def expression(name: str) -> Sql:
    """A list's column as SQL over the table."""
    return WORKED_OUT.get(name) or identifier(name)


@lru_cache(maxsize=16)
def _countries(lake: Lake, number: int) -> tuple[str, ...]:
    with lake.reader(alone(lake.snapshot(number))) as connection:
        found = QUESTIONS.ask(connection, "countries", most=MOST_COUNTRIES).fetchall()
    return tuple(row[0] for row in found)


def countries(lake: Lake, snapshot: Snapshot) -> tuple[str, ...]:
    """What a list can be narrowed to; none while nobody is valued."""
    return _countries(lake, snapshot.number) if TABLE in snapshot.tables else ()


def alone(snapshot: Snapshot) -> Snapshot:
    """The snapshot with the values and nothing else, so that nothing else is opened."""
    return replace(snapshot, tables={TABLE: snapshot.tables[TABLE]})


def needed(state: TableState) -> list[str]:
    """The columns to ask for: those shown, the ends of estimates, and the id that every row needs."""
    shown = [column.name for column in state.shown if column.name != "customer"]
    names = dict.fromkeys(("customer", *shown))
    for name in shown:
        if name in ESTIMATES:
            names |= dict.fromkeys((f"{name}_low", f"{name}_high"))
    return list(names)
