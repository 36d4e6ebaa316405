"""What a company's own past teaches: models of the living, returns and second lives of the departed."""

from dataclasses import dataclass, field

import numpy as np
from scipy.special import gammaincinv

from regain_value import (
    BGNBD,
    DAY,
    BadInput,
    Estimate,
    FitFailed,
    FittedBGNBD,
    FittedGammaGamma,
    FittedReturns,
    GammaGamma,
    ReturnChance,
    Summary,
)

FloatArray = np.ndarray[tuple[int], np.dtype[np.float64]]

WINDOW = 90
"""Days within which a return is looked for."""
CUTS = 4
"""Past windows learnt from, one after the other: a year."""
LIFE_PRIOR_MONTHS, LIFE_PRIOR_ENDS = 12.0, 1.0
"""One second life that ended after a year: what is believed of their length before any was seen."""
LONGEST_MONTHS = 12.0
"""A second life is valued over its first year, as the remaining value of the living is."""
RATIO_PRIOR, RATIO_PRIOR_LOW, RATIO_PRIOR_HIGH = 0.8, 0.3, 1.5
ENOUGH_LIVES = 10
"""Second lives that must have been seen before they speak for themselves."""


@dataclass(frozen=True)
class Absent:
    """Everybody gone at a cut, in parallel arrays; `returned_value` is what they bought in the time after it."""

    customer: np.ndarray[tuple[int], np.dtype[np.object_]]
    absence: FloatArray
    spent: FloatArray
    purchase_days: FloatArray
    monthly: FloatArray
    returned: np.ndarray[tuple[int], np.dtype[np.bool_]]
    returned_value: FloatArray

    def __len__(self) -> int:
        return len(self.absence)


@dataclass(frozen=True)
class SecondLives:
    """What lives begun by a return were like: their length in months and their spend beside the time before."""

    seen: int
    over: int
    length: Estimate
    ratio: Estimate

    @property
    def is_measured(self) -> bool:
        """Whether enough second lives were seen to speak for themselves."""
        return self.seen >= ENOUGH_LIVES

    @property
    def sentence(self) -> str:
        """The evidence in plain words."""
        if not self.is_measured:
            who = f"Only {self.seen} have" if self.seen else "Nobody has"
            return f"{who} come back so far; a cautious guess stands in."
        return (
            f"{self.seen:,} customers came back before; {self.over:,} of them left again. While back they spent"
            f" {self.ratio.value[0]:.0%} of what they used to, for about {self.length.value[0]:.0f} months."
        )


@dataclass(frozen=True)
class Living:
    """The purchase models of the living; none where there is too little to learn from, and why."""

    purchases: FittedBGNBD | None = None
    spend: FittedGammaGamma | None = None
    why_not: str = field(default="")


def fit_living(frequency: FloatArray, recency: FloatArray, age: FloatArray, spend: FloatArray) -> Living:
    """BG/NBD and Gamma-Gamma on the histories of all customers, times in days."""
    try:
        summary = Summary.of({"frequency": frequency, "recency": recency, "age": age, "spend": spend}, unit=DAY)
        return Living(BGNBD().fit(summary), GammaGamma().fit(summary))
    except (BadInput, FitFailed) as refusal:
        return Living(why_not=str(refusal))


def fit_returns(pasts: list[Absent]) -> FittedReturns:
    """The natural chance of return by absence and spend, from past windows one after the other."""
    return ReturnChance().fit(
        np.concatenate([past.absence for past in pasts]) if pasts else np.empty(0),
        np.concatenate([past.spent for past in pasts]) if pasts else np.empty(0),
        np.concatenate([past.returned for past in pasts]) if pasts else np.empty(0, bool),
        horizon=WINDOW * DAY,
    )


def fit_second_lives(
    months: FloatArray,
    months_worth: FloatArray,
    over: FloatArray,
    spent: FloatArray,
    monthly_before: FloatArray,
) -> SecondLives:
    """Length by ended lives per month lived (exponential, censored lives count as lived); spend as a ratio.

    The ratio is Σ spent ÷ Σ (monthly spend before × months), with the ratio estimator's own error
    (Cochran 1977, §2.11). Those who come back are not a random sample of the departed, and the ratio is
    theirs: it is applied only to what a return would bring, never to the chance of one.
    """
    ended = float(over.sum())
    length = _length(float(months.sum()), ended)
    if len(months) < ENOUGH_LIVES:
        ratio = Estimate.of([RATIO_PRIOR], [RATIO_PRIOR_LOW], [RATIO_PRIOR_HIGH])
        return SecondLives(len(months), int(ended), length, ratio)
    expected = monthly_before * months_worth
    value = float(spent.sum() / expected.sum())
    error = float(np.sqrt(((spent - value * expected) ** 2).sum()) / expected.sum())
    ratio = Estimate.of([value], [max(0.0, value - 1.96 * error)], [value + 1.96 * error])
    return SecondLives(len(months), int(ended), length, ratio)


def _length(months: float, ended: float) -> Estimate:
    """Expected months of a second life: gamma posterior of the ending rate, at most a year."""
    shape, exposure = LIFE_PRIOR_ENDS + ended, LIFE_PRIOR_MONTHS + months
    rates = gammaincinv(shape, np.array([0.5, 0.975, 0.025])) / exposure
    value, low, high = np.minimum(1.0 / rates, LONGEST_MONTHS)
    return Estimate.of([value], [low], [high])
