"""Outcomes: what the end of an attempt leads to, and when to try again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Final

from regain.desks.recovery.rules.calls import Outcome
from regain.desks.recovery.rules.cases import Ending, Next

MOST_TRIES: Final = 6
"""Attempts on one customer before we propose to let them be, unless a cycle says otherwise."""

QUIET: Final = timedelta(days=14)
"""After a conversation without an agreed day."""

TIMES: Final = (time(10), time(12, 30), time(15), time(17, 30))
"""The times of day to try, on the customer's clock: each attempt at another one."""

EVIDENCE: Final = 20
"""Fewer attempts than this say nothing about a time of day."""


@dataclass(frozen=True)
class Ahead:
    """What comes next for a case: what, not before when, on whose clock that was said, and what to remember."""

    kind: Next
    at: datetime
    words: str = ""
    is_promised: bool = False
    """Whether the customer was told this moment."""
    zone: str = ""


@dataclass(frozen=True)
class Leads:
    """What an outcome leads to."""

    next: Next | None = None
    """None: nothing changes, or the case ends."""
    ending: Ending | None = None
    counts: bool = True
    """Whether it was an attempt to reach the customer."""
    owns: bool = False
    """Whether whoever called owns the case from now on: they spoke."""
    needs_moment: bool = False
    """Whether a day and a time belong to it."""


LEADS: Final[Mapping[Outcome, Leads]] = {
    Outcome.SPOKE: Leads(Next.STAY_IN_TOUCH, owns=True),
    Outcome.CALL_BACK: Leads(Next.CALL_BACK, owns=True, needs_moment=True),
    Outcome.VOICEMAIL: Leads(Next.CALL),
    Outcome.NO_ANSWER: Leads(Next.CALL),
    Outcome.WRONG_NUMBER: Leads(Next.CALL),
    Outcome.LEFT_ALONE: Leads(ending=Ending.LEFT_ALONE, owns=True),
    Outcome.GONE: Leads(ending=Ending.GONE),
    Outcome.NOT_MADE: Leads(counts=False),
}


@dataclass(frozen=True)
class Tried:
    """The attempts so far, this one included, on the customer's clock."""

    times: Sequence[datetime] = ()
    best: int | None = None
    """The hour they are reached best at, where that is known."""
    most: int = MOST_TRIES
    has_number: bool = True
    """Whether there is a number left that is not known to be wrong."""


@dataclass(frozen=True)
class Suggestion:
    """What the screen proposes when an attempt is over; a person decides."""

    ahead: Ahead | None = None
    ending: Ending | None = None


def suggest(outcome: Outcome, *, at: datetime, tried: Tried) -> Suggestion:
    """What usually comes next."""
    leads = LEADS[outcome]
    if leads.ending is not None or leads.next is None:
        return Suggestion(ending=leads.ending)
    if outcome in {Outcome.SPOKE, Outcome.CALL_BACK}:
        wait = QUIET if outcome is Outcome.SPOKE else timedelta(days=1)
        return Suggestion(Ahead(leads.next, at + wait, is_promised=leads.needs_moment))
    if not tried.has_number:
        return Suggestion(Ahead(Next.WAIT, at))
    ending = Ending.UNREACHABLE if len(tried.times) >= tried.most else None
    if outcome is Outcome.WRONG_NUMBER:
        return Suggestion(Ahead(Next.CALL, at), ending)
    return Suggestion(Ahead(Next.CALL, again(at=at, tried=tried)), ending)


def again(*, at: datetime, tried: Tried) -> datetime:
    """After a day, at another time of day: the best one where it is known, otherwise the one tried least."""
    zone = tried.times[-1].tzinfo if tried.times else at.tzinfo
    tomorrow = at.astimezone(zone) + timedelta(days=1)
    chosen = _other_time(tried)
    found = _on(tomorrow, chosen, zone)
    return found if found >= at + timedelta(hours=20) else _on(tomorrow + timedelta(days=1), chosen, zone)


def _other_time(tried: Tried) -> time:
    counts = [0] * len(TIMES)
    for attempt in tried.times:
        counts[_slot(attempt.hour)] += 1
    last = _slot(tried.times[-1].hour) if tried.times else -1
    open_ones = [slot for slot in range(len(TIMES)) if slot != last]
    if tried.best is not None and (best := _slot(tried.best)) in open_ones and counts[best] <= min(counts) + 1:
        return TIMES[best]
    return TIMES[min(open_ones, key=lambda slot: (counts[slot], (slot - last) % len(TIMES)))]


def _slot(hour: int) -> int:
    """Which of the times of day an hour is nearest to."""
    return min(range(len(TIMES)), key=lambda slot: abs(TIMES[slot].hour + TIMES[slot].minute / 60 - hour))


def _on(day: datetime, at: time, zone: tzinfo | None) -> datetime:
    return datetime.combine(day.date(), at, tzinfo=zone)


@dataclass(frozen=True)
class Hour:
    """How attempts in one hour of the customer's day went."""

    hour: int
    tries: int
    reached: int


@dataclass(frozen=True)
class BestTime:
    """When customers are reached: the stretch of two hours with the largest share, and the evidence."""

    from_hour: int
    until_hour: int
    tries: int
    reached: int


def best_time(hours: Sequence[Hour]) -> BestTime | None:
    """None until one stretch of two hours has enough attempts behind it; ties go to the one tried more."""
    by_hour = {hour.hour: hour for hour in hours}
    nothing = Hour(0, 0, 0)
    stretches = []
    for first in range(23):
        pair = (by_hour.get(first, nothing), by_hour.get(first + 1, nothing))
        tries, reached = sum(hour.tries for hour in pair), sum(hour.reached for hour in pair)
        if tries >= EVIDENCE and reached:
            stretches.append(BestTime(first, first + 2, tries, reached))
    return max(stretches, key=lambda found: (found.reached / found.tries, found.tries), default=None)
