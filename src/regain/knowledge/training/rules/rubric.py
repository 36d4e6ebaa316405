"""How a practice call is judged: points for each step that counts, and what must not happen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from regain.knowledge.playbook.rules.steps import Step

MOST = 3
"""Points a step can have: 0 not done, 1 tried, 2 done, 3 done well."""

NEEDED = Fraction(2, 3)
"""The share of all points that passes."""


class MustNot(StrEnum):
    """What fails a call, however well the rest went."""

    PITCHED = "pitched"
    ARGUED = "argued"
    PROMISED = "promised"
    BLAMED = "blamed"
    HELD_ON = "held_on"
    TOLD = "told"


@dataclass(frozen=True)
class Verdict:
    """The points, and whether they pass."""

    points: int
    most: int
    needed: int
    broken: tuple[MustNot, ...]
    passed: bool


def verdict(*, steps: Collection[Step], points: Mapping[Step, int], broken: Collection[MustNot]) -> Verdict:
    """Two thirds of the points pass, if nothing happened that must not.

    Raises ValueError where a step that counts has no points from 0 to 3, or one that does not count has some.
    """
    if set(points) != set(steps) or not steps:
        raise ValueError("every step that counts needs its points, and no other")
    if any(not 0 <= given <= MOST for given in points.values()):
        raise ValueError("a step has 0 to 3 points")
    most = MOST * len(steps)
    needed = -(-most * NEEDED.numerator // NEEDED.denominator)
    reached = sum(points.values())
    kept = tuple(each for each in MustNot if each in broken)
    return Verdict(points=reached, most=most, needed=needed, broken=kept, passed=reached >= needed and not kept)
