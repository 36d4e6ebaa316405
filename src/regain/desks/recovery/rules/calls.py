"""The guided call: its two kinds, its steps in order, what each step writes, and what locks the offer."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class CallKind(StrEnum):
    """A listening call asks for nothing and offers nothing; only a recovery call may end with an offer."""

    LISTENING = "listening"
    RECOVERY = "recovery"


class Outcome(StrEnum):
    """How an attempt ended."""

    SPOKE = "spoke"
    CALL_BACK = "call_back"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    LEFT_ALONE = "left_alone"
    GONE = "gone"
    NOT_MADE = "not_made"


REACHED: Final = frozenset({Outcome.SPOKE, Outcome.CALL_BACK, Outcome.LEFT_ALONE})
"""Somebody spoke with the customer."""


class Destination(StrEnum):
    """Where the customer went."""

    COMPETITOR = "competitor"
    LEFT_CATEGORY = "left_category"
    STILL_OURS = "still_ours"


class Step(StrEnum):
    """One step on the screen at a time, in this order."""

    PREPARE = "prepare"
    APOLOGISE = "apologise"
    LISTEN = "listen"
    DIAGNOSE = "diagnose"
    VERIFY = "verify"
    CATALOGUE = "catalogue"
    SUPPORT = "support"
    OFFER = "offer"
    CLOSE = "close"


class Field(StrEnum):
    """What is written down in a call. What the customer wants, why, and how they feel stand apart from the facts."""

    NOTES = "notes"
    WANTS = "wants"
    WHY = "why"
    FEELINGS = "feelings"
    FACTS = "facts"
    READ_BACK = "read_back"
    CORRECTION = "correction"
    NEXT_STEP = "next_step"


WRITES: Final[dict[Step, tuple[Field, ...]]] = {
    Step.PREPARE: (),
    Step.APOLOGISE: (Field.NOTES,),
    Step.LISTEN: (Field.NOTES, Field.WANTS, Field.WHY, Field.FEELINGS, Field.FACTS),
    Step.DIAGNOSE: (Field.NOTES,),
    Step.VERIFY: (Field.READ_BACK, Field.CORRECTION),
    Step.CATALOGUE: (Field.NOTES,),
    Step.SUPPORT: (Field.NOTES,),
    Step.OFFER: (Field.NOTES,),
    Step.CLOSE: (Field.NEXT_STEP,),
}


@dataclass(frozen=True)
class Place:
    """A step of one call: whether one may go there now, and the sentence if not."""

    step: Step
    order: int
    is_open: bool
    locked: str = ""


def steps(kind: CallKind) -> tuple[Step, ...]:
    """The steps of this kind of call, in order. A listening call has no offer step at all."""
    return tuple(step for step in Step if not (kind is CallKind.LISTENING and step is Step.OFFER))
