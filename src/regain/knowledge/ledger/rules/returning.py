"""When somebody is said to be back: what makes it true, and when it turns out not to be."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

HORIZON: Final = 90
"""Days in which whoever is said to be back is expected to buy; the horizon of every chance of return."""


class Said(StrEnum):
    """How a return that somebody recorded stands."""

    BOUGHT = "bought"
    WAITING = "waiting"
    NEVER_BOUGHT = "never_bought"


def said(*, said_on: date, bought_on: date | None, known_until: date | None) -> Said:
    """How it stands by the facts. `known_until` is the day after the last fact; none: nothing is known.

    A return without a sale in ninety days is not one; a sale that comes later makes it one after all.
    """
    if bought_on is not None:
        return Said.BOUGHT
    if known_until is not None and known_until > said_on + timedelta(days=HORIZON):
        return Said.NEVER_BOUGHT
    return Said.WAITING
