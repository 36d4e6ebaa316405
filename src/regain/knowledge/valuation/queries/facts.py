"""Everything the facts know of one customer, read in one go from the one bucket that holds them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from regain.foundation.kit.errors import NotFound
from regain.knowledge.ledger import queries as ledger
from regain.knowledge.ledger.queries import Life
from regain.knowledge.ledger.rules import Patience
from regain.knowledge.ledger.rules import rule as rule_named
from regain.knowledge.valuation.queries.learn import QUESTIONS
from regain.knowledge.valuation.queries.listed import TABLE
from regain.knowledge.warehouse import queries as warehouse
from regain.knowledge.warehouse.lake.engine import Connection
from regain.knowledge.warehouse.lake.store import Lake

Record = Mapping[str, Any]
A_DAY: Final = 3
"""Products named for each day of purchases."""
PRODUCTS: Final = 10


class NoSuchCustomer(NotFound):
    """Nobody of that id is in any file imported so far."""


@dataclass(frozen=True)
class Facts:
    """One customer's facts, each list oldest first; `value` is what was computed of them, if anything."""

    person: Record
    value: Record | None
    days: Sequence[Record]
    bought: Mapping[date, Sequence[Record]]
    refunds: Sequence[Record]
    contacts: Sequence[Record]
    contracts: Sequence[Record]
    products: Sequence[Record]
    lives: Sequence[Life]
    about: Record

    @property
    def spent(self) -> Decimal:
        """All purchases."""
        return sum((day["spent"] for day in self.days), Decimal(0))

    @property
    def refunded(self) -> Decimal:
        """All refunds."""
        return sum((refund["refunded"] for refund in self.refunds), Decimal(0))


def facts_of(customer: str, *, lake: Lake | None = None) -> Facts:
    """Everything known of a customer. Raises NoSuchCustomer."""
    lake = lake or warehouse.lake()
    snapshot = lake.current()
    about = snapshot.about(TABLE)
    with warehouse.reader_of(lake, customer) as connection:
        person = _rows(connection, "person", customer=customer)
        value = _rows(connection, "person_value", customer=customer) if TABLE in snapshot.tables else []
        if not person and not value:
            raise NoSuchCustomer(_("Nobody with the id “%(id)s” is in any file imported so far.") % {"id": customer})
        days = _rows(connection, "person_days", customer=customer)
        bought: dict[date, list[Record]] = {}
        for line in _rows(connection, "person_bought", customer=customer, most=A_DAY):
            bought.setdefault(line["day"], []).append(line)
        return Facts(
            person=person[0] if person else {"customer": customer, "name": "", "country": ""},
            value=value[0] if value else None,
            days=days,
            bought=bought,
            refunds=_rows(connection, "person_refunds", customer=customer),
            contacts=_rows(connection, "person_contacts", customer=customer),
            contracts=_rows(connection, "person_contracts", customer=customer),
            products=_rows(connection, "person_products", customer=customer, most=PRODUCTS),
            lives=_lives(lake, customer, about),
            about=about,
        )


def _lives(lake: Lake, customer: str, about: Record) -> Sequence[Life]:
    """The lives as the values see them; none while nobody is valued."""
    if "patience" not in about:
        return ()
    return ledger.lives_of(
        lake,
        customer,
        as_of=date.fromisoformat(about["as_of"]),
        rule=rule_named(about["rule"]),
        patience=Patience(**about["patience"]),
    )


def _rows(connection: Connection, name: str, **values: Any) -> list[Record]:
    answer = QUESTIONS.ask(connection, name, **values)
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
