"""What customers ask for: group it, meet it, and let them know."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regain.desks.recovery.actions import grouping, meeting
from regain.desks.recovery.queries import needs as queries
from regain.foundation.kit import clock
from regain.foundation.kit.errors import Invalid
from regain.foundation.kit.export import export
from regain.foundation.kit.http import actor_of
from regain.foundation.kit.memory_rows import MemoryRows
from regain.foundation.kit.table import TableState
from regain.foundation.ui.listing import Around, Nothing, listing, show
from regain.foundation.ui.parts import Crumb
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say


class UnknownAct(Invalid):
    """No such button."""


@dataclass(frozen=True)
class NeedsScreen:
    """Everything on the page but the table."""

    needs: queries.NeedsPage


def needs(request: HttpRequest) -> HttpResponse:
    """What customers ask for."""
    page = queries.needs_page()
    nothing = Nothing(
        _("No need yet"),
        _("Group what customers asked for in words of their own; then one change can win back many."),
        icon="bulb",
    )
    around = Around(nothing, export=reverse("recovery:needs_export"))
    return show(
        request,
        "recovery/needs/needs.html",
        NeedsScreen(page),
        listing(request, queries.SPEC, MemoryRows(page.needs), around),
    )


def needs_export(request: HttpRequest) -> HttpResponseBase:
    """The needs as a file."""
    kind = request.GET.get("format", "csv")
    if kind not in {"csv", "xlsx"}:
        raise Http404
    state = TableState.parse(queries.SPEC, dict(request.GET.lists()))
    return export(kind, state, MemoryRows(queries.need_lines()), "needs")


def grouping_(request: HttpRequest) -> HttpResponse:
    """Put the ticked requests under a need, or a new one."""
    by, sent = actor_of(request), request.POST
    rows = queries.chosen(_numbers(request))
    given = queries.chosen_need(_number(sent.get("need", "")))
    made = grouping.group_requirements(
        by=by, at=clock.now(), requirements=rows, need=given, title=sent.get("title", "")
    )
    sentence = ngettext(
        "%(count)s request is under “%(title)s”.", "%(count)s requests are under “%(title)s”.", len(rows)
    )
    say(request, sentence % {"count": len(rows), "title": made.title})
    return redirect("recovery:needs")


def need(request: HttpRequest, need_id: int) -> HttpResponse:
    """One need with everybody behind it."""
    page = queries.need_page(need=queries.need_row(need_id))
    up = [Crumb(_("What customers ask for"), reverse("recovery:needs"))]
    return screen(request, "recovery/needs/need.html", page, up=up)


def need_change(request: HttpRequest, need_id: int) -> HttpResponse:
    """Rename it, split it, set it aside, take it up again, name the issue that answers it, take a request out."""
    by, at, sent = actor_of(request), clock.now(), request.POST
    row, do = queries.need_row(need_id), sent.get("do", "")
    words, goal = sent.get("words", ""), need_id
    if do == "rename":
        grouping.rename_need(by=by, at=at, need=row, title=words)
        say(request, _("Renamed."))
    elif do == "split":
        some = queries.chosen(_numbers(request), need=row)
        goal = grouping.split_need(by=by, at=at, need=row, requirements=some, title=words).pk
        say(request, _("Split. This is the new need."))
    elif do == "aside":
        grouping.set_need_aside(by=by, at=at, need=row, because=words)
        say(request, _("Set aside, with the reason."))
    elif do == "up":
        grouping.take_need_up(by=by, at=at, need=row)
        say(request, _("It counts again."))
    elif do == "issue":
        meeting.link_issue(by=by, at=at, need=row, issue_key=words)
        say(request, _("Noted."))
    elif do == "out":
        for each in queries.chosen(_numbers(request), need=row):
            grouping.ungroup_requirement(by=by, at=at, requirement=each)
        say(request, _("Taken out."))
    else:
        raise UnknownAct(_("Choose one of the buttons."))
    return redirect("recovery:need", need_id=goal)


def need_meeting(request: HttpRequest, need_id: int) -> HttpResponse:
    """It is there: everybody who asked is to be told."""
    row = meeting.meet_need(
        by=actor_of(request), at=clock.now(), need=queries.need_row(need_id), change=request.POST.get("change", "")
    )
    undo = reverse("recovery:need_meeting_back", args=[need_id])
    say(request, _("“%(title)s” is met. Those who asked are to be told now.") % {"title": row.title}, undo=undo)
    return redirect("recovery:need", need_id=need_id)


def need_meeting_back(request: HttpRequest, need_id: int) -> HttpResponse:
    """It is not there after all."""
    meeting.take_meeting_back(by=actor_of(request), at=clock.now(), need=queries.need_row(need_id))
    say(request, _("Taken back; the cases stand as they stood."))
    return redirect("recovery:need", need_id=need_id)


def _numbers(request: HttpRequest) -> list[int]:
    return [number for text in request.POST.getlist("rows") if (number := _number(text)) is not None]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
