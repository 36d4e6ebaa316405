"""What the ledger announces."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ReturnRecorded:
    """Somebody says that a customer is back."""

    customer: str
    left_on: date
    source: str


@dataclass(frozen=True)
class ReturnConfirmed:
    """A customer who was said to be back has bought."""

    customer: str
    left_on: date
    bought_on: date
    source: str
