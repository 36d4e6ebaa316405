"""What stands around every page, built from the rooms' manifests for the person who looks."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from regain.foundation.kit.http import actor_of
from regain.foundation.kit.room import SIGNED_IN, Nav, rooms
from regain.foundation.ui.frame import Frame, Group, Place, Whom, theme_of

SAMPLE = "This is a demo company with real sales and made-up people. Nothing here reaches anybody."


def frame_for(request: HttpRequest) -> Frame:
    """Navigation and search for this person; an empty frame for a visitor."""
    notice = SAMPLE if settings.CONFIGURATION.sample else ""
    company = settings.COMPANY.name
    if not request.user.is_authenticated:
        return Frame(company=company, theme=theme_of(request), notice=notice)
    return Frame(
        company=company,
        home=reverse("shell:home"),
        groups=_groups(request),
        person=_whom(request),
        theme=theme_of(request),
        hits=reverse("shell:search"),
        has_shortcuts=bool(getattr(request.user, "has_shortcuts", True)),
        notice=notice,
    )


def _groups(request: HttpRequest) -> list[Group]:
    by = actor_of(request)
    home = Nav("Home", "shell:home", "home", SIGNED_IN, order=0, key="h")
    entries = [home, *(nav for room in rooms() for nav in room.nav)]
    held = [nav for nav in entries if nav.permission == SIGNED_IN or by.may(nav.permission)]
    here = _here(request.path, [reverse(nav.route) for nav in held])
    groups: dict[str, list[Place]] = {}
    for nav in sorted(held, key=lambda nav: nav.order):
        href = reverse(nav.route)
        groups.setdefault(nav.group, []).append(Place(nav.title, href, nav.icon, current=href == here, key=nav.key))
    return [Group("" if title == "Work" else title, places) for title, places in groups.items()]


def _here(path: str, places: Sequence[str]) -> str:
    """The place a page belongs to: the one whose address says most of the page's own."""
    above = [place for place in places if path.startswith(place) and (place != "/" or path == "/")]
    return max(above, key=len, default="")


def _whom(request: HttpRequest) -> Whom:
    by = actor_of(request)
    places = [
        Place("My account", reverse("people:account"), "settings"),
        Place("My calendar", reverse("notices:calendar"), "calendar"),
        Place("To remember", reverse("notices:reminders"), "bell"),
    ]
    return Whom(name=by.name, places=places, sign_out=reverse("people:sign_out"))
