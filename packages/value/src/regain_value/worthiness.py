"""Whether an attempt is worth it, and the most it may cost.

After Stauss & Friege (1999), Thomas, Blattberg & Fox (2004) and Kumar, Bhagwat & Zhang (2015):

    SLTV gross  = Σ_{t=1..D} π_t / (1+d)^t          contribution of the second life
    E[SLTV]     = p·(SLTV gross − offer) − contact   value of trying
    gain        = E[SLTV] − p₀·SLTV gross            trying against doing nothing
    worth it    ⇔ gain > 0
    maximum     = (p − p₀)·SLTV gross                the most that may be spent, contact and offer

p₀ is the *natural* chance: nobody does anything, and they come back. p is the chance *after an
attempt*. Only a control group can tell the two apart; whoever multiplies p alone pays for
returns that would have come for nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from regain_value.arrays import BoolArray, FloatArray, numbers, spread
from regain_value.estimate import DRAWS, LEVEL, Estimate, Sample
from regain_value.special import log_odds, logistic, normal_quantile
from regain_value.uplift import PriorUplift, Uplift

DEVIATIONS = normal_quantile((1 + LEVEL) / 2)
TINY = 1e-9
ROWS_AT_ONCE = 4096
PARTS = 4


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one customer is, or is not, worth an attempt; money in the currency of the input."""

    is_worth_it: bool
    confidence: float
    natural_chance: float
    chance: float
    value_if_returns: float
    offer: float
    contact: float
    gain: float
    maximum_spend: float
    basis: str
    source: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """The numbers in plain words, without a currency sign."""
        answer = "worth" if self.is_worth_it else "not worth"
        sure = self.confidence if self.is_worth_it else 1 - self.confidence
        chances = (
            f"{self.natural_chance:.0%} return unasked, {self.chance:.0%} after an attempt "
            f"({self.basis}: {self.source})."
        )
        money = (
            f"A return is worth {self.value_if_returns:,.2f}; the attempt costs "
            f"{self.contact:,.2f}, and {self.offer:,.2f} more if it succeeds."
        )
        verdict = (
            f"Trying gains {self.gain:,.2f} over doing nothing, so it is {answer} it "
            f"({sure:.0%} sure); spend {max(self.maximum_spend, 0):,.2f} at most."
        )
        return chances, money, verdict


@dataclass(frozen=True, slots=True)
class Worthiness:
    """The attempt weighed, one row per customer; intervals 95 %.

    natural_chance p₀; chance p; value_if_returns SLTV gross; expected E[SLTV] of trying; gain of
    trying over nothing; maximum_spend; is_worth_it on the value of gain; confidence that gain
    is above 0; basis and source of p, as labelled by the uplift.
    """

    natural_chance: Estimate
    chance: Estimate
    value_if_returns: Estimate
    expected: Estimate
    gain: Estimate
    maximum_spend: Estimate
    confidence: FloatArray
    offer: FloatArray
    contact: FloatArray
    basis: str
    source: str

    @property
    def is_worth_it(self) -> BoolArray:
        """Whether the expected gain of trying is above 0."""
        return self.gain.value > 0

    def explain(self, row: int) -> Explanation:
        """The decision on one customer with its numbers."""
        return Explanation(
            is_worth_it=bool(self.gain.value[row] > 0),
            confidence=float(self.confidence[row]),
            natural_chance=float(self.natural_chance.value[row]),
            chance=float(self.chance.value[row]),
            value_if_returns=float(self.value_if_returns.value[row]),
            offer=float(self.offer[row]),
            contact=float(self.contact[row]),
            gain=float(self.gain.value[row]),
            maximum_spend=float(self.maximum_spend.value[row]),
            basis=self.basis,
            source=self.source,
        )


@dataclass(frozen=True, slots=True)
class _Case:
    """A block of customers ready to be weighed."""

    natural: Estimate
    contribution: Estimate | Sample
    months: Estimate | Sample
    offer: FloatArray
    contact: FloatArray
    uplift: Uplift

    def part(self, rows: slice) -> "_Case":
        return _Case(
            self.natural.part(rows),
            self.contribution.part(rows),
            self.months.part(rows),
            self.offer[rows],
            self.contact[rows],
            self.uplift,
        )

    def outcomes(self, normals: FloatArray) -> FloatArray:
        """p, SLTV gross, E[SLTV], gain, maximum; each rows × draws (normals: 4 × draws)."""
        chances = [np.clip(side, TINY, 1 - TINY) for side in self.natural.parts()]
        before = _drawn(Estimate(*chances), normals[0], log_odds)
        after = logistic(before + self.uplift.log_odds_drawn(normals[1]))
        flow = _drawn(self.contribution, normals[2])
        gross = flow * np.maximum(_drawn(self.months, normals[3]), 0.0)
        expected = after * (gross - self.offer[:, None]) - self.contact[:, None]
        natural = logistic(before)
        return np.stack(
            [after, gross, expected, expected - natural * gross, (after - natural) * gross]
        )


