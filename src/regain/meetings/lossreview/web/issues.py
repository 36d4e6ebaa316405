"""The register of issues: ranked, filtered, exported; and raising new ones."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Refused
from regain.foundation.kit.export import export
from regain.foundation.kit.http import actor_of
from regain.foundation.kit.memory_rows import MemoryRows
from regain.foundation.kit.table import TableState
from regain.foundation.people.queries import views
from regain.foundation.ui.listing import Around, Nothing, listing, show
from regain.foundation.ui.parts import Crumb, Tab
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say
from regain.meetings.lossreview.actions import issues as actions
from regain.meetings.lossreview.actions.suggesting import raise_suggested
from regain.meetings.lossreview.queries import raising, register
from regain.meetings.lossreview.queries.priorities import fell_in_year
from regain.meetings.lossreview.queries.uncovered import Uncovered, uncovered
from regain.meetings.lossreview.web.sent import day_from, number_from, numbers_from


@dataclass(frozen=True)
class RegisterScreen:
    """What stands around the list."""

    tabs: list[Tab]
    month: str
    uncovered: Uncovered | None
    may_raise: bool
    is_over: bool


def issues(request: HttpRequest, which: str = register.IN_WORK_TAB) -> HttpResponse:
    """Issues in work, or those that are over."""
    by, at = actor_of(request), clock.now()
    month = register.month_shown(at=at)
    whole = fell_in_year(month.until_on)
    rows = register.issue_rows(by=by, at=at, which=which, month=month, whole=whole)
    spec = register.spec(which=which, month=month, is_judged=any(row.judged for row in rows))
    query = TableState.parse(spec, dict(request.GET.lists())).query(page=1).removeprefix("?")
    is_over = which == register.OVER_TAB
    may_raise = raising.may_raise(by)
    around = Around(
        nothing=_nothing(is_over=is_over, may_raise=may_raise),
        views=views.pills(by=by, list_name=spec.name, base=request.path, query=query),
        save_view=views.save_address(spec.name),
        export=reverse("lossreview:issues_over_export" if is_over else "lossreview:issues_export"),
    )
    page = RegisterScreen(
        tabs=_tabs(register.counts(by), is_over=is_over),
        month=register.month_in_words(month),
        uncovered=None if is_over else uncovered(by=by, whole=whole),
        may_raise=may_raise,
        is_over=is_over,
    )
    return show(request, "lossreview/issues.html", page, listing(request, spec, MemoryRows(rows), around))


def issues_export(request: HttpRequest, which: str = register.IN_WORK_TAB) -> HttpResponseBase:
    """The list as a file."""
    kind = request.GET.get("format", "csv")
    if kind not in {"csv", "xlsx"}:
        raise Http404
    by, at = actor_of(request), clock.now()
    month = register.month_shown(at=at)
    rows = register.issue_rows(by=by, at=at, which=which, month=month)
    spec = register.spec(which=which, month=month, is_judged=any(row.judged for row in rows))
    state = TableState.parse(spec, dict(request.GET.lists()))
    return export(kind, state, MemoryRows(rows), f"issues-{month.text}")


def raise_one(request: HttpRequest) -> HttpResponse:
    """A new issue."""
    if request.method == "GET":
        page = raising.raising_page(reason=number_from(request.GET.get("reason", "")))
        return screen(request, "lossreview/issue/raising.html", page, up=_up())
    sent = request.POST
    owner, day = number_from(sent.get("owner", "")), sent.get("due_on", "")
    try:
        made = actions.raise_issue(
            by=actor_of(request),
            at=clock.now(),
            title=sent.get("title", ""),
            words=sent.get("words", ""),
            reasons=numbers_from(sent.getlist("reasons")),
            review=raising.review_for(number_from(sent.get("review", ""))),
            owner=raising.owner_for(owner),
            due_on=day_from(day) if day or owner is not None else None,
        )
    except Refused as refused:
        page = raising.raising_page(sent=sent.dict() | {"reasons": ",".join(sent.getlist("reasons"))})
        return screen(request, "lossreview/issue/raising.html", page, up=_up(), error=refused.sentence, status=422)
    say(request, _("“%(title)s” is raised.") % {"title": made.title})
    return redirect("lossreview:issue", issue_id=made.pk)


def suggested(request: HttpRequest) -> HttpResponse:
    """An issue for each of the reasons ticked."""
    made = raise_suggested(by=actor_of(request), at=clock.now(), reasons=numbers_from(request.POST.getlist("reasons")))
    say(
        request,
        ngettext("%(count)s issue is raised.", "%(count)s issues are raised.", len(made)) % {"count": len(made)},
    )
    if len(made) == 1:
        return redirect("lossreview:issue", issue_id=made[0].pk)
    return redirect("lossreview:issues")


def _nothing(*, is_over: bool, may_raise: bool) -> Nothing:
    if is_over:
        return Nothing(_("Nothing is over yet"), _("Closed, set aside and merged issues stay here."), icon="flag")
    why = _("An issue is a cause of departures one person answers for. Raise one for the reason that costs most.")
    if not may_raise:
        return Nothing(_("No issue yet"), _("Issues you answer for or watch appear here."), icon="flag")
    return Nothing(_("No issue yet"), why, _("Raise an issue"), reverse("lossreview:raising"), icon="flag")


def _tabs(counts: tuple[int, int], *, is_over: bool) -> list[Tab]:
    return [
        Tab(_("In work"), reverse("lossreview:issues"), current=not is_over, count=counts[0]),
        Tab(_("Closed, set aside, merged"), reverse("lossreview:issues_over"), current=is_over, count=counts[1]),
    ]


def _up() -> list[Crumb]:
    return [Crumb(_("Issues"), reverse("lossreview:issues"))]
