"""The REST door of the valuation: customers, lives, backtests, departures.

Money is text in the company's currency; every estimate comes with its ends; every answer says as of when. An id that
no path can hold is written as `~` and the base64url of its UTF-8.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema

from regain.foundation.kit.http import actor_of
from regain.knowledge.valuation.queries import answers, looks
from regain.knowledge.valuation.queries.quality_page import quality_answer

router = Router()


class Estimated(Schema):
    """A number that is not known exactly, with the interval that holds 95 % of the time."""

    value: float
    low: float
    high: float


class CustomerRow(Schema):
    """A customer of a list. Estimates that do not apply are null."""

    customer: str
    name: str
    country: str
    state: str
    kind: str
    recoverable: bool
    lives: int
    purchase_days: int
    first_day: date
    last_day: date
    left_on: date | None
    spent: str
    spent_year: str
    refunded: str
    worth: Estimated | None
    chance: Estimated | None
    chance_called: Estimated | None
    second_value: Estimated | None
    maximum_spend: Estimated | None
    confidence: str
    alike: int | None
    alike_returned: int | None


class CustomerList(Schema):
    """One page of customers; `total` is null where counting would take too long."""

    as_of: date
    rule: str
    currency: str
    total: int | None
    page: int
    size: int
    customers: list[CustomerRow]


class Narrowing(Schema):
    """What to keep, in which order, which page."""

    q: str = ""
    state: Literal["", "alive", "departed"] = ""
    kind: str = ""
    country: str = ""
    spent_min: str = ""
    spent_max: str = ""
    left_from: date | None = None
    left_until: date | None = None
    last_from: date | None = None
    last_until: date | None = None
    sort: str = "-spent"
    page: int = 1


class LifeRow(Schema):
    """One life of a customer; `left_on` is null while it lasts."""

    number: int
    began_on: date
    last_day: date
    purchase_days: int
    spent: str
    left_on: date | None


class CustomerDocument(CustomerRow):
    """One customer with their lives and the sentence that says it all."""

    as_of: date
    rule: str
    currency: str
    headline: str
    evidence: list[str]
    life_rows: list[LifeRow]


@router.get("", response=CustomerList, operation_id="list_customers")
def list_customers(request: HttpRequest, narrowing: Query[Narrowing]) -> Mapping[str, Any]:
    """Customers as of the last valuation, a page at a time."""
    return answers.customers(by=actor_of(request), asked=narrowing.dict(exclude_none=True))


@router.get("lives", operation_id="read_lives")
def read_lives(request: HttpRequest, as_of: str = "", rule: str = "") -> Mapping[str, Any]:
    """Who is a customer, who left, who came back, by month: the same document as `regain lives --json`."""
    return answers.looked(looks.asked_for(looks.LIVES, rule=rule, as_of=as_of))


@router.get("backtest", operation_id="read_backtest")
def read_backtest(request: HttpRequest, as_of: str = "", until: str = "", rule: str = "") -> Mapping[str, Any]:
    """What the ranking of a past date would have caught: the same document as `regain backtest --json`."""
    return answers.looked(looks.asked_for(looks.BACKTEST, rule=rule, as_of=as_of, until=until))


@router.get("quality", operation_id="read_quality")
def read_quality(request: HttpRequest) -> Mapping[str, Any]:
    """How good the numbers are: what was expected of a time held back, what came, and how often the rule was wrong."""
    return quality_answer()


@router.get("departures", operation_id="list_departures")
def list_departures(request: HttpRequest, left_from: date, left_until: date, page: int = 1) -> Mapping[str, Any]:
    """Those who left from a day to the end of another and are still gone, the first of the ranking first."""
    return answers.departures(by=actor_of(request), left_from=left_from, left_until=left_until, page=page)


@router.get("{customer:customer}", response=CustomerDocument, operation_id="read_customer")
def read_customer(request: HttpRequest, customer: str) -> Mapping[str, Any]:
    """One customer, with their lives."""
    return answers.customer(by=actor_of(request), customer=customer)
