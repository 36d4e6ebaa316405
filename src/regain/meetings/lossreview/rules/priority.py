"""What to fix first: lost value × recurrence × control ÷ effort, every factor in the open.

    priority = value lost in a year to the issue's reasons × share of the months it came up × how far it is up to us
               ÷ weeks of work

Value is split over the reasons of a departure by weights that sum to one, so what issues cost adds up to what was lost.
The formula is ours, not literature's; it orders a discussion and decides nothing by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from typing import Final

CENT: Final = Decimal("0.01")


class Name(StrEnum):
    """A factor of the priority."""

    VALUE = "value"
    RECURRENCE = "recurrence"
    CONTROL = "control"
    EFFORT = "effort"


LIMITS: Final[Mapping[Name, tuple[Decimal, Decimal]]] = {
    Name.VALUE: (Decimal(0), Decimal(10) ** 12),
    Name.RECURRENCE: (Decimal(0), Decimal(1)),
    Name.CONTROL: (Decimal(0), Decimal(1)),
    Name.EFFORT: (Decimal("0.1"), Decimal(1000)),
}
"""What a factor may be; effort is weeks of one person's work."""

UNKNOWN_EFFORT: Final = Decimal(1)
"""Until somebody says what it takes; labelled so wherever it is shown."""
AT_BEST: Final = Decimal(1)
HALF: Final = Decimal("0.5")


@dataclass(frozen=True)
class Weighted:
    """A factor as the records have it, and as somebody set it instead with a reason."""

    name: Name
    measured: Decimal
    words: str
    """Where the measured value comes from, such as "in 7 of the last 9 months"."""
    said: Decimal | None = None
    because: str = ""
    by: str = ""

    @property
    def value(self) -> Decimal:
        """What counts."""
        return self.measured if self.said is None else self.said


@dataclass(frozen=True)
class Priority:
    """The four factors and what they make."""

    value: Weighted
    recurrence: Weighted
    control: Weighted
    effort: Weighted

    @property
    def amount(self) -> Decimal:
        """Money a year that could be kept, per week of work, to the cent."""
        made = self.value.value * self.recurrence.value * self.control.value / self.effort.value
        return made.quantize(CENT, ROUND_HALF_EVEN)

    @property
    def factors(self) -> tuple[Weighted, ...]:
        """In the order of the formula."""
        return (self.value, self.recurrence, self.control, self.effort)

    @property
    def judged(self) -> tuple[Weighted, ...]:
        """Those somebody set."""
        return tuple(each for each in self.factors if each.said is not None)

    @property
    def is_overridden(self) -> bool:
        """Whether somebody set a factor that the records measure."""
        return any(each.said is not None for each in (self.value, self.recurrence, self.control))


def control_of(*, is_ours: bool, is_changeable: bool) -> Decimal:
    """How far a reason is up to us: wholly when it is ours and can change, half when one of the two, else not."""
    return AT_BEST if is_ours and is_changeable else HALF if is_ours or is_changeable else Decimal(0)
