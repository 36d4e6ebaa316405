"""How long an invitation lasts, and where it stands."""

from datetime import datetime, timedelta
from enum import StrEnum

LASTS = timedelta(days=3)


class Standing(StrEnum):
    """Where an invitation stands at a moment."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


def standing(
    *,
    at: datetime,
    expires_at: datetime,
    accepted_at: datetime | None,
    withdrawn_at: datetime | None,
) -> Standing:
    """Where the invitation stands; what happened to it counts before what time did."""
    if accepted_at is not None:
        return Standing.ACCEPTED
    if withdrawn_at is not None:
        return Standing.WITHDRAWN
    return Standing.OPEN if at < expires_at else Standing.EXPIRED
