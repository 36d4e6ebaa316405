"""How much of what was lost somebody asked about: beside the balance the pack counts, never beside a part of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from regain.knowledge.playbook.queries.told import Told, told_by
from regain.knowledge.valuation.queries import looks
from regain.knowledge.valuation.queries.documents import month_of
from regain.knowledge.valuation.queries.standing import company_rule
from regain.knowledge.warehouse import queries as warehouse
from regain.meetings.lossreview.rules.health import Figure, Line, Share, by_value


@dataclass(frozen=True)
class Balance:
    """Who left in which month, as the ledger counts on one day."""

    months: Mapping[str, tuple[int, Decimal]]

    def of(self, month: date) -> tuple[int, Decimal] | None:
        """Departures and value lost in a month, where it is told."""
        return self.months.get(f"{month:%Y-%m}")


def balance(*, until_on: date) -> Balance:
    """As known by a day or by the end of the facts; empty where nobody looked yet and a page cannot wait for it."""
    last = warehouse.last_day(warehouse.lake())
    if last is None:
        return Balance({})
    asked = looks.Asked(looks.LIVES, company_rule(), min(until_on, last + timedelta(days=1)))
    document = looks.balance(asked)
    months = [month_of(each) for each in document["months"]] if document else []
    return Balance({each.month: (each.left, each.value_left) for each in months})


def coverage(lost: Balance, *, at: datetime, from_on: date, until_on: date) -> Mapping[Line, Figure]:
    """Shares of a month's departures, and of their value. Cannot tell where more were asked than left."""
    known = lost.of(from_on)
    if known is None:
        return dict.fromkeys((Line.ASKED, Line.ASKED_VALUE, Line.CONFIRMED, Line.CONFIRMED_VALUE))
    departures, value = known
    if not departures:
        nobody = Share(0, 0)
        return dict.fromkeys((Line.ASKED, Line.ASKED_VALUE, Line.CONFIRMED, Line.CONFIRMED_VALUE), nobody)
    told = told_by(from_on=from_on, until_on=until_on, at=at)
    return {
        Line.ASKED: _heads(told.asked, departures),
        Line.ASKED_VALUE: _worth(told.asked, departures, value),
        Line.CONFIRMED: _heads(told.confirmed, departures),
        Line.CONFIRMED_VALUE: _worth(told.confirmed, departures, value),
    }


def _heads(told: Told, departures: int) -> Figure:
    return Share(told.departures, departures) if told.departures <= departures else None


def _worth(told: Told, departures: int, value: Decimal) -> Figure:
    if told.value_lost > value:
        return None
    return by_value(told.departures, departures, worth=float(told.value_lost), whole=float(value))
