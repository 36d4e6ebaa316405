"""The ratio of two rates of counted events, months after by months before, with its interval.

Rates and shares get Jeffreys' intervals (Brown, Cai & DasGupta 2001, *Statistical Science* 16:
101–133; 2003, *Statistica Sinica* 13: 19–49), which hold where few or none were counted; MOVER
joins their logarithms (Zou & Donner 2008, *Statistics in Medicine* 27: 1693–1702; Newcombe 2016,
*Statistical Methods in Medical Research* 25: 1774–1787).

Months differ by more than chance: seasons, campaigns, who was asked. Pearson's dispersion, each
side with its own level, widens the intervals (quasi-likelihood: McCullagh & Nelder 1989,
*Generalized Linear Models*, ch. 4.5 and 6.2) with Student's t on months less two degrees, and
months that resemble their neighbours count for fewer (Bartlett 1946: n·(1−ρ)/(1+ρ)). Nothing is
narrower than Poisson.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, inf, log

import numpy as np
import numpy.typing as npt

from regain_value.arrays import FloatArray, numbers
from regain_value.errors import BadInput, NotEnoughEvidence
from regain_value.estimate import LEVEL
from regain_value.special import (
    beta_quantile,
    gamma_quantile,
    normal_quantile,
    normal_tail,
    student_quantile,
)

FEWEST_MONTHS = 3
MOST_ALIKE = 0.6
"""The strongest likeness of neighbouring months that so few of them can show."""
ENDLESS = 600.0
"""A logarithm above which a number is as good as infinite."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """After divided by before, with its 95 % interval; the upper end may be infinite."""

    value: float
    low: float
    high: float

    @property
    def fell(self) -> bool:
        """Whether the whole interval lies below one."""
        return self.high < 1

    @property
    def rose(self) -> bool:
        """Whether the whole interval lies above one."""
        return self.low > 1


@dataclass(frozen=True, slots=True)
class Events:
    """One side: an exposure and a count for each month."""

    exposure: FloatArray
    count: FloatArray

    @classmethod
    def of(cls, *, exposure: npt.ArrayLike, count: npt.ArrayLike) -> "Events":
        """One exposure and one count a month; months without exposure say nothing and are left out.

        Raises BadInput.
        """
        base = numbers("exposure", exposure, at_least=0)
        made = numbers("count", count, at_least=0)
        same_length(base, made)
        return cls(base[base > 0], made[base > 0])

    @property
    def rest(self) -> "Events":
        """What of the exposure was not counted, where counts are a share of it."""
        return Events(self.exposure, self.exposure - self.count)


@dataclass(frozen=True, slots=True)
class Part:
    """A logarithm with the ends of its interval."""

    value: float
    low: float
    high: float

    def __neg__(self) -> "Part":
        return Part(-self.value, -self.high, -self.low)


@dataclass(frozen=True, slots=True)
class Spread:
    """How far months scatter: variance by that of chance, and the quantile that goes with it."""

    factor: float
    reach: float

    @property
    def tail(self) -> float:
        """The probability beyond each end."""
        return float(normal_tail(self.reach))


BY_CHANCE = Spread(1.0, normal_quantile((1 + LEVEL) / 2))
"""Months that differ by chance alone."""


def rate_ratio(before: Events, after: Events) -> Ratio:
    """The ratio of two rates.

    Raises NotEnoughEvidence below three months in all or with none on one side.
    """
    spread = spread_of_counts(before, after)
    return joined(log_rate(after, spread), -log_rate(before, spread))


def log_rate(side: Events, spread: Spread) -> Part:
    """A Poisson rate with Jeffreys' interval, its counts divided by the dispersion."""
    count, base = float(side.count.sum()) / spread.factor, float(side.exposure.sum())
    low = float(gamma_quantile(count + 0.5, spread.tail)) if count else 0.0
    high = float(gamma_quantile(count + 0.5, spread.tail, upper=True))
    return _logged(*(each * spread.factor / base for each in (count or 0.5, low, high)))


