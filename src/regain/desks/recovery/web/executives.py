"""An executive's calls: the list, a brief for each, a time, and what goes into a calendar."""

from datetime import datetime
from pathlib import Path
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from regain.desks.recovery import actions
from regain.desks.recovery.queries import brief as briefs
from regain.desks.recovery.queries import executives as queries
from regain.foundation.kit import clock
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Invalid, NotFound
from regain.foundation.kit.http import actor_of
from regain.foundation.notices.rules.calendar import calendar
from regain.foundation.ui import formats
from regain.foundation.ui.paper import pdf
from regain.foundation.ui.parts import Crumb
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import Tone, say

SHEET: Final = Path(__file__).parents[1] / "templates/recovery/paper/brief.typ"


class NoMoment(Invalid):
    """The form names no day and time."""


class Doubtful(Invalid):
    """The call would be blocked at that moment, as far as is known now."""


def calls(request: HttpRequest) -> HttpResponse:
    """One's own calls, those nobody has, and how far the others are."""
    return screen(request, "recovery/calls.html", queries.executive_page(by=actor_of(request), at=clock.now()))


def brief(request: HttpRequest, case_id: int) -> HttpResponse:
    """One page about one customer."""
    by = actor_of(request)
    page = briefs.brief(by=by, at=clock.now(), case=queries.call_of_executive(pk=case_id, by=by))
    return screen(request, "recovery/brief.html", page, up=_up())


def brief_pdf(request: HttpRequest, case_id: int) -> HttpResponse:
    """The same on paper."""
    by, at = actor_of(request), clock.now()
    page = briefs.brief(by=by, at=at, case=queries.call_of_executive(pk=case_id, by=by))
    return _file(pdf(SHEET, briefs.sheet([page], at=at)), "application/pdf", f"brief-{case_id}.pdf")


def briefs_pdf(request: HttpRequest) -> HttpResponse:
    """Every call one still has to make, a page each. Raises NotFound where there is none."""
    by, at = actor_of(request), clock.now()
    rows = queries.to_make(by=by)
    if not rows:
        raise NotFound(_("You have no call to make, so there is nothing to print."))
    pages = [briefs.brief(by=by, at=at, case=row) for row in rows]
    return _file(pdf(SHEET, briefs.sheet(pages, at=at)), "application/pdf", "briefs.pdf")


def plan(request: HttpRequest, case_id: int) -> HttpResponse:
    """Choose a time for a call, or take it back."""
    by, at = actor_of(request), clock.now()
    case = queries.call_of_executive(pk=case_id, by=by)
    if request.method == "GET":
        return screen(request, "recovery/plan.html", queries.plan_page(by=by, at=at, case=case), up=_up())
    if request.POST.get("do") == "unplan":
        actions.unplan_call(by=by, at=at, case=case)
        say(request, _("The time for %(name)s is taken back.") % {"name": case.title})
        return redirect("recovery:calls")
    try:
        return _planned(request, case_id, by=by, at=at)
    except Invalid as refused:
        page = queries.plan_page(by=by, at=at, case=case)
        sent = {"other": request.POST.get("when") or request.POST.get("other", ""), "mails": request.POST.get("mails")}
        asks = {"doubt" if isinstance(refused, Doubtful) else "error": refused.sentence}
        return screen(request, "recovery/plan.html", page, up=_up(), sent=sent, status=422, **asks)


def _planned(request: HttpRequest, case_id: int, *, by: Actor, at: datetime) -> HttpResponse:
    """The time is in the calendar. Raises NoMoment, NotAhead, Doubtful unless it was asked for anyway."""
    case = queries.call_of_executive(pk=case_id, by=by)
    when = _moment(request.POST.get("when") or request.POST.get("other", ""))
    doubt = queries.bad_moment(customer=case.customer, when=when) if when > at else ""
    if doubt and not request.POST.get("anyway"):
        raise Doubtful(doubt)
    base = request.build_absolute_uri("/").rstrip("/")
    mails = bool(request.POST.get("mails"))
    row = actions.plan_call(by=by, at=at, case=case, when=when, mails=mails, base=base)
    told = queries.objection(customer=row.customer, when=when)
    said = _("%(name)s is planned for %(when)s.") % {"name": row.title, "when": formats.moment(row.scheduled_for)}
    say(request, f"{said} {told}".strip(), tone=Tone.WARN if told else Tone.GOOD)
    return redirect("recovery:calls")


def plan_file(request: HttpRequest, case_id: int) -> HttpResponse:
    """The planned time for any calendar program. Raises NotFound while none is chosen."""
    by, at = actor_of(request), clock.now()
    case = queries.call_of_executive(pk=case_id, by=by)
    if case.scheduled_for is None:
        raise NotFound(_("No time is chosen for this call yet."))
    event = queries.event_of(case, base=request.build_absolute_uri("/").rstrip("/"))
    return _file(calendar([event], at=at), "text/calendar; charset=utf-8", f"call-{case_id}.ics")


def _moment(text: str) -> datetime:
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise NoMoment(_("Choose a day and a time, such as 3 May at 10:00."))
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _up() -> list[Crumb]:
    return [Crumb(_("Executive calls"), reverse("recovery:calls"))]
