"""What a message may be, where it stands, and when it is tried again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

LONGEST_SUBJECT: Final = 200
LONGEST_TEXT: Final = 100_000
LARGEST_ATTACHMENTS: Final = 15_000_000
"""Bytes of all attachments of one message; base64 makes a third more of them, and servers take 25 MB."""

PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
"""After each try that failed for now. A message is refused when the last one has passed: after about two days."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a message. `kind` is its media type, such as `text/calendar; method=REQUEST`."""

    name: str
    kind: str
    body: bytes


class Standing(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    HELD = "held"
    SENT = "sent"
    REFUSED = "refused"
    CANCELLED = "cancelled"


def standing(
    *,
    sent_at: datetime | None,
    refused_at: datetime | None,
    cancelled_at: datetime | None,
    held_at: datetime | None,
) -> Standing:
    """Where it stands. One that was leaving when it was cancelled is sent."""
    ends = ((sent_at, Standing.SENT), (refused_at, Standing.REFUSED), (cancelled_at, Standing.CANCELLED))
    last = Standing.HELD if held_at else Standing.WAITING
    return next((standing for moment, standing in ends if moment), last)


def next_try(*, attempts: int, at: datetime) -> datetime | None:
    """When to try again after so many attempts; none when that was the last."""
    return at + PAUSES[attempts - 1] if 0 < attempts <= len(PAUSES) else None