def log_share(side: Events, spread: Spread) -> Part:
    """A share with Jeffreys' interval, its counts divided by the dispersion."""
    return _logged(*_share(side, spread))


def log_odds(side: Events, spread: Spread) -> Part:
    """The same share as odds."""
    return _logged(*(part / (1 - part) if part < 1 else inf for part in _share(side, spread)))


def joined(*parts: Part) -> Ratio:
    """MOVER on the sum of logarithms."""
    middle = sum(part.value for part in parts)
    below = float(np.sqrt(sum((part.value - part.low) ** 2 for part in parts)))
    above = float(np.sqrt(sum((part.high - part.value) ** 2 for part in parts)))
    high = exp(middle + above) if middle + above < ENDLESS else inf
    return Ratio(exp(middle), exp(middle - below), high)


def spread_of_counts(before: Events, after: Events) -> Spread:
    """How far counts scatter around their exposure. Raises NotEnoughEvidence."""

    def scattered(side: Events) -> FloatArray:
        expected = side.exposure * float(side.count.sum() / side.exposure.sum())
        return np.asarray((side.count - expected) / np.sqrt(np.maximum(expected, 1e-12)))

    return _spread(scattered, before, after)


def spread_of_shares(before: Events, after: Events) -> Spread:
    """How far shares scatter. Raises NotEnoughEvidence."""

    def scattered(side: Events) -> FloatArray:
        share = float(side.count.sum() / side.exposure.sum())
        chance = np.sqrt(np.maximum(side.exposure * share * (1 - share), 1e-12))
        return np.asarray((side.count - side.exposure * share) / chance)

    return _spread(scattered, before, after)


def same_length(*columns: FloatArray) -> None:
    """Raises BadInput where months miss a number."""
    if len({len(each) for each in columns}) > 1:
        told = ", ".join(str(len(each)) for each in columns)
        raise BadInput(
            place="months",
            problem=f"have {told} numbers",
            way_out="give one of each for every month",
        )


def cannot_tell(problem: str, way_out: str) -> NotEnoughEvidence:
    """The refusal where an interval would be a guess."""
    return NotEnoughEvidence(place="effect", problem=f"cannot tell yet: {problem}", way_out=way_out)


def _share(side: Events, spread: Spread) -> tuple[float, float, float]:
    counted, base = (float(each.sum()) / spread.factor for each in (side.count, side.exposure))
    inside, outside = counted + 0.5, base - counted + 0.5
    low = float(beta_quantile(inside, outside, spread.tail)) if counted > 0 else 0.0
    high = 1.0 - float(beta_quantile(outside, inside, spread.tail)) if counted < base else 1.0
    middle = counted / base if 0 < counted < base else inside / (base + 1)
    return middle, low, high


def _logged(middle: float, low: float, high: float) -> Part:
    return Part(log(middle), log(low) if low > 0 else -inf, log(high) if high < inf else inf)


def _spread(scattered: Callable[[Events], FloatArray], before: Events, after: Events) -> Spread:
    months = len(before.count) + len(after.count)
    if not len(before.count) or not len(after.count) or months < FEWEST_MONTHS:
        raise cannot_tell(
            f"there are {len(before.count)} months before and {len(after.count)} after, and "
            f"{FEWEST_MONTHS} in all, one on each side, are the least",
            "wait for the next whole month",
        )
    residuals = [scattered(side) for side in (before, after)]
    squares = sum(float((each**2).sum()) for each in residuals)
    beside = sum(float((each[:-1] * each[1:]).sum()) for each in residuals)
    alike = min(max(beside / squares, 0.0), MOST_ALIKE) if squares else 0.0
    factor = squares / (months - 2) * (1 + alike) / (1 - alike)
    if factor <= 1:
        return BY_CHANCE
    return Spread(factor, student_quantile(months - 2, (1 + LEVEL) / 2))
