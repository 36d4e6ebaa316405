"""Two people write at once: both texts are brought together line by line, and nobody's words are lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Merged:
    """The text with both changes; contested where both wrote in the same place, and both versions stand there."""

    text: str
    is_contested: bool = False


@dataclass(frozen=True)
class _Change:
    """Lines of the base from `first` to before `last` become `lines`."""

    first: int
    last: int
    lines: tuple[str, ...]


def merged(*, base: str, theirs: str, mine: str) -> Merged:
    """What both made of `base`. Where both changed the same lines, theirs come first and mine follow."""
    if mine in {base, theirs}:
        return Merged(theirs)
    if theirs == base:
        return Merged(mine)
    lines = base.splitlines()
    out: list[str] = []
    contested = False
    place = 0
    for first, last, left, right in _regions(lines, _changes(lines, theirs), _changes(lines, mine)):
        out += lines[place:first]
        one, other = _applied(lines, first, last, left), _applied(lines, first, last, right)
        if left and right and one != other:
            contested = True
            out += [*one, *(line for line in other if line not in one)]
        else:
            out += one if left else other
        place = last
    out += lines[place:]
    return Merged("\n".join(out), contested)


def _changes(lines: Sequence[str], text: str) -> list[_Change]:
    made = text.splitlines()
    matcher = SequenceMatcher(a=lines, b=made, autojunk=False)
    return [
        _Change(first, last, tuple(made[start:end]))
        for tag, first, last, start, end in matcher.get_opcodes()
        if tag != "equal"
    ]


def _regions(
    lines: Sequence[str], theirs: Sequence[_Change], mine: Sequence[_Change]
) -> list[tuple[int, int, list[_Change], list[_Change]]]:
    """Places somebody changed, those that touch put together, with who changed what in them."""
    regions: list[tuple[int, int, list[_Change], list[_Change]]] = []
    both = [(change, 0) for change in theirs] + [(change, 1) for change in mine]
    for change, side in sorted(both, key=lambda each: (each[0].first, each[0].last)):
        if regions and (change.first < regions[-1][1] or _meet(regions[-1], change)):
            first, last, left, right = regions.pop()
        else:
            first, last, left, right = change.first, change.last, [], []
        (right if side else left).append(change)
        regions.append((first, max(last, change.last), left, right))
    return regions


def _meet(region: tuple[int, int, list[_Change], list[_Change]], change: _Change) -> bool:
    """Whether both put something in at the same place, where the order of lines would be a guess."""
    return region[0] == region[1] == change.first == change.last


def _applied(lines: Sequence[str], first: int, last: int, changes: Sequence[_Change]) -> list[str]:
    """The lines of a region as one side has them."""
    out: list[str] = []
    place = first
    for change in changes:
        out += [*lines[place : change.first], *change.lines]
        place = change.last
    return [*out, *lines[place:last]]
