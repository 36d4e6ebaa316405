"""The reviews: all of them, and one with everything about it."""

from django.http import HttpRequest, HttpResponse

from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.screen import screen
from regain.meetings.lossreview.queries import review_page as queries
from regain.meetings.lossreview.queries.reviews import review_row


def review(request: HttpRequest, period: str) -> HttpResponse:
    """One review."""
    by = actor_of(request)
    page = queries.review_page(by=by, at=clock.now(), review=review_row(period, by))
    return screen(request, "lossreview/review.html", page)
