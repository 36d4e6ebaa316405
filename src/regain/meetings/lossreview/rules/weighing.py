"""Ranking together: everybody gives ten points over the issues, each for themselves; then all are opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

WHOLE: Final = 10
"""Points a person has to give."""
CANDIDATES: Final = 12
"""Issues of the pack that stand for choice; those raised since come on top."""
FEWEST: Final = 3
"""People whose points must come together before the sum tells nobody's own."""
CLOSE: Final = 2
"""Points between the highest and the lowest that still count as one opinion."""


@dataclass(frozen=True)
class Tallied:
    """What one issue was given by all together."""

    issue: int
    points: int
    lowest: int
    highest: int

    @property
    def apart(self) -> int:
        """Points between the highest and the lowest anybody gave it."""
        return self.highest - self.lowest

    @property
    def is_agreed(self) -> bool:
        """Whether opinions are close to each other."""
        return self.apart <= CLOSE


def needed(here: int) -> int:
    """How many must have weighed before weights are opened: three, or all where fewer sit together."""
    return min(FEWEST, here)


def tally(
    given: Mapping[int, Mapping[int, int]], candidates: Sequence[int], falls: Mapping[int, int]
) -> tuple[Tallied, ...]:
    """Every candidate's points, in the order of the candidates.

    `given`: person → issue → points; `falls`: an issue that was merged meanwhile → the one it went into.
    """
    heard = [_resolved(points, falls) for points in given.values()]
    return tuple(_tallied(issue, [points.get(issue, 0) for points in heard]) for issue in candidates)


def ordered(
    tallied: Sequence[Tallied], priorities: Mapping[int, Decimal | None], *, weighed: bool = True
) -> tuple[int, ...]:
    """The usual order: by points, ties by priority; by priority alone where nobody weighed."""

    def rank(each: Tallied) -> tuple[int, Decimal]:
        priority = priorities.get(each.issue)
        return (-each.points if weighed else 0, Decimal(1) if priority is None else -priority)

    return tuple(each.issue for each in sorted(tallied, key=rank))


def _resolved(points: Mapping[int, int], falls: Mapping[int, int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for issue, many in points.items():
        found[falls.get(issue, issue)] = found.get(falls.get(issue, issue), 0) + many
    return found


def _tallied(issue: int, points: Sequence[int]) -> Tallied:
    return Tallied(issue, sum(points), min(points, default=0), max(points, default=0))
