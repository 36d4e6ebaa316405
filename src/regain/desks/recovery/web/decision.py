"""One decision: the evidence, a move, a swap, whose call it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.desks.recovery import actions
from regain.desks.recovery.queries import decision as queries
from regain.desks.recovery.queries import finding, swaps
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.kit import clock
from regain.foundation.kit.errors import Invalid
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.parts import Crumb
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say


class UnknownKind(Invalid):
    """No such decision."""


def decision(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Everything one decision rests on."""
    by = actor_of(request)
    page = queries.decision_page(by=by, decision=finding.decision_row(by=by, pk=decision_id))
    return screen(request, "recovery/decision.html", page, up=_up(page.cycle, page.period))


def move(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Decide otherwise about one customer."""
    by = actor_of(request)
    row = finding.decision_row(by=by, pk=decision_id)
    kind, reason = _kind(request.POST.get("kind", "")), request.POST.get("reason", "")
    actions.move_decision(by=by, at=clock.now(), decision=row, kind=kind, reason=reason)
    say(request, _("%(name)s is decided anew.") % {"name": row.title})
    return redirect("recovery:decision", decision_id=decision_id)


def swap(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Whom an executive could call instead, what it would change, and the swap itself."""
    by = actor_of(request)
    leaves = finding.decision_row(by=by, pk=decision_id)
    enters = _enters(request)
    if request.method == "POST" and enters is not None:
        reason = request.POST.get("reason", "")
        entered = finding.decision_row(by=by, pk=enters)
        actions.swap_customer(by=by, at=clock.now(), leaves=leaves, enters=entered, reason=reason)
        say(request, _("%(name)s is on an executive's list now.") % {"name": entered.title})
        return redirect("recovery:cycle", period=leaves.cycle.period)
    page = swaps.swap_page(by=by, leaves=leaves, search=request.GET.get("q", "").strip()[:100], enters=enters)
    up = _up(page.cycle, page.period)
    return screen(request, "recovery/swap.html", page, fragment="recovery/_swap.html", up=up)


def assignment(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Say which executive calls."""
    by = actor_of(request)
    row = finding.decision_row(by=by, pk=decision_id)
    person = finding.person_row(_number(request.POST.get("person", "")))
    actions.assign_executive(by=by, at=clock.now(), decision=row, person=person)
    if person is None:
        say(request, _("%(name)s has no caller now.") % {"name": row.title})
    else:
        say(request, _("%(person)s calls %(name)s.") % {"person": person.name, "name": row.title})
    return redirect(reverse("recovery:cycle", args=[row.cycle.period]) + "#executives")


def _enters(request: HttpRequest) -> int | None:
    given = request.POST if request.method == "POST" else request.GET
    return _number(given.get("enters", ""))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _kind(text: str) -> Kind:
    if text not in set(Kind):
        raise UnknownKind(_("Choose a team call, a letter or not pursued."))
    return Kind(text)


def _up(cycle: str, period: str) -> list[Crumb]:
    return [
        Crumb(_("Rescue cycles"), reverse("recovery:cycles")),
        Crumb(cycle, reverse("recovery:cycle", args=[period])),
    ]
