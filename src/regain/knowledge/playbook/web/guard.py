"""The guard's own pages: its rules, its answers, the do-not-contact list, what registers said."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Refused
from regain.foundation.kit.export import export
from regain.foundation.kit.http import actor_of
from regain.foundation.kit.table import TableSpec, TableState
from regain.foundation.people.queries.entrance import signed_in
from regain.foundation.people.queries.views import pills, save_address
from regain.foundation.ui.listing import Around, Nothing, listing, show
from regain.foundation.ui.parts import Crumb
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say
from regain.knowledge.playbook.actions import screenings
from regain.knowledge.playbook.actions import stops as stopping
from regain.knowledge.playbook.queries import law
from regain.knowledge.playbook.queries import stops as stopped
from regain.knowledge.playbook.queries.answers import ANSWERS, answer_rows
from regain.knowledge.playbook.web import guard_forms as forms


def rules(request: HttpRequest) -> HttpResponse:
    """Every rule in force, with its source."""
    today = clock.now().date()
    nothing = Nothing(_("No rule fits"), _("Take a filter away."))
    around = _around(request, law.LAW, nothing, reverse("playbook:rules_export"))
    table = listing(request, law.LAW, law.law_rows(today=today), around)
    return show(request, "playbook/rules.html", law.law_page(by=actor_of(request), today=today), table)


def rules_export(request: HttpRequest) -> HttpResponseBase:
    """The rules as a file."""
    state = TableState.parse(law.LAW, dict(request.GET.lists()))
    return export(request.GET.get("format", "csv"), state, law.law_rows(today=clock.now().date()), "guard-rules")


def answers(request: HttpRequest) -> HttpResponse:
    """What the guard answered."""
    nothing = Nothing(
        _("The guard was not asked yet"),
        _("Every call, e-mail, letter and survey asks it at the moment it is made; the answers stand here."),
        icon="shield-check",
    )
    around = _around(request, ANSWERS, nothing, reverse("playbook:answers_export"))
    return show(request, "playbook/answers.html", None, listing(request, ANSWERS, answer_rows(), around))


def answers_export(request: HttpRequest) -> HttpResponseBase:
    """The answers as a file."""
    state = TableState.parse(ANSWERS, dict(request.GET.lists()))
    return export(request.GET.get("format", "csv"), state, answer_rows(), "guard-answers")


def stops(request: HttpRequest) -> HttpResponse:
    """Who is left alone, and whether one number, address or id is among them."""
    sought = request.GET.get("find", "").strip()[:500]
    page = stopped.stops_page(by=actor_of(request), sought=sought, country=request.GET.get("country", ""))
    nothing = Nothing(
        _("Nobody asked to be left alone yet"),
        _("A stop ends everything at once. Import the list you have from elsewhere."),
        label=_("Import a list"),
        href=reverse("playbook:stops_import"),
        icon="hand-stop",
    )
    around = _around(request, stopped.STOPS, nothing, reverse("playbook:stops_export"))
    table = listing(request, stopped.STOPS, stopped.stop_rows(), around)
    return show(request, "playbook/stops.html", page, table)


def stops_export(request: HttpRequest) -> HttpResponseBase:
    """The list as hashes."""
    state = TableState.parse(stopped.STOPS, dict(request.GET.lists()))
    return export(request.GET.get("format", "csv"), state, stopped.stop_rows(), "do-not-contact")


def stops_import(request: HttpRequest) -> HttpResponse:
    """Take a list over from elsewhere."""
    form = forms.ListForm(request.POST or None, request.FILES or None)
    taken = None
    if request.method == "POST" and form.is_valid():
        try:
            taken = stopping.import_stops(
                by=actor_of(request),
                at=clock.now(),
                text=form.cleaned_data["file"],
                country=form.cleaned_data["country"],
                title=str(getattr(request.FILES["file"], "name", "")),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    status = 422 if form.is_bound and taken is None else 200
    return screen(request, "playbook/stops_import.html", taken, status=status, form=form, up=_up_stops())


def stop_lifting(request: HttpRequest, stop_id: int) -> HttpResponse:
    """Take one line off the list."""
    row = stopped.stop_row(pk=stop_id)
    stopping.lift_stop(by=actor_of(request), at=clock.now(), row=row, text=request.POST.get("text", ""))
    say(request, _("The stop is lifted; it stays in the history."))
    return redirect("playbook:stops")


def screenings_page(request: HttpRequest) -> HttpResponse:
    """What registers said, and a new result."""
    form = forms.ScreeningForm(request.POST or None, request.FILES or None)
    taken = None
    if request.method == "POST" and form.is_valid():
        try:
            taken = screenings.import_screening(
                by=actor_of(request),
                at=clock.now(),
                registry=form.cleaned_data["registry"],
                checked_on=form.cleaned_data["checked_on"],
                text=form.cleaned_data["file"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    status = 422 if form.is_bound and taken is None else 200
    lines = stopped.registries()
    return screen(request, "playbook/screenings.html", taken, status=status, form=form, lines=lines, up=_up_stops())


def _around(request: HttpRequest, spec: TableSpec, nothing: Nothing, address: str) -> Around:
    state = TableState.parse(spec, dict(request.GET.lists()))
    query = state.query(page=1).removeprefix("?")
    return Around(
        nothing=nothing,
        views=pills(by=signed_in(request), list_name=spec.name, base=request.path, query=query),
        save_view=save_address(spec.name),
        export=address,
    )


def _up_stops() -> list[Crumb]:
    return [Crumb(_("Do not contact"), reverse("playbook:stops"))]
