"""What the recovery desk announces."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DraftRequested:
    """Somebody wants a period drafted; it takes a while."""

    period: str
    asked_by: str


@dataclass(frozen=True)
class CycleApproved:
    """People work by this cycle from now on."""

    cycle: int
    period: str


@dataclass(frozen=True)
class CaseOpened:
    """Somebody was put to work on, by hand or again; cases a cycle opens are announced by its approval."""

    case: int
    customer: str
    left_on: date


@dataclass(frozen=True)
class CallEnded:
    """An attempt is over."""

    call: int
    case: int
    customer: str
    outcome: str


@dataclass(frozen=True)
class DiagnosisVerified:
    """The customer agreed with our words for why they left."""

    call: int
    case: int
    customer: str
    left_on: date


@dataclass(frozen=True)
class CaseEnded:
    """Nobody works on it any more: returned, declined, left alone, unreachable, gone, closed."""

    case: int
    customer: str
    left_on: date
    ending: str


@dataclass(frozen=True)
class NeedMet:
    """What customers asked for is there now; those who asked are to be told."""

    need: int
    title: str
    asked_by: int
    """How many customers."""


@dataclass(frozen=True)
class WayBackUsed:
    """A customer came in by their return link."""

    case: int
    customer: str


@dataclass(frozen=True)
class LettersWanted:
    """Somebody wants the letters of a cycle prepared; it takes a while."""

    cycle: int
    how: str
    asked_by: str


@dataclass(frozen=True)
class MailingWanted:
    """Somebody wants letters made into a file, or sent as e-mails; it takes a while."""

    mailing: int
    asked_by: str
