"""How long a silence may last, tuned to a company: what became of the silences of its past.

On a past day every customer has been silent for some time. Looking back from today we know what
became of it: some bought again soon after and had never left, some never bought again. A rule
that allows a silence is wrong in two ways: it called the first gone (too early), or still waited
for the second (too late). The quantile of the rhythm, the shortest and the longest silence are
the ones that make the mean of both error rates, weighted by the price of a false alarm, small.
Of all that are no worse than one standard error the most conventional is taken: the rule of
Breiman, Friedman, Olshen & Stone (1984), Classification and Regression Trees, §3.4.3.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from regain_value.arrays import BoolArray, FloatArray, flags, numbers, same_length, whole_numbers
from regain_value.errors import BadInput
from regain_value.estimate import Estimate
from regain_value.shares import share_of

QUANTILES = (0.50, 0.60, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95, 0.975)
FLOORS = (7, 14, 30, 60)
CEILINGS = (730, 365, 180, 120)
"""The most conventional first."""
ENOUGH = 50
"""Customers who stayed, and who left, that a past day must show before it teaches anything."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The quantile of the rhythm a silence may reach, within a shortest and a longest (days)."""

    quantile: float = 0.90
    at_least: int = 7
    at_most: int = 730

    def allowed(self, free: FloatArray) -> FloatArray:
        """Whole days allowed where the rhythm alone would allow `free`."""
        whole: FloatArray = np.floor(np.clip(free, self.at_least, self.at_most))
        return whole


CONVENTION = Limits()
BY_CONVENTION = sorted(QUANTILES, key=lambda each: (abs(each - CONVENTION.quantile), -each))


@dataclass(frozen=True, slots=True)
class Silences:
    """The silences of one past day, a row for each kind, times in days.

    gaps: completed gaps; span: their sum; silence: days since the last purchase; stayed: bought
    again within the watch; left: never bought again; count: customers. Neither stayed nor left:
    came back later, which is a second life and no error of either kind.
    """

    gaps: FloatArray
    span: FloatArray
    silence: FloatArray
    stayed: BoolArray
    left: BoolArray
    count: FloatArray

    @classmethod
    def of(
        cls,
        *,
        gaps: npt.ArrayLike,
        span: npt.ArrayLike,
        silence: npt.ArrayLike,
        stayed: npt.ArrayLike,
        left: npt.ArrayLike,
        count: npt.ArrayLike,
    ) -> "Silences":
        """Checked columns. Raises BadInput, also for a customer who both stayed and left."""
        made = cls(
            gaps=whole_numbers("gaps", gaps),
            span=numbers("span", span, at_least=0),
            silence=numbers("silence", silence, at_least=0),
            stayed=flags("stayed", stayed),
            left=flags("left", left),
            count=numbers("count", count, above=0),
        )
        told = {"span": made.span, "silence": made.silence, "stayed": made.stayed}
        same_length(gaps=made.gaps, left=made.left, count=made.count, **told)
        both = made.stayed & made.left
        if both.any():
            raise BadInput(
                place=f"silences, row {int(np.argmax(both))}",
                problem="stayed and left at once",
                way_out="say which",
            )
        return made

    @property
    def teaches(self) -> bool:
        """Whether enough customers stayed and enough left to judge a rule by."""
        stayed, left = self.count @ self.stayed, self.count @ self.left
        return bool(min(stayed, left) >= ENOUGH)

    def errors(self, allowed: FloatArray) -> "Errors":
        """What a rule that allows these silences got wrong."""
        gone = self.silence > allowed
        return Errors(
            stayed=float(self.count @ self.stayed),
            too_early=float(self.count @ (self.stayed & gone)),
            left=float(self.count @ self.left),
            too_late=float(self.count @ (self.left & ~gone)),
            delay=middle(allowed[self.left], self.count[self.left]),
        )


