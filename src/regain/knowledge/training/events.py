"""What this room announces. No event carries what a customer said about somebody."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Certified:
    """Somebody may make recovery calls until a moment."""

    certificate: int
    person: str
    valid_until: datetime


@dataclass(frozen=True)
class CertificateWithdrawn:
    """Somebody may make no more recovery calls."""

    certificate: int
    person: str


@dataclass(frozen=True)
class PracticeScored:
    """A practice call has its verdict."""

    practice: int
    person: str
    passed: bool


@dataclass(frozen=True)
class CoachingRaised:
    """A customer said something that somebody here should hear."""

    coaching: int
    praises: bool
    source: str


@dataclass(frozen=True)
class CoachingClosed:
    """It holds, or the praise reached whom it was for."""

    coaching: int
    praises: bool
    source: str
