"""The page that says how good the numbers are."""

from django.http import HttpRequest, HttpResponse

from regain.foundation.kit.http import actor_of
from regain.foundation.ui.screen import screen
from regain.knowledge.valuation.queries.quality_page import quality_page


def quality(request: HttpRequest) -> HttpResponse:
    """What the models said of a time that has been seen, and how often the rule was wrong."""
    return screen(request, "valuation/quality.html", quality_page(by=actor_of(request)))
