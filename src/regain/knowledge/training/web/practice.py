"""Practice calls: the list, beginning one, the caller's side and the colleague's."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Refused
from regain.foundation.kit.export import export
from regain.foundation.kit.table import TableState
from regain.foundation.people.queries import people
from regain.foundation.people.queries.entrance import signed_in
from regain.foundation.ui.listing import Nothing, listing, show
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say
from regain.knowledge.playbook.rules.steps import Step
from regain.knowledge.training import actions
from regain.knowledge.training.actions.practice import ScoreIncomplete
from regain.knowledge.training.queries import practice as queries
from regain.knowledge.training.queries.practice import PRACTICES, PracticeRows
from regain.knowledge.training.rules.rubric import MustNot
from regain.knowledge.training.web.shared import around, number, practice_tabs, up


def practices(request: HttpRequest) -> HttpResponse:
    """Where I stand, what waits, and every practice call I may see."""
    by = signed_in(request)
    nothing = Nothing(
        _("No practice call yet"),
        _("Take a colleague: one calls, the other plays the customer. It takes ten minutes."),
        icon="school",
    )
    table = listing(
        request, PRACTICES, PracticeRows(by), around(request, PRACTICES, nothing, export="training:practices_export")
    )
    page = queries.practices_page(by=by, at=clock.now(), tabs=practice_tabs(by, "practices"))
    return show(request, "training/practices.html", page, table)


def practices_export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file."""
    state = TableState.parse(PRACTICES, dict(request.GET.lists()))
    return export(request.GET.get("format", "csv"), state, PracticeRows(signed_in(request)), "practice")


def beginning(request: HttpRequest) -> HttpResponse:
    """Choose a colleague and a customer."""
    by = signed_in(request)
    if request.method != "POST":
        return _begin(request)
    try:
        other = people.person(number(request.POST.get("colleague", "")))
        plays = request.POST.get("side") == "colleague"
        made = actions.practise(
            by=by,
            at=clock.now(),
            caller=other if plays else by,
            colleague=by if plays else other,
            scenario=request.POST.get("scenario", ""),
        )
    except Refused as refusal:
        return _begin(request, fault=refusal.sentence)
    return redirect("training:practice", practice_id=made.pk)


def practice(request: HttpRequest, practice_id: int) -> HttpResponse:
    """My side of one practice call; at the end, everything."""
    return _practice(request, practice_id)


def step(request: HttpRequest, practice_id: int) -> HttpResponse:
    """Keep the notes and go to a step."""
    by = signed_in(request)
    row = queries.practice(by=by, pk=practice_id)
    wanted = request.POST.get("step", "")
    actions.walk(
        by=by,
        at=clock.now(),
        practice=row,
        step=Step(wanted) if wanted in set(Step) else Step(row.step),
        notes=request.POST.get("notes", ""),
    )
    return redirect("training:practice", practice_id=practice_id)


def scoring(request: HttpRequest, practice_id: int) -> HttpResponse:
    """Score the call I played the customer in."""
    by = signed_in(request)
    row = queries.practice(by=by, pk=practice_id)
    given = {step: request.POST.get(f"points-{step}", "") for step in Step}
    try:
        scored = actions.score(
            by=by,
            at=clock.now(),
            practice=row,
            points={step: int(text) for step, text in given.items() if text in {"0", "1", "2", "3"}},
            broken=[each for each in MustNot if each in request.POST.getlist("broken")],
            words=request.POST.get("words", ""),
        )
    except ScoreIncomplete as refusal:
        tried = queries.Tried(given, tuple(request.POST.getlist("broken")), request.POST.get("words", ""))
        return _practice(request, practice_id, tried=tried, fault=refusal.sentence)
    passed = _("Passed. Tell %(name)s what you liked.") if scored.passed else _("Scored. Look at it together now.")
    say(request, passed % {"name": scored.caller.name} if scored.passed else passed)
    return redirect("training:practice", practice_id=practice_id)


def calling_off(request: HttpRequest, practice_id: int) -> HttpResponse:
    """End it without a verdict."""
    by = signed_in(request)
    actions.call_off(by=by, at=clock.now(), practice=queries.practice(by=by, pk=practice_id))
    say(request, _("Called off. It counts for nothing."))
    return redirect("training:practices")


def _begin(request: HttpRequest, fault: str = "") -> HttpResponse:
    page = queries.begin_page(by=signed_in(request), tried=request.POST.dict(), fault=fault)
    status = 422 if fault else 200
    return screen(request, "training/beginning.html", page, status=status, up=up("practices", _("Practice")))


def _practice(
    request: HttpRequest, practice_id: int, tried: queries.Tried | None = None, fault: str = ""
) -> HttpResponse:
    page = queries.practice_page(by=signed_in(request), pk=practice_id, tried=tried)
    status = 422 if fault else 200
    return screen(
        request, "training/practice.html", page, status=status, fault=fault, up=up("practices", _("Practice"))
    )