def weigh(
    *,
    natural: Estimate,
    contribution: Estimate | Sample,
    months: Estimate | Sample,
    uplift: Uplift | None = None,
    offer: npt.ArrayLike = 0.0,
    contact: npt.ArrayLike = 0.0,
    seed: int = 0,
) -> Worthiness:
    """Weigh an attempt on each departed customer.

    natural: p₀, one row per customer; contribution: π a month of the second life, after cost to
    serve; months: what a second life lasts, in months as they are worth today
    (`FittedSecondLives.months`, or `discounted_length`); offer: paid if they return; contact: paid
    in any case; uplift: what the attempt does to p₀ (`PriorUplift()` unless the company has
    measured its own). One row counts for everybody.

    Values are the formulas at the inputs' values. Intervals hold the four uncertainties together,
    in 400 draws that are the same for every customer, so an answer does not depend on who else is
    in the list: p₀, uplift, length and contribution are learnt from different events, so their
    joint posterior is the product of theirs. A `Sample` brings its own draws. Raises BadInput.
    """
    rows = len(natural)
    for side in natural.parts():
        numbers("natural chance", side, at_least=0, at_most=1)
    effect = PriorUplift() if uplift is None else uplift
    case = _Case(
        natural=natural,
        contribution=contribution.spread(rows),
        months=months.spread(rows),
        offer=spread("offer", offer, rows),
        contact=spread("contact", contact, rows),
        uplift=effect,
    )
    table = _table(case, rows, seed)
    chance, gross, expected, gain, maximum = (Estimate(*table[:, place]) for place in range(5))
    return Worthiness(
        natural_chance=natural,
        chance=chance,
        value_if_returns=gross,
        expected=expected,
        gain=gain,
        maximum_spend=maximum,
        confidence=table[0, 5],
        offer=case.offer,
        contact=case.contact,
        basis=effect.basis,
        source=effect.source,
    )


def _table(case: _Case, rows: int, seed: int) -> FloatArray:
    """The answers of `_weighed` for all rows, block by block to bound the memory."""
    half = np.random.default_rng(seed).standard_normal((PARTS, DRAWS // 2))
    normals = np.concatenate([half, -half], axis=1)
    blocks = [
        _weighed(case.part(slice(at, at + ROWS_AT_ONCE)), normals)
        for at in range(0, rows, ROWS_AT_ONCE)
    ]
    return np.concatenate(blocks, axis=2) if blocks else np.empty((3, 6, 0))


def _weighed(case: _Case, normals: FloatArray) -> FloatArray:
    """(value, low, high) × (p, gross, expected, gain, maximum, confidence) × rows."""
    value = case.outcomes(np.zeros((PARTS, 1)))[:, :, 0]
    drawn = case.outcomes(normals)
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(drawn, (tail, 1 - tail), axis=2)
    sure = np.broadcast_to((drawn[3] > 0).mean(axis=1), (3, 1, value.shape[1]))
    ends = np.stack([value, np.minimum(low, value), np.maximum(high, value)])
    return np.concatenate([ends, sure], axis=1)


def _same(value: FloatArray) -> FloatArray:
    return value


def _drawn(
    estimate: Estimate | Sample,
    normals: FloatArray,
    scale: Callable[[FloatArray], FloatArray] = _same,
) -> FloatArray:
    """A sample's own draws, or a normal with the interval's own spread on each side, as scaled.

    A single column of normals asks for the values themselves.
    """
    if isinstance(estimate, Sample):
        return estimate.value[:, None] if normals.shape[-1] == 1 else estimate.draws
    middle, low, high = (scale(part)[:, None] for part in estimate.parts())
    side = np.where(normals > 0, high - middle, middle - low)
    drawn: FloatArray = middle + normals / DEVIATIONS * side
    return drawn
