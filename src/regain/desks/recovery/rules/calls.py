"""The guided call: its two kinds, its steps in order, what each step writes, and what locks the offer."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from regain.knowledge.playbook.rules.steps import Step


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


class Field(StrEnum):
    """What is written down in a call. What the customer wants, why, and how they feel stand apart from the facts."""

    NOTES = "notes"
    WANTS = "wants"
    WHY = "why"
    FEELINGS = "feelings"
    FACTS = "facts"
    READ_BACK = "read_back"
    CORRECTION = "correction"
    WISH = "wish"
    NEXT_STEP = "next_step"


WRITES: Final[dict[Step, tuple[Field, ...]]] = {
    Step.PREPARE: (),
    Step.APOLOGISE: (Field.NOTES,),
    Step.LISTEN: (Field.NOTES, Field.WANTS, Field.WHY, Field.FEELINGS, Field.FACTS),
    Step.DIAGNOSE: (Field.NOTES,),
    Step.VERIFY: (Field.READ_BACK, Field.CORRECTION),
    Step.CATALOGUE: (Field.WISH, Field.NOTES),
    Step.SUPPORT: (Field.NOTES,),
    Step.OFFER: (Field.NOTES,),
    Step.CLOSE: (Field.NEXT_STEP,),
}


class Lock(StrEnum):
    """Why a step is not open yet."""

    NOTHING_DIAGNOSED = "nothing_diagnosed"
    NOT_VERIFIED = "not_verified"


@dataclass(frozen=True)
class So:
    """What a call has come to so far; the steps are read from it."""

    is_dialled: bool = False
    has_words: bool = False
    is_diagnosed: bool = False
    is_verified: bool = False
    is_asked: bool = False
    """We asked where they went, or what would win them back."""
    has_support: bool = False
    has_proposal: bool = False


@dataclass(frozen=True)
class Place:
    """A step of one call: whether one may go there now, and what has to happen first if not."""

    step: Step
    order: int
    is_done: bool
    lock: Lock | None = None

    @property
    def is_open(self) -> bool:
        """Whether one may go there now."""
        return self.lock is None


def steps(kind: CallKind) -> tuple[Step, ...]:
    """The steps of this kind of call, in order. A listening call has no offer step at all."""
    return tuple(step for step in Step if not (kind is CallKind.LISTENING and step is Step.OFFER))


def places(kind: CallKind, so: So, *, at: Step) -> tuple[Place, ...]:
    """Every step of the call, with what is done and what is locked, while the screen stands at one."""
    order = steps(kind)
    here = order.index(at) if at in order else 0
    done = {
        Step.PREPARE: so.is_dialled,
        Step.APOLOGISE: so.is_dialled and here > order.index(Step.APOLOGISE),
        Step.LISTEN: so.has_words,
        Step.DIAGNOSE: so.is_diagnosed,
        Step.VERIFY: so.is_verified,
        Step.CATALOGUE: so.is_asked,
        Step.SUPPORT: so.has_support,
        Step.OFFER: so.has_proposal,
        Step.CLOSE: False,
    }
    return tuple(Place(step, number, done[step], lock_of(step, so)) for number, step in enumerate(order, 1))


def lock_of(step: Step, so: So) -> Lock | None:
    """What has to happen before this step; none when it is open."""
    if step is Step.VERIFY and not so.is_diagnosed:
        return Lock.NOTHING_DIAGNOSED
    if step is Step.OFFER and not so.is_verified:
        return Lock.NOT_VERIFIED
    return None


def before_and_after(found: tuple[Place, ...], at: Step) -> tuple[Step | None, Step | None]:
    """The open step before this one, and the open one after it; a locked one is stepped over."""
    here = next(place.order for place in found if place.step is at)
    before = [place.step for place in found if place.order < here and place.is_open]
    after = [place.step for place in found if place.order > here and place.is_open]
    return (before[-1] if before else None, after[0] if after else None)
