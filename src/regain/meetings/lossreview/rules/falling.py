"""Which issue a departure's reason falls to: one at most, so that what issues cost adds up to what was lost.

A placement of the single departure comes before the cover of its reason; a reason merged into another counts as
that one, and an issue merged into another as that one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Covered:
    """A reason, as it was covered, and the issue that covers it."""

    reason: int
    issue: int


@dataclass(frozen=True)
class Placed:
    """One departure's reason, and the issue it was placed under."""

    reason: int
    customer: str
    left_on: date
    issue: int


@dataclass(frozen=True)
class Falling:
    """What says where a departure's reason falls. All its issues are final ones, all its reasons counted ones."""

    counted_as: Mapping[int, int] = field(default_factory=dict)
    """Merged reasons, and the ones they count as."""
    covers: Mapping[int, int] = field(default_factory=dict)
    placed: Mapping[tuple[int, str, date], int] = field(default_factory=dict)
    final: Mapping[int, int] = field(default_factory=dict)
    """Merged issues, and the ones they end in."""

    def issue(self, *, reason: int, customer: str, left_on: date) -> int | None:
        """The one issue this departure's reason falls to; None: nobody looks after it yet."""
        counted = self.counted_as.get(reason, reason)
        placed = self.placed.get((counted, customer, left_on))
        return self.covers.get(counted) if placed is None else placed

    def reasons(self, issue: int) -> tuple[int, ...]:
        """The counted reasons an issue covers, with those of issues merged into it."""
        return tuple(sorted(reason for reason, covering in self.covers.items() if covering == issue))

    def family(self, issue: int) -> tuple[int, ...]:
        """The issue and all that end in it."""
        return (issue, *sorted(merged for merged, into in self.final.items() if into == issue))


def falling(
    *,
    covers: Iterable[Covered],
    placed: Iterable[Placed],
    counted_as: Mapping[int, int],
    merged_into: Mapping[int, int],
) -> Falling:
    """Put it together; covers and placements come oldest first.

    Where a reason and one merged into it are covered by different issues, its own cover counts, then the older one.
    """
    final = {issue: ends_in(issue, merged_into) for issue in merged_into}
    covering: dict[int, int] = {}
    for cover in sorted(covers, key=lambda each: each.reason in counted_as):
        covering.setdefault(counted_as.get(cover.reason, cover.reason), final.get(cover.issue, cover.issue))
    places: dict[tuple[int, str, date], int] = {}
    for each in sorted(placed, key=lambda one: one.reason in counted_as):
        key = counted_as.get(each.reason, each.reason), each.customer, each.left_on
        places.setdefault(key, final.get(each.issue, each.issue))
    return Falling(counted_as, covering, places, final)


def ends_in(issue: int, merged_into: Mapping[int, int]) -> int:
    """The issue that was merged into no other, at the end of the chain."""
    seen = {issue}
    while issue in merged_into and merged_into[issue] not in seen:
        issue = merged_into[issue]
        seen.add(issue)
    return issue
