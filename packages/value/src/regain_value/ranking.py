"""Which ranking of the departed would have caught most, on the company's own past.

A ranking is judged by the share of all returners, and of all returned value, that its top share
of customers holds. Ties count as if shuffled (the tied share a boundary evenly), and a boundary
between two customers is shared in proportion, so no result depends on the order of rows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from regain_value.arrays import BoolArray, FloatArray, flags, numbers, same_length, share
from regain_value.errors import BadInput, NotEnoughEvidence

TOP_SHARES = (0.1, 0.2, 0.5)
TOP_FIFTH = 0.2
RESAMPLES = 400


@dataclass(frozen=True, slots=True)
class Departed:
    """Departed customers at a past cut, as the rankings see them.

    spend, frequency: of the first life; absence: time away, in any one unit; chance, value:
    learnt chance of return and expected returned value, where a company has them.
    """

    spend: FloatArray
    frequency: FloatArray
    absence: FloatArray
    chance: FloatArray | None = None
    value: FloatArray | None = None

    @classmethod
    def of(
        cls,
        *,
        spend: npt.ArrayLike,
        frequency: npt.ArrayLike,
        absence: npt.ArrayLike,
        chance: npt.ArrayLike | None = None,
        value: npt.ArrayLike | None = None,
    ) -> "Departed":
        """Checked columns of one length. Raises BadInput."""
        made = cls(
            spend=numbers("spend", spend),
            frequency=numbers("frequency", frequency, at_least=0),
            absence=numbers("absence", absence, at_least=0),
            chance=None if chance is None else numbers("chance", chance, at_least=0, at_most=1),
            value=None if value is None else numbers("value", value),
        )
        told = {"spend": made.spend, "frequency": made.frequency, "absence": made.absence}
        learnt = {"chance": made.chance, "value": made.value}
        same_length(**told, **{name: each for name, each in learnt.items() if each is not None})
        return made


Ranking = Callable[[Departed], FloatArray]


def past_spend(departed: Departed) -> FloatArray:
    """What they spent in the first life: the simple rule that is hard to beat."""
    return departed.spend


def recency(departed: Departed) -> FloatArray:
    """The most recently departed first."""
    return -departed.absence


def frequency(departed: Departed) -> FloatArray:
    """The most frequent buyers first."""
    return departed.frequency


def spend_over_root_absence(departed: Departed) -> FloatArray:
    """Spend, fading with the square root of the absence."""
    faded: FloatArray = departed.spend / np.sqrt(1.0 + departed.absence)
    return faded


def chance_times_value(departed: Departed) -> FloatArray:
    """Expected returned value. Raises BadInput when chance or value has not been learnt."""
    if departed.chance is None or departed.value is None:
        raise BadInput(
            place="chance_times_value",
            problem="chance and value have not been learnt",
            way_out="give both columns, or leave this candidate out",
        )
    return departed.chance * departed.value


SIMPLE_RULE = "past_spend"
RANKINGS: dict[str, Ranking] = {
    SIMPLE_RULE: past_spend,
    "recency": recency,
    "frequency": frequency,
    "spend_over_root_absence": spend_over_root_absence,
    "chance_times_value": chance_times_value,
}


@dataclass(frozen=True, slots=True)
class Caught:
    """Shares of all returners and of all returned value in each top share of a ranking."""

    top: tuple[float, ...]
    returners: tuple[float, ...]
    value: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Challenger minus incumbent, in share of returned value, with a bootstrap interval."""

    value: float
    low: float
    high: float

    @property
    def is_beyond_chance(self) -> bool:
        """Whether the whole interval favours the challenger."""
        return self.low > 0


@dataclass(frozen=True, slots=True)
class Choice:
    """The ranking to use. `challenger` did best of the others; `lead` is its lead over `simple`.

    `caught` holds every candidate's result.
    """

    name: str
    simple: str
    challenger: str | None
    lead: Difference | None
    caught: dict[str, Caught]


def caught(
    score: npt.ArrayLike,
    returned: npt.ArrayLike,
    value: npt.ArrayLike,
    *,
    top: tuple[float, ...] = TOP_SHARES,
) -> Caught:
    """What the highest scores caught.

    score: high first; returned: came back within the horizon; value: what they then brought
    (counted only where returned). Raises BadInput, NotEnoughEvidence when nobody returned.
    """
    scores, came, worth = _outcome(score, returned, value)
    curve = _Curve(scores)
    one = np.ones(len(scores))
    return Caught(
        top=top,
        returners=tuple(float(curve.share(came.astype(np.float64), one, each)) for each in top),
        value=tuple(float(curve.share(worth, one, each)) for each in top),
    )


