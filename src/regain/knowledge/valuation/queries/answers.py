"""What programs are answered: plain dictionaries, money as text, estimates with their ends."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound, Unavailable
from regain.foundation.kit.money import text
from regain.foundation.kit.paging import MANY
from regain.foundation.kit.table import TableState
from regain.knowledge.valuation.queries import books, looks
from regain.knowledge.valuation.queries.customer import evidence, headline
from regain.knowledge.valuation.queries.facts import facts_of
from regain.knowledge.valuation.queries.listed import ESTIMATES, Row
from regain.knowledge.valuation.queries.standing import Standing, standing

MONEY: Final = ("spent", "spent_year", "refunded")
PLAIN: Final = (
    "customer", "name", "country", "state", "kind", "recoverable", "lives", "purchase_days", "first_day",
    "last_day", "left_on", "confidence", "alike", "alike_returned", "basis", "risk",
)  # fmt: skip
ACCOUNT: Final = {
    "earned": "earned",
    "product_cost": "goods",
    "cost_to_serve": "served",
    "contribution": "contribution",
}
COLUMNS: Final = (
    *PLAIN,
    *MONEY,
    *ACCOUNT.values(),
    "movers",
    *(f"{name}{end}" for name in sorted(ESTIMATES) for end in ("", "_low", "_high")),
)
ASKED: Final = {
    "q": "q", "state": "state", "kind": "kind", "country": "country", "risk": "risk", "sort": "sort", "page": "page",
    "spent_min": "spent.min", "spent_max": "spent.max", "left_from": "left_on.from", "left_until": "left_on.until",
    "last_from": "last_day.from", "last_until": "last_day.until",
}  # fmt: skip


def customers(*, by: Actor, asked: Mapping[str, Any]) -> dict[str, Any]:
    """One page of customers. Raises NotFound while nobody is valued."""
    return _list(books.book("customers", by=by), asked)


def departures(*, by: Actor, left_from: date, left_until: date, page: int) -> dict[str, Any]:
    """One page of those who left in a time and are still gone, in the order of the ranking."""
    asked = {"left_from": left_from, "left_until": left_until, "sort": "-score", "page": page}
    return _list(books.book("departed", by=by), asked)


def customer(*, by: Actor, customer: str) -> dict[str, Any]:
    """One customer. Raises NoSuchCustomer, and NotFound for one who was not valued."""
    facts, stands = facts_of(customer), standing(by=by)
    if facts.value is None:
        raise NotFound(_("This customer is known, but not valued yet: value all customers first."))
    lives = [
        {
            "number": life.number,
            "began_on": life.began_on,
            "last_day": life.last_day,
            "purchase_days": life.purchase_days,
            "spent": text(life.spent),
            "left_on": life.left_on,
        }
        for life in facts.lives
    ]
    told = {"headline": headline(facts, stands.currency), "evidence": evidence(facts), "life_rows": lives}
    return {**_head(stands), **_row(facts.value), **told}


def looked(asked: looks.Asked) -> Mapping[str, Any]:
    """The document of a look. Raises Unavailable where it is not made yet and takes longer than an answer may."""
    found = looks.balance(asked) if asked.kind == looks.LIVES else looks.look(asked)
    if found is None:
        raise Unavailable(_("This takes longer than an answer may; have it made on the pages, then ask again."))
    return found


def _list(book: books.Book, asked: Mapping[str, Any]) -> dict[str, Any]:
    if book.rows is None:
        raise NotFound(_("Nobody has been valued yet: import sales and value all customers first."))
    told = {ASKED[name]: [str(value)] for name, value in asked.items() if value not in {"", None}}
    state = TableState.parse(book.spec, told)
    found, total = book.rows.records(state, COLUMNS)
    return {
        **_head(book.standing),
        "total": None if total == MANY else total,
        "page": state.page,
        "size": state.size,
        "customers": [_row(row) for row in found[: state.size]],
    }


def _head(stands: Standing) -> dict[str, Any]:
    return {"as_of": stands.as_of, "rule": stands.rule, "currency": stands.currency}


def _row(row: Row) -> dict[str, Any]:
    plain = {name: row[name] for name in PLAIN}
    money = {name: text(row[name]) for name in MONEY}
    account = {name: text(row[column]) for name, column in ACCOUNT.items()}
    told = account | {"movers": row["movers"].split()}
    return plain | money | told | {name: _estimated(row, name) for name in ESTIMATES}


def _estimated(row: Row, name: str) -> dict[str, float] | None:
    if row[name] is None:
        return None
    return {"value": row[name], "low": row[f"{name}_low"], "high": row[f"{name}_high"]}
