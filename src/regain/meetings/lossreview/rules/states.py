"""States: where an issue stands."""

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Open; fixed and being measured, or too few to tell yet; proven; not pursued; part of another."""

    OPEN = "open"
    MEASURING = "measuring"
    CANNOT_TELL = "cannot_tell"
    CLOSED = "closed"
    SET_ASIDE = "set_aside"
    MERGED = "merged"


IN_WORK: Final = (State.OPEN, State.MEASURING, State.CANNOT_TELL)
CANNOT_TELL: Final = "cannot_tell"
"""The verdict of a proof that says so."""


def state(*, is_merged: bool, is_closed: bool, is_set_aside: bool, is_fixed: bool, verdict: str = "") -> State:
    """Where it stands; `verdict` is that of the newest measurement since the fix."""
    if is_merged:
        return State.MERGED
    if is_closed:
        return State.CLOSED
    if is_set_aside:
        return State.SET_ASIDE
    if not is_fixed:
        return State.OPEN
    return State.CANNOT_TELL if verdict == CANNOT_TELL else State.MEASURING
