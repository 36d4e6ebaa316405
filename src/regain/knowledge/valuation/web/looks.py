"""Who left, how good the numbers are, and having everybody valued."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Invalid, Refused
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.screen import screen, wants_fragment
from regain.foundation.ui.toasts import Tone, say
from regain.knowledge.valuation import actions
from regain.knowledge.valuation.queries.left import left_page
from regain.knowledge.valuation.queries.proof import proof_page
from regain.knowledge.valuation.queries.standing import standing


def left(request: HttpRequest) -> HttpResponse:
    """Customers in and out, by month or quarter, under any rule."""
    by, asked = actor_of(request), request.GET
    try:
        page = left_page(by=by, period=asked.get("by", ""), rule=asked.get("rule", ""))
    except Invalid as refusal:
        say(request, refusal.sentence, tone=Tone.WARN)
        page = left_page(by=by, period=asked.get("by", ""))
    return screen(request, "valuation/left.html", page, fragment="valuation/_balance.html")


def backtest(request: HttpRequest) -> HttpResponse:
    """What the ranking of a past date would have caught."""
    asked = request.GET
    page = proof_page(
        by=actor_of(request),
        as_of=asked.get("as_of", ""),
        until=asked.get("until", ""),
        rule=asked.get("rule", ""),
    )
    return screen(request, "valuation/backtest.html", page, fragment="valuation/_proof.html")


def valuation(request: HttpRequest) -> HttpResponse:
    """GET: how the values stand; a page that waits is loaded anew when it is done. POST: have everybody valued."""
    by = actor_of(request)
    if request.method == "POST":
        try:
            actions.ask_for_values(by=by, at=clock.now())
            say(request, _("Everybody is being valued. The old values stay in place until the new ones are whole."))
        except Refused as refusal:
            say(request, refusal.sentence, tone=Tone.WARN)
        return redirect(_back(request))
    stands = standing(by=by)
    response = screen(request, "valuation/valuation.html", stands, fragment="valuation/_standing.html")
    if wants_fragment(request) and not stands.is_busy:
        response["HX-Refresh"] = "true"
    return response


def look(request: HttpRequest) -> HttpResponse:
    """Have a look back made in the background."""
    asked = request.POST
    actions.ask_for_look(
        by=actor_of(request),
        at=clock.now(),
        kind=asked.get("kind", ""),
        rule=asked.get("rule", ""),
        as_of=asked.get("as_of", ""),
        until=asked.get("until", ""),
    )
    say(request, _("It is being worked out. This page shows it as soon as it is there."))
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    there = request.POST.get("next", "")
    return there if there.startswith(reverse("valuation:customers")) else reverse("valuation:customers")
