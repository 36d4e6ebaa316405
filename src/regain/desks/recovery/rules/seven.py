"""The seven steps of winning somebody back: which are done, and the one thing to do next."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class Seven(StrEnum):
    """The steps, in order."""

    ASK = "ask"
    LISTEN = "listen"
    MEET = "meet"
    BE_PATIENT = "be_patient"
    STAY_IN_TOUCH = "stay_in_touch"
    MAKE_IT_EASY = "make_it_easy"
    EARN = "earn"


class Act(StrEnum):
    """What to do next."""

    GO_ON_CALLING = "go_on_calling"
    CALL_BACK = "call_back"
    TELL = "tell"
    ASK_AGAIN = "ask_again"
    CALL_TO_ASK = "call_to_ask"
    CALL_TO_LISTEN = "call_to_listen"
    NOTE_REQUIREMENT = "note_requirement"
    RECORD_RETURN = "record_return"
    SEND_PROPOSAL = "send_proposal"
    AWAIT_ANSWER = "await_answer"
    MAKE_WAY_BACK = "make_way_back"
    MAKE_TOUCH = "make_touch"
    BE_PATIENT = "be_patient"
    WAIT = "wait"
    REOPEN = "reopen"
    EARN = "earn"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Stand:
    """The facts of a case that its steps are read from."""

    at: datetime
    next_at: datetime
    asked_at: datetime | None = None
    is_verified: bool = False
    is_calling: bool = False
    """Somebody is in a call right now."""
    is_promised: bool = False
    """The customer was told when we call."""
    requirements: int = 0
    met: int = 0
    told: int = 0
    asked_again: int = 0
    unsent: int = 0
    """Proposals written and not sent."""
    awaiting: int = 0
    """Proposals sent whose deadline has not passed."""
    accepted: int = 0
    has_way_back: bool = False
    parked_at: datetime | None = None
    touches: int = 0
    touch_due_at: datetime | None = None
    ended_at: datetime | None = None
    returned: bool = False
    final: bool = False
    """Nobody opens it again."""

    @property
    def to_tell(self) -> int:
        """Requirements met that the customer has not heard of."""
        return self.met - self.told


Test = Callable[[Stand], bool]

DONE: Final[dict[Seven, Test]] = {
    Seven.ASK: lambda stand: stand.asked_at is not None,
    Seven.LISTEN: lambda stand: stand.is_verified,
    Seven.MEET: lambda stand: 0 < stand.requirements <= stand.told and stand.asked_again > 0,
    Seven.BE_PATIENT: lambda stand: stand.parked_at is not None or stand.returned,
    Seven.STAY_IN_TOUCH: lambda stand: stand.touches > 0,
    Seven.MAKE_IT_EASY: lambda stand: stand.has_way_back,
    Seven.EARN: lambda stand: stand.returned,
}
"""Each step is done by its own facts, whatever the others say."""

NEXT: Final[tuple[tuple[Act, Seven, Test], ...]] = (
    (Act.EARN, Seven.EARN, lambda stand: stand.returned),
    (Act.NOTHING, Seven.BE_PATIENT, lambda stand: stand.ended_at is not None and stand.final),
    (Act.REOPEN, Seven.BE_PATIENT, lambda stand: stand.ended_at is not None),
    (Act.GO_ON_CALLING, Seven.LISTEN, lambda stand: stand.is_calling),
    (Act.CALL_BACK, Seven.LISTEN, lambda stand: stand.is_promised and stand.next_at <= stand.at),
    (Act.RECORD_RETURN, Seven.EARN, lambda stand: stand.accepted > 0),
    (Act.TELL, Seven.MEET, lambda stand: stand.to_tell > 0),
    (Act.ASK_AGAIN, Seven.MEET, lambda stand: stand.told > stand.asked_again),
    (Act.MAKE_TOUCH, Seven.STAY_IN_TOUCH, lambda stand: _is_past(stand.touch_due_at, stand.at)),
    (Act.SEND_PROPOSAL, Seven.MEET, lambda stand: stand.unsent > 0),
    (Act.WAIT, Seven.BE_PATIENT, lambda stand: stand.parked_at is not None and stand.has_way_back),
    (Act.MAKE_WAY_BACK, Seven.MAKE_IT_EASY, lambda stand: stand.parked_at is not None),
    (Act.CALL_TO_ASK, Seven.ASK, lambda stand: stand.asked_at is None),
    (Act.CALL_TO_LISTEN, Seven.LISTEN, lambda stand: not stand.is_verified),
    (Act.AWAIT_ANSWER, Seven.BE_PATIENT, lambda stand: stand.awaiting > 0),
    (Act.NOTE_REQUIREMENT, Seven.MEET, lambda stand: stand.requirements == 0),
    (Act.MAKE_WAY_BACK, Seven.MAKE_IT_EASY, lambda stand: not stand.has_way_back),
    (Act.BE_PATIENT, Seven.BE_PATIENT, lambda _stand: True),
)
"""Read from the top: the first line that fits is the one thing to do."""


@dataclass(frozen=True)
class Place:
    """Where one step stands: done, now or ahead."""

    step: Seven
    state: str


@dataclass(frozen=True)
class Plan:
    """All seven, and what to do next."""

    places: tuple[Place, ...]
    act: Act


def plan(stand: Stand) -> Plan:
    """Where a case stands, and the one thing to do."""
    act, current = next((act, step) for act, step, holds in NEXT if holds(stand))
    open_now = stand.ended_at is None
    return Plan(tuple(Place(step, _state(step, stand, current, open_now=open_now)) for step in Seven), act)


def _state(step: Seven, stand: Stand, current: Seven, *, open_now: bool) -> str:
    if step is current and (open_now or stand.returned):
        return "now"
    return "done" if DONE[step](stand) else "ahead"


def _is_past(moment: datetime | None, at: datetime) -> bool:
    return moment is not None and moment <= at
