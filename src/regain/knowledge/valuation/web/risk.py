"""How good the early warnings are."""

from django.http import HttpRequest, HttpResponse

from regain.foundation.kit.http import actor_of
from regain.foundation.ui.screen import screen
from regain.knowledge.valuation.queries.warned import risk_page


def risk(request: HttpRequest) -> HttpResponse:
    """Of those called high on a past day, how many left; and of all who left, how many had been called high."""
    return screen(request, "valuation/risk.html", risk_page(by=actor_of(request)))
