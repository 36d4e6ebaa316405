"""The home page answers "what do I do now?"; the palette's search; health for whoever watches."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from regain import __version__
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.http import actor_of
from regain.foundation.kit.room import rooms
from regain.foundation.ui.frame import Hit, Hits
from regain.foundation.ui.screen import screen

HITS = 12


@dataclass(frozen=True)
class ShownCard:
    """One answer to "what do I do now?", and the template that shows it."""

    name: str
    template: str
    page: object


@dataclass(frozen=True)
class HomePage:
    """The cards of the rooms, for the person who looks."""

    name: str
    company: str
    cards: tuple[ShownCard, ...]


def home(request: HttpRequest) -> HttpResponse:
    """Answer "what do I do now?" for the person who signed in."""
    by = actor_of(request)
    page = HomePage(name=by.name, company=settings.COMPANY.name, cards=tuple(_cards(by)))
    return screen(request, "shell/home.html", page)


def _cards(by: Actor) -> list[ShownCard]:
    offered = sorted((card for room in rooms() for card in room.cards), key=lambda card: card.order)
    shown = []
    for card in offered:
        if by.may(card.permission):
            page = import_string(card.query)(by=by)
            if page is not None:
                shown.append(ShownCard(card.name, card.template, page))
    return shown


def search(request: HttpRequest) -> HttpResponse:
    """What the rooms find for the words typed into the palette."""
    by, words = actor_of(request), request.GET.get("q", "").strip()
    found: list[Hit] = []
    for room in rooms():
        if room.search and by.may(room.search_permission) and words:
            found.extend(import_string(room.search)(by=by, words=words))
    return screen(request, "ui/search.html", Hits(_("Found"), found[:HITS]), fragment="ui/hits.html")


def health(request: HttpRequest) -> JsonResponse:
    """Whether the application and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "version": __version__})
