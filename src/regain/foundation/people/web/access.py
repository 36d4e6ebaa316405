"""The door of the house: every request passes here, and what the access tables do not name is refused.

A route is named as Django resolves it, `room:screen`; an operation of the API `api-1:operation`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from inspect import getclosurevars
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import resolve_url
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation
from django.utils.translation import gettext as _

from regain.foundation.kit.roles import Role
from regain.foundation.kit.room import PUBLIC, SIGNED_IN, access, permissions
from regain.foundation.people.queries.entrance import signed_in
from regain.foundation.ui.refusals import refusal

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
Answer = Callable[[HttpRequest], HttpResponse]


class AccessMiddleware:
    """Lets a request through if a room's table names its route and method, and the person may."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.csrf = CsrfViewMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and keep what signed-in people saw out of every cache."""
        response = self.get_response(request)
        has_session = settings.SESSION_COOKIE_NAME in {*request.COOKIES, *response.cookies}
        if has_session or "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Nothing when the view may answer; otherwise the refusal."""
        methods = _table().get(_route_of(request))
        if methods is None:
            return _refuse(request, HTTPStatus.NOT_FOUND)
        needed = methods.get("GET" if request.method == "HEAD" else request.method or "")
        if needed is None:
            response = _refuse(request, HTTPStatus.METHOD_NOT_ALLOWED)
            response["Allow"] = ", ".join(sorted(methods))
            return response
        if needed == PUBLIC:
            return None
        if not request.user.is_authenticated:
            return _ask_to_sign_in(request)
        person = signed_in(request)
        if not person.may(needed):
            return _refuse(request, HTTPStatus.FORBIDDEN)
        if person.language:
            translation.activate(person.language)
        return self._forged(request, view)

    def _forged(self, request: HttpRequest, view: Callable[..., Any]) -> HttpResponse | None:
        """A session opens this door, so a view that Django exempts (the API's) is checked all the same."""
        if request.method in SAFE or not getattr(view, "csrf_exempt", False):
            return None
        return cast("HttpResponse | None", self.csrf.process_view(request, _checked, (), {}))


@dataclass(frozen=True)
class Route:
    """A route of the resolver: its name, its path as written, the methods it says it answers, if it says."""

    name: str
    path: str
    answers: frozenset[str] | None


@dataclass(frozen=True)
class Cell:
    """One line of the access table: who may use this route by this method."""

    route: str
    path: str
    method: str
    permission: str
    roles: frozenset[Role]
    """Who may; empty for PUBLIC and SIGNED_IN, which ask for no role."""

    def lets(self, roles: frozenset[Role]) -> bool:
        """Whether somebody signed in with these roles is let through."""
        return self.permission in {PUBLIC, SIGNED_IN} or bool(self.roles & roles)


def routes() -> list[Route]:
    """Every route the installation answers, from the resolver itself.

    The API repeats a path for each of its operations; under one name they are one route.
    """
    found = dict.fromkeys(_walk(get_resolver().url_patterns, "/", ()))
    return sorted(found, key=lambda route: route.path)


def cells() -> list[Cell]:
    """The access table, line by line, in the order of the paths."""
    catalogue, table = permissions(), access()
    return [
        Cell(route.name, route.path, method, needed, _roles(needed, catalogue))
        for route in routes()
        for method, needed in sorted(table.get(route.name, {}).items())
    ]


def _roles(needed: str, catalogue: Mapping[str, Any]) -> frozenset[Role]:
    return frozenset() if needed in {PUBLIC, SIGNED_IN} else frozenset(catalogue[needed].roles)


def _walk(patterns: Sequence[URLPattern | URLResolver], prefix: str, spaces: tuple[str, ...]) -> Iterator[Route]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, path, inner)
        else:
            name = ":".join((*spaces, pattern.name or ""))
            yield Route(name, path, _answers(pattern.callback))


def _answers(view: Callable[..., Any]) -> frozenset[str] | None:
    """The methods a view says it answers: a class by its handlers, an API path by its operations."""
    made_of = getattr(view, "view_class", None)
    if made_of is not None:
        handled = {name.upper() for name in made_of.http_method_names if hasattr(made_of, name)}
        return frozenset(handled - {"HEAD", "OPTIONS"})
    inside = getclosurevars(view).nonlocals.get("self") if hasattr(view, "__code__") else None
    operations = getattr(inside, "operations", None)
    if operations:
        return frozenset(method for operation in operations for method in operation.methods)
    return None


@cache
def _table() -> dict[str, Mapping[str, str]]:
    return access()


def _route_of(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _is_api(request: HttpRequest) -> bool:
    return _route_of(request).startswith("api-")


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _refuse(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    if _is_api(request):
        return _problem(status)
    return refusal(request, status)


def _problem(status: HTTPStatus, detail: str = "") -> HttpResponse:
    body = {"title": status.phrase, "status": status.value, "detail": detail or status.description}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page, for a page; for a program or a fragment, 401. A session that ended is dropped."""
    if SESSION_KEY in request.session:
        request.session.flush()
    if _is_api(request):
        return _problem(HTTPStatus.UNAUTHORIZED, _("Sign in first."))
    if _is_htmx(request):
        shown = urlsplit(request.headers.get("HX-Current-URL", ""))
        there = shown.path + (f"?{shown.query}" if shown.query else "")
        response = HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        response["HX-Redirect"] = _sign_in_url(there)
        return response
    there = request.get_full_path() if request.method in SAFE else ""
    return HttpResponseRedirect(_sign_in_url(there))


def _sign_in_url(there: str) -> str:
    query = f"?{urlencode({'next': there})}" if there not in {"", "/"} else ""
    return resolve_url(settings.LOGIN_URL) + query


def _checked(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError("Stands for a view that is not exempt; it is never called.")
