"""What the facts say was lost with one departure."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

from django.conf import settings

from regain.foundation.kit.home import Company
from regain.foundation.kit.money import CENT, Money
from regain.knowledge.ledger import rules as ledger
from regain.knowledge.warehouse import queries as warehouse
from regain.knowledge.warehouse.lake.questions import Questions

QUESTIONS = Questions(Path(__file__).parents[1] / "sql")


def value_lost(*, customer: str, left_on: date) -> Money | None:
    """Revenue of the year up to the last purchase, in cents; None where the facts know no purchase by that day."""
    company: Company = settings.COMPANY
    is_contract = ledger.rule(company.rule).kind == ledger.CONTRACT
    table, name = ("contracts", "contract_value_lost") if is_contract else ("days", "value_lost")
    lake = warehouse.lake()
    if table not in lake.current().tables:
        return None
    with warehouse.reader_of(lake, customer) as connection:
        row = QUESTIONS.ask(connection, name, customer=customer, left_on=left_on).fetchone()
    if row is None or row[0] is None:
        return None
    return Money(Decimal(row[0]).quantize(CENT, ROUND_HALF_EVEN), company.currency)
