"""What the routes of this room are asked with; the installation of the access test has no sales."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings

from regain.foundation.people.models import Person
from regain.knowledge.valuation.actions import set_cost
from tests.access_samples import Filled
from tests.cast import Cast


def nobody(cast: Cast, actor: Person | None) -> Filled:
    """A customer nobody knows."""
    return Filled({"customer": "nobody"}, answers=404)


def no_list(cast: Cast, actor: Person | None) -> Filled:
    """A list of which there is nothing to take along yet."""
    return Filled({"name": "customers"}, answers=404)


def nothing_known(cast: Cast, actor: Person | None) -> Filled:
    """Questions that have no answer without any sales."""
    return Filled(answers=404)


def a_look(cast: Cast, actor: Person | None) -> Filled:
    """A look back at nothing."""
    return Filled(form={"kind": "lives", "rule": "days:90"}, answers=404)


def days_missing(cast: Cast, actor: Person | None) -> Filled:
    """Departures of no time in particular."""
    return Filled(answers=422)


def a_rate(cast: Cast, actor: Person | None) -> Filled:
    """What a credit costs."""
    told = {"cause": "credit", "unit": "each", "amount": "1.50", "currency": "GBP", "valid_from": "2024-01-01"}
    return Filled(form=told, as_json=True)


def a_rate_typed(cast: Cast, actor: Person | None) -> Filled:
    """The same, typed into the page."""
    return Filled(form={"cause": "credit", "unit": "each", "amount": "1.50", "valid_from": "2024-01-01"})


def a_rate_in_force(cast: Cast, actor: Person | None) -> Filled:
    """A rate that can be taken back."""
    told: dict[str, Any] = {
        "cause": "credit",
        "unit": "each",
        "amount": Decimal("1.50"),
        "valid_from": date(2024, 1, 1),
    }
    currency = str(settings.COMPANY.currency)
    rate = set_cost(by=cast.dev, at=datetime(2024, 7, 1, tzinfo=UTC), currency=currency, **told)
    return Filled({"number": rate.pk})


SAMPLES = {
    "valuation:costs": a_rate_typed,
    "valuation:cost_withdrawal": a_rate_in_force,
    "api-1:costs": a_rate,
    "api-1:withdraw_cost": a_rate_in_force,
    "api-1:read_risk": nothing_known,
    "api-1:read_without": nothing_known,
    "valuation:customer": nobody,
    "valuation:export": no_list,
    "valuation:look": a_look,
    "api-1:list_customers": nothing_known,
    "api-1:read_customer": nobody,
    "api-1:read_lives": nothing_known,
    "api-1:read_backtest": nothing_known,
    "api-1:read_quality": nothing_known,
    "api-1:list_departures": days_missing,
}
