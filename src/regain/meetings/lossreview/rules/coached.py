"""What coaching did: criticism of a team per hundred conversations heard, before it was coached and since."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from regain.meetings.lossreview.rules.proof import Interval, Verdict
from regain_value import NotEnoughEvidence
from regain_value.before_after import HALVED, months_for_events
from regain_value.rate_ratio import Events, Ratio, rate_ratio

PER: Final = 100


@dataclass(frozen=True)
class Heard:
    """One whole month: conversations heard, and what was to do better about one team."""

    month: str
    conversations: int
    items: int


@dataclass(frozen=True)
class Coached:
    """One team before and since it was coached; `ratio` is None where nothing can be compared."""

    verdict: Verdict
    before: float | None
    """Items per hundred conversations."""
    after: float | None
    ratio: Interval | None = None
    months_needed: int | None = None
    is_too_early: bool = False
    """No whole month since, or none before, in which anybody was heard."""


def coached(before: Sequence[Heard], after: Sequence[Heard]) -> Coached:
    """Compare whole months on both sides of the month of coaching."""
    rates = _rate(before), _rate(after)
    sides = _events(before), _events(after)
    try:
        ratio = rate_ratio(*sides)
        needed = months_for_events(*sides)
    except NotEnoughEvidence:
        return Coached(Verdict.CANNOT_TELL, *rates, is_too_early=True)
    told = Interval.of(ratio, is_none_after=not sides[1].count.any())
    return Coached(_judged(ratio), *rates, ratio=told, months_needed=needed)


def _judged(ratio: Ratio) -> Verdict:
    if ratio.fell:
        return Verdict.FELL
    if ratio.rose:
        return Verdict.ROSE
    return Verdict.NO_CHANGE if ratio.low > HALVED else Verdict.CANNOT_TELL


def _rate(side: Sequence[Heard]) -> float | None:
    heard = sum(each.conversations for each in side)
    return PER * sum(each.items for each in side) / heard if heard else None


def _events(side: Sequence[Heard]) -> Events:
    return Events.of(exposure=[each.conversations for each in side], count=[each.items for each in side])
