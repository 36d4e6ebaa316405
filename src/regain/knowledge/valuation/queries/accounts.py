"""Revenue and cost: of the company, of some customers, of one customer line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from regain.knowledge.valuation.queries.bases import left_in_words
from regain.knowledge.valuation.queries.costing import QUESTIONS, YEAR, handle
from regain.knowledge.valuation.queries.facts import Facts, Record
from regain.knowledge.valuation.queries.listed import TABLE, Amount, alone
from regain.knowledge.valuation.rules.costs import Cause, table_of
from regain.knowledge.valuation.rules.without import Account, Difference
from regain.knowledge.warehouse import queries as warehouse
from regain.knowledge.warehouse.lake.snapshot import Snapshot
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.sql import Sql, compose

Bound = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """One line of a customer's account: in the year up to the valuation, and so far."""

    label: str
    year: Amount
    whole: Amount
    note: str = ""
    is_sum: bool = False


def accounts(lake: Lake, snapshot: Snapshot, where: Sql, bound: Bound) -> tuple[Difference, Difference]:
    """The account with and without those who fit: of the year up to the valuation, and of all the time known."""
    text = compose(QUESTIONS.texts["account"], conditions=where)
    with lake.reader(alone(snapshot)) as connection:
        answer = connection.execute(text, bound) if bound else connection.execute(text)
        row = answer.fetchone() or ()
    year, year_theirs, whole, theirs = (_account(row[at : at + 5]) for at in range(0, 20, 5))
    return Difference(year, year_theirs), Difference(whole, theirs)


def _account(row: Sequence[Any]) -> Account:
    count, *amounts = row
    return Account(int(count), *(Decimal(0) if each is None else Decimal(each) for each in amounts))


@dataclass(frozen=True)
class Losing:
    """Those who cost more than they bring, and the contacts nobody can price."""

    customers: int = 0
    contribution: Decimal = Decimal(0)
    handled: int = 0
    uncosted: int = 0


@lru_cache(maxsize=16)
def _losing(lake: Lake, number: int) -> Losing:
    with lake.reader(alone(lake.snapshot(number))) as connection:
        count, contribution, handled, uncosted = QUESTIONS.ask(connection, "losing").fetchone() or (0, 0, 0, 0)
    return Losing(int(count), Decimal(contribution), int(handled), int(uncosted))


def losing(lake: Lake, snapshot: Snapshot) -> Losing:
    """Who costs more than they bring."""
    return _losing(lake, snapshot.number) if TABLE in snapshot.tables else Losing()


def account_of(facts: Facts, *, currency: str, lake: Lake | None = None) -> list[Part]:
    """One customer's account, line by line; none before they were valued."""
    value = facts.value
    if value is None or "contribution" not in value:
        return []
    as_of = date.fromisoformat(facts.about["as_of"])
    since = as_of - YEAR
    back = sum((each["refunded"] for each in facts.refunds if since <= each["day"] < as_of), Decimal(0))
    lines = [
        (_("Sales"), value["year_earned"] + back, value["earned"] + value["refunded"], ""),
        (_("Refunds"), -back, -value["refunded"], ""),
        (_("Product cost"), -value["year_goods"], -value["goods"], ""),
        *_served(value, _handled(lake or warehouse.lake(), facts, as_of)),
    ]
    parts = [
        Part(label, (year, currency), (whole, currency), note)
        for label, year, whole, note in lines
        if year or whole or label == _("Sales") or note
    ]
    left = Part(
        left_in_words({value["basis"]: 1}), (value["year_contribution"], currency), (value["contribution"], currency)
    )
    return [*parts, Part(left.label, left.year, left.whole, is_sum=True)]


def _handled(lake: Lake, facts: Facts, as_of: date) -> list[Record]:
    customer, costs = facts.person["customer"], table_of(facts.about.get("costs", ()))
    with warehouse.reader_of(lake, customer) as connection:
        handle(connection, costs=costs, as_of=as_of, customer=customer)
        answer = QUESTIONS.ask(connection, "person_handled", customer=customer, since=as_of - YEAR)
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def _served(value: Record, handled: list[Record]) -> list[tuple[str, Decimal, Decimal, str]]:
    """Cost to serve by kind; what is left of it is late payment."""
    lines = [(_title(each), -each["year_cost"], -each["cost"], _note(each)) for each in handled]
    year = value["year_served"] - sum((each["year_cost"] for each in handled), Decimal(0))
    whole = value["served"] - sum((each["cost"] for each in handled), Decimal(0))
    return [line for line in lines if line[2] or line[3]] + [(_("Late payment"), -year, -whole, "")]


def _title(each: Record) -> str:
    if each["cause"] == Cause.CONTACT:
        return _("Contacts: %(kind)s") % {"kind": each["kind"]} if each["kind"] else _("Contacts")
    return {Cause.RETURN: _("Returns handled"), Cause.CREDIT: _("Credits handled")}[Cause(each["cause"])]


def _note(each: Record) -> str:
    """What is missing in a line; returns and credits without a rate cost nothing extra and need no note."""
    if not each["uncosted"] or each["cause"] != Cause.CONTACT:
        return ""
    return _("%(uncosted)s of %(events)s have no known cost") % {
        "uncosted": each["uncosted"],
        "events": each["events"],
    }
