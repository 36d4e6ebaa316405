"""What the playbook announces."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class CausesRecorded:
    """Somebody wrote down why a customer left, or took it back. `standing`: stated, diagnosed or confirmed."""

    customer: str
    left_on: date
    standing: str
