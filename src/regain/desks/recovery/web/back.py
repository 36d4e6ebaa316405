"""The way back: a page for whoever holds the link, without signing in. Looking at it changes nothing for anybody."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from regain.desks.recovery.actions import returning
from regain.desks.recovery.queries import wayback as queries
from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.foundation.kit.errors import Refused
from regain.foundation.people.actions.entrance import Caller, TooManyAttempts, count_request
from regain.foundation.people.web.caller import address_of
from regain.foundation.ui.screen import screen

DOOR = System("way back")
LONGEST_KEY = 100


def way_back(request: HttpRequest, key: str) -> HttpResponse:
    """Greet them; a POST says that they would like to come back. A scanner of mails that looks changes nothing."""
    at = clock.now()
    try:
        link = queries.link_of(key=key[:LONGEST_KEY], at=at)
        if request.method == "POST":
            words, call_me_at = request.POST.get("words", ""), request.POST.get("call_me_at", "")
            link = returning.use_way_back(by=DOOR, at=at, link=link, words=words, call_me_at=call_me_at)
        elif link.opened_at is None:
            returning.open_way_back(by=DOOR, at=at, link=link)
    except Refused as over:
        return _over(request, over, key)
    page = queries.way_back(link=link, at=at)
    template = "recovery/back/welcome.html" if page.used_at else "recovery/back/way_back.html"
    return _quiet(screen(request, template, page, stop=reverse("recovery:way_back_stop", args=[key])))


@csrf_exempt
def stop(request: HttpRequest, key: str) -> HttpResponse:
    """Leave me alone: asked once more, then it holds for everything, from an address that opens nothing else too.

    Mail programs press it for their reader without a page of ours (RFC 8058); the key in the address is the right to.
    """
    at = clock.now()
    try:
        link = queries.link_to_stop(key=key[:LONGEST_KEY])
        if request.method == "POST":
            returning.stop_by_link(by=DOOR, at=at, link=link, words=request.POST.get("words", ""))
            return _quiet(screen(request, "recovery/back/stopped.html", queries.firm()))
    except Refused as over:
        return _over(request, over, key)
    return _quiet(
        screen(request, "recovery/back/stop.html", queries.firm(), back=reverse("recovery:way_back", args=[key]))
    )


def _over(request: HttpRequest, over: Refused, key: str) -> HttpResponse:
    """Wrong, withdrawn and expired links get this one page; whoever tries many has to wait."""
    sentence, status = over.sentence, over.status
    try:
        count_request(email=queries.digest(key), caller=Caller(address_of(request), device="way back"), at=clock.now())
    except TooManyAttempts as often:
        sentence, status = _("Too many addresses that do not work. Try again in an hour."), often.status
    return _quiet(screen(request, "recovery/back/over.html", queries.firm(sentence), status=status))


def _quiet(response: HttpResponse) -> HttpResponse:
    """The address of this page is a secret: tell it to nobody, keep it in no cache and out of the log."""
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django logs the paths of refusals
    return response
