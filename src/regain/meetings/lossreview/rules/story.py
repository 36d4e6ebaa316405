"""Moves: what can happen to an issue or an action, as its story tells it."""

from enum import StrEnum


class Move(StrEnum):
    """One line of the story."""

    RAISED = "raised"
    RENAMED = "renamed"
    COVERED = "covered"
    PLACED = "placed"
    WEIGHED = "weighed"
    OWNED = "owned"
    MERGED = "merged"
    SEPARATED = "separated"
    SPLIT = "split"
    FIXED = "fixed"
    UNFIXED = "unfixed"
    CLOSED = "closed"
    REOPENED = "reopened"
    SET_ASIDE = "set_aside"
    TAKEN_UP = "taken_up"
    DECIDED = "decided"
    ATTACHED = "attached"
    DETACHED = "detached"
    AGREED = "agreed"
    PROGRESS = "progress"
    PUT_OFF = "put_off"
    HANDED = "handed"
    DONE = "done"
    UNDONE = "undone"
    DROPPED = "dropped"
