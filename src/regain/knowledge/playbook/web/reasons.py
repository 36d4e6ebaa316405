"""The catalogue of reasons: the list, one reason, the order."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Refused
from regain.foundation.kit.export import export
from regain.foundation.kit.http import actor_of
from regain.foundation.kit.table import TableState
from regain.foundation.people.queries.entrance import signed_in
from regain.foundation.people.queries.views import pills, save_address
from regain.foundation.ui.listing import Around, Nothing, listing, show
from regain.foundation.ui.parts import Crumb, Tab
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say
from regain.knowledge.playbook.actions import catalogue as arranging
from regain.knowledge.playbook.actions import reasons as editing
from regain.knowledge.playbook.queries import reason_pages
from regain.knowledge.playbook.queries import reasons as queries
from regain.knowledge.playbook.queries.finding import group_row, reason_row
from regain.knowledge.playbook.web.reason_drawings import costs
from regain.knowledge.playbook.web.reason_forms import GroupForm, ReasonForm, sent


def reasons(request: HttpRequest) -> HttpResponse:
    """Every reason with how often it was why, and what that cost."""
    page = queries.reasons_page(by=actor_of(request))
    state = TableState.parse(page.spec, dict(request.GET.lists()))
    around = Around(
        nothing=Nothing(
            _("No reason fits"), _("Take a filter away, or search for another word."), icon="zoom-question"
        ),
        views=pills(
            by=signed_in(request),
            list_name=page.spec.name,
            base=request.path,
            query=state.query(page=1).removeprefix("?"),
        ),
        save_view=save_address(page.spec.name),
        export=reverse("playbook:reasons_export"),
    )
    table = listing(request, page.spec, page.rows, around)
    if request.headers.get("HX-Request") == "true":
        return show(request, "playbook/reasons.html", page, table)
    drawing = costs(page.revenue)
    return screen(
        request,
        "playbook/reasons.html",
        page,
        listing=table,
        drawing=drawing,
        tabs=tabs("reasons", may_edit=page.may_edit),
    )


def reasons_export(request: HttpRequest) -> HttpResponseBase:
    """The catalogue as a file."""
    kind = request.GET.get("format", "csv")
    if kind not in {"csv", "xlsx"}:
        raise Http404
    page = queries.reasons_page(by=actor_of(request))
    state = TableState.parse(page.spec, dict(request.GET.lists()))
    return export(kind, state, page.rows, "reasons")


def catalogue_loading(request: HttpRequest) -> HttpResponse:
    """Fill an empty catalogue with the shipped reasons."""
    count = arranging.load_catalogue(by=actor_of(request), at=clock.now())
    say(request, _("%(count)s reasons are there now.") % {"count": count})
    return redirect("playbook:reasons")


def reason(request: HttpRequest, reason_id: int) -> HttpResponse:
    """One reason; a POST changes it."""
    by, row = actor_of(request), reason_row(reason_id)
    form = ReasonForm(sent(request), initial=_as_it_is(reason_id))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                given = _given(form)
                version = form.cleaned_data["version"] or 0
                changed = editing.revise_reason(by=by, at=clock.now(), reason=row, version=version, **given)
            except editing.ChangedMeanwhile as refusal:
                form = _again(form, refusal, reason_id)
                status = refusal.status
            except Refused as refusal:
                form.add_error(None, refusal.sentence)
            else:
                say(request, _("“%(title)s” is saved.") % {"title": changed.title})
                return redirect("playbook:reason", reason_id=reason_id)
    page = reason_pages.reason_page(by=by, reason=reason_row(reason_id))
    return screen(request, "playbook/reason.html", page, status=status, form=form, up=up())


def reason_new(request: HttpRequest) -> HttpResponse:
    """Add a reason."""
    form = ReasonForm(sent(request), initial={"group": request.GET.get("group", ""), "is_changeable": True})
    if request.method == "POST" and form.is_valid():
        try:
            made = editing.add_reason(by=actor_of(request), at=clock.now(), **_given(form))
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            say(request, _("“%(title)s” is in the catalogue.") % {"title": made.title})
            return redirect("playbook:reason", reason_id=made.pk)
    return screen(request, "playbook/reason_new.html", None, status=422 if form.is_bound else 200, form=form, up=up())


def reason_retirement(request: HttpRequest, reason_id: int) -> HttpResponse:
    """Let nobody choose it any more."""
    row = editing.retire_reason(by=actor_of(request), at=clock.now(), reason=reason_row(reason_id))
    undo = reverse("playbook:reason_restoring", args=[reason_id])
    say(request, _("“%(title)s” is retired. What was said under it stays.") % {"title": row.title}, undo=undo)
    return redirect("playbook:reason", reason_id=reason_id)


def reason_restoring(request: HttpRequest, reason_id: int) -> HttpResponse:
    """Let people choose it again."""
    row = editing.restore_reason(by=actor_of(request), at=clock.now(), reason=reason_row(reason_id))
    say(request, _("“%(title)s” can be chosen again.") % {"title": row.title})
    return redirect("playbook:reason", reason_id=reason_id)


def reason_merge(request: HttpRequest, reason_id: int) -> HttpResponse:
    """Count it as another one."""
    into = reason_row(_number(request.POST.get("into", "")))
    row = editing.merge_reason(by=actor_of(request), at=clock.now(), reason=reason_row(reason_id), into=into)
    words = {"title": row.title, "into": into.title}
    undo = reverse("playbook:reason_separation", args=[reason_id])
    say(request, _("“%(title)s” counts as “%(into)s” from now on.") % words, undo=undo)
    return redirect("playbook:reason", reason_id=into.pk)


def reason_separation(request: HttpRequest, reason_id: int) -> HttpResponse:
    """Let it count as its own again."""
    row = editing.separate_reason(by=actor_of(request), at=clock.now(), reason=reason_row(reason_id))
    say(request, _("“%(title)s” counts as its own again.") % {"title": row.title})
    return redirect("playbook:reason", reason_id=reason_id)


def reasons_arrange(request: HttpRequest) -> HttpResponse:
    """The order of the catalogue; a POST adds a group."""
    form = GroupForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = arranging.add_group(by=actor_of(request), at=clock.now(), title=form.cleaned_data["title"])
        except Refused as refusal:
            form.add_error("title", refusal.sentence)
        else:
            say(request, _("The group “%(title)s” is there. Add its first reason.") % {"title": made.title})
            return redirect(reverse("playbook:reasons_arrange") + f"#group-{made.pk}")
    page, status = reason_pages.arrange_page(), 422 if form.is_bound else 200
    here = tabs("arrange", may_edit=True)
    return screen(request, "playbook/reasons_arrange.html", page, status=status, form=form, tabs=here)


def reason_place(request: HttpRequest, reason_id: int) -> HttpResponse:
    """Put a reason at another place of its group."""
    row, place = reason_row(reason_id), _number(request.POST.get("place", ""))
    arranging.place_reason(by=actor_of(request), at=clock.now(), reason=row, place=place)
    return redirect(reverse("playbook:reasons_arrange") + f"#group-{row.group_id}")


def reason_group(request: HttpRequest, group_id: int) -> HttpResponse:
    """Give a group another name."""
    title = request.POST.get("title", "")
    row = arranging.rename_group(by=actor_of(request), at=clock.now(), group=group_row(group_id), title=title)
    say(request, _("The group is called “%(title)s” now.") % {"title": row.title})
    return redirect(reverse("playbook:reasons_arrange") + f"#group-{group_id}")


def reason_group_place(request: HttpRequest, group_id: int) -> HttpResponse:
    """Put a group at another place."""
    place = _number(request.POST.get("place", ""))
    arranging.place_group(by=actor_of(request), at=clock.now(), group=group_row(group_id), place=place)
    return redirect(reverse("playbook:reasons_arrange") + f"#group-{group_id}")


def tabs(current: str, *, may_edit: bool) -> list[Tab]:
    """The views of why customers leave."""
    found = [
        Tab(_("Reasons"), reverse("playbook:reasons"), current=current == "reasons"),
        Tab(_("Said and meant"), reverse("playbook:truth"), current=current == "truth"),
    ]
    if may_edit:
        found.append(Tab(_("Order"), reverse("playbook:reasons_arrange"), current=current == "arrange"))
    return found


def up() -> list[Crumb]:
    """The pages above."""
    return [Crumb(_("Why they leave"), reverse("playbook:reasons"))]


def _as_it_is(reason_id: int) -> dict[str, Any]:
    row = reason_row(reason_id)
    return {
        "title": row.title,
        "words": row.words,
        "group": row.group_id,
        "cause_class": row.cause_class,
        "is_changeable": row.is_changeable,
        "is_ours": row.is_ours,
        "version": row.version,
    }


def _again(form: ReasonForm, refusal: Refused, reason_id: int) -> ReasonForm:
    """What was typed, with the version that is there now, so that saving again is a decision."""
    data = {**{name: form.data[name] for name in form.data}, "version": str(reason_row(reason_id).version)}
    again = ReasonForm(data)
    again.add_error(None, refusal.sentence)
    return again


def _given(form: ReasonForm) -> dict[str, Any]:
    given = form.cleaned_data
    return {
        "group": group_row(given["group"]),
        "title": given["title"],
        "words": given["words"],
        "cause_class": given["cause_class"],
        "is_changeable": given["is_changeable"],
        "is_ours": given["is_ours"],
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
