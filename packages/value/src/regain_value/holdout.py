"""Choosing the model of the living by the company's own holdout.

The past is cut in two: models learn from the histories up to a day and say how many purchases
each customer makes in the time after it, which has been seen. The score is the logarithm of the
probability they gave to what happened: a proper score, best for who says what they believe
(Gneiting & Raftery 2007, JASA 102). The simplest model stands unless another beats it by more
than chance, in a paired comparison of the same customers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from regain_value.arrays import FloatArray, same_length, whole_numbers
from regain_value.errors import BadInput, FitFailed
from regain_value.estimate import LEVEL, Estimate
from regain_value.models.buyers import FittedBuyers
from regain_value.special import normal_quantile
from regain_value.summary import Summary
from regain_value.units import Span

MANY = 20
"""Purchases in the holdout from which on only "that many or more" is scored."""
RAREST = 1e-12
"""No event is taken to be rarer than this, so that one surprise does not decide alone."""


class Model(Protocol):
    """A model before it has seen anybody."""

    def fit(self, summary: Summary) -> FittedBuyers:
        """The fitted model. Raises BadInput, NotEnoughEvidence, FitFailed."""


@dataclass(frozen=True, slots=True)
class Holdout:
    """Histories up to a day, and what each customer bought in the time of `length` after it."""

    known: Summary
    bought: FloatArray
    length: Span

    @classmethod
    def of(cls, known: Summary, bought: npt.ArrayLike, *, length: Span) -> "Holdout":
        """A checked holdout. Raises BadInput."""
        made = cls(known, whole_numbers("bought", bought), length)
        same_length(known=known.frequency, bought=made.bought)
        if not length.count > 0:
            raise BadInput(place="length", problem="is no time at all", way_out="give some days")
        return made

    @property
    def customers(self) -> float:
        """Everybody in it."""
        return float(self.known.count.sum())

    def mean(self, each: FloatArray) -> float:
        """The mean over customers of a number per row."""
        return float(self.known.count @ each) / self.customers

    def mean_estimate(self, each: FloatArray) -> Estimate:
        """The mean over customers with its interval (normal)."""
        value = self.mean(each)
        deviation = np.sqrt(self.mean((each - value) ** 2) / max(self.customers - 1, 1))
        half = normal_quantile((1 + LEVEL) / 2) * deviation
        return Estimate.of([value], [value - half], [value + half])


@dataclass(frozen=True, slots=True)
class Scored:
    """What one model said about a holdout, per row, and how that compares with what came.

    expected: purchases; chance: of at least one; log_score: ln probability of what happened.
    """

    name: str
    model: FittedBuyers
    holdout: Holdout
    expected: FloatArray
    chance: FloatArray
    log_score: FloatArray

    @property
    def total(self) -> float:
        """Purchases expected of everybody together."""
        return float(self.holdout.known.count @ self.expected)

    @property
    def total_likely(self) -> tuple[float, float]:
        """Where 95 in 100 totals would lie, had every customer been as unsure as they proved to be.

        A season or a slump that moves everybody at once is not in it.
        """
        misses = self.holdout.bought - self.expected
        chance = np.sqrt(float(self.holdout.known.count @ misses**2))
        half = normal_quantile((1 + LEVEL) / 2) * chance
        return max(0.0, self.total - half), self.total + half

    @property
    def miss(self) -> float:
        """Mean absolute error, in purchases a customer."""
        return self.holdout.mean(np.abs(self.holdout.bought - self.expected))

    @property
    def surprise(self) -> float:
        """Mean of −ln probability of what happened; smaller is better."""
        return -self.holdout.mean(self.log_score)

    def lead_over(self, other: "Scored") -> Estimate:
        """By how much the log score is higher than another's, a customer, with its interval."""
        return self.holdout.mean_estimate(self.log_score - other.log_score)


@dataclass(frozen=True, slots=True)
class Selected:
    """Every model that could be fitted, simplest first, and the one chosen.

    best: the highest mean score; lead: of the best over the chosen one. refused: why others
    could not be fitted.
    """

    scored: tuple[Scored, ...]
    chosen: Scored
    best: Scored
    lead: Estimate
    refused: Mapping[str, str]


def score(name: str, model: FittedBuyers, holdout: Holdout) -> Scored:
    """Hold a fitted model against what came. Raises BadInput, FitFailed where a number is none."""
    distribution = model.purchase_distribution(
        holdout.known, horizon=holdout.length, up_to=MANY - 1
    )
    rest = np.clip(1 - distribution.sum(axis=1, keepdims=True), 0.0, 1.0)
    happened = np.minimum(holdout.bought, MANY).astype(np.intp)
    told = np.take_along_axis(np.hstack([distribution, rest]), happened[:, None], axis=1)[:, 0]
    expected = model.expected_purchases(holdout.known, horizon=holdout.length)
    if not (np.isfinite(expected).all() and np.isfinite(told).all()):
        raise FitFailed(f"{name} has no finite expectation for somebody.")
    return Scored(
        name=name,
        model=model,
        holdout=holdout,
        expected=expected,
        chance=np.clip(1 - distribution[:, 0], 0.0, 1.0),
        log_score=np.log(np.maximum(told, RAREST)),
    )


def select(models: Mapping[str, Model], holdout: Holdout) -> Selected:
    """Fit every model up to the cut, score it after, and choose. `models` come simplest first.

    Raises FitFailed when none can be fitted.
    """
    scored: list[Scored] = []
    refused: dict[str, str] = {}
    for name, model in models.items():
        try:
            scored.append(score(name, model.fit(holdout.known), holdout))
        except (BadInput, FitFailed) as refusal:
            refused[name] = str(refusal)
    if not scored:
        raise FitFailed(f"No model could be fitted: {' '.join(refused.values())}")
    best = max(scored, key=lambda each: each.holdout.mean(each.log_score))
    chosen = next(each for each in scored if not _beats(best, each))
    return Selected(tuple(scored), chosen, best, best.lead_over(chosen), refused)


def _beats(best: Scored, other: Scored) -> bool:
    return best is not other and bool(best.lead_over(other).low[0] > 0)


def top_share(ranked_by: npt.ArrayLike, holdout: Holdout, *, top: float = 0.1) -> float:
    """The share of all purchases in the holdout made by the `top` share of this ranking.

    Ties count evenly and a boundary within a row is shared. Raises BadInput.
    """
    counts, bought = _ranked(ranked_by, holdout)
    everything = float(counts @ bought)
    if everything == 0:
        return top
    edges = np.concatenate([[0.0], np.cumsum(counts)])
    reached = np.concatenate([[0.0], np.cumsum(counts * bought)])
    return float(np.interp(top * edges[-1], edges, reached)) / everything


def _ranked(ranked_by: npt.ArrayLike, holdout: Holdout) -> tuple[FloatArray, FloatArray]:
    """Customers at each level of a ranking, from the top, and their mean purchases."""
    values = np.asarray(ranked_by, dtype=np.float64)
    same_length(ranked_by=values, bought=holdout.bought)
    _, place = np.unique(-values, return_inverse=True)
    counts = np.bincount(place, weights=holdout.known.count).astype(np.float64)
    return counts, np.bincount(place, weights=holdout.known.count * holdout.bought) / counts
