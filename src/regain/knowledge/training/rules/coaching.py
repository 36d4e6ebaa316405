"""How coaching goes on: stages, the steps between them, whose turn it is, and until when."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ACKNOWLEDGE, COACH, HAND_ON, RECHECK = timedelta(3), timedelta(14), timedelta(7), timedelta(30)
GRACE = timedelta(7)
"""Days after a re-check's date until it is overdue."""


class Stage(StrEnum):
    """Where an item stands."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    COACHED = "coached"
    HOLDS = "holds"
    HANDED_ON = "handed_on"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """A step somebody takes."""

    ACKNOWLEDGE = "acknowledge"
    COACH = "coach"
    HOLDS = "holds"
    NOT_YET = "not_yet"
    HAND_ON = "hand_on"
    WITHDRAW = "withdraw"


class Turn(StrEnum):
    """Who takes it."""

    CONCERNED = "concerned"
    """Whom it is about, or their lead."""
    LEAD = "lead"
    RAISER_OR_LEAD = "raiser_or_lead"
    RAISER = "raiser"


OPEN = frozenset({Stage.RAISED, Stage.ACKNOWLEDGED, Stage.COACHED})

TRANSITIONS: dict[tuple[Stage, Move, bool], Stage] = {
    (Stage.RAISED, Move.ACKNOWLEDGE, False): Stage.ACKNOWLEDGED,
    (Stage.ACKNOWLEDGED, Move.COACH, False): Stage.COACHED,
    (Stage.COACHED, Move.HOLDS, False): Stage.HOLDS,
    (Stage.COACHED, Move.NOT_YET, False): Stage.ACKNOWLEDGED,
    (Stage.RAISED, Move.WITHDRAW, False): Stage.WITHDRAWN,
    (Stage.RAISED, Move.ACKNOWLEDGE, True): Stage.ACKNOWLEDGED,
    (Stage.ACKNOWLEDGED, Move.HAND_ON, True): Stage.HANDED_ON,
    (Stage.RAISED, Move.WITHDRAW, True): Stage.WITHDRAWN,
}
"""Stage, step and whether it is praise → the stage it leads to. What is not here cannot be done."""

TURNS = {
    Move.ACKNOWLEDGE: Turn.CONCERNED,
    Move.COACH: Turn.LEAD,
    Move.HOLDS: Turn.RAISER_OR_LEAD,
    Move.NOT_YET: Turn.RAISER_OR_LEAD,
    Move.HAND_ON: Turn.LEAD,
    Move.WITHDRAW: Turn.RAISER,
}


@dataclass(frozen=True)
class Standing:
    """What one person is to an item."""

    is_about: bool
    leads: bool
    raised: bool
    has_lead: bool
    """Whether anybody but the person concerned leads; without, whoever raised it acts for a lead."""

    @property
    def acts_as_lead(self) -> bool:
        """Whether this person does what falls to a lead."""
        return self.leads or (self.raised and not self.has_lead)


def leads_to(*, stage: Stage, move: Move, praises: bool) -> Stage | None:
    """The stage after the step; none if it cannot be taken now."""
    return TRANSITIONS.get((stage, move, praises))


def may_take(*, move: Move, standing: Standing) -> bool:
    """Whether this person takes such a step."""
    turn = TURNS[move]
    if turn is Turn.CONCERNED:
        return standing.is_about or standing.acts_as_lead
    if turn is Turn.LEAD:
        return standing.acts_as_lead
    if turn is Turn.RAISER:
        return standing.raised
    return standing.raised or standing.leads


def moves(*, stage: Stage, praises: bool, standing: Standing) -> tuple[Move, ...]:
    """What this person may do next."""
    return tuple(
        move
        for move in Move
        if leads_to(stage=stage, move=move, praises=praises) and may_take(move=move, standing=standing)
    )


def due_on(*, stage: Stage, praises: bool, since: date, recheck_on: date | None) -> date | None:
    """The last day for the next step; none once it is closed. `since` is when the stage began."""
    if stage is Stage.RAISED:
        return since + ACKNOWLEDGE
    if stage is Stage.ACKNOWLEDGED:
        return since + (HAND_ON if praises else COACH)
    if stage is Stage.COACHED:
        return (recheck_on or since + RECHECK) + GRACE
    return None
