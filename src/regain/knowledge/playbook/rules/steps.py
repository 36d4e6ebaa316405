"""The nine steps of a guided call, in order."""

from enum import StrEnum


class Step(StrEnum):
    """One step; the guide of the real call has the same names."""

    PREPARE = "prepare"
    APOLOGISE = "apologise"
    LISTEN = "listen"
    DIAGNOSE = "diagnose"
    VERIFY = "verify"
    CATALOGUE = "catalogue"
    SUPPORT = "support"
    OFFER = "offer"
    CLOSE = "close"


STEPS = tuple(Step)


def after(step: Step) -> Step | None:
    """The next step; none after the last."""
    place = STEPS.index(step) + 1
    return STEPS[place] if place < len(STEPS) else None


def before(step: Step) -> Step | None:
    """The step before; none before the first."""
    place = STEPS.index(step)
    return STEPS[place - 1] if place else None
