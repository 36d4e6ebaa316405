"""What stands around every page: who is signed in, where one can go, how it should look.

The shell knows the rooms and the person, so it builds a `Frame` for a request; the setting `UI_FRAME` names
that function. Nothing here asks the database.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

THEME_COOKIE = "regain_theme"


class Theme(StrEnum):
    """How bright the screen is. `SYSTEM` follows the device."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Place:
    """Somewhere to go: an entry of the navigation. `key` is the letter that goes there after `g`."""

    title: str
    href: str
    icon: str
    current: bool = False
    key: str = ""
    count: int = 0
    """Things waiting there; nothing is shown for none."""


@dataclass(frozen=True)
class Group:
    """Places that belong together, under one small heading ("" for none)."""

    title: str
    places: Sequence[Place]


@dataclass(frozen=True)
class Whom:
    """The person signed in, as far as the frame shows them, and the entries of their own menu."""

    name: str
    detail: str = ""
    places: Sequence[Place] = ()
    sign_out: str = ""


@dataclass(frozen=True)
class Frame:
    """Everything around the page.

    `search` is the page that searches without scripts (`ui/search.html`); `hits` answers the command palette: it
    gets `?q=` and renders `ui/hits.html`. One door can be both: `screen(…, fragment="ui/hits.html")` with a
    `Hits`. `company` is the installation's own name, `home` where the mark leads.
    """

    title: str = "Regain"
    company: str = ""
    home: str = "/"
    groups: Sequence[Group] = ()
    person: Whom | None = None
    theme: Theme = Theme.SYSTEM
    search: str = ""
    hits: str = ""
    help: str = ""
    has_shortcuts: bool = True
    """Whether the person lets single letters act; each device may still switch them off for itself."""
    notice: str = ""
    """One sentence above every page, e.g. that this is the demo company."""

    @property
    def main_places(self) -> Sequence[Place]:
        """The first few places, for the bar at the foot of a phone."""
        return [place for group in self.groups for place in group.places][:4]


@dataclass(frozen=True)
class Hit:
    """One answer of the command palette."""

    title: str
    href: str
    detail: str = ""
    icon: str = "user"


@dataclass(frozen=True)
class Hits:
    """The answers, and the heading they stand under."""

    title: str
    hits: Sequence[Hit]


def theme_of(request: HttpRequest) -> Theme:
    """The theme this browser asked for; the server writes it into the page, so nothing flashes."""
    wanted = request.COOKIES.get(THEME_COOKIE, "")
    return Theme(wanted) if wanted in set(Theme) else Theme.SYSTEM


def frame_of(request: HttpRequest) -> Frame:
    """The frame the shell builds for this request, or an empty one where no shell is installed."""
    name: str = getattr(settings, "UI_FRAME", "")
    if not name:
        return Frame(theme=theme_of(request))
    build: Callable[[HttpRequest], Frame] = import_string(name)
    return build(request)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame` in every template. Built on first use, so fragments do not pay for it."""
    made: list[Frame] = []

    def once() -> Frame:
        if not made:
            made.append(frame_of(request))
        return made[0]

    return {"frame": once, "theme": theme_of(request)}
