"""Do chances come true? Said beside happened, and two scores that cannot be gamed.

The logarithmic score is the mean of −ln(chance given to what happened); the Brier score (Brier
1950) is the mean squared error. Both are least, in expectation, for whoever states the true
chance (Gneiting & Raftery 2007). Lower is better.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from regain_value.arrays import BoolArray, FloatArray, flags, numbers, same_length
from regain_value.calibration import Groups, chances
from regain_value.errors import NotEnoughEvidence
from regain_value.estimate import LEVEL
from regain_value.ranking import Difference
from regain_value.special import normal_quantile

TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Scored:
    """Chances and what came of them: by tenths of the chance, and scored over all rows."""

    groups: Groups
    log_score: float
    brier: float

    @property
    def people(self) -> float:
        """How many there were."""
        return float(self.groups.customers.sum())

    @property
    def expected(self) -> float:
        """How many were said to come back."""
        return float(self.groups.customers @ self.groups.said)

    @property
    def returned(self) -> float:
        """How many came back."""
        return float(self.groups.customers @ self.groups.happened.value)


def scored(chance: npt.ArrayLike, returned: npt.ArrayLike) -> Scored:
    """Chances of return beside what happened. Raises BadInput, NotEnoughEvidence without a row."""
    told, came = _pair(chance, returned)
    return Scored(
        groups=chances(told, came),
        log_score=float(_log_scores(told, came).mean()),
        brier=float(((told - came) ** 2).mean()),
    )


def better(
    challenger: npt.ArrayLike, incumbent: npt.ArrayLike, returned: npt.ArrayLike
) -> Difference:
    """How much lower the challenger's mean logarithmic score is, with its 95 % interval.

    Both judged on the same rows; above 0 the challenger is better. Raises BadInput,
    NotEnoughEvidence without a row.
    """
    first, came = _pair(challenger, returned)
    second, _ = _pair(incumbent, returned)
    same_length(challenger=first, incumbent=second)
    gain = _log_scores(second, came) - _log_scores(first, came)
    reach = normal_quantile((1 + LEVEL) / 2) * float(gain.std()) / len(gain) ** 0.5
    middle = float(gain.mean())
    return Difference(middle, middle - reach, middle + reach)


def _pair(chance: npt.ArrayLike, returned: npt.ArrayLike) -> tuple[FloatArray, BoolArray]:
    told = numbers("chance", chance, at_least=0, at_most=1)
    came = flags("returned", returned)
    same_length(chance=told, returned=came)
    if not len(told):
        raise NotEnoughEvidence(
            place="chance", problem="there is nobody to compare", way_out="take a later cut"
        )
    return told, came


def _log_scores(told: FloatArray, came: BoolArray) -> FloatArray:
    scores: FloatArray = -np.log(np.clip(np.where(came, told, 1 - told), TINY, 1.0))
    return scores
