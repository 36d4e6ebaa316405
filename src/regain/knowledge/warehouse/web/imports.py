"""Every import, and one: running, done, failed, cut off; stop it, go on with it, undo it."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Invalid, NotFound
from regain.foundation.kit.export import export
from regain.foundation.kit.home import here
from regain.foundation.kit.http import actor_of
from regain.foundation.kit.memory_rows import MemoryRows
from regain.foundation.kit.table import TableState
from regain.foundation.ui.listing import Around, Nothing, listing, show
from regain.foundation.ui.parts import Crumb
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say
from regain.knowledge.warehouse.actions import importing, preparing
from regain.knowledge.warehouse.queries import results, wizard
from regain.knowledge.warehouse.queries.finding import import_row
from regain.knowledge.warehouse.queries.listed import IMPORTS, imports_page
from regain.knowledge.warehouse.queries.standing import standings


def imports(request: HttpRequest) -> HttpResponse:
    """What was brought, newest first, and what is on its way."""
    page = imports_page(by=actor_of(request), home=here())
    nothing = Nothing(
        _("Nothing imported yet"),
        _("A file of sales is enough to begin."),
        _("Bring a file"),
        reverse("warehouse:choice"),
        icon="file-import",
    )
    table = listing(request, IMPORTS, MemoryRows(page.rows), Around(nothing, export=reverse("warehouse:export")))
    return show(request, "warehouse/imports.html", page, table)


def imports_export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file."""
    state = TableState.parse(IMPORTS, dict(request.GET.lists()))
    return export(request.GET.get("format", "csv"), state, MemoryRows(standings(here())), "imports")


def running(request: HttpRequest) -> HttpResponse:
    """What runs now, for the list to look at again and again; once it has ended, the list itself."""
    page = imports_page(by=actor_of(request), home=here())
    if not page.running:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = reverse("warehouse:imports")
        return response if request.headers.get("HX-Request") else redirect("warehouse:imports")
    return screen(request, "warehouse/_running.html", page)


def one(request: HttpRequest, number: int) -> HttpResponse:
    """One import."""
    page = results.import_page(by=actor_of(request), home=here(), number=number, up=wizard.up())
    return screen(request, "warehouse/import.html", page, fragment="warehouse/_import.html", steps=_steps(page))


def rejected(request: HttpRequest, number: int) -> HttpResponseBase:
    """The rejected lines, as CSV with their reasons, or as they stood in the file."""
    original = request.GET.get("as") == "original"
    path = results.rejected_file(here(), number, original=original)
    name = f"import-{number}-rejected.{'txt' if original else 'csv'}"
    kind = "text/plain" if original else "text/csv"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=f"{kind}; charset=utf-8")


def again(request: HttpRequest, number: int) -> HttpResponse:
    """Back to the columns, with the same file and the same mapping."""
    row = import_row(number)
    if row is None:
        raise NotFound(_("The file of this import is not kept. Bring it again."))
    draft = preparing.begin_again(by=actor_of(request), at=clock.now(), home=here(), draft=row)
    return redirect("warehouse:columns", draft_id=draft.pk)


def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Stop it."""
    importing.stop_import(by=actor_of(request), at=clock.now(), import_no=number)
    say(request, _("Import %(number)s is stopped; nothing of it is in the lake.") % {"number": number})
    return redirect("warehouse:import", number=number)


def resumption(request: HttpRequest, number: int) -> HttpResponse:
    """Go on with it."""
    importing.ask_to_go_on(by=actor_of(request), at=clock.now(), home=here(), import_no=number)
    return redirect("warehouse:import", number=number)


def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Say what undoing does; then do it."""
    if request.method == "POST":
        importing.undo_import(by=actor_of(request), at=clock.now(), home=here(), import_no=number)
        say(request, _("Import %(number)s is undone; the facts are as they were before it.") % {"number": number})
        return redirect("warehouse:import", number=number)
    up = (*wizard.up(), Crumb(_("Import %(number)s") % {"number": number}, reverse("warehouse:import", args=[number])))
    page = results.import_page(by=actor_of(request), home=here(), number=number, up=up)
    if not page.can_undo:
        raise Invalid(_("Import %(number)s is not the last one, so it cannot be undone.") % {"number": number})
    return screen(request, "warehouse/undo.html", page)


def _steps(page: results.ImportPage) -> object:
    return wizard.steps("import") if page.row.is_open else ()
