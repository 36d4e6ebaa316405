"""Everybody whose life ended in a time, back by now or not: what the ledger's balance of that time counts, one by one.

A month of a large company has hundreds of thousands of them, so they are columns, and what is text stays in a small
file beside them until somebody asks for a few.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from regain.foundation.kit.money import CENT
from regain.knowledge.ledger import queries as ledger
from regain.knowledge.ledger.rules import CONTRACT, Patience, Rule
from regain.knowledge.valuation.queries.learn import QUESTIONS
from regain.knowledge.valuation.rules.segments import NAMES, codes
from regain.knowledge.warehouse.lake.engine import Connection, connect, copy, offer
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.sql import Sql, compose, files

UNITS: Final = 10_000
"""Amounts are counted in ten thousandths, as exact as the facts."""
EPOCH: Final = date(1970, 1, 1)
NEVER: Final = -1
NUMBERS: Final = ("last_day", "left_on", "back_on", "purchase_days", "lives", "value_lost")
TEXTS: Final = ("customer", "name", "country")
MEMORY: Final = "256MB"

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Asked:
    """Whose lives: those that ended from a day to before another, as known by a date under a rule."""

    rule: Rule
    as_of: date
    from_on: date
    until_on: date


@dataclass(frozen=True)
class Who:
    """One of them."""

    row: int
    customer: str
    name: str
    country: str
    first_day: date
    last_day: date
    left_on: date
    back_on: date | None
    purchase_days: int
    lives: int
    value_lost: Decimal


@dataclass(frozen=True)
class Lost:
    """The lives that ended, one row each, in no order of meaning.

    Days are counted from 1970, -1 is none; `value` is in ten thousandths of the company's currency.
    """

    asked: Asked
    facts: int
    patience: Patience
    folder: Path = field(repr=False)
    last_day: Integers = field(repr=False)
    left_on: Integers = field(repr=False)
    back_on: Integers = field(repr=False)
    purchase_days: Integers = field(repr=False)
    lives: Integers = field(repr=False)
    value: Integers = field(repr=False)

    def __len__(self) -> int:
        return len(self.value)

    @property
    def value_lost(self) -> Decimal:
        """What all of them had bought in the year up to their last purchase, exactly."""
        return exact(int(self.value.sum()))

    @property
    def value_in_cents(self) -> Decimal:
        """The same to the cent, as the balance tells it."""
        return self.value_lost.quantize(CENT, ROUND_HALF_EVEN)

    @cached_property
    def cents(self) -> Integers:
        """The value of each in cents that add up to that of all, so that every way to group them does."""
        return cents(self.value)

    @cached_property
    def is_back(self) -> npt.NDArray[np.bool_]:
        """Who had bought again by the date."""
        return np.asarray(self.back_on != NEVER)

    @cached_property
    def segment(self) -> Integers:
        """The segment of each, among all of them, as its place in `segments.NAMES`."""
        return codes(values=self.value, purchase_days=self.purchase_days, lives=self.lives)

    def segment_of(self, row: int) -> str:
        """The segment of one of them by name."""
        return NAMES[int(self.segment[row])]

    def summed(self, places: Integers, many: int) -> Integers:
        """The cents of all rows by a place each, exactly."""
        found = np.zeros(many, dtype=np.int64)
        np.add.at(found, places, self.cents)
        return found

    def largest(self, most: int) -> Integers:
        """The rows that took most with them, largest first."""
        if len(self) > most:
            edge = np.partition(self.value, len(self) - most)[len(self) - most]
            rows = np.flatnonzero(self.value >= edge)
        else:
            rows = np.arange(len(self))
        who = self.who(rows)
        ranked = sorted(who, key=lambda each: (-each.value_lost, each.customer))
        return np.array([each.row for each in ranked[:most]], dtype=np.int64)

    def who(self, rows: npt.ArrayLike) -> tuple[Who, ...]:
        """Who these rows are, in the order given."""
        wanted = np.asarray(rows, dtype=np.int64)
        with self._open() as connection:
            offer(connection, "wanted", {"row": wanted})
            found = QUESTIONS.ask(connection, "lost_who").fetchall()
        known = {each.row: each for each in (self._who(row) for row in found)}
        return tuple(known[row] for row in wanted.tolist())

    def countries(self) -> list[tuple[str, int, Decimal]]:
        """Each country with how many and how much; those nobody knows the country of under an empty name."""
        with self._open() as connection:
            offer(connection, "counted", {"row": np.arange(len(self)), "cents": self.cents})
            found = QUESTIONS.ask(connection, "lost_countries").fetchall()
        return [(country, int(count), in_money(int(value))) for country, count, value in found]

    def rows_of(self, customers: Sequence[str], days: Sequence[date]) -> Integers:
        """The row each of these departures is about, -1 for none: the absence its day of leaving lies in.

        A rhythm learnt at another time moves that day, never out of the absence. Of several that mean the same row
        the nearest day has it.
        """
        answer = np.full(len(customers), NEVER, dtype=np.int64)
        if not len(self) or not customers:
            return answer
        with self._open() as connection:
            told = np.array([(day - EPOCH).days for day in days], dtype=np.int64)
            names = np.array(customers, dtype=object)
            offer(connection, "told", {"place": np.arange(len(answer)), "customer": names, "left_on": told})
            found = QUESTIONS.ask(connection, "lost_rows").fetchnumpy()
        order = np.lexsort((found["place"], found["apart"], found["row"]))
        rows, places = found["row"][order], found["place"][order]
        first = np.ones(len(rows), dtype=np.bool_)
        first[1:] = rows[1:] != rows[:-1]
        answer[places[first]] = rows[first]
        return answer

    def keep(self, path: Path, *, told: Mapping[str, npt.NDArray[Any]]) -> None:
        """Write them to one file, with a segment each and what is told of the rows `told["row"]`."""
        with self._open() as connection:
            offer(connection, "counted", {"row": np.arange(len(self)), "cents": self.cents, "code": self.segment})
            offer(connection, "segments", {"code": np.arange(len(NAMES)), "segment": np.array(NAMES, dtype=object)})
            offer(connection, "told", told)
            copy(connection, QUESTIONS.texts["lost_book"], path)

    def _who(self, row: tuple[Any, ...]) -> Who:
        number, customer, name, country, first, last, left, back, purchases, lives = row
        return Who(
            row=int(number),
            customer=customer,
            name=name,
            country=country,
            first_day=EPOCH + timedelta(days=first),
            last_day=EPOCH + timedelta(days=last),
            left_on=EPOCH + timedelta(days=left),
            back_on=None if back == NEVER else EPOCH + timedelta(days=back),
            purchase_days=int(purchases),
            lives=int(lives),
            value_lost=in_money(int(self.cents[number])),
        )

    @contextmanager
    def _open(self) -> Iterator[Connection]:
        with _desk(self.folder) as connection:
            paths = sorted(self.folder.glob("*.parquet"))
            read = compose("SELECT * FROM read_parquet($paths)", paths=files(paths))
            connection.execute(compose("CREATE TEMP VIEW lost AS $read", read=read))
            yield connection


def lost(asked: Asked, *, lake: Lake, folder: Path, patience: Patience | None = None) -> Lost:
    """Find them; what is text goes into files of `folder`, which the answer reads from as long as it is used.

    Cost: one pass over the purchase days of the time, two buckets at a time. Raises NotFound without any sales.
    """
    facts = lake.current().facts
    found = patience or ledger.patience(lake, as_of=asked.as_of, rule=asked.rule)
    sweeps = [None] if lake.is_spread else ledger.sweeps(lake)
    parts: list[dict[str, Integers]] = []
    begun = 0
    with ThreadPoolExecutor(lake.threads) as pool, _desk(folder) as connection:
        for place, told in enumerate(pool.map(partial(_bucket, lake, asked, found), sweeps)):
            numbers = {name: np.asarray(told[name], dtype=np.int64) for name in NUMBERS}
            rows = np.arange(begun, begun + len(numbers["value_lost"]))
            begun += len(rows)
            parts.append(numbers)
            offer(connection, "part", {"row": rows, **{name: told[name] for name in (*TEXTS, "first_day", *NUMBERS)}})
            copy(connection, Sql("SELECT * FROM part"), folder / f"{place:03d}.parquet")
    columns = {name: np.concatenate([part[name] for part in parts]) for name in NUMBERS}
    return Lost(asked=asked, facts=facts, patience=found, folder=folder, value=columns.pop("value_lost"), **columns)


def cents(units: Integers) -> Integers:
    """Ten thousandths as cents whose sum is the rounded sum; what is short goes to the largest remainders."""
    whole, rest = np.divmod(units, UNITS // 100)
    short = int(exact(int(units.sum())).quantize(CENT, ROUND_HALF_EVEN) * 100) - int(whole.sum())
    whole[np.argsort(-rest, kind="stable")[:short]] += 1
    return whole


def in_money(cents: int) -> Decimal:
    """An amount of cents."""
    return Decimal(cents).scaleb(-2)


def exact(units: int) -> Decimal:
    """An amount of ten thousandths."""
    return Decimal(units).scaleb(-4)


def _bucket(lake: Lake, asked: Asked, patience: Patience, bucket: int | None) -> dict[str, Any]:
    days = {
        "earliest": asked.from_on - timedelta(days=patience.at_most),
        "latest": asked.until_on - timedelta(days=patience.at_least),
    }
    name = "contract_lost" if asked.rule.kind == CONTRACT else "lost"
    with ledger.sweep(lake, bucket, threads=0 if bucket is None else 1) as connection:
        ledger.mark(connection, as_of=asked.as_of, rule=asked.rule, patience=patience)
        time = {"as_of": asked.as_of, "left_from": asked.from_on, "left_until": asked.until_on}
        QUESTIONS.keep(connection, "lost", name, **time, **days)
        QUESTIONS.keep(connection, "before", "lost_before", at_least=patience.at_least)
        found: dict[str, Any] = QUESTIONS.ask(connection, "lost_told").fetchnumpy()
        return found


@contextmanager
def _desk(folder: Path) -> Iterator[Connection]:
    """A connection that reads and writes the files of one folder."""
    folder.mkdir(parents=True, exist_ok=True)
    connection = connect(memory=MEMORY, threads=1, spill=folder / "spill", folders=[folder])
    try:
        yield connection
    finally:
        connection.close()
