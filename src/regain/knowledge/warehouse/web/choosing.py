"""The first step: what it holds, and the file or the table that holds it."""

from dataclasses import replace

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Invalid, Refused
from regain.foundation.kit.home import here
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.parts import Crumb
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import Tone, say
from regain.knowledge.warehouse.actions import preparing
from regain.knowledge.warehouse.intake.receiving import Received
from regain.knowledge.warehouse.intake.uploads import too_large
from regain.knowledge.warehouse.queries import wizard
from regain.knowledge.warehouse.queries.standing import standing
from regain.knowledge.warehouse.rules.mapping import Mapping
from regain.knowledge.warehouse.rules.uploads import MOST_BYTES
from regain.knowledge.warehouse.web import forms


def choice(request: HttpRequest) -> HttpResponse:
    """Choose a kind and send a file."""
    if request.method != "POST":
        return _choice(request, forms.Choose(), kind=request.GET.get("kind", "sales"))
    form = forms.Choose(request.POST, request.FILES)
    kind = request.POST.get("kind", "sales")
    if form.is_valid():
        try:
            file = sent(request.FILES.get("file"))
            draft = preparing.begin_import(
                by=actor_of(request),
                at=clock.now(),
                home=here(),
                kind=form.cleaned_data["kind"],
                name=file.called,
                path=file.path,
            )
        except Refused as refusal:
            form.add_error("file", refusal.sentence)
        else:
            return redirect("warehouse:columns", draft_id=draft.pk)
    elif is_too_large(request):
        form.errors.pop("file", None)
        form.add_error("file", too_large(_("The file")))
    return _choice(request, form, kind=kind, status=422)


def database(request: HttpRequest) -> HttpResponse:
    """Name a database and a table of it."""
    first = {"kind": request.GET.get("kind", "sales"), "table": request.GET.get("table", "")}
    form = forms.Database(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            draft = preparing.begin_from_database(
                by=actor_of(request),
                at=clock.now(),
                home=here(),
                kind=told["kind"],
                url=told["url"],
                table=told["table"],
                name=told["name"],
                mapping=_mapping_of(request.GET.get("after", "")),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("warehouse:columns", draft_id=draft.pk)
    up = (*wizard.up(), Crumb(_("Choose a file"), reverse("warehouse:choice")))
    status = 422 if request.method == "POST" else 200
    return screen(
        request, "warehouse/database.html", None, form=form, up=up, steps=wizard.steps("choose"), status=status
    )


def mended(request: HttpRequest, number: int) -> HttpResponse:
    """Take in the rejected lines of an import, mended, to be read as they were before."""
    order = standing(here(), number).order
    mapping = order.mapping
    file = request.FILES.get("file")
    if isinstance(file, UploadedFile) and str(file.name).lower().endswith(".csv"):
        plain = replace(mapping.format, delimiter="", encoding="utf-8", sheet="", header=True)
        mapping = replace(mapping, format=plain)
    try:
        received = sent(file)
        draft = preparing.begin_import(
            by=actor_of(request),
            at=clock.now(),
            home=here(),
            kind=mapping.kind,
            name=received.called,
            path=received.path,
            mapping=mapping,
        )
    except Refused as refusal:
        say(request, refusal.sentence, tone=Tone.BAD)
        return redirect("warehouse:import", number=number)
    return redirect("warehouse:columns", draft_id=draft.pk)


def sent(file: object) -> Received:
    """A file that was sent. Raises Invalid when there is none."""
    if not isinstance(file, Received):
        raise Invalid(_("Choose a file first."))
    return file


def is_too_large(request: HttpRequest) -> bool:
    """Whether a file was passed over because of its size."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES


def _mapping_of(number: str) -> Mapping | None:
    """The mapping of an earlier import; none when there is no such import."""
    if not number.isdecimal():
        return None
    try:
        return standing(here(), int(number)).order.mapping
    except Refused:
        return None


def _choice(request: HttpRequest, form: forms.Choose, *, kind: str, status: int = 200) -> HttpResponse:
    page = wizard.choose_page(by=actor_of(request), home=here(), kind=kind)
    return screen(request, "warehouse/choice.html", page, status=status, form=form)
