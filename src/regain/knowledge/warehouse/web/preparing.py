"""The middle steps: which column is what, the dry run, and the order."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Refused
from regain.foundation.kit.home import here
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say
from regain.knowledge.warehouse.actions import mappings, preparing
from regain.knowledge.warehouse.intake.glance import SHEETS, Seen
from regain.knowledge.warehouse.queries import facts, wizard
from regain.knowledge.warehouse.queries.finding import draft_row, mapping_row, source_of
from regain.knowledge.warehouse.queries.listed import may_prepare_draft
from regain.knowledge.warehouse.queries.looking import look
from regain.knowledge.warehouse.rules.guess import named
from regain.knowledge.warehouse.rules.mapping import Format, Mapping, from_toml
from regain.knowledge.warehouse.rules.uploads import TEXTS
from regain.knowledge.warehouse.web import forms
from regain.knowledge.warehouse.web.places import currencies, zones

if TYPE_CHECKING:
    from regain.knowledge.warehouse.models import Import

COLUMN = "column-"


def columns(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Which column is what; sending it has a dry run done."""
    draft = may_prepare_draft(by=actor_of(request), draft=draft_row(draft_id))
    if draft.number is not None:
        return redirect("warehouse:import", number=draft.number)
    if request.method != "POST":
        return _first(request, draft)
    form, seen = _asked(request, draft)
    if not form.is_valid() or seen.refusal:
        return _columns(request, draft, form, seen, status=422)
    try:
        preparing.ask_for_trial(
            by=actor_of(request),
            at=clock.now(),
            home=here(),
            draft=draft,
            mapping=_mapping(draft, form, seen),
            replaces=request.POST.get("replaces") or "auto",
        )
    except Refused as refusal:
        return _columns(request, draft, form, seen, refusal=refusal.sentence, status=422)
    return redirect("warehouse:trial", draft_id=draft.pk)


def preview(request: HttpRequest, draft_id: int) -> HttpResponse:
    """How the first lines would be read with what is chosen now; nothing is kept."""
    draft = may_prepare_draft(by=actor_of(request), draft=draft_row(draft_id))
    form, seen = _asked(request, draft)
    return _columns(request, draft, form, seen)


