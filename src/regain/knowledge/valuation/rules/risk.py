"""Early warning: who of the living may leave within ninety days, learnt from the company's own past.

Every customer is described by a few signals, each in a few steps. How much each step moves the chance is a logistic
regression on counts (Cox 1958): customers alike in every signal are one row, so a company of millions is a few hundred
rows. A weak prior (Gaussian, variance 4 on the log odds: Gelman et al. 2008 discuss why one is needed) keeps steps
that few customers took from running away.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Final

import numpy as np
from scipy.special import expit, xlogy

FloatArray = np.ndarray[tuple[int], np.dtype[np.float64]]
Figures = np.ndarray[Any, np.dtype[Any]]
Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]
Steps = np.ndarray[tuple[int, int], np.dtype[np.int64]]

WITHIN: Final = 90
"""Days within which a customer has to leave for a warning to have been right."""
CUTS: Final = 4
"""Past days looked back to, one window apart; the newest only judges."""
HIGH, MEDIUM, LOW, UNKNOWN = "high", "medium", "low", ""
LEVELS: Final = (HIGH, MEDIUM, LOW)
ENOUGH_LEFT, ENOUGH_TO_JUDGE = 30, 10
"""Departures needed to learn from, and in the newest window to judge by."""
VARIANCE: Final = 4.0
MOVES: Final = 1.25
"""A step moves the warning when it raises the odds by a quarter over those of the average customer."""
LIKELY: Final = 1.959964
SIGNALS: Final[dict[str, int]] = {"rhythm": 3, "near": 4, "trend": 3, "complaints": 3, "habit": 4, "term": 2}
"""The signals and how many steps each has; step 0 is calm. Their meaning is in `risk_signals.sql`."""
ALARMING: Final[dict[str, int]] = {"rhythm": 1, "near": 2, "trend": 1, "complaints": 1, "term": 1}
"""From which step on a signal is named while nothing is measured yet."""
NOTEWORTHY: Final[dict[str, int]] = {"rhythm": 1, "near": 1, "trend": 1, "complaints": 1, "habit": 0, "term": 1}
"""The first step that may be named as a mover: a calm signal is none, whatever the others are."""


@dataclass(frozen=True)
class Window:
    """The living of a past day, those alike in every signal as one row, and how many of them left in time.

    Columns of `steps` follow SIGNALS. `alike` and `left` are as long as `steps` has rows.
    """

    steps: Steps
    alike: FloatArray
    left: FloatArray


@dataclass(frozen=True)
class Scorecard:
    """Log odds of leaving: those of a customer calm in everything, and what each step adds; with their covariance."""

    weights: FloatArray
    covariance: Matrix
    usual: FloatArray
    """What each signal adds for the average customer, in the order of SIGNALS."""

    def chances(self, steps: Steps) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Chance of leaving with its ends (95 %), for each row of steps."""
        x = design(steps)
        middle = x @ self.weights
        error = LIKELY * np.sqrt(np.einsum("ij,jk,ik->i", x, self.covariance, x))
        return expit(middle), expit(middle - error), expit(middle + error)

    def movers(self, steps: Sequence[int]) -> tuple[str, ...]:
        """The signals that raise the odds of this description over those of the average customer, largest first."""
        adds = [(_added(self.weights, at, step) - self.usual[at], name, step)
                for at, (name, step) in enumerate(zip(SIGNALS, steps, strict=True))]  # fmt: skip
        found = [(add, name) for add, name, step in adds if add > np.log(MOVES) and step >= NOTEWORTHY[name]]
        return tuple(name for _add, name in sorted(found, reverse=True))


