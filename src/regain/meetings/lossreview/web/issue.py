"""One issue: what goes wrong, what it costs, who answers for it, what was done; and everything one may change."""

from urllib.parse import parse_qs

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.export import export
from regain.foundation.kit.http import actor_of
from regain.foundation.kit.table import TableState
from regain.foundation.ui.listing import Around, Bulk, Nothing, listing, show
from regain.foundation.ui.parts import Crumb
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say
from regain.meetings.lossreview.actions import joining
from regain.meetings.lossreview.queries import behind, splitting
from regain.meetings.lossreview.queries.issue_page import issue_page
from regain.meetings.lossreview.queries.issues import issue_row
from regain.meetings.lossreview.queries.proof import proof_of
from regain.meetings.lossreview.queries.splitting import CustomersPage
from regain.meetings.lossreview.web import issue_acts
from regain.meetings.lossreview.web.issue_drawings import drawings
from regain.meetings.lossreview.web.sent import numbers_from


def issue(request: HttpRequest, issue_id: int) -> HttpResponse:
    """The page of one issue."""
    by = actor_of(request)
    row = issue_row(issue_id, by)
    page = issue_page(by=by, at=clock.now(), row=row)
    return screen(
        request,
        "lossreview/issue/issue.html",
        page,
        up=_up(),
        drawings=drawings(page),
        proof=proof_of(by=by, issue=row),
    )


def issue_change(request: HttpRequest, issue_id: int) -> HttpResponse:
    """One of the buttons of the page; `do` says which."""
    by = actor_of(request)
    row = issue_row(issue_id, by)
    sentence, undo = issue_acts.act(row=row, by=by, at=clock.now(), sent=request.GET.dict() | request.POST.dict())
    say(request, sentence, undo=undo and reverse("lossreview:issue_change", args=[issue_id]) + undo)
    return redirect("lossreview:issue", issue_id=issue_id)


def issue_customers(request: HttpRequest, issue_id: int) -> HttpResponse:
    """Everybody behind an issue in the twelve months."""
    by, at = actor_of(request), clock.now()
    row = issue_row(issue_id, by)
    page = splitting.customers_page(by=by, at=at, row=row)
    around = Around(
        Nothing(_("Nobody yet"), _("Departures appear here when somebody gave one of its reasons."), icon="users"),
        export=reverse("lossreview:issue_customers_export", args=[issue_id]) if page.may_export else "",
        bulk=_bulk(page),
    )
    table = listing(request, behind.SPEC, page.rows, around)
    return show(request, "lossreview/issue/customers.html", page, table)


def issue_customers_export(request: HttpRequest, issue_id: int) -> HttpResponseBase:
    """The list as a file."""
    kind = request.GET.get("format", "csv")
    if kind not in {"csv", "xlsx"}:
        raise Http404
    by = actor_of(request)
    page = splitting.customers_page(by=by, at=clock.now(), row=issue_row(issue_id, by))
    state = TableState.parse(behind.SPEC, dict(request.GET.lists()))
    return export(kind, state, page.rows, f"issue-{issue_id}-customers")


def split(request: HttpRequest, issue_id: int) -> HttpResponse:
    """Choose what is something else, then make it an issue of its own."""
    by, at, sent = actor_of(request), clock.now(), request.POST
    row = issue_row(issue_id, by)
    rows = sent.getlist("rows")
    if sent.get("everything"):
        rows = splitting.keys_of(by=by, at=at, row=row, parameters=parse_qs(sent.get("state", "")))
    chosen = behind.departures_of(row, rows)
    if request.method == "GET" or "title" not in sent:
        page = splitting.splitting_page(by=by, at=at, row=row, departures=chosen)
        up = [*_up(), Crumb(row.title, reverse("lossreview:issue", args=[issue_id]))]
        return screen(request, "lossreview/issue/splitting.html", page, up=up)
    made = joining.split_issue(
        by=by,
        at=at,
        issue=row,
        title=sent.get("title", ""),
        reasons=numbers_from(sent.getlist("reasons")),
        departures=chosen,
    )
    say(request, _("“%(title)s” is an issue of its own now.") % {"title": made.title})
    return redirect("lossreview:issue", issue_id=made.pk)


def _bulk(page: CustomersPage) -> Bulk | None:
    if not page.may_work:
        return None
    return Bulk(reverse("lossreview:splitting", args=[page.id]), [("split", _("Split into a new issue"), "git-branch")])


def _up() -> list[Crumb]:
    return [Crumb(_("Issues"), reverse("lossreview:issues"))]
