"""Cycle, Decision, Swap: what a rescue cycle leaves in the database."""

from regain.desks.recovery.models.cycle import Cycle
from regain.desks.recovery.models.decision import Decision
from regain.desks.recovery.models.swap import Swap

__all__ = ["Cycle", "Decision", "Swap"]
