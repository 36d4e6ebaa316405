"""What can come next for a case, how it can end, and what an outcome leads to."""

from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Step:
    """One of the seven steps of winning somebody back, and what it rests on."""

    key: str
    order: int


SEVEN: Final[tuple[Step, ...]] = tuple(
    Step(key, order)
    for order, key in enumerate(("ask", "listen", "meet", "be_patient", "stay_in_touch", "make_it_easy", "earn"), 1)
)


@dataclass(frozen=True)
class Now:
    """The facts of a case the steps are read from."""

    asked: bool = False
    verified: bool = False
    requirements: int = 0
    met: int = 0
    told: int = 0
    is_parked: bool = False
    contacts_since: int = 0
    """Outward contacts since the last conversation."""
    has_way_back: bool = False
    returned: bool = False


def reached(now: Now) -> Mapping[str, bool]:
    """Which of the seven steps are done, each by its own facts."""
    met = bool(now.requirements) and now.told >= now.requirements
    return {
        "ask": now.asked,
        "listen": now.verified,
        "meet": met,
        "be_patient": now.is_parked or now.returned,
        "stay_in_touch": now.contacts_since > 0,
        "make_it_easy": now.has_way_back,
        "earn": now.returned,
    }
