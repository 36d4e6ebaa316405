"""The pack as a workbook, and any of its tables as a file."""

from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from regain.foundation.kit.book import write_book
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.export import XLSX, csv_lines
from regain.foundation.kit.http import actor_of
from regain.meetings.lossreview.queries import packs, reviews
from regain.meetings.lossreview.queries.packs import StoredPack
from regain.meetings.lossreview.queries.shown.sheet import in_its_language
from regain.meetings.lossreview.queries.tables import sheets, table


def pack_sheet(request: HttpRequest, period: str) -> HttpResponse:
    """Every table of the pack, a sheet each."""
    stored = _stored(request, period)
    file = BytesIO()
    with in_its_language(stored.pack):
        made = sheets(stored)
        write_book(made, file, made_at=stored.pack.as_at, title=made[0].title, author=stored.pack.company)
    return _file(HttpResponse(file.getvalue(), content_type=XLSX), f"loss-review-{stored.pack.period}.xlsx")


def pack_csv(request: HttpRequest, period: str, table_name: str) -> HttpResponseBase:
    """One table."""
    stored = _stored(request, period)
    with in_its_language(stored.pack):
        wanted = table(table_name, stored.pack)
        text = "".join(csv_lines(wanted.columns, wanted.rows))
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    return _file(answer, f"loss-review-{stored.pack.period}-{wanted.name}.csv")


def _stored(request: HttpRequest, period: str) -> StoredPack:
    stored = packs.stored(reviews.review_row(period, actor_of(request)))
    if stored is None:
        raise NotFound(
            _("The pack of %(period)s is not made yet. Make it on the page of the review.") % {"period": period}
        )
    return stored


def _file(answer: HttpResponse, name: str) -> HttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
