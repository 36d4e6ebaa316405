"""How alike two short texts are, by the letters they share: a suggestion of what belongs together, never more."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

LEAST: Final = 0.3
"""Below this nothing is suggested."""


@dataclass(frozen=True)
class Alike:
    """One of the texts compared, and how alike it is: 0 to 1."""

    id: int
    share: float


def grams(text: str) -> frozenset[str]:
    """Runs of three letters within words, the words in any order; forms of one word share most of theirs."""
    words = "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()
    return frozenset(
        padded[place : place + 3] for word in words for padded in (f" {word} ",) for place in range(len(padded) - 2)
    )


def likeness(first: frozenset[str], second: frozenset[str]) -> float:
    """Twice what both share over what both have (Dice 1945)."""
    together = len(first) + len(second)
    return 2 * len(first & second) / together if together else 0.0


def alike(text: str, others: Iterable[tuple[int, frozenset[str]]], *, most: int = 3) -> tuple[Alike, ...]:
    """The texts most like this one, the most alike first. `others`: number and grams of each."""
    own = grams(text)
    found = [Alike(number, likeness(own, theirs)) for number, theirs in others]
    kept = sorted((each for each in found if each.share >= LEAST), key=lambda each: (-each.share, each.id))
    return tuple(kept[:most])