@dataclass(frozen=True)
class Called:
    """Those called one level on a past day: how many, how many left, their share with its ends (Wilson 1927)."""

    level: str
    customers: int
    left: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share that left."""
        return self.left / self.customers if self.customers else 0.0


@dataclass(frozen=True)
class Promise:
    """Customers promised about the same chance of leaving, and what happened."""

    promised: float
    customers: int
    left: int
    low: float
    high: float


@dataclass(frozen=True)
class Warnings:
    """What is called high and medium, and how that did on a past day that nothing was learnt from.

    Without a `scorecard` nothing is measured yet, and `why_not` says why.
    """

    scorecard: Scorecard | None = None
    above_high: float = 1.0
    above_medium: float = 1.0
    called: tuple[Called, ...] = ()
    promises: tuple[Promise, ...] = ()
    learnt_from: int = 0
    learnt_left: int = 0
    why_not: str = field(default="")

    @property
    def is_measured(self) -> bool:
        """Whether the company's own past stands behind the levels."""
        return self.scorecard is not None

    def level(self, chance: float) -> str:
        """The level of a chance."""
        if not self.is_measured:
            return UNKNOWN
        return HIGH if chance >= self.above_high else MEDIUM if chance >= self.above_medium else LOW


def learn_warnings(windows: Sequence[Window]) -> Warnings:
    """Warnings from past windows, the newest first: learnt and drawn from the older ones, judged on the newest.

    What warns from then on is learnt from all of them, with the lines drawn before.
    """
    newest, older = (windows[0], windows[1:]) if windows else (None, ())
    known = int(sum(window.left.sum() for window in older))
    if newest is None or known < ENOUGH_LEFT:
        return Warnings(why_not=_too_few(known))
    judged = int(newest.left.sum())
    if judged < ENOUGH_TO_JUDGE:
        return Warnings(why_not=f"Only {judged} left in the newest ninety days; {ENOUGH_TO_JUDGE} are needed to judge.")
    past = together(older)
    card = fit(past)
    chances = card.chances(past.steps)[0]
    high, medium = lines(chances, past)
    drawn = Warnings(card, high, medium)
    promised = card.chances(newest.steps)[0]
    everything = together(windows)
    return Warnings(
        scorecard=fit(everything),
        above_high=high,
        above_medium=medium,
        called=tuple(_called(drawn, promised, newest)),
        promises=tuple(_promises(promised, newest)),
        learnt_from=int(everything.alike.sum()),
        learnt_left=int(everything.left.sum()),
    )


def _too_few(known: int) -> str:
    who = f"only {known} customers are" if known > 1 else "one customer is" if known else "nobody is"
    return f"Too few have left so far: {who} known to have, and {ENOUGH_LEFT} are needed to learn from."


def fit(past: Window) -> Scorecard:
    """The most likely weights under the prior, by Newton's method; the covariance is that of the normal approximation.

    The intercept has no prior, and no step 0 has a weight: they are what the others are compared with.
    """
    x = design(past.steps)
    prior = np.full(x.shape[1], 1.0 / VARIANCE)
    prior[0] = 0.0
    share = past.left.sum() / past.alike.sum()
    weights = np.zeros(x.shape[1])
    weights[0] = np.log(share / (1.0 - share)) if 0 < share < 1 else 0.0
    for _step in range(100):
        chance = expit(x @ weights)
        slope = x.T @ (past.left - past.alike * chance) - prior * weights
        curvature = (x.T * (past.alike * chance * (1 - chance))) @ x + np.diag(prior + 1e-9)
        move = np.linalg.solve(curvature, slope)
        weights = weights + move * min(1.0, 4.0 / max(4.0, float(np.abs(move).max())))
        if float(np.abs(move).max()) < 1e-10:
            break
    usual = np.array(
        [
            sum(_added(weights, at, step) * past.alike[past.steps[:, at] == step].sum() for step in range(size))
            / past.alike.sum()
            for at, size in enumerate(SIGNALS.values())
        ]
    )
    return Scorecard(weights, np.linalg.inv(curvature), usual)


def lines(chances: FloatArray, past: Window) -> tuple[float, float]:
    """Where high and medium begin: where the three groups differ most in how many left, the most likely split.

    The group called high holds at least as many departures as are needed to judge it. Where the past allows no such
    split, both begin at the chance of the average customer.
    """
    edges, place = np.unique(-chances, return_inverse=True)
    alike: Figures = np.cumsum(np.bincount(place, past.alike))
    left: Figures = np.cumsum(np.bincount(place, past.left))
    whole, gone = alike[-1], left[-1]
    first, second = np.triu_indices(len(edges) - 1, k=1)
    told = (
        _height(left[first], alike[first])
        + _height(left[second] - left[first], alike[second] - alike[first])
        + _height(gone - left[second], whole - alike[second])
    )
    told = np.where(left[first] >= ENOUGH_TO_JUDGE, told, -np.inf)
    if not len(told) or not np.isfinite(told.max()):
        average = float(gone / whole)
        return average, average
    best = int(np.argmax(told))
    return float(-edges[first[best]]), float(-edges[second[best]])


