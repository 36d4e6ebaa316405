"""One cycle: what to decide, every decision, and the approval."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.desks.recovery import actions
from regain.desks.recovery.queries import cycle as queries
from regain.desks.recovery.queries import decisions as listed
from regain.desks.recovery.queries import finding, letters
from regain.desks.recovery.queries.words import period_in_words
from regain.desks.recovery.web.drawings import drawings
from regain.foundation.kit import clock
from regain.foundation.kit.export import export
from regain.foundation.kit.http import actor_of
from regain.foundation.kit.table import TableState
from regain.foundation.ui.listing import Around, Nothing, listing, show
from regain.foundation.ui.parts import Crumb, Tab
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say

VIEWS = {
    "cycle": gettext_lazy("Overview"),
    "decisions": gettext_lazy("Decisions"),
    "letters": gettext_lazy("Letters"),
    "results": gettext_lazy("Results"),
}


@dataclass(frozen=True)
class DecisionsScreen:
    """The list of decisions, and the way to the rest of the cycle."""

    title: str
    total: int
    sees_control: bool
    up: list[Crumb]
    tabs: list[Tab]


def cycle(request: HttpRequest, period: str) -> HttpResponse:
    """The page to decide on."""
    row = finding.cycle_row(period)
    page = queries.cycle_page(by=actor_of(request), at=clock.now(), cycle=row)
    return screen(
        request,
        "recovery/cycle.html",
        page,
        drawings=drawings(page),
        up=_up(),
        tabs=tabs(request, period, current="cycle"),
    )


def decisions(request: HttpRequest, period: str) -> HttpResponse:
    """Every decision, to search, filter, sort and take along."""
    page = listed.decisions_page(by=actor_of(request), cycle=finding.cycle_row(period))
    around = Around(
        Nothing(
            _("Nobody fits"), _("No decision of this cycle fits the search and the filters."), icon="zoom-question"
        ),
        export=reverse("recovery:decisions_export", args=[period]),
    )
    table = listing(request, page.spec, page.rows, around)
    shown = DecisionsScreen(
        page.title, page.total, page.sees_control, _up(), tabs(request, period, current="decisions")
    )
    return show(request, "recovery/decisions.html", shown, table)


def decisions_export(request: HttpRequest, period: str) -> HttpResponseBase:
    """The decisions as a file."""
    kind = request.GET.get("format", "csv")
    if kind not in {"csv", "xlsx"}:
        raise Http404
    page = listed.decisions_page(by=actor_of(request), cycle=finding.cycle_row(period))
    state = TableState.parse(page.spec, dict(request.GET.lists()))
    return export(kind, state, page.rows, f"decisions-{period}")


def approval(request: HttpRequest, period: str) -> HttpResponse:
    """Put the draft to work."""
    row = finding.draft_row(period, _number(request.POST.get("draft", "")))
    actions.approve_cycle(by=actor_of(request), at=clock.now(), cycle=row)
    say(
        request,
        _("The cycle of %(period)s is approved.") % {"period": period_in_words(period)},
        undo=reverse("recovery:approval_withdrawal", args=[period]),
    )
    return redirect("recovery:cycle", period=period)


def approval_withdrawal(request: HttpRequest, period: str) -> HttpResponse:
    """Make it a draft again."""
    actions.withdraw_approval(by=actor_of(request), at=clock.now(), cycle=finding.cycle_row(period))
    say(request, _("The cycle of %(period)s is a draft again.") % {"period": period_in_words(period)})
    return redirect("recovery:cycle", period=period)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _up() -> list[Crumb]:
    return [Crumb(_("Rescue cycles"), reverse("recovery:cycles"))]


def tabs(request: HttpRequest, period: str, *, current: str) -> list[Tab]:
    """The views of one cycle; its letters for those who write them."""
    writes = letters.may_write(actor_of(request))
    return [
        Tab(str(title), reverse(f"recovery:{name}", args=[period]), current=name == current)
        for name, title in VIEWS.items()
        if writes or name != "letters"
    ]
