"""What the recovery desk announces."""

from dataclasses import dataclass


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
