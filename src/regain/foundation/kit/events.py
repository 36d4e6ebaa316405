"""Events: frozen dataclasses a verb announces, delivered after commit to those who asked.

A listener names the event and its own function in its room's `listens`; nobody else knows it exists.
Listeners run in the announcing process, in order; one that fails is logged and does not stop the next.
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


def deliver_after_commit(events: list[object]) -> None:
    """Hand each event to its listeners once the surrounding transaction has committed."""
    for event in events:
        for listener in listeners(type(event)):
            transaction.on_commit(_delivery(listener, event))


def listeners(kind: type[object]) -> list[Callable[[Any], object]]:
    """The functions that asked for this kind of event, in the order of the rooms."""
    name = f"{kind.__module__}.{kind.__qualname__}"
    return [import_string(path) for room in rooms() for path in room.listens.get(name, ())]


def _delivery(listener: Callable[[Any], object], event: object) -> Callable[[], None]:
    def deliver() -> None:
        try:
            listener(event)
        except Exception:
            log.exception("A listener failed: %s for %r", listener.__qualname__, event)

    return deliver
