"""Coaching: what to do now, what was said about me, everything I may see, and raising an item."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Refused
from regain.foundation.kit.export import export
from regain.foundation.kit.table import TableState
from regain.foundation.people.queries import people, teams
from regain.foundation.people.queries.entrance import signed_in
from regain.foundation.ui.listing import Nothing, listing, show
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say
from regain.knowledge.training import actions
from regain.knowledge.training.queries import coaching as queries
from regain.knowledge.training.queries.items import ITEMS, CoachingRows
from regain.knowledge.training.web.shared import around, coaching_tabs, number, up

FIELDS = ("quote", "praises", "whom", "about", "moment", "wanted", "source")


def coaching(request: HttpRequest) -> HttpResponse:
    """What waits for me."""
    page = queries.coaching_page(by=signed_in(request), at=clock.now())
    return screen(request, "training/coaching.html", page, tabs=coaching_tabs("coaching"))


def said(request: HttpRequest) -> HttpResponse:
    """What customers said about me."""
    page = queries.said_page(by=signed_in(request), at=clock.now())
    return screen(request, "training/said.html", page, tabs=coaching_tabs("said"))


def items(request: HttpRequest) -> HttpResponse:
    """Everything I may see."""
    rows = CoachingRows(by=signed_in(request), today=timezone.localdate(clock.now()))
    nothing = Nothing(
        _("Nothing to see"),
        _("What customers say about you, your team, or to you shows up here."),
        icon="message-report",
    )
    table = listing(request, ITEMS, rows, around(request, ITEMS, nothing, export="training:items_export"))
    return show(request, "training/items.html", coaching_tabs("items"), table)


def items_export(request: HttpRequest) -> HttpResponseBase:
    """The same as a file."""
    rows = CoachingRows(by=signed_in(request), today=timezone.localdate(clock.now()))
    state = TableState.parse(ITEMS, dict(request.GET.lists()))
    return export(request.GET.get("format", "csv"), state, rows, "coaching")


def raising(request: HttpRequest) -> HttpResponse:
    """Tell somebody what a customer said."""
    given = request.POST if request.method == "POST" else request.GET
    tried = {name: given.get(name, "") for name in FIELDS}
    if request.method != "POST":
        return _form(request, tried)
    kind, _colon, chosen = tried["whom"].partition(":")
    if tried["praises"] not in {"yes", "no"}:
        return _form(request, tried, fault=_("Say whether it is praise or something to do better."))
    try:
        made = actions.raise_coaching(
            by=signed_in(request),
            at=clock.now(),
            quote=tried["quote"],
            praises=tried["praises"] == "yes",
            person=people.person(number(chosen)) if kind == "person" else None,
            team=teams.team(number(chosen)) if kind == "team" else None,
            about=tried["about"],
            moment=tried["moment"],
            wanted=tried["wanted"],
            source=tried["source"],
        )
    except Refused as refusal:
        return _form(request, tried, fault=refusal.sentence)
    say(request, _("It is on its way to whom it concerns."), undo=reverse("training:taking_back", args=[made.pk]))
    return redirect("training:item", item_id=made.pk)


def _form(request: HttpRequest, tried: dict[str, str], fault: str = "") -> HttpResponse:
    page = queries.raising_page(tried=tried, fault=fault)
    status = 422 if fault else 200
    return screen(request, "training/raising.html", page, status=status, up=up("coaching", _("Coaching")))
