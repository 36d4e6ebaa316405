"""The customers behind the figures of a pack."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit.export import export
from regain.foundation.kit.http import actor_of
from regain.foundation.kit.table import TableState
from regain.foundation.people.queries import views
from regain.foundation.ui.listing import Around, Nothing, listing, show
from regain.meetings.lossreview.queries.reviews import review_row
from regain.meetings.lossreview.queries.who_left import left_page


def behind(request: HttpRequest, period: str) -> HttpResponse:
    """Everybody who left in the month, narrowed to whom a figure counts."""
    by = actor_of(request)
    page = left_page(review=review_row(period, by))
    query = TableState.parse(page.spec, dict(request.GET.lists())).query(page=1).removeprefix("?")
    around = Around(
        nothing=Nothing(_("Nobody left in this month"), icon="users"),
        views=views.pills(by=by, list_name=page.spec.name, base=request.path, query=query),
        save_view=views.save_address(page.spec.name),
        export=reverse("lossreview:behind_export", args=[period]) if by.may("valuation.export_customers") else "",
    )
    return show(request, "lossreview/who_left.html", page, listing(request, page.spec, page.rows, around))


def behind_export(request: HttpRequest, period: str) -> HttpResponseBase:
    """The same as a file."""
    page = left_page(review=review_row(period, actor_of(request)))
    state = TableState.parse(page.spec, dict(request.GET.lists()))
    return export(request.GET.get("format", "csv"), state, page.rows, f"left-{page.period}")
