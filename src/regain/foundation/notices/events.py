"""What this room announces."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class MessageSent:
    """The mail server took a message."""

    message: int
    customer: str
    purpose: str
    automatic: bool
    at: datetime


@dataclass(frozen=True)
class MessageRefused:
    """A message will not arrive; the sentence is the mail server's."""

    message: int
    customer: str
    purpose: str
    to: str
    sentence: str
    at: datetime