@dataclass(frozen=True, slots=True)
class Errors:
    """Of `stayed` customers `too_early` were called gone; of `left` ones `too_late` were not yet.

    delay: the middle number of days from the last purchase to the call, of those who left.
    """

    stayed: float
    too_early: float
    left: float
    too_late: float
    delay: float

    @property
    def early(self) -> Estimate:
        """The share called too early, with its interval."""
        return share_of(self.too_early, self.stayed)

    @property
    def late(self) -> Estimate:
        """The share called too late, with its interval."""
        return share_of(self.too_late, self.left)

    def loss(self, price: float) -> float:
        """The mean of both shares; calling one too early weighs `price` times one too late."""
        early, late = self.too_early / max(self.stayed, 1), self.too_late / max(self.left, 1)
        return (price * early + late) / (price + 1)

    def variance(self, price: float) -> float:
        """Of that loss."""
        early, late = self.too_early / max(self.stayed, 1), self.too_late / max(self.left, 1)
        spread = price**2 * early * (1 - early) / max(self.stayed, 1)
        return (spread + late * (1 - late) / max(self.left, 1)) / (price + 1) ** 2


class Rhythm(Protocol):
    """Anything that says how long a silence a rhythm allows."""

    def allowed_gap(
        self, gaps: npt.ArrayLike, total: npt.ArrayLike, *, quantile: float
    ) -> FloatArray:
        """As `FittedRhythm.allowed_gap`."""


@dataclass(frozen=True, slots=True)
class Past:
    """A past day: its silences, and the rhythm as it was known by then."""

    silences: Silences
    rhythm: Rhythm

    def errors(self, limits: Limits) -> Errors:
        """What the rhythm rule with these limits would have got wrong."""
        known = self.silences
        free = self.rhythm.allowed_gap(known.gaps, known.span, quantile=limits.quantile)
        return known.errors(limits.allowed(free))


@dataclass(frozen=True, slots=True)
class Tuned:
    """The limits for a company; `learnt`: its past chose them, the convention does not stand in."""

    limits: Limits
    learnt: bool
    loss: float | None
    conventional_loss: float | None


def tune(pasts: Sequence[Past], *, price: float = 1.0) -> Tuned:
    """The limits with the smallest loss on these past days, the most conventional within chance.

    price: what calling a customer gone who stayed costs, beside missing one who left. The
    quantile first, then the shortest and the longest silence. Days that teach too little are left
    out; without any, the convention stands. Raises BadInput.
    """
    if not 0 < price < np.inf:
        raise BadInput(place="price", problem=f"{price} is no price", way_out="give one above 0")
    known = [past for past in pasts if past.silences.teaches]
    if not known:
        return Tuned(CONVENTION, learnt=False, loss=None, conventional_loss=None)
    limits = _best(known, [replace(CONVENTION, quantile=each) for each in BY_CONVENTION], price)
    limits = _best(known, [replace(limits, at_least=each) for each in FLOORS], price)
    limits = _best(known, [replace(limits, at_most=each) for each in CEILINGS], price)
    return Tuned(
        limits,
        learnt=True,
        loss=_loss(known, limits, price),
        conventional_loss=_loss(known, CONVENTION, price),
    )


def _best(known: Sequence[Past], options: Sequence[Limits], price: float) -> Limits:
    """The first option no worse than the best by one standard error."""
    losses = [_loss(known, each, price) for each in options]
    lowest = int(np.argmin(losses))
    chance = _deviation(known, options[lowest], price)
    return next(
        each for each, loss in zip(options, losses, strict=True) if loss <= losses[lowest] + chance
    )


def _loss(known: Sequence[Past], limits: Limits, price: float) -> float:
    return float(np.mean([past.errors(limits).loss(price) for past in known]))


def _deviation(known: Sequence[Past], limits: Limits, price: float) -> float:
    """One standard error of a loss. The days share customers, so several count as much as one."""
    return float(np.sqrt(np.mean([past.errors(limits).variance(price) for past in known])))


def middle(values: FloatArray, counts: FloatArray) -> float:
    """The weighted median; 0 where there is nothing."""
    if not len(values):
        return 0.0
    order = np.argsort(values)
    reached = np.cumsum(counts[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2)])
