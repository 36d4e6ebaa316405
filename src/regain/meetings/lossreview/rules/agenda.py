"""The agenda: what a review looks at, in which order, for how long."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Section(StrEnum):
    """A part of the pack that a point of the agenda looks at."""

    ACTIONS = "actions"
    LOSSES = "losses"
    CALLS = "calls"
    RESULTS = "results"
    ISSUES = "issues"
    DECIDE = "decide"
    CLOSE = "close"


USUAL: Final[Mapping[Section, int]] = {
    Section.ACTIONS: 10,
    Section.LOSSES: 10,
    Section.CALLS: 15,
    Section.RESULTS: 5,
    Section.ISSUES: 15,
    Section.DECIDE: 15,
    Section.CLOSE: 5,
}
"""Minutes of each in a meeting of seventy-five."""


def lengths(minutes: int, usual: Mapping[Section, int] = USUAL) -> dict[Section, int]:
    """The minutes of each point so that all together take so many; everything gets one at least."""
    whole = sum(usual.values())
    exact = {section: minutes * usually / whole for section, usually in usual.items()}
    given = {section: max(1, int(share)) for section, share in exact.items()}
    order: Sequence[Section] = sorted(exact, key=lambda section: given[section] - exact[section])
    for section in order[: max(0, minutes - sum(given.values()))]:
        given[section] += 1
    return given


@dataclass(frozen=True)
class Point:
    """One point as somebody arranges it. `item` is none for a new one; `section` is empty for one of its own."""

    title: str
    minutes: int
    section: str = ""
    item: int | None = None


def put_in(points: Sequence[Point], new: Point, place: int | None = None) -> list[Point]:
    """The agenda with one more point: where it was, or else, for one of the usual, before those that usually follow."""
    if place is None:
        usual = list(USUAL)
        after = usual[usual.index(Section(new.section)) + 1 :] if new.section else []
        place = next((at for at, point in enumerate(points) if point.section in after), len(points))
    return [*points[:place], new, *points[place:]]
