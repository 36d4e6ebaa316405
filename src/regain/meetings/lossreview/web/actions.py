"""Actions: the list, agreeing on one, one of them, and what its owner does with it."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid, NotFound
from regain.foundation.kit.export import export
from regain.foundation.kit.http import actor_of
from regain.foundation.kit.table import TableState
from regain.foundation.people.queries.views import pills, save_address
from regain.foundation.ui import formats
from regain.foundation.ui.listing import Around, Nothing, listing, show
from regain.foundation.ui.parts import Crumb, Pill
from regain.foundation.ui.screen import screen, wants_fragment
from regain.foundation.ui.toasts import say
from regain.meetings.lossreview.actions import agreeing, remarking
from regain.meetings.lossreview.queries import action_page as pages
from regain.meetings.lossreview.queries import actions as queries
from regain.meetings.lossreview.queries import actions_listed as listed
from regain.meetings.lossreview.queries.issues import issue_row, person_row
from regain.meetings.lossreview.queries.reviews import review_row

FIELDS = ("what", "owner", "due_on", "issue", "review")


def actions(request: HttpRequest) -> HttpResponse:
    """What I promised, and everything I may see."""
    by, at = actor_of(request), clock.now()
    spec = listed.spec(by=by)
    query = TableState.parse(spec, dict(request.GET.lists())).query(page=1).removeprefix("?")
    nothing = Nothing(
        _("Nothing was agreed on yet"),
        _("An action is what one person does by a day. Reviews agree on them, and the next review asks about them."),
        icon="list-check",
    )
    around = Around(
        nothing,
        views=_views(by, request.path, query),
        save_view=save_address(spec.name),
        export=reverse("lossreview:actions_export"),
    )
    page = pages.actions_page(by=by, at=at, is_narrowed=bool(query))
    return show(
        request,
        "lossreview/action/actions.html",
        page,
        listing(request, spec, listed.rows(by=by, at=at), around),
    )


def actions_export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file."""
    kind = request.GET.get("format", "csv")
    if kind not in {"csv", "xlsx"}:
        raise Http404
    by = actor_of(request)
    state = TableState.parse(listed.spec(by=by), dict(request.GET.lists()))
    return export(kind, state, listed.rows(by=by, at=clock.now()), "actions")


def action_new(request: HttpRequest) -> HttpResponse:
    """Agree on an action."""
    by = actor_of(request)
    given = request.POST if request.method == "POST" else request.GET
    tried = {name: given.get(name, "") for name in FIELDS}
    issue = issue_row(_number(tried["issue"]), by) if tried["issue"] else None
    review = review_row(tried["review"], by) if tried["review"] else None

    def form(fault: str = "") -> HttpResponse:
        page = pages.agree_page(by=by, at=clock.now(), issue=issue, review=review, tried=tried, fault=fault)
        up = [Crumb(_("Actions"), reverse("lossreview:actions"))]
        return screen(request, "lossreview/action/new.html", page, up=up, status=422 if fault else 200)

    if request.method != "POST":
        return form()
    try:
        made = agreeing.agree_action(
            by=by,
            at=clock.now(),
            what=tried["what"],
            owner=person_row(_number(tried["owner"])),
            due_on=_day(tried["due_on"]),
            issue=issue,
            review=review,
        )
    except (Invalid, NotFound, Conflict) as refusal:
        return form(refusal.sentence)
    said = _("%(name)s does it by %(day)s.") % {"name": made.owner.name, "day": formats.day(made.due_on)}
    say(request, said, undo=reverse("lossreview:action_taking_back", args=[made.pk]))
    return redirect(_came_from(request, but=request.path) or reverse("lossreview:action", args=[made.pk]))


def action(request: HttpRequest, action_id: int) -> HttpResponse:
    """One action, its story and its files."""
    by = actor_of(request)
    page = pages.action_page(by=by, at=clock.now(), action=queries.action_row(action_id, by))
    up = [Crumb(_("Actions"), reverse("lossreview:actions"))]
    return screen(request, "lossreview/action/action.html", page, up=up)


def action_progress(request: HttpRequest, action_id: int) -> HttpResponse:
    """Say how far it is."""
    by, sent = actor_of(request), request.POST
    row = queries.action_row(action_id, by)
    percent = sent.get("percent", "")
    if not (percent.isascii() and percent.isdigit() and len(percent) < 4):
        raise agreeing.NotAPercentage(_("Progress is between 0 and 100 percent."))
    agreeing.say_progress(by=by, at=clock.now(), action=row, percent=int(percent), words=sent.get("words", ""))
    say(request, _("Noted: %(percent)s percent.") % {"percent": percent})
    return _back(request, by, action_id)


