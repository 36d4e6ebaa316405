"""The REST API: one router per room that offers one, errors as problem details (RFC 9457)."""

from importlib import import_module

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from regain import __version__
from regain.foundation.kit.errors import Refused
from regain.foundation.kit.room import rooms

api = NinjaAPI(
    title="Regain",
    version="1",
    description=f"Customer recovery by program. Regain {__version__}.",
    docs_url="docs",
)


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A refusal as a problem document."""
    body = {
        "title": refusal.status.phrase,
        "status": refusal.status.value,
        "detail": refusal.sentence,
    }
    response = api.create_response(request, body, status=refusal.status.value)
    response["Content-Type"] = "application/problem+json"
    return response


for room in rooms():
    if room.api:
        api.add_router(room.prefix, import_module(f"{room.name}.api").router, tags=[room.title])
