"""How often suggestions were right, beside a rule anybody could follow: always the most frequent reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from regain.knowledge.playbook.rules.suggesting import ENOUGH, NORMAL


@dataclass(frozen=True)
class Share:
    """A share of n, with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Accuracy:
    """How often the confirmed reason was the first suggested, and among the first three, in notes not learnt from."""

    notes: int
    first: Share
    three: Share
    simple_first: Share
    simple_three: Share
    gain: Share
    """First suggestions right, less those of the simple rule on the same notes."""

    @property
    def is_better(self) -> bool:
        """Whether it beats the simple rule by more than chance."""
        return self.gain.low > 0


@dataclass(frozen=True)
class Outcome:
    """One held-out note: at which place its main reason came, counted from 0, by the model and by the simple rule."""

    place: int
    simple_place: int


def measured(outcomes: Sequence[Outcome]) -> Accuracy | None:
    """What the outcomes say; None where there are too few to tell."""
    if len(outcomes) < ENOUGH:
        return None
    n = len(outcomes)
    firsts = [(each.place == 0, each.simple_place == 0) for each in outcomes]
    return Accuracy(
        notes=n,
        first=wilson(sum(right for right, _simple in firsts), n),
        three=wilson(sum(each.place < 3 for each in outcomes), n),
        simple_first=wilson(sum(simple for _right, simple in firsts), n),
        simple_three=wilson(sum(each.simple_place < 3 for each in outcomes), n),
        gain=difference(firsts),
    )


def wilson(hits: int, n: int) -> Share:
    """A share with its score interval (Wilson 1927)."""
    share, square = hits / n, NORMAL**2
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = NORMAL / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n**2))
    return Share(share, max(0.0, middle - half), min(1.0, middle + half))


def difference(pairs: Sequence[tuple[bool, bool]]) -> Share:
    """The difference of two shares counted on the same notes.

    The interval adds half a note to each cell of the two-by-two table (Agresti & Min 2005), so that it does not
    shrink to nothing where the two never disagree.
    """
    n = len(pairs)
    only_first = sum(first and not second for first, second in pairs)
    only_second = sum(second and not first for first, second in pairs)
    b, c, m = only_first + 0.5, only_second + 0.5, n + 2
    middle = (b - c) / m
    half = NORMAL * sqrt((b + c) - (b - c) ** 2 / m) / m
    return Share((only_first - only_second) / n, max(-1.0, middle - half), min(1.0, middle + half))
