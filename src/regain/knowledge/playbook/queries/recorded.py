"""What the facts know about one customer, as the guard needs it."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from regain.knowledge.warehouse.lake.questions import Questions
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.queries import facts

QUESTIONS = Questions(Path(__file__).parents[1] / "sql")
KEPT: Final = 2_000
"""Customers whose facts stay at hand: some hundred bytes each."""


@dataclass(frozen=True)
class Recorded:
    """Text is "" and days are None where the facts do not say."""

    name: str = ""
    country: str = ""
    email: str = ""
    phone: str = ""
    zone: str = ""
    status: str = ""
    last_purchase_on: date | None = None
    """The last day of a purchase, or on which a contract was paid for."""
    last_inquiry_on: date | None = None


def recorded(*, customer: str, today: date) -> Recorded:
    """The facts about one customer; of somebody they do not know, nothing.

    The guard is asked many times about the same few customers, and facts never change under one number: what was read
    stays at hand in this process.
    """
    lake = facts.lake()
    snapshot = lake.current()
    return _read(lake.root, (snapshot.facts, snapshot.made_at), customer, today)


@lru_cache(maxsize=KEPT)
def _read(root: Path, facts_of: tuple[int, str], customer: str, today: date) -> Recorded:
    with facts.reader_of(Lake(root), customer) as connection:
        row = QUESTIONS.ask(connection, "known", customer=customer, today=today).fetchone()
    if row is None:
        return Recorded()
    name, country, email, phone, zone, status, bought_on, paid_on, asked_on = row
    return Recorded(
        name=name,
        country=country,
        email=email,
        phone=phone,
        zone=zone,
        status=status,
        last_purchase_on=max((day for day in (bought_on, paid_on) if day is not None), default=None),
        last_inquiry_on=asked_on,
    )
