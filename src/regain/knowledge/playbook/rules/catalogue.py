"""The catalogue a new installation begins with, and its order."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

from regain.knowledge.playbook.rules.causes import CauseClass

Item = TypeVar("Item")

SHIPPED: Final = Path(__file__).parent / "catalogue.toml"
LONGEST_TITLE: Final = 80
LONGEST_WORDS: Final = 300


@dataclass(frozen=True)
class ShippedReason:
    """A reason as it is shipped."""

    key: str
    title: str
    words: str
    cause_class: CauseClass
    is_changeable: bool
    is_ours: bool


@dataclass(frozen=True)
class ShippedGroup:
    """A group as it is shipped, with its reasons in order."""

    title: str
    reasons: tuple[ShippedReason, ...]


@cache
def shipped() -> tuple[ShippedGroup, ...]:
    """The default catalogue."""
    found = tomllib.loads(SHIPPED.read_text("utf-8"))
    return tuple(
        ShippedGroup(
            title=group["title"],
            reasons=tuple(
                ShippedReason(
                    key=each["key"],
                    title=each["title"],
                    words=each["words"],
                    cause_class=CauseClass(each["class"]),
                    is_changeable=each["changeable"],
                    is_ours=each["ours"],
                )
                for each in group["reasons"]
            ),
        )
        for group in found["group"]
    )


def moved(items: Sequence[Item], item: Item, place: int) -> list[Item]:
    """The items with one of them at a place counted from 1; a place beyond the end is the end."""
    rest = [each for each in items if each != item]
    at = min(max(place, 1), len(rest) + 1) - 1
    return [*rest[:at], item, *rest[at:]]