def difference(
    challenger: npt.ArrayLike,
    incumbent: npt.ArrayLike,
    returned: npt.ArrayLike,
    value: npt.ArrayLike,
    *,
    seed: int,
    top: float = TOP_FIFTH,
    level: float = 0.95,
) -> Difference:
    """Lead of one ranking over another in share of returned value caught at the top.

    Customers are resampled (400 times), both rankings judged on the same sample each time.
    Raises BadInput, NotEnoughEvidence when nobody returned.
    """
    first, came, worth = _outcome(challenger, returned, value)
    second = _outcome(incumbent, came, worth)[0]
    share("top", top)
    curves = _Curve(first), _Curve(second)
    one = np.ones(len(first))
    lead = curves[0].share(worth, one, top) - curves[1].share(worth, one, top)
    random = np.random.default_rng(seed)
    leads = np.empty(RESAMPLES)
    for place in range(RESAMPLES):
        drawn = random.integers(len(first), size=len(first))
        times = np.bincount(drawn, minlength=len(first)).astype(np.float64)
        leads[place] = curves[0].share(worth, times, top) - curves[1].share(worth, times, top)
    tail = (1 - share("level", level)) / 2
    low, high = np.quantile(leads, (tail, 1 - tail))
    return Difference(value=float(lead), low=min(float(low), lead), high=max(float(high), lead))


def choose(
    departed: Departed,
    returned: npt.ArrayLike,
    value: npt.ArrayLike,
    *,
    seed: int,
    candidates: Mapping[str, Ranking] | None = None,
    simple: str = SIMPLE_RULE,
    top: float = TOP_FIFTH,
) -> Choice:
    """The best ranking on this past; the simple rule unless another leads beyond chance.

    candidates: default all of RANKINGS that the columns allow. With several challengers the best
    is compared at a level stricter by their number (Bonferroni), since the best of many is
    partly luck. Raises BadInput, NotEnoughEvidence when nobody returned.
    """
    table = _possible(departed) if candidates is None else candidates
    if simple not in table:
        raise BadInput(
            place="simple", problem=f"{simple!r} is no candidate", way_out=f"use {list(table)}"
        )
    scores = {name: ranking(departed) for name, ranking in table.items()}
    shares = tuple(sorted({top, *TOP_SHARES}))
    results = {name: caught(score, returned, value, top=shares) for name, score in scores.items()}
    at_top = shares.index(top)
    others = sorted(
        (name for name in table if name != simple), key=lambda name: -results[name].value[at_top]
    )
    if not others:
        return Choice(simple, simple, None, None, results)
    level = 1 - 0.05 / len(others)
    lead = difference(
        scores[others[0]], scores[simple], returned, value, seed=seed, top=top, level=level
    )
    name = others[0] if lead.is_beyond_chance else simple
    return Choice(name, simple, others[0], lead, results)


class _Curve:
    """Customers in order of score, with the ends of the groups that tie."""

    def __init__(self, score: FloatArray) -> None:
        self.order = np.argsort(-score, kind="stable")
        ranked = score[self.order]
        self.ends = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)

    def share(self, amount: FloatArray, times: FloatArray, top: float) -> float:
        """Share of the amount within the first `top` of the customers, each taken `times`."""
        people = np.cumsum(times[self.order])[self.ends]
        amounts = np.cumsum((amount * times)[self.order])[self.ends]
        if amounts[-1] <= 0:
            return 0.0
        held = np.interp(top * people[-1], np.append(0.0, people), np.append(0.0, amounts))
        return float(held / amounts[-1])


def _outcome(
    score: npt.ArrayLike, returned: npt.ArrayLike, value: npt.ArrayLike
) -> tuple[FloatArray, BoolArray, FloatArray]:
    scores, came = numbers("score", score), flags("returned", returned)
    worth = np.where(came, numbers("value", value, at_least=0), 0.0)
    same_length(score=scores, returned=came, value=worth)
    if not came.any():
        raise NotEnoughEvidence(
            place="returned",
            problem="nobody in this past came back",
            way_out="take an earlier cut or a longer horizon",
        )
    return scores, came, worth


def _possible(departed: Departed) -> dict[str, Ranking]:
    learnt = departed.chance is not None and departed.value is not None
    return {
        name: ranking
        for name, ranking in RANKINGS.items()
        if learnt or ranking is not chance_times_value
    }