def action_done(request: HttpRequest, action_id: int) -> HttpResponse:
    """It is done."""
    by = actor_of(request)
    row = queries.action_row(action_id, by)
    agreeing.finish_action(by=by, at=clock.now(), action=row, words=request.POST.get("words", ""))
    undo = reverse("lossreview:action_reopening", args=[action_id])
    say(request, _("Done. Whoever follows it hears of it."), undo=undo)
    return _back(request, by, action_id)


def action_reopening(request: HttpRequest, action_id: int) -> HttpResponse:
    """It is not done after all."""
    by = actor_of(request)
    row = queries.action_row(action_id, by)
    agreeing.reopen_action(by=by, at=clock.now(), action=row, because=request.POST.get("because", ""))
    say(request, _("It is open again."))
    return _back(request, by, action_id)


def action_day(request: HttpRequest, action_id: int) -> HttpResponse:
    """Put it off."""
    by, sent = actor_of(request), request.POST
    row, until = queries.action_row(action_id, by), _day(sent.get("due_on", ""))
    agreeing.put_off(by=by, at=clock.now(), action=row, due_on=until, because=sent.get("because", ""))
    say(request, _("Put off. The day first agreed stays in the record."))
    return _back(request, by, action_id)


def action_owner(request: HttpRequest, action_id: int) -> HttpResponse:
    """Hand it on. Whoever does may no longer see it afterwards."""
    by, sent = actor_of(request), request.POST
    row, owner = queries.action_row(action_id, by), person_row(_number(sent.get("owner", "")))
    agreeing.hand_action(by=by, at=clock.now(), action=row, owner=owner, because=sent.get("because", ""))
    say(request, _("%(name)s answers for it from now on.") % {"name": owner.name})
    if not queries.visible(by).filter(pk=action_id).exists():
        return redirect("lossreview:actions")
    return _back(request, by, action_id)


def action_dropping(request: HttpRequest, action_id: int) -> HttpResponse:
    """It is not done at all."""
    by = actor_of(request)
    row = queries.action_row(action_id, by)
    agreeing.drop_action(by=by, at=clock.now(), action=row, because=request.POST.get("because", ""))
    undo = reverse("lossreview:action_reopening", args=[action_id])
    say(request, _("Dropped, with the reason."), undo=undo)
    return _back(request, by, action_id)


def action_wording(request: HttpRequest, action_id: int) -> HttpResponse:
    """Say better what is to be done."""
    by = actor_of(request)
    row = queries.action_row(action_id, by)
    agreeing.reword_action(by=by, at=clock.now(), action=row, what=request.POST.get("what", ""))
    return _back(request, by, action_id)


def action_taking_back(request: HttpRequest, action_id: int) -> HttpResponse:
    """It was agreed on by mistake."""
    by = actor_of(request)
    agreeing.take_action_back(by=by, at=clock.now(), action=queries.action_row(action_id, by))
    say(request, _("Taken back; nothing was agreed on."))
    here = reverse("lossreview:action", args=[action_id])
    return redirect(_came_from(request, but=here) or reverse("lossreview:actions"))


def action_comments(request: HttpRequest, action_id: int) -> HttpResponse:
    """Say something about it."""
    by = actor_of(request)
    row = queries.action_row(action_id, by)
    remarking.comment(by=by, at=clock.now(), action=row, words=request.POST.get("words", ""))
    return _back(request, by, action_id)


def _views(by: Actor, base: str, query: str) -> tuple[Pill, ...]:
    """The views everybody asks for, then the saved ones."""
    number, newest = queries.number_of(by), listed.newest_review(by)
    usual = [(_("All"), ""), (_("Mine"), f"owner={number}"), (_("Late"), "state=late")]
    if newest:
        usual.append((_("The last review’s"), f"review={newest}"))
    saved = pills(by=by, list_name="actions", base=base, query=query)[1:]
    made = [Pill(title, f"{base}?{asks}" if asks else base, current=asks == query) for title, asks in usual]
    return (*made, *saved)


def _back(request: HttpRequest, by: Actor, action_id: int) -> HttpResponse:
    """The line of a list htmx asked for, or the page one came from."""
    if wants_fragment(request):
        rows = queries.shown(queries.visible(by).filter(pk=action_id), by=by, at=clock.now())
        line = "lossreview/action/_row.html"
        of_issue = "/issues/" in request.headers.get("HX-Current-URL", "")
        return screen(request, line, None, fragment=line, row=rows[0], hide_issue=of_issue)
    return redirect(_came_from(request) or reverse("lossreview:action", args=[action_id]))


def _came_from(request: HttpRequest, *, but: str = "") -> str:
    """The page of ours one came from; empty where that is none, or the one page it must not be."""
    there = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return there if is_ours and not (but and but in there) else ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(_("Choose a day, such as 2026-10-31.")) from None
