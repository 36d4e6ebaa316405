"""Spoken: an event in one sentence, for a room of people. An event that can say itself has a property `spoken`."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Spoken:
    """Words to be translated, with their values; days and times as such. `route` and `args` name the page behind it."""

    words: str
    values: Mapping[str, object] = field(default_factory=dict)
    route: str = ""
    args: tuple[object, ...] = ()


def gettext_noop(words: str) -> str:
    """Marks words for translation where nothing may know of Django."""
    return words
