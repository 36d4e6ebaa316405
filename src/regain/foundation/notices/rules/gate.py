"""The gate: before a message leaves, every room that has one is asked whether it may."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Passing(StrEnum):
    """What a gate answers."""

    ALLOW = "allow"
    HOLD = "hold"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Letter:
    """A message as a gate sees it."""

    id: int
    to: str
    subject: str
    purpose: str
    customer: str
    """Empty where it goes to nobody's customer, such as a reminder to staff."""
    automatic: bool
    queued_at: datetime
    tried: int = 0
    """How often it was handed to a mail server before: more than nothing, and the gate said yes to it once."""


@dataclass(frozen=True)
class Leave:
    """The answer: go; wait until then; or never, with a sentence that says why."""

    verdict: Passing = Passing.ALLOW
    until: datetime | None = None
    sentence: str = ""


def strictest(answers: Iterable[Leave]) -> Leave:
    """Cancel before hold before allow; of those that hold, the one that holds longest."""
    given = list(answers)
    cancelled = [answer for answer in given if answer.verdict is Passing.CANCEL]
    held = [answer for answer in given if answer.verdict is Passing.HOLD and answer.until]
    longest = sorted(held, key=lambda answer: answer.until.timestamp() if answer.until else 0, reverse=True)
    return next(iter([*cancelled, *longest]), Leave())
