"""Events: frozen dataclasses a verb announces, delivered after commit to those who asked.

A listener names the event and its own function in its room's `listens`; nobody else knows it exists.
Listeners run in the announcing process, in order; one that fails is logged and does not stop the next. What must
not be lost is written by a keeper, named in `keeps`, before the transaction commits.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string

from regain.foundation.kit.room import rooms

log = logging.getLogger("regain.events")

_collected: ContextVar[list[object] | None] = ContextVar("announced_events", default=None)


class AnnouncedOutsideAVerb(RuntimeError):
    """Events belong to a change of state; announce them inside a verb."""


def announce(event: object) -> None:
    """Say that something happened; it is delivered when the verb's transaction commits."""
    collected = _collected.get()
    if collected is None:
        raise AnnouncedOutsideAVerb(type(event).__name__)
    collected.append(event)


@contextmanager
def collecting() -> Iterator[list[object]]:
    """Collect what is announced inside; the list is delivered by whoever opened it."""
    collected: list[object] = []
    token = _collected.set(collected)
    try:
        yield collected
    finally:
        _collected.reset(token)


def deliver(events: list[object]) -> None:
    """Hand each event to its keepers now, in the surrounding transaction, and to its listeners once that committed."""
    for event in events:
        for keep in keepers(type(event)):
            keep(event)
        for listener in listeners(type(event)):
            transaction.on_commit(_delivery(listener, event))


def listeners(kind: type[object]) -> list[Callable[[Any], object]]:
    """The functions that asked for this kind of event, in the order of the rooms."""
    name = name_of(kind)
    return [import_string(path) for room in rooms() for path in room.listens.get(name, ())]


def keepers(kind: type[object]) -> list[Callable[[Any], object]]:
    """The functions that write this kind of event down before the transaction commits."""
    name = name_of(kind)
    return [import_string(path) for room in rooms() for key in (name, "*") for path in room.keeps.get(key, ())]


def name_of(kind: type[object]) -> str:
    """The dotted name by which manifests know a kind of event."""
    return f"{kind.__module__}.{kind.__qualname__}"


def _delivery(listener: Callable[[Any], object], event: object) -> Callable[[], None]:
    def deliver() -> None:
        try:
            listener(event)
        except Exception:
            log.exception("A listener failed: %s for %r", listener.__qualname__, event)

    return deliver
