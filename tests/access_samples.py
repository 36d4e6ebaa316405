"""How the access test fills a route's parameters and forms.

A room whose routes take parameters has `tests/access_samples.py` with `SAMPLES`: route → a function of the cast
and the actor (none: a visitor) that makes what the route needs, by verbs, and says how to ask for it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec

from regain.foundation.kit.room import rooms
from regain.foundation.people.models import Person
from tests.cast import Cast


@dataclass(frozen=True)
class Filled:
    """The parameters of the path, and what a POST sends."""

    parameters: Mapping[str, object] = field(default_factory=dict)
    form: Mapping[str, object] = field(default_factory=dict)
    as_json: bool = False
    answers: int | None = None
    """The status an allowed answer has by design, where it looks like a refusal."""


Sample = Callable[[Cast, Person | None], Filled]


def nothing(cast: Cast, actor: Person | None) -> Filled:
    """For a route without parameters."""
    return Filled()


def api_root(cast: Cast, actor: Person | None) -> Filled:
    """The API's own prefix: it names the address and has no page."""
    return Filled(answers=404)


def samples() -> dict[str, Sample]:
    """Every room's samples, by route."""
    found: dict[str, Sample] = {"api-1:api-root": api_root}
    for room in rooms():
        name = f"{room.name}.tests.access_samples"
        if find_spec(f"{room.name}.tests") is not None and find_spec(name) is not None:
            found |= import_module(name).SAMPLES
    return found
