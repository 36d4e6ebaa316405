"""How many customers, and how many more cycles, until an effect could be seen.

The formula for two shares of unequal groups without continuity correction (Fleiss, Levin & Paik
2003, *Statistical Methods for Rates and Proportions*, ch. 4).
"""

from dataclasses import dataclass
from math import ceil, sqrt

from regain_value.arrays import share
from regain_value.errors import BadInput
from regain_value.estimate import LEVEL
from regain_value.special import normal_quantile

POWER = 0.8


@dataclass(frozen=True, slots=True)
class Needed:
    """Customers needed in both groups to see the effect with the stated power."""

    treated: int
    control: int
    natural: float
    effect: float
    power: float

    @property
    def customers(self) -> int:
        """Both groups together."""
        return self.treated + self.control

    def more_cycles(self, *, so_far: int, per_cycle: int) -> int:
        """Cycles still to go at this many customers a cycle. Raises BadInput."""
        if per_cycle <= 0 or so_far < 0:
            raise BadInput(
                place="cycles",
                problem=f"{per_cycle} customers a cycle and {so_far} so far",
                way_out="give one or more a cycle, zero or more so far",
            )
        return ceil(max(0, self.customers - so_far) / per_cycle)

    def sentence(self, *, so_far: int, per_cycle: int) -> str:
        """How long to wait, in words."""
        cycles = self.more_cycles(so_far=so_far, per_cycle=per_cycle)
        seen = f"a rise from {self.natural:.1%} to {self.natural + self.effect:.1%}"
        need = f"{self.customers:,} customers ({self.treated:,} treated, {self.control:,} control)"
        if not cycles:
            return f"To see {seen}, {need} are needed; you have them."
        plural = "cycle" if cycles == 1 else "cycles"
        return f"To see {seen}, {need} are needed: {cycles:,} more {plural} at this rate."


def customers_needed(
    *, natural: float, effect: float, control_share: float, power: float = POWER
) -> Needed:
    """The size at which an effect of `effect` on a natural return rate is found this often.

    natural: share that returns unasked; effect: added to it, may be below 0; control_share: the
    part held out. Raises BadInput.
    """
    share("natural", natural)
    share("natural + effect", natural + effect)
    share("control_share", control_share)
    share("power", power)
    if effect == 0:
        raise BadInput(
            place="effect", problem="no effect cannot be seen", way_out="give the least that counts"
        )
    after, ratio = natural + effect, (1 - control_share) / control_share
    mean = (after * ratio + natural) / (1 + ratio)
    still = normal_quantile((1 + LEVEL) / 2) * sqrt((1 + 1 / ratio) * mean * (1 - mean))
    moved = normal_quantile(power) * sqrt(after * (1 - after) / ratio + natural * (1 - natural))
    control = ((still + moved) / effect) ** 2
    return Needed(ceil(control * ratio), ceil(control), natural, effect, power)
