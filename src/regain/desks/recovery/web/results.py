"""What became of a cycle: its calls beside its control group."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.desks.recovery.queries import finding
from regain.desks.recovery.queries import results as queries
from regain.desks.recovery.queries.heard import heard_in_cycle
from regain.desks.recovery.queries.results import ResultsPage
from regain.desks.recovery.web.cycle import tabs
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.charts import Dot, Drawing, Measure, Unit, comparison
from regain.foundation.ui.parts import Crumb
from regain.foundation.ui.screen import screen


def results(request: HttpRequest, period: str) -> HttpResponse:
    """Reached, diagnosed, confirmed, returned against control, value, cost, survival."""
    by = actor_of(request)
    page = queries.results_page(by=by, cycle=finding.cycle_row(period))
    return screen(
        request,
        "recovery/results.html",
        page,
        lasting=_lasting(page),
        heard=heard_in_cycle(by=by, period=period),
        up=[Crumb(_("Rescue cycles"), reverse("recovery:cycles"))],
        tabs=tabs(request, period, current="results"),
    )


def _lasting(page: ResultsPage) -> Drawing | None:
    if not page.lasting:
        return None
    dots = [
        Dot(_("After %(days)s days") % {"days": each.days}, each.share, each.low, each.high) for each in page.lasting
    ]
    return comparison(_("Still there"), Measure(_("Share of those who came back"), Unit.SHARE), dots)