def _height(left: Figures, alike: Figures) -> Figures:
    """The log likelihood of groups of whom so many left, each at its own share."""
    told: Figures = xlogy(left, left / alike) + xlogy(alike - left, (alike - left) / alike)
    return told


def cells(warnings: Warnings) -> dict[str, list[Any]]:
    """Every combination of steps with its chance, level and movers, column by column; chances None while unmeasured."""
    steps = np.array(list(product(*(range(size) for size in SIGNALS.values()))), dtype=np.int64)
    columns: dict[str, list[Any]] = {name: steps[:, at].tolist() for at, name in enumerate(SIGNALS)}
    card = warnings.scorecard
    if card is None:
        nothing = [None] * len(steps)
        named = [" ".join(name for name, at in zip(SIGNALS, row, strict=True) if at >= ALARMING.get(name, 99))
                 for row in steps.tolist()]  # fmt: skip
        return columns | {"chances": nothing, "lows": nothing, "highs": nothing,
                          "levels": [UNKNOWN] * len(steps), "movers": list(named)}  # fmt: skip
    chance, low, high = card.chances(steps)
    return columns | {
        "chances": chance.tolist(),
        "lows": low.tolist(),
        "highs": high.tolist(),
        "levels": [warnings.level(each) for each in chance.tolist()],
        "movers": [" ".join(card.movers(row)) for row in steps.tolist()],
    }


def together(windows: Sequence[Window]) -> Window:
    """Windows one after the other."""
    return Window(
        np.concatenate([window.steps for window in windows]),
        np.concatenate([window.alike for window in windows]),
        np.concatenate([window.left for window in windows]),
    )


def design(steps: Steps) -> Matrix:
    """One column for everybody, and one for each step above 0 of each signal."""
    columns = [np.ones(len(steps))]
    for at, size in enumerate(SIGNALS.values()):
        columns += [(steps[:, at] == step).astype(float) for step in range(1, size)]
    return np.stack(columns, axis=1)


def wilson(left: float, customers: float) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927); nothing known is anything from 0 to 1."""
    if customers <= 0:
        return 0.0, 1.0
    share, z = left / customers, LIKELY
    middle = (share + z**2 / (2 * customers)) / (1 + z**2 / customers)
    half = z / (1 + z**2 / customers) * np.sqrt(share * (1 - share) / customers + z**2 / (4 * customers**2))
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))


def _added(weights: FloatArray, at: int, step: int) -> float:
    before = 1 + sum(size - 1 for size in list(SIGNALS.values())[:at])
    return 0.0 if step == 0 else float(weights[before + step - 1])


def _called(drawn: Warnings, promised: FloatArray, newest: Window) -> list[Called]:
    levels = np.array([drawn.level(each) for each in promised.tolist()])
    found = []
    for level in LEVELS:
        of = levels == level
        customers, left = int(newest.alike[of].sum()), int(newest.left[of].sum())
        found.append(Called(level, customers, left, *wilson(left, customers)))
    return found


def _promises(promised: FloatArray, newest: Window) -> list[Promise]:
    """Ten groups of about equal size, by the chance they were promised."""
    order = np.argsort(promised, kind="stable")
    weight = np.cumsum(newest.alike[order])
    groups = np.minimum(9, (10 * (weight - newest.alike[order] / 2) / weight[-1]).astype(int))
    found = []
    for group in range(10):
        rows = order[groups == group]
        customers, left = float(newest.alike[rows].sum()), float(newest.left[rows].sum())
        if customers:
            chance = float((promised[rows] * newest.alike[rows]).sum() / customers)
            found.append(Promise(chance, int(customers), int(left), *wilson(left, customers)))
    return found
