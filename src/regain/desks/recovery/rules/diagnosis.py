"""How much of the story a reason is, as a caller can say it while talking."""

from decimal import Decimal
from enum import IntEnum
from typing import Final

MOST_REASONS: Final = 6


class Strength(IntEnum):
    """The proportion in which reasons share the weight of a departure."""

    LITTLE = 1
    PART = 2
    MOST = 4


def strength_of(weight: Decimal, *, largest: Decimal) -> Strength:
    """The strength nearest to a weight that was recorded, beside the largest of its departure."""
    share = weight / largest if largest else Decimal(0)
    if share > Decimal("0.75"):
        return Strength.MOST
    return Strength.PART if share > Decimal("0.375") else Strength.LITTLE
