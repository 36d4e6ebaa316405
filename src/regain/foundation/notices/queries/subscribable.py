"""The events other programs can subscribe to, as the rooms' manifests publish them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from django.utils.module_loading import import_string

from regain.foundation.kit.room import rooms


@dataclass(frozen=True)
class Subscribable:
    """One kind of event under its public name: what it tells, and the fields of its `data`."""

    name: str
    title: str
    room: str
    fields: tuple[str, ...]
    speaks: bool
    """Whether it has a sentence of its own for a chat room; others are told by name and fields."""


def published() -> Mapping[str, str]:
    """Event → public name, of every room."""
    return {event: name for room in rooms() for event, name in room.publishes.items()}


def told_fields(kind: type[object]) -> tuple[str, ...]:
    """The fields that may be told: what an event hides from its own `repr` is a secret."""
    return tuple(field.name for field in fields(kind) if field.repr)  # type: ignore[arg-type]


def event_names() -> tuple[Subscribable, ...]:
    """The catalogue, in the order of the names."""
    found = [
        _subscribable(event, name=name, room=room.title) for room in rooms() for event, name in room.publishes.items()
    ]
    return tuple(sorted(found, key=lambda each: each.name))


def _subscribable(event: str, *, name: str, room: str) -> Subscribable:
    kind: type[object] = import_string(event)
    title = (kind.__doc__ or "").strip().split("\n", 1)[0]
    return Subscribable(name=name, title=title, room=room, fields=told_fields(kind), speaks=hasattr(kind, "spoken"))
