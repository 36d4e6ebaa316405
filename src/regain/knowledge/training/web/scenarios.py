"""Scenarios: the list, one with everything on it, writing and retiring."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.people.queries.entrance import signed_in
from regain.foundation.ui.listing import Nothing, listing, show
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say
from regain.knowledge.playbook.rules.steps import Step
from regain.knowledge.training import actions
from regain.knowledge.training.queries import scenarios as queries
from regain.knowledge.training.queries.scenarios import SCENARIOS
from regain.knowledge.training.rules.sheet import EMPTY, Sheet
from regain.knowledge.training.web.shared import around, number, practice_tabs, up


def scenarios(request: HttpRequest) -> HttpResponse:
    """The list; whoever still has to pass should not look behind it."""
    nothing = Nothing(_("No scenario fits"), _("Take a filter away."), icon="zoom-question")
    table = listing(request, SCENARIOS, queries.scenario_rows(), around(request, SCENARIOS, nothing))
    return show(request, "training/scenarios.html", practice_tabs(signed_in(request), "scenarios"), table)


def new_scenario(request: HttpRequest) -> HttpResponse:
    """Write a new one."""
    return _written(request, key="") if request.method == "POST" else _form(request, queries.new_page(EMPTY))


def scenario(request: HttpRequest, key: str) -> HttpResponse:
    """Read and change one."""
    return _written(request, key=key) if request.method == "POST" else _form(request, queries.scenario_page(key))


def retirement(request: HttpRequest, key: str) -> HttpResponse:
    """Let nobody begin it any more."""
    row = actions.retire_scenario(by=signed_in(request), at=clock.now(), key=key)
    undo = reverse("training:bringing_back", args=[key])
    say(request, _("%(title)s is retired.") % {"title": row.title}, undo=undo)
    return redirect("training:scenarios")


def bringing_back(request: HttpRequest, key: str) -> HttpResponse:
    """Let people practise it again."""
    row = actions.bring_back_scenario(by=signed_in(request), at=clock.now(), key=key)
    say(request, _("%(title)s is in use again.") % {"title": row.title})
    return redirect("training:scenario", key=key)


def _written(request: HttpRequest, *, key: str) -> HttpResponse:
    sheet, version = _sheet(request), number(request.POST.get("version", ""))
    try:
        row = actions.write_scenario(by=signed_in(request), at=clock.now(), sheet=sheet, key=key, version=version)
    except (Invalid, Conflict) as refusal:
        page = queries.new_page(sheet, key=key, version=version)
        return _form(request, page, fault=refusal.sentence, status=refusal.status)
    say(request, _("%(title)s is saved as version %(number)s.") % {"title": row.title, "number": row.version})
    return redirect("training:scenario", key=row.key)


def _form(request: HttpRequest, page: queries.ScenarioPage, fault: str = "", status: int = 200) -> HttpResponse:
    return screen(
        request, "training/scenario.html", page, status=status, fault=fault, up=up("scenarios", _("Scenarios"))
    )


def _sheet(request: HttpRequest) -> Sheet:
    given = request.POST
    return Sheet(
        title=given.get("title", ""),
        trade=given.get("trade", ""),
        facts=given.get("facts", ""),
        who=given.get("who", ""),
        opens=given.get("opens", ""),
        behind=given.get("behind", ""),
        answers={step: given.get(f"answer-{step}", "") for step in Step},
        good=_lines(given.get("good", "")),
        fails=_lines(given.get("fails", "")),
        steps=tuple(step for step in Step if step in given.getlist("steps")),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
