"""Every room's pages under its prefix, and the API they share."""

from importlib.util import find_spec

from django.urls import include, path

from regain.foundation.kit.room import Room, rooms
from regain.shell.api import api


def _has_pages(room: Room) -> bool:
    return bool(room.prefix) and find_spec(f"{room.name}.web") is not None


urlpatterns = [
    *(path(room.prefix, include(f"{room.name}.web.urls")) for room in rooms() if _has_pages(room)),
    path("api/1/", api.urls),
    path("", include("regain.shell.web.urls")),
]

handler400 = "regain.foundation.ui.refusals.bad_request"
handler403 = "regain.foundation.ui.refusals.forbidden"
handler404 = "regain.foundation.ui.refusals.not_found"
handler500 = "regain.foundation.ui.refusals.broken"
