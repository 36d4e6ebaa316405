"""What the playbook announces."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class CausesRecorded:
    """Somebody wrote down why a customer left, or took it back. `standing`: stated, diagnosed or confirmed."""

    customer: str
    left_on: date
    standing: str


@dataclass(frozen=True)
class TrainingAsked:
    """Somebody wants the suggestions to learn anew; it takes a while."""

    asked_by: str


@dataclass(frozen=True)
class ContactStopped:
    """A customer asked to be left alone; from now on nothing is to reach them."""

    customer: str
    at: datetime


@dataclass(frozen=True)
class ContactResumed:
    """A stop was lifted with evidence that the customer wishes it."""

    customer: str


@dataclass(frozen=True)
class ReachChanged:
    """A consent, a number, a country or a lifted stop: what the guard says of a customer may be different now."""

    customer: str
    at: datetime
