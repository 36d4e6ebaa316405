"""Screen: a page, or only the part of it htmx asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asked for a part. A boosted link and a trip back in history want the whole page."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def screen(
    request: HttpRequest,
    template: str,
    page: object,
    *,
    fragment: str | None = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    """Render `template` with the frozen page object as `page`; or `fragment` when htmx asked for it.

    Messages for the person (see `ui.toasts`) travel with either: a page shows them, a fragment carries them
    out of band.
    """
    partial = fragment is not None and wants_fragment(request)
    context = {"page": page, "is_fragment": partial, **extra}
    body = render_to_string(fragment if partial and fragment else template, context, request)
    if partial:
        body += render_to_string("ui/toasts_out_of_band.html", {}, request)
    response = HttpResponse(body, status=status)
    patch_vary_headers(response, ["HX-Request"])
    if partial:
        response["Cache-Control"] = "no-store"
    return response
