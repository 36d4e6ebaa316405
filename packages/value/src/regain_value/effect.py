"""What the effort changed: treated against control, with an interval that holds when there are few.

Return rate: Newcombe's hybrid score interval (1998, *Statistics in Medicine* 17: 873–890).

Value per head has many zeros and a long tail. Each group's mean gets an interval on the log scale
with Student's t, its degrees of freedom taken from the kurtosis (Satterthwaite 1946: a variance
estimated from n values of kurtosis κ is worth 2n/(κ−1) degrees) and at most the returned less
one; the two are combined by MOVER (Zou & Donner 2008, *Statistics in Medicine* 27: 1693–1702).
The answer also spans Welch's interval, so that it is never narrower than the usual one.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from regain_value.arrays import numbers
from regain_value.errors import NotEnoughEvidence
from regain_value.estimate import LEVEL
from regain_value.special import normal_quantile, student_quantile
from regain_value.trial import Count, Trial

FEWEST = 10
"""Below it in either group the interval of a rate covers too seldom."""
FEWEST_RETURNED = 5
"""Below it in either group a value per head says nothing."""


@dataclass(frozen=True, slots=True)
class Change:
    """A difference with its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def is_beyond_chance(self) -> bool:
        """Whether the whole interval lies on one side of no effect."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Lift(Change):
    """Treated less control, and both sides."""

    treated: float
    control: float


@dataclass(frozen=True, slots=True)
class Heads:
    """Value per head of one group: customers, how many returned, mean, variance, kurtosis."""

    customers: int
    returned: int
    mean: float
    variance: float
    kurtosis: float

    @classmethod
    def of(cls, value: npt.ArrayLike) -> "Heads":
        """One value per customer, 0 for those who did not return.

        Raises BadInput, NotEnoughEvidence when fewer than five returned or all brought the same.
        """
        each = numbers("value", value, at_least=0)
        returned = int((each > 0).sum())
        if returned < FEWEST_RETURNED:
            raise _cannot_tell(
                f"{returned} of {len(each):,} returned with value in one group, and "
                f"{FEWEST_RETURNED} are the least"
            )
        mean = float(each.mean())
        square = (each / mean - 1.0) ** 2
        spread = float(square.mean())
        if spread <= 1e-18:
            raise _cannot_tell("everybody in one group brought the same")
        kurtosis = float((square**2).mean()) / spread**2
        variance = spread * mean**2 * len(each) / (len(each) - 1)
        return cls(len(each), returned, mean, variance, kurtosis)

    @property
    def error(self) -> float:
        """Standard error of the mean."""
        return float(np.sqrt(self.variance / self.customers))

    def ends(self) -> tuple[float, float]:
        """The interval of the mean on the log scale."""
        worth = 2 * self.customers / max(self.kurtosis - 1, 0.5)
        freedom = max(1.0, min(self.returned - 1.0, worth))
        reach = student_quantile(freedom, (1 + LEVEL) / 2) * self.error / self.mean
        return self.mean * float(np.exp(-reach)), self.mean * float(np.exp(min(reach, 300.0)))


def return_lift(trial: Trial) -> Lift:
    """The difference in the share that returned. Raises NotEnoughEvidence for tiny groups."""
    return rate_difference(*trial.counts())


def value_lift(trial: Trial) -> Lift:
    """The difference in value per head, everybody counted. Raises NotEnoughEvidence."""
    if trial.value is None:
        raise _cannot_tell("no values were given")
    treated, control = trial.value[~trial.control], trial.value[trial.control]
    return value_difference(Heads.of(treated), Heads.of(control))


def rate_difference(treated: Count, control: Count) -> Lift:
    """The difference of two shares. Raises NotEnoughEvidence below ten in either group."""
    if min(treated.of, control.of) < FEWEST:
        raise _cannot_tell(
            f"there are {treated.of:,} treated and {control.of:,} in control, and {FEWEST} of "
            "each are the least"
        )
    return newcombe(treated, control)


def newcombe(treated: Count, control: Count) -> Lift:
    """The hybrid score interval, however few."""
    first, second = _wilson(treated), _wilson(control)
    return _moved(treated.rate, first, control.rate, second)


def value_difference(treated: Heads, control: Heads) -> Lift:
    """The difference of two values per head."""
    lift = _moved(treated.mean, treated.ends(), control.mean, control.ends())
    errors = np.array([treated.error**2, control.error**2])
    sizes = np.array([treated.customers, control.customers])
    freedom = float(errors.sum() ** 2 / (errors**2 / (sizes - 1)).sum())
    reach = student_quantile(freedom, (1 + LEVEL) / 2) * float(np.sqrt(errors.sum()))
    return Lift(
        value=lift.value,
        low=min(lift.low, lift.value - reach),
        high=max(lift.high, lift.value + reach),
        treated=lift.treated,
        control=lift.control,
    )


def _moved(
    first: float, ends: tuple[float, float], second: float, other: tuple[float, float]
) -> Lift:
    """MOVER: the ends of a difference from the ends of its parts."""
    gap = first - second
    return Lift(
        value=gap,
        low=gap - float(np.hypot(first - ends[0], other[1] - second)),
        high=gap + float(np.hypot(ends[1] - first, second - other[0])),
        treated=first,
        control=second,
    )


def _wilson(count: Count) -> tuple[float, float]:
    """Wilson's (1927) score interval of a share."""
    z = normal_quantile((1 + LEVEL) / 2)
    inverse = count.of + z * z
    middle = (count.returned + z * z / 2) / inverse
    missed = count.returned * (count.of - count.returned) / count.of
    reach = z / inverse * float(np.sqrt(missed + z * z / 4))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def _cannot_tell(problem: str) -> NotEnoughEvidence:
    return NotEnoughEvidence(
        place="effect", problem=f"cannot tell yet: {problem}", way_out="wait for more cycles"
    )
