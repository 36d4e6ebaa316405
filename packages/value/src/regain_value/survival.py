"""How long saved and returned customers stay: survival with the unfinished counted as unfinished.

The Kaplan–Meier estimate and the log-rank test are SciPy's (`scipy.stats.ecdf`, `logrank`). The
interval at a time is Wilson's with the effective number of customers that Greenwood's variance
implies (Rothman 1978, *Journal of Chronic Diseases* 31: 557–560): it stays inside 0 … 1 and says
something before anybody has left. Imported by its full name, since `scipy.stats` loads slowly.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from regain_value.arrays import FloatArray, IntArray, flags, numbers, same_length
from regain_value.errors import NotEnoughEvidence
from regain_value.estimate import LEVEL, Estimate
from regain_value.special import normal_quantile

HORIZONS = (30.0, 90.0, 180.0)
FEWEST_KNOWN = 10
"""With fewer customers known to have stayed or left by a day, a share on it says nothing."""
FEWEST_LEFT = 5
"""Fewer departures in both groups together cannot tell two curves apart."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The share still there after `days`, its 95 % interval, and how many were followed so far."""

    days: float
    share: float
    low: float
    high: float
    at_risk: int

    @property
    def sentence(self) -> str:
        """In words."""
        return (
            f"After {self.days:g} days {self.share:.0%} are still there (likely {self.low:.0%} to "
            f"{self.high:.0%}; {self.at_risk:,} followed that long)."
        )


@dataclass(frozen=True, slots=True)
class Median:
    """When half have left, in days; none where that has not been reached yet."""

    days: float | None
    low: float | None
    high: float | None

    @property
    def sentence(self) -> str:
        """In words."""
        if self.days is None:
            return "Half have not left yet."
        low = "0" if self.low is None else f"{self.low:g}"
        high = "later than can be told yet" if self.high is None else f"{self.high:g}"
        return f"Half have left after {self.days:g} days (likely {low} to {high})."


@dataclass(frozen=True, slots=True)
class Survival:
    """A curve: at each day on which somebody left or was last seen, the share still there.

    days rising; share with its 95 % interval; at_risk: customers followed up to that day; left:
    departures on it.
    """

    days: FloatArray
    share: Estimate
    at_risk: IntArray
    left: IntArray
    durations: FloatArray
    ended: npt.NDArray[np.bool_]

    def at(self, days: float) -> Standing:
        """The share still there after so many days.

        Raises NotEnoughEvidence when fewer than ten are known to have stayed or left by then, or
        nobody who stayed was followed that long.
        """
        followed = int((self.durations >= days).sum())
        known = followed + int((self.ended & (self.durations < days)).sum())
        if known < FEWEST_KNOWN:
            raise _cannot_tell(
                f"of {known} customers it is known whether they stayed {days:g} days, and "
                f"{FEWEST_KNOWN} are the least"
            )
        if not followed and self.share.value[-1] > 0:
            raise _cannot_tell(f"nobody was followed for {days:g} days")
        place = int(np.searchsorted(self.days, days, side="right")) - 1
        if place < 0:
            low, high = _wilson(1.0, float(followed))
            return Standing(days, 1.0, low, high, followed)
        value, low, high = (float(side[place]) for side in self.share.parts())
        return Standing(days, value, low, high, followed)

    @property
    def median(self) -> Median:
        """The first day on which at most half are still there, with its interval."""
        value, low, high = (self._first_at_half(side) for side in self.share.parts())
        return Median(value, low, high)

    def _first_at_half(self, curve: FloatArray) -> float | None:
        reached = np.flatnonzero(curve <= 0.5 + 1e-12)
        return float(self.days[reached[0]]) if len(reached) else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two curves: the log-rank statistic and its p-value."""

    statistic: float
    p_value: float

    @property
    def is_beyond_chance(self) -> bool:
        """Whether the two differ at the 5 % level."""
        return self.p_value < 1 - LEVEL

    @property
    def sentence(self) -> str:
        """In words."""
        if self.is_beyond_chance:
            return f"One group stays longer than the other (p = {self.p_value:.3f})."
        return f"No difference beyond chance (p = {self.p_value:.2f})."


def survival(days: npt.ArrayLike, ended: npt.ArrayLike) -> Survival:
    """The curve of one group.

    days: from the save or the return to the departure, or to the last day looked at; ended: true
    where the customer left, false where they were still there. Raises BadInput, and
    NotEnoughEvidence for nobody.
    """
    durations = numbers("days", days, at_least=0)
    left = flags("ended", ended) if len(durations) else np.zeros(0, np.bool_)
    same_length(days=durations, ended=left)
    if not len(durations):
        raise _cannot_tell("nobody has been followed")
    sample = stats.CensoredData(uncensored=durations[left], right=durations[~left])
    curve = stats.ecdf(sample).sf
    times = np.asarray(curve.quantiles, dtype=np.float64)
    share = np.clip(np.asarray(curve.probabilities, dtype=np.float64), 0.0, 1.0)
    order = np.sort(durations)
    at_risk = len(order) - np.searchsorted(order, times, side="left")
    gone = np.sort(durations[left])
    leaving = np.searchsorted(gone, times, side="right") - np.searchsorted(gone, times, side="left")
    low, high = _interval(share, at_risk, leaving)
    return Survival(
        days=times,
        share=Estimate.of(share, np.minimum(low, share), np.maximum(high, share)),
        at_risk=at_risk.astype(np.int64),
        left=leaving.astype(np.int64),
        durations=durations,
        ended=left,
    )


def compare(first: Survival, second: Survival) -> Comparison:
    """The log-rank test of two groups. Raises NotEnoughEvidence with too few departures."""
    left = int(first.ended.sum() + second.ended.sum())
    if left < FEWEST_LEFT:
        raise _cannot_tell(f"{left} customers left in both groups, and {FEWEST_LEFT} are the least")
    samples = [
        stats.CensoredData(uncensored=each.durations[each.ended], right=each.durations[~each.ended])
        for each in (first, second)
    ]
    found = stats.logrank(*samples)
    return Comparison(float(found.statistic), float(found.pvalue))


def _interval(
    share: FloatArray, at_risk: IntArray, left: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Wilson's interval with Greenwood's variance behind it."""
    after = np.maximum(at_risk - left, 1e-9)
    greenwood = np.cumsum(left / (at_risk * after))
    behind = np.where(at_risk > left, greenwood, np.inf)
    odds = np.divide(1 - share, share, out=np.full(len(share), np.inf), where=share > 0)
    known = (greenwood > 0) & (share > 0)
    many = np.divide(odds, behind, out=at_risk.astype(np.float64), where=known)
    ends = [_wilson(*pair) for pair in zip(share.tolist(), many.tolist(), strict=True)]
    low, high = np.array(ends, dtype=np.float64).T
    return low, high


def _wilson(rate: float, of: float) -> tuple[float, float]:
    z = normal_quantile((1 + LEVEL) / 2)
    inverse = of + z * z
    middle = (rate * of + z * z / 2) / inverse
    reach = z / inverse * float(np.sqrt(rate * (1 - rate) * of + z * z / 4))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def _cannot_tell(problem: str) -> NotEnoughEvidence:
    return NotEnoughEvidence(
        place="survival", problem=f"cannot tell yet: {problem}", way_out="wait until more is known"
    )
