"""Whether coaching helps."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.ui.parts import Crumb
from regain.foundation.ui.screen import screen
from regain.meetings.lossreview.queries.coaching_effect import effect_page


def coaching_effect(request: HttpRequest) -> HttpResponse:
    """Each coached team before and since."""
    up = [
        Crumb(_("Loss Review"), reverse("lossreview:reviews")),
        Crumb(_("Programme health"), reverse("lossreview:health")),
    ]
    return screen(request, "lossreview/coaching_effect.html", effect_page(at=clock.now()), up=up)
