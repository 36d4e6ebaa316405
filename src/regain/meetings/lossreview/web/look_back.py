"""Looking back over a quarter or a year."""

from datetime import datetime
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.book import write_book
from regain.foundation.kit.export import XLSX
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.paper import pdf
from regain.foundation.ui.parts import Crumb, Pill
from regain.foundation.ui.screen import screen
from regain.meetings.lossreview.queries import look_back as queries
from regain.meetings.lossreview.queries import look_back_files as files
from regain.meetings.lossreview.queries.look_back import LookBack
from regain.meetings.lossreview.queries.shown.sheet import SHEET, in_its_language

PDF = "application/pdf"


def look_back(request: HttpRequest) -> HttpResponse:
    """The months together, charts first, a table behind each."""
    seen = _seen(request, clock.now())
    up = [Crumb(_("Loss Review"), reverse("lossreview:reviews"))]
    drawn = queries.shown(seen) if seen.pack else None
    times = [Pill(each.title, f"?over={each.value}", each.is_chosen) for each in seen.choices]
    return screen(request, "lossreview/look_back.html", seen, pack=drawn, up=up, times=times)


def look_back_pdf(request: HttpRequest) -> HttpResponse:
    """The same on paper."""
    seen = _seen(request, clock.now())
    with in_its_language(queries.whole(seen)):
        made = pdf(SHEET, files.sheet(seen))
    return _file(made, PDF, f"look-back-{seen.over.text}.pdf")


def look_back_sheet(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    seen = _seen(request, clock.now())
    pack, file = queries.whole(seen), BytesIO()
    with in_its_language(pack):
        write_book(files.sheets(seen), file, made_at=pack.as_at, title=seen.title, author=pack.company)
    return _file(file.getvalue(), XLSX, f"look-back-{seen.over.text}.xlsx")


def _seen(request: HttpRequest, at: datetime) -> LookBack:
    return queries.look_back(by=actor_of(request), at=at, asked=request.GET.get("over", ""))


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
