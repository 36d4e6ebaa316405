"""What a cycle changed: those it set out to approach beside those held out, everybody counted as drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

import numpy as np

from regain.desks.recovery.rules.terms import CALLED, PURSUED, Kind, Why
from regain_value import (
    Count,
    Lift,
    NotEnoughEvidence,
    Trial,
    customers_needed,
    lift_by_segment,
    return_lift,
    value_lift,
)

HORIZON: Final = 90
"""Days after the approval in which a purchase is a return: the horizon of the chances the cycle was decided on."""
CANNOT_TELL: Final = "Cannot tell yet: "
WORTH_SEEING: Final = 0.05
"""A rise in the return rate that would be worth knowing of; how long to wait is told for it."""

__all__ = [
    "HORIZON",
    "Effect",
    "Followed",
    "Lift",
    "Refused",
    "Tally",
    "drawn_as",
    "effect",
    "followed_for",
    "is_over",
    "tallies",
]


@dataclass(frozen=True)
class Followed:
    """Customers alike, as drawn, and what they did. `kind`: as decided or, for control, what they would have been."""

    kind: Kind
    is_control: bool
    segment: str
    returned: bool
    spent: float
    attempted: bool
    count: int = 1


@dataclass(frozen=True)
class Effect:
    """Treated against control; where a difference cannot be told, the sentence says why and what to do."""

    treated: Count
    control: Count
    rate: Lift | None = None
    rate_words: str = ""
    value: Lift | None = None
    value_words: str = ""
    crossovers: str = ""
    segments: tuple[str, ...] = ()
    wait: str = ""
    """How many more customers or cycles it takes to see a rise worth knowing of."""


@dataclass(frozen=True)
class Refused:
    """No comparison at all, and why."""

    words: str


@dataclass(frozen=True)
class Tally:
    """Treated and control of one segment, and how many of each came back."""

    tried: int = 0
    tried_returned: int = 0
    control: int = 0
    control_returned: int = 0


@dataclass
class _Counting:
    tally: dict[str, list[int]] = field(default_factory=dict)

    def add(self, each: Followed) -> None:
        cells = self.tally.setdefault(each.segment, [0, 0, 0, 0])
        place = 2 if each.is_control else 0
        cells[place] += each.count
        cells[place + 1] += each.count * each.returned


def drawn_as(*, kind: Kind, would_be: str, why: str) -> tuple[Kind, bool] | None:
    """The kind a customer was drawn for and whether they are control; none for those never drawn.

    Whoever was taken off the list by hand stays where the draw had put them: lists that are changed after the draw
    compare nothing (intention to treat). Which call it was is not kept, so they count as the team's.
    """
    if kind is Kind.CONTROL:
        meant = Kind(would_be)
        return (meant, True) if meant in PURSUED else None
    if kind in PURSUED:
        return kind, False
    return (Kind.TEAM, False) if why == Why.BY_HAND else None


def effect(rows: Sequence[Followed], *, per_cycle: int = 0) -> Effect | Refused:
    """What the effort changed among these customers. `per_cycle`: how many a cycle adds, to say how long to wait."""
    counts = [row.count for row in rows]
    try:
        trial = Trial.of(
            control=np.repeat(np.array([row.is_control for row in rows], dtype=bool), counts),
            returned=np.repeat(np.array([row.returned for row in rows], dtype=bool), counts),
            value=np.repeat(np.array([max(row.spent, 0.0) for row in rows], dtype=float), counts),
            segment=np.repeat(np.array([row.segment for row in rows], dtype=str), counts),
            attempted=np.repeat(np.array([row.attempted for row in rows], dtype=bool), counts),
        )
    except NotEnoughEvidence as refusal:
        return Refused(_sentence(refusal))
    treated, control = trial.counts()
    rate, rate_words = _tried(return_lift, trial)
    value, value_words = _tried(value_lift, trial)
    return Effect(
        treated=treated,
        control=control,
        rate=rate,
        rate_words=rate_words,
        value=value,
        value_words=value_words,
        crossovers=trial.crossovers,
        segments=_segments(trial),
        wait="" if rate is not None and rate.is_beyond_chance else _wait(trial, per_cycle or sum(counts)),
    )


def tallies(rows: Sequence[Followed]) -> Mapping[str, Tally]:
    """Calls alone, by segment: the evidence for what a call is worth."""
    counting = _Counting()
    for row in rows:
        if row.kind in CALLED:
            counting.add(row)
    return {segment: Tally(*cells) for segment, cells in sorted(counting.tally.items())}


def _tried(measure: Callable[[Trial], Lift], trial: Trial) -> tuple[Lift | None, str]:
    try:
        return measure(trial), ""
    except NotEnoughEvidence as refusal:
        return None, _sentence(refusal)


def _segments(trial: Trial) -> tuple[str, ...]:
    try:
        return lift_by_segment(trial).sentences
    except NotEnoughEvidence:
        return ()


def _wait(trial: Trial, per_cycle: int) -> str:
    treated, control = trial.counts()
    if not 0 < control.rate < 1 - WORTH_SEEING:
        return ""
    share = control.of / (treated.of + control.of)
    needed = customers_needed(natural=control.rate, effect=WORTH_SEEING, control_share=share)
    return needed.sentence(so_far=treated.of + control.of, per_cycle=per_cycle)


def _sentence(refusal: NotEnoughEvidence) -> str:
    problem = refusal.problem.removeprefix(CANNOT_TELL.lower())
    return f"{CANNOT_TELL}{problem}. {refusal.way_out[:1].upper()}{refusal.way_out[1:]}."


def is_over(*, since: date, known_until: date) -> bool:
    """Whether the facts cover the whole horizon after `since`. `known_until` is the day after the last known one."""
    return known_until >= since + timedelta(days=HORIZON)


def followed_for(*, since: date, known_until: date) -> int:
    """How many days of the horizon the facts cover."""
    return max(0, min(HORIZON, (known_until - since).days))
