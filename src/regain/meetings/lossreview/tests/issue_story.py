"""Departures somebody told the reasons of, for the tests of issues."""

from datetime import date
from decimal import Decimal

from regain.foundation.people.models import Person
from regain.knowledge.playbook.models import Departure, Reason
from regain.knowledge.playbook.tests.reasons_story import told

SEPTEMBER = date(2011, 9, 12)
UNTIL = date(2011, 10, 1)
DUE = date(2011, 12, 1)


def left(
    by: Person, customer: str, *reasons: Reason, value: str = "100.00", left_on: date = SEPTEMBER
) -> tuple[str, date]:
    """A departure of this value, told for these reasons in equal parts; without reasons: they could not say."""
    Departure.objects.create(customer=customer, left_on=left_on, value_lost=Decimal(value), currency="GBP")
    told(by, *reasons, customer=customer, left_on=left_on)
    return customer, left_on
