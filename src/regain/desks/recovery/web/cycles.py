"""The list of cycles, and having one drafted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.desks.recovery import actions
from regain.desks.recovery.queries import cycles as queries
from regain.foundation.jobs.queries import job_row
from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.foundation.kit.memory_rows import MemoryRows
from regain.foundation.ui.listing import Around, Nothing, listing, show
from regain.foundation.ui.parts import Crumb
from regain.foundation.ui.screen import screen, wants_fragment


def cycles(request: HttpRequest) -> HttpResponse:
    """Every cycle; a POST has a period drafted."""
    if request.method == "POST":
        return _draft(request)
    page = queries.cycles_page(by=actor_of(request))
    nothing = Nothing(
        _("No rescue cycle yet"),
        _("A cycle is a month of recovery work, drafted for you from the departures of the month."),
        icon="target",
    )
    table = listing(request, queries.SPEC, MemoryRows(page.cycles), Around(nothing))
    return show(request, "recovery/cycles.html", page, table)


def _draft(request: HttpRequest) -> HttpResponse:
    actions.request_draft(by=actor_of(request), at=clock.now(), period=request.POST.get("period", ""))
    jobs = queries.drafting_jobs()
    return redirect("recovery:drafting", job_id=jobs[0].id) if jobs else redirect("recovery:cycles")


def drafting(request: HttpRequest, job_id: int) -> HttpResponse:
    """How far a draft is; when it is done, the cycle."""
    job = job_row(job_id)
    if job.state == "done" and job.answer:
        address = reverse("recovery:cycle", args=[job.answer["period"]])
        if not wants_fragment(request):
            return redirect(address)
        response = HttpResponse(status=204)
        response["HX-Redirect"] = address
        return response
    up = [Crumb(_("Rescue cycles"), reverse("recovery:cycles"))]
    return screen(request, "recovery/drafting.html", job, fragment="recovery/_drafting.html", up=up)