def saving(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Keep what is chosen now under a name, for the next file."""
    draft = may_prepare_draft(by=actor_of(request), draft=draft_row(draft_id))
    form, seen = _asked(request, draft)
    refusal = ""
    if form.is_valid() and not seen.refusal:
        try:
            saved = mappings.save_mapping(
                by=actor_of(request),
                at=clock.now(),
                name=request.POST.get("save_as", ""),
                toml=_mapping(draft, form, seen).to_toml(),
            )
        except Refused as refused:
            refusal = refused.sentence
        else:
            say(request, _("Kept as “%(name)s”.") % {"name": saved.name})
    return _columns(request, draft, form, seen, refusal=refusal, status=422 if refusal else 200)


def trial(request: HttpRequest, draft_id: int) -> HttpResponse:
    """How far the dry run is, or what it found."""
    draft = may_prepare_draft(by=actor_of(request), draft=draft_row(draft_id))
    if draft.number is not None:
        return redirect("warehouse:import", number=draft.number)
    page = wizard.trial_page(home=here(), draft=draft)
    if not page.is_running and page.result is None and not page.refusal:
        return redirect("warehouse:columns", draft_id=draft.pk)
    return screen(request, "warehouse/trial.html", page, fragment="warehouse/_trial.html")


def order(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Import it, in the background."""
    draft = draft_row(draft_id)
    try:
        ordered = preparing.order_import(by=actor_of(request), at=clock.now(), home=here(), draft=draft)
    except Refused as refusal:
        if draft.number is not None:
            return redirect("warehouse:import", number=draft.number)
        page = wizard.trial_page(home=here(), draft=draft)
        return screen(request, "warehouse/trial.html", page, refusal=refusal.sentence, status=refusal.status)
    return redirect(reverse("warehouse:import", args=[ordered.number]))


def discarding(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Forget it."""
    label = preparing.discard_import(by=actor_of(request), at=clock.now(), home=here(), draft=draft_row(draft_id))
    say(request, _("“%(name)s” is forgotten; nothing was imported.") % {"name": label})
    return redirect("warehouse:imports")


def _first(request: HttpRequest, draft: "Import") -> HttpResponse:
    """The page as one comes to it: with the mapping of the draft, of a saved one, or a guess."""
    wanted = request.GET.get("mapping", "")
    text = mapping_row(int(wanted)).mapping if wanted.isdecimal() else draft.mapping
    mapping = from_toml(text) if text else Mapping(draft.kind, {}, Format())
    seen = _look(draft, mapping.format, dict(mapping.columns) if text else None, guesses=not text)
    initial = forms.written(mapping.format)
    if seen.delimiter:
        initial |= {"delimiter": forms.written(Format(delimiter=seen.delimiter))["delimiter"]}
    return _columns(request, draft, forms.Written(initial=initial, **_offers(seen)), seen)


def _asked(request: HttpRequest, draft: "Import") -> tuple[forms.Written, Seen]:
    """What is chosen now, and the first lines read with it."""
    initial = {"encoding": request.POST.get("encoding", "utf-8")}
    initial = initial if initial["encoding"] in forms.ENCODINGS else {}
    sheets = [request.POST["sheet"]] if request.POST.get("sheet") else []
    form = forms.Written(request.POST, initial=initial, sheets=sheets, is_open=facts.is_open(here()))
    form.is_valid()
    places = {
        name.removeprefix(COLUMN): int(value)
        for name, value in request.POST.items()
        if name.startswith(COLUMN) and isinstance(value, str) and value.isdecimal() and value != "0"
    }
    seen = _look(draft, form.format(), dict(places), seen=request.POST.get("seen", ""))
    again = forms.Written(request.POST, initial=initial, **_offers(seen))
    again.is_valid()
    return again, seen


def _look(
    draft: "Import",
    form: Format,
    columns: dict[str, str | int] | None,
    *,
    seen: str | None = None,
    guesses: bool = False,
) -> Seen:
    try:
        return look(
            here(),
            source_of(here(), draft),
            kind=draft.kind,
            form=form,
            at=clock.now(),
            columns=columns,
            seen=seen,
            guesses_delimiter=guesses,
        )
    except Refused as refusal:
        return Seen(refusal=refusal.sentence)


def _offers(seen: Seen) -> dict[str, Any]:
    return {"sheets": seen.sheets, "is_open": facts.is_open(here())}


def _mapping(draft: "Import", form: forms.Written, seen: Seen) -> Mapping:
    return Mapping(draft.kind, named(seen.names, seen.columns), form.format())


def _columns(
    request: HttpRequest, draft: "Import", form: forms.Written, seen: Seen, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    page = wizard.columns_page(home=here(), draft=draft, seen=seen, refusal=refusal)
    forms.mark_fitting(form, page.fits)
    suffix = source_suffix(draft)
    return screen(
        request,
        "warehouse/columns.html",
        page,
        fragment="warehouse/_reading.html",
        status=200 if request.headers.get("HX-Request") else status,
        form=form,
        is_text=suffix in TEXTS,
        is_sheet=suffix in SHEETS,
        could_be=forms.other_ways(form, page.fits),
        has_marks=suffix not in {".parquet", ".pq"},
        replaces=request.POST.get("replaces") or draft.replaces,
        editions=wizard.editions(home=here(), kind=draft.kind),
        currencies=currencies(),
        zones=zones(),
        company=settings.COMPANY,
    )


def source_suffix(draft: "Import") -> str:
    """The kind of file by its ending; "" for a database."""
    if draft.table:
        return ""
    name = draft.label.lower().removesuffix(".gz")
    return name[name.rfind(".") :]
