"""Pages for when something is refused or broken: what happened, and what to do now.

`refusal` serves any status; `forbidden`, `not_found`, `broken` and `bad_request` are Django's four handlers;
the middleware turns a `Refused` that reached the door into its page. None of them asks the database, so they
also work when it is the database that is down.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from regain.foundation.kit.errors import Refused
from regain.foundation.ui.frame import theme_of


@dataclass(frozen=True)
class Way:
    """Somewhere to go from here."""

    label: str | Promise
    href: str
    is_back: bool = False
    """To where one came from, with what was typed there."""


@dataclass(frozen=True)
class Fault:
    """One kind of refusal in words."""

    title: str | Promise
    sentence: str | Promise
    advice: str | Promise = ""


@dataclass(frozen=True)
class ErrorPage:
    """What the error page shows."""

    status: int
    title: str | Promise
    sentence: str | Promise
    advice: str | Promise
    ways: tuple[Way, ...]
    reference: str = ""


HOME: Final = Way(_("Go to the first page"), "/")
BACK: Final = _("Go back")

FAULTS: Final[Mapping[int, Fault]] = {
    400: Fault(
        _("This request could not be read"),
        _("The address or the form was not complete."),
        _("Go back one page and try again."),
    ),
    403: Fault(
        _("This is not open to you"),
        _("Your roles do not include this page."),
        _("If you need it for your work, ask an administrator to give you the role."),
    ),
    404: Fault(
        _("There is nothing at this address"),
        _("The page may have moved, or what it showed may no longer exist."),
        _("Check the address, or search from the first page."),
    ),
    405: Fault(
        _("This address is used differently"),
        _("It takes what a form sends; it is not a page to visit."),
        _("Go back one page and use the button there."),
    ),
    409: Fault(
        _("Somebody was faster"),
        _("This was changed while you had it open, so nothing of yours was saved over it."),
        _("Go back, reload the page, look at what changed, and do it again if it is still needed."),
    ),
    413: Fault(
        _("This file is too large"),
        _("It is larger than this installation accepts from a browser."),
        _("Split it, send it compressed, or ask an administrator to import it from the command line."),
    ),
    422: Fault(
        _("This cannot be done as it is"),
        _("Something in what was sent does not fit."),
        _("Go back one page and correct it; what you typed is still there."),
    ),
    429: Fault(
        _("Too many attempts"),
        _("To protect accounts and customers, this is slowed down after several attempts in a row."),
        _("Wait a minute, then try again."),
    ),
    500: Fault(
        _("Something broke on our side"),
        _("Nothing was saved by this step. The fault has been written to the log."),
        _("Try again; if it happens again, give your administrator the time and the address of this page."),
    ),
    503: Fault(
        _("Regain is busy or being updated"),
        _("Your work is safe. This usually takes less than a minute."),
        _("Try again shortly."),
    ),
}


def refusal(
    request: HttpRequest, status: int, *, sentence: str = "", reference: str = "", ways: tuple[Way, ...] = ()
) -> HttpResponse:
    """A page for this status; to htmx, which shows it as a toast, the bare sentence."""
    fault = FAULTS.get(status, FAULTS[500] if status >= 500 else FAULTS[400])
    if request.headers.get("HX-Request") == "true":
        words = sentence or f"{fault.sentence} {fault.advice}"
        response = HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
        response["HX-Reswap"] = "none"
        return response
    ways = ways or (*_way_back(request), HOME)
    page = ErrorPage(status, fault.title, sentence or fault.sentence, fault.advice, ways, reference)
    body = render_to_string("ui/error.html", {"page": page, "theme": theme_of(request)})
    return HttpResponse(body, status=status)


def _way_back(request: HttpRequest) -> tuple[Way, ...]:
    """To the page a form stood on, if it was one of ours."""
    if request.method != "POST":
        return ()
    try:
        came, host = urlsplit(request.headers.get("Referer", "")), request.get_host()
    except (ValueError, DisallowedHost):
        return ()
    there = came.path + (f"?{came.query}" if came.query else "")
    is_ours = came.scheme in {"http", "https"} and came.netloc == host
    return (Way(BACK, there, is_back=True),) if is_ours and url_has_allowed_host_and_scheme(there, None) else ()


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400."""
    return refusal(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    return refusal(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404."""
    return refusal(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """Django's handler500."""
    return refusal(request, 500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: nearly always a page left open over a sign-out."""
    return refusal(
        request,
        403,
        sentence=str(_("This page was open for too long, so its form is no longer valid. Load it again.")),
    )


class RefusalMiddleware:
    """A refusal that no view turned into something better becomes a page with its own sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing on the way in or out."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page for `Refused`; anything else is Django's to report."""
        if isinstance(exception, Refused):
            return refusal(request, exception.status, sentence=exception.sentence)
        return None
