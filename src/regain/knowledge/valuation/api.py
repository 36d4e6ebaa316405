"""The REST door of the valuation: customers, lives, backtests, departures.

Money is text in the company's currency; every estimate comes with its ends; every answer says as of when. An id that
no path can hold is written as `~` and the base64url of its UTF-8.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal
from urllib.parse import parse_qs

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.knowledge.valuation import actions
from regain.knowledge.valuation.queries import answers, looks
from regain.knowledge.valuation.queries.costs import rate_document, rates_document
from regain.knowledge.valuation.queries.quality_page import quality_answer
from regain.knowledge.valuation.queries.warned import risk_answer
from regain.knowledge.valuation.queries.without import without_document

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
    basis: str
    earned: str
    product_cost: str
    cost_to_serve: str
    contribution: str
    risk: str
    risk_chance: Estimated | None
    movers: list[str]


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
    risk: Literal["", "high", "medium", "low"] = ""
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


@router.get("risk", operation_id="read_risk")
def read_risk(request: HttpRequest) -> Mapping[str, Any]:
    """How good the early warnings are: of those called each level on a past day, how many left within ninety days."""
    return risk_answer(by=actor_of(request))


class Group(Schema):
    """Whom to leave out: customers by id, or everybody a list shows."""

    customer: list[str] = []
    list: Literal["", "customers", "departed", "partly", "at-risk", "contribution"] = ""
    filters: str = Field("", description="The list's search and filters, as the address of the page has them.")


@router.get("without", operation_id="read_without")
def read_without(request: HttpRequest, group: Query[Group]) -> Mapping[str, Any]:
    """The company's account with some customers and without them: all − theirs = without."""
    asked = {name: list(values) for name, values in parse_qs(group.filters).items()}
    return without_document(by=actor_of(request), asked=asked | {"customer": group.customer, "list": [group.list]})


class RateIn(Schema):
    """What one of a cause costs from a day on."""

    cause: Literal["contact", "return", "credit", "late payment"]
    unit: Literal["each", "hour", "percent"]
    amount: Decimal
    currency: str
    valid_from: date
    kind: str = Field("", description="The kind of contact as the facts write it; empty for every other kind.")
    minutes: Decimal | None = Field(None, description="With a rate an hour: the minutes where none are recorded.")


@router.get("costs", url_name="costs", operation_id="list_costs")
def list_costs(request: HttpRequest) -> Mapping[str, Any]:
    """The cost table with its history; a rate with `withdrawn_at` is not in force."""
    return rates_document()


@router.post("costs", url_name="costs", operation_id="set_cost")
def set_cost(request: HttpRequest, rate: RateIn) -> Mapping[str, Any]:
    """Say what something costs from a day on; a rate said before for the same day is replaced."""
    return rate_document(actions.set_cost(by=actor_of(request), at=clock.now(), **rate.dict()))


@router.delete("costs/{int:number}", operation_id="withdraw_cost")
def withdraw_cost(request: HttpRequest, number: int) -> Mapping[str, Any]:
    """Take a rate back; it stays in the history."""
    return rate_document(actions.withdraw_cost(by=actor_of(request), at=clock.now(), number=number))


@router.get("departures", operation_id="list_departures")
def list_departures(request: HttpRequest, left_from: date, left_until: date, page: int = 1) -> Mapping[str, Any]:
    """Those who left from a day to the end of another and are still gone, the first of the ranking first."""
    return answers.departures(by=actor_of(request), left_from=left_from, left_until=left_until, page=page)


@router.get("{customer:customer}", response=CustomerDocument, operation_id="read_customer")
def read_customer(request: HttpRequest, customer: str) -> Mapping[str, Any]:
    """One customer, with their lives."""
    return answers.customer(by=actor_of(request), customer=customer)
