"""What the recovery desk announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CycleApproved:
    """People work by this cycle from now on."""

    cycle: int
    period: str
