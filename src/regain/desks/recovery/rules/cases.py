"""What can come next for a case, and how it can end."""

from datetime import timedelta
from enum import StrEnum
from typing import Final


class Next(StrEnum):
    """What comes next."""

    CALL = "call"
    CALL_BACK = "call_back"
    TELL = "tell"
    STAY_IN_TOUCH = "stay_in_touch"
    WAIT = "wait"


class Ending(StrEnum):
    """How a case ends."""

    RETURNED = "returned"
    DECLINED = "declined"
    LEFT_ALONE = "left_alone"
    UNREACHABLE = "unreachable"
    GONE = "gone"
    CLOSED = "closed"


FINAL: Final = frozenset({Ending.LEFT_ALONE, Ending.GONE})
"""Nobody opens a case again after these."""

HOLD: Final = timedelta(minutes=10)
"""A case stays held this long after the last sign of life from the screen that has it."""
