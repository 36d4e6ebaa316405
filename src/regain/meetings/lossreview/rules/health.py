"""The programme's health: shares of at least ten, medians, what was kept in time. None yet is an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median
from typing import Final

ENOUGH: Final = 10
"""A share of fewer is told in counts, never as a percentage."""
SOONEST, LATEST = 8, 42
"""Days after leaving in which a conversation tells most: the second to the sixth week."""
MINUTES_WITHIN: Final = timedelta(days=2)
"""From the end of a meeting until its minutes are with everybody."""


class Line(StrEnum):
    """A figure of the programme's health."""

    CALLS_TRIED = "calls_tried"
    CALLS_SPOKEN = "calls_spoken"
    CALLS_ON_TIME = "calls_on_time"
    DAYS_TO_CALL = "days_to_call"
    CALLS_IN_SEASON = "calls_in_season"
    ASKED = "asked"
    ASKED_VALUE = "asked_value"
    CONFIRMED = "confirmed"
    CONFIRMED_VALUE = "confirmed_value"
    ISSUES_AGE = "issues_age"
    ISSUES_UNOWNED = "issues_unowned"
    ISSUES_LATE = "issues_late"
    ACTIONS_KEPT = "actions_kept"
    ACTIONS_LATE = "actions_late"
    REVIEWS_ON_TIME = "reviews_on_time"
    REVIEW_DAYS = "review_days"
    MINUTES_IN_TIME = "minutes_in_time"
    ISSUES_PROVEN = "issues_proven"
    ISSUES_WAITING = "issues_waiting"
    ISSUES_REOPENED = "issues_reopened"


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    of: int
    weighed: float | None = None
    """The share by value, where value and not heads is counted; the heads still decide whether it can be told."""

    @property
    def value(self) -> float | None:
        """0 to 1; none of fewer than ten."""
        if self.of < ENOUGH:
            return None
        return self.part / self.of if self.weighed is None else self.weighed


@dataclass(frozen=True)
class Days:
    """The median of some lengths of time, and the longest."""

    days: tuple[int, ...]

    @property
    def value(self) -> float | None:
        """The median; none of nothing."""
        return float(median(self.days)) if self.days else None

    @property
    def longest(self) -> int:
        """The longest."""
        return max(self.days, default=0)


@dataclass(frozen=True)
class Count:
    """How many there are; `of` how many there could be."""

    many: int
    of: int = 0

    @property
    def value(self) -> float:
        """The number itself."""
        return float(self.many)


Figure = Share | Days | Count | None


def in_season(days: Sequence[int]) -> Share:
    """How many conversations took place in the second to the sixth week."""
    return Share(sum(SOONEST <= each <= LATEST for each in days), len(days))


def by_value(part: int, of: int, *, worth: float, whole: float) -> Share | None:
    """A share of value; nothing where nothing was lost."""
    return Share(part, of, worth / whole) if whole > 0 else None


def ages(raised: Sequence[date], on: date) -> Days:
    """How old things are on a day."""
    return Days(tuple((on - day).days for day in raised))
