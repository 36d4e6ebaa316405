"""What an attempt does to the chance of return: a labelled prior until a control group speaks."""

import math
from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from regain_value.arrays import FloatArray
from regain_value.errors import BadInput
from regain_value.estimate import LEVEL
from regain_value.special import normal_quantile

DEVIATIONS = normal_quantile((1 + LEVEL) / 2)
PRIOR_SOURCE = (
    "published offers brought back 41–47 % of former subscribers (Kumar, Bhagwat & Zhang 2015, as "
    "tabulated for HBR 2016) without saying how many would have come unasked, so the effect is "
    "set low and its interval starts at no effect"
)


class Uplift(Protocol):
    """The effect of an attempt on the odds of return."""

    basis: ClassVar[str]

    @property
    def source(self) -> str:
        """Where the effect comes from, as a clause."""
        ...

    def log_odds_drawn(self, normals: FloatArray) -> FloatArray:
        """The effect on ln(p/(1−p)) for standard normal draws; 0 draws give the value itself."""
        ...


@dataclass(frozen=True, slots=True)
class PriorUplift:
    """An odds ratio taken from elsewhere: p = p₀·OR / (1 − p₀ + p₀·OR).

    low and high end its 95 % interval. Raises BadInput unless 0 < low ≤ odds_ratio ≤ high.
    """

    odds_ratio: float = 1.5
    low: float = 1.0
    high: float = 2.25
    source: str = PRIOR_SOURCE
    basis: ClassVar[str] = "prior"

    def __post_init__(self) -> None:
        if not 0 < self.low <= self.odds_ratio <= self.high < math.inf:
            raise BadInput(
                place="uplift",
                problem=f"{self.low} … {self.odds_ratio} … {self.high} is not an odds ratio",
                way_out="give 0 < low ≤ odds_ratio ≤ high",
            )

    def log_odds_drawn(self, normals: FloatArray) -> FloatArray:
        """Log odds ratio, with the interval's own spread on each side."""
        middle = math.log(self.odds_ratio)
        above = (math.log(self.high) - middle) / DEVIATIONS
        below = (middle - math.log(self.low)) / DEVIATIONS
        drawn: FloatArray = middle + normals * np.where(normals > 0, above, below)
        return drawn


@dataclass(frozen=True, slots=True)
class MeasuredUplift:
    """The company's own attempts against its own control group, as counts.

    Raises BadInput when the counts are impossible. The odds ratio carries Haldane's half, so an
    empty cell does not make it infinite.
    """

    tried: int
    tried_returned: int
    control: int
    control_returned: int
    basis: ClassVar[str] = "measured"

    def __post_init__(self) -> None:
        fine = 0 <= self.tried_returned <= self.tried and self.tried > 0
        if not (fine and 0 <= self.control_returned <= self.control and self.control > 0):
            raise BadInput(
                place="uplift",
                problem=f"{self} cannot be",
                way_out="give returned ≤ asked, and at least one customer in each group",
            )

    @property
    def source(self) -> str:
        """Both groups in counts."""
        return (
            f"{self.tried_returned} of {self.tried} returned after an attempt, "
            f"{self.control_returned} of {self.control} in the control group"
        )

    def log_odds_drawn(self, normals: FloatArray) -> FloatArray:
        """Log odds ratio with Woolf's (1955) standard error."""
        cells = np.array(
            [
                self.tried_returned,
                self.tried - self.tried_returned,
                self.control_returned,
                self.control - self.control_returned,
            ]
        )
        signs = np.array([1, -1, -1, 1])
        middle = float(signs @ np.log(cells + 0.5))
        error = float(np.sqrt((1 / (cells + 0.5)).sum()))
        drawn: FloatArray = middle + normals * error
        return drawn


def chance_after(natural: npt.ArrayLike, uplift: Uplift) -> FloatArray:
    """The chance p from p₀ by the uplift's odds ratio, without intervals."""
    p0 = np.asarray(natural, dtype=np.float64)
    ratio = float(np.exp(uplift.log_odds_drawn(np.zeros(1)))[0])
    return p0 * ratio / (1 - p0 + p0 * ratio)
