"""What the facts know about one customer, as the guard needs it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from regain.knowledge.warehouse.lake.questions import Questions
from regain.knowledge.warehouse.queries import facts

QUESTIONS = Questions(Path(__file__).parents[1] / "sql")


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
    """The facts about one customer; of somebody they do not know, nothing."""
    with facts.reader_of(facts.lake(), customer) as connection:
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
