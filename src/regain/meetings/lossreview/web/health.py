"""The programme's health, month by month."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.parts import Crumb
from regain.foundation.ui.screen import screen
from regain.meetings.lossreview.queries.health import health_page


def health(request: HttpRequest) -> HttpResponse:
    """Are the calls made, is anybody asked, do issues move, do meetings take place."""
    page = health_page(by=actor_of(request), at=clock.now(), period=request.GET.get("month", ""))
    up = [Crumb(_("Loss Review"), reverse("lossreview:reviews"))]
    return screen(request, "lossreview/health.html", page, up=up)
