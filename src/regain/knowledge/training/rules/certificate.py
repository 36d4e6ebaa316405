"""What a certificate takes and how long it holds."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

REMIND = timedelta(days=30)
"""How long before its end people are reminded."""

MOST_CALLS, MOST_DAYS, MOST_MONTHS = 12, 365, 60


@dataclass(frozen=True)
class Terms:
    """So many different scenarios passed within so many days; it holds so many months."""

    calls: int = 2
    within_days: int = 60
    months: int = 12


@dataclass(frozen=True)
class Passed:
    """A practice call that was passed, scored by a colleague."""

    id: int
    scenario: str
    scored_at: datetime


def fault(terms: Terms) -> str:
    """Which of the three makes no sense; empty if all do."""
    if not 1 <= terms.calls <= MOST_CALLS:
        return "calls"
    if not 1 <= terms.within_days <= MOST_DAYS:
        return "within_days"
    return "" if 1 <= terms.months <= MOST_MONTHS else "months"


def counted(passed: Iterable[Passed], *, terms: Terms, at: datetime) -> tuple[Passed, ...]:
    """The calls that count now: recent enough, the newest of each scenario."""
    newest: dict[str, Passed] = {}
    for call in sorted(passed, key=lambda each: (each.scored_at, each.id)):
        if at - timedelta(days=terms.within_days) <= call.scored_at <= at:
            newest[call.scenario] = call
    return tuple(newest.values())


def end(*, given_at: datetime, months: int) -> datetime:
    """The same day so many months on, or the last of that month where it has no such day."""
    year, month = divmod(given_at.month - 1 + months, 12)
    last = monthrange(given_at.year + year, month + 1)[1]
    return given_at.replace(year=given_at.year + year, month=month + 1, day=min(given_at.day, last))


def reminds(*, valid_until: datetime, at: datetime) -> bool:
    """Whether its end is near enough to be told."""
    return valid_until - REMIND <= at < valid_until
