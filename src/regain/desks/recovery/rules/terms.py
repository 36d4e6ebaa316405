"""The words of a cycle, and the settings it is decided under."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from regain.foundation.kit.errors import Invalid

LETTER_EFFECT = Decimal("0.25")
"""An assumption, to be replaced by what the company's own cycles measure: a letter moves the chance of return
by a quarter of what a call does. Nobody publishes the two side by side, so it is set low on purpose."""


class Kind(StrEnum):
    """What is decided about one departed customer."""

    EXECUTIVE = "executive"
    TEAM = "team"
    LETTER = "letter"
    CONTROL = "control"
    NOT_PURSUED = "not_pursued"


PURSUED = (Kind.EXECUTIVE, Kind.TEAM, Kind.LETTER)
"""Somebody does something."""

CALLED = (Kind.EXECUTIVE, Kind.TEAM)
"""Somebody picks up the telephone."""


class Why(StrEnum):
    """Why a customer is not pursued."""

    DECEASED = "deceased"
    OUT_OF_BUSINESS = "out_of_business"
    NOT_RECOVERABLE = "not_recoverable"
    ELSEWHERE = "elsewhere"
    NOTHING_TO_WIN = "nothing_to_win"
    NO_DIFFERENCE = "no_difference"
    TOO_DEAR = "too_dear"
    NO_CALL_LEFT = "no_call_left"
    BY_HAND = "by_hand"


@dataclass(frozen=True)
class Settings:
    """What a draft is decided under; kept with the cycle, so that it can be understood years later."""

    period: str
    control_share: Decimal
    executive_calls: int
    team_calls: int
    cost_of_call: Decimal
    cost_of_letter: Decimal
    letter_effect: Decimal = LETTER_EFFECT

    def __post_init__(self) -> None:
        if not 0 <= self.control_share <= Decimal("0.5"):
            raise Invalid("The control share must lie between 0 and 0.5.")
        if min(self.executive_calls, self.team_calls) < 0 or min(self.cost_of_call, self.cost_of_letter) < 0:
            raise Invalid("Calls and costs cannot be below zero.")
        if not 0 <= self.letter_effect <= 1:
            raise Invalid("A letter's effect is a share of a call's: between 0 and 1.")

    @cached_property
    def costs(self) -> Mapping[Kind, Decimal]:
        """What one attempt of each kind costs."""
        free = Decimal(0)
        call, letter = self.cost_of_call, self.cost_of_letter
        return {
            Kind.EXECUTIVE: call,
            Kind.TEAM: call,
            Kind.LETTER: letter,
            Kind.CONTROL: free,
            Kind.NOT_PURSUED: free,
        }

    @cached_property
    def effects(self) -> Mapping[Kind, Decimal]:
        """How much of a call's effect each kind has."""
        none, whole = Decimal(0), Decimal(1)
        return {
            Kind.EXECUTIVE: whole,
            Kind.TEAM: whole,
            Kind.LETTER: self.letter_effect,
            Kind.CONTROL: none,
            Kind.NOT_PURSUED: none,
        }
