"""What the Loss Review announces. No event carries what a customer said."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class ReviewConvened:
    """The review of a month has its day and its people."""

    review: int
    period: str
    meets_at: datetime


@dataclass(frozen=True)
class ReviewMoved:
    """Another time, place or list of people; calendars must follow."""

    review: int
    period: str
    meets_at: datetime


@dataclass(frozen=True)
class ReviewCalledOff:
    """It does not take place."""

    review: int
    period: str


@dataclass(frozen=True)
class PackRequested:
    """The numbers of a review are to be made, and frozen when asked."""

    review: int
    period: str
    asked_by: str
    freezes: bool


@dataclass(frozen=True)
class PackFrozen:
    """The numbers of a review stand."""

    review: int
    period: str
    digest: str


@dataclass(frozen=True)
class ReviewAdjourned:
    """The meeting is over."""

    review: int
    period: str


@dataclass(frozen=True)
class MinutesSent:
    """The record of a review went to its people."""

    review: int
    period: str
    people: int
    decisions: int
    actions: int


@dataclass(frozen=True)
class IssueRaised:
    """A cause of departures is looked after."""

    issue: int
    title: str


@dataclass(frozen=True)
class IssueAssigned:
    """One person answers for an issue, by a day."""

    issue: int
    title: str
    owner: str
    due_on: date


@dataclass(frozen=True)
class IssueFixed:
    """Something changed for customers; its effect is measured from that day."""

    issue: int
    title: str
    fixed_on: date
    change: str


@dataclass(frozen=True)
class IssueClosed:
    """The fix is proven."""

    issue: int
    title: str
    sentence: str


@dataclass(frozen=True)
class IssueReopened:
    """The reason came back, or somebody says the fix does not hold."""

    issue: int
    title: str
    sentence: str


@dataclass(frozen=True)
class ActionAgreed:
    """One person does something by a day."""

    action: int
    what: str
    owner: str
    due_on: date


@dataclass(frozen=True)
class ActionDone:
    """An action is done."""

    action: int
    what: str
    owner: str
    in_time: bool
