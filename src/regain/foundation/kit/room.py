"""Room: the plug every capability fills in. `INSTALLED_APPS` is the only list of rooms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.apps import AppConfig, apps

from regain.foundation.kit.roles import Role

PUBLIC = "public"
"""Access for anybody, signed in or not: the sign-in page, health."""

SIGNED_IN = "signed in"
"""Access for any person who is signed in: their own account, the home page."""


@dataclass(frozen=True)
class Permission:
    """Something one may do, in words, and the roles that may."""

    name: str
    title: str
    roles: frozenset[Role]


@dataclass(frozen=True)
class Access:
    """One route (`namespace:name`) and, for each method, the permission it takes."""

    route: str
    methods: Mapping[str, str]


@dataclass(frozen=True)
class Nav:
    """An entry of the navigation, shown to those who hold the permission."""

    title: str
    route: str
    icon: str
    permission: str
    order: int = 50
    group: str = "Work"
    key: str = ""
    """The letter that goes there after `g`."""


@dataclass(frozen=True)
class Card:
    """A part of the home page: what do I do now? The query gets the person, returns a page object or None."""

    name: str
    query: str
    template: str
    permission: str
    order: int = 50


@dataclass(frozen=True)
class Panel:
    """A part of a customer's page. The query gets the person and the customer id, returns a page object or None."""

    name: str
    query: str
    template: str
    permission: str
    order: int = 50


@dataclass(frozen=True)
class Every:
    """Work that comes round: the task's dotted name, run once in each stretch of so many minutes."""

    task: str
    minutes: int


class Room(AppConfig):
    """A capability: its title and everything it plugs into the house."""

    default_auto_field = "django.db.models.BigAutoField"

    title: str = ""
    prefix: str = ""
    """Where the room's pages live, e.g. `customers/`; the urls are in `web.urls`."""
    nav: Sequence[Nav] = ()
    permissions: Sequence[Permission] = ()
    access: Sequence[Access] = ()
    listens: Mapping[str, Sequence[str]] = {}
    """Event → functions called with it after commit; one that fails is logged and stops nobody."""
    keeps: Mapping[str, Sequence[str]] = {}
    """Event → functions called with it inside the verb's transaction, to write down what must not be lost; `*`: any."""
    publishes: Mapping[str, str] = {}
    """Event → the name under which the world outside may subscribe to it, such as `case.returned`."""
    schedule: Sequence[Every] = ()
    takes: Mapping[str, int] = {}
    """Route → the most bytes of a file that comes with its form (`kit.upload`)."""
    gate: str = ""
    """Asked before a queued message leaves: `(message: Letter, at: datetime) -> Leave` of `notices.rules.gate`."""
    calendar: str = ""
    """What a person's calendar shows: `(by=) -> Sequence[Event]` of `notices.rules.calendar`."""
    cards: Sequence[Card] = ()
    panels: Sequence[Panel] = ()
    search: str = ""
    """A query for the palette, `(by=, words=) -> Sequence[ui.frame.Hit]`, for those who hold `search_permission`."""
    search_permission: str = ""
    api: bool = False
    """Whether the room has an `api` module with a `router`."""


def rooms() -> list[Room]:
    """Every room of the installation, in the order of `INSTALLED_APPS`."""
    return [config for config in apps.get_app_configs() if isinstance(config, Room)]


def permissions() -> dict[str, Permission]:
    """The catalogue of permissions by name."""
    return {permission.name: permission for room in rooms() for permission in room.permissions}


def access() -> dict[str, Mapping[str, str]]:
    """The access table: route → method → permission."""
    return {entry.route: entry.methods for room in rooms() for entry in room.access}
