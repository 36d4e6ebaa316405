"""What the routes of this room are asked with; the installation of the access test has no sales."""

from regain.foundation.people.models import Person
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


SAMPLES = {
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
