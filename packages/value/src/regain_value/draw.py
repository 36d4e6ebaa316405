"""The draw: a few customers who stand for the whole loss.

Strata (reasons, say) get their number of draws in proportion to their total size by largest
remainder. Within a stratum, whoever is larger than the step is certain; the rest are drawn
systematically with probability proportional to size (Madow 1949), in the order given, so that
sorting the rows beforehand spreads the draw over that order too.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from regain_value.arrays import AnyArray, BoolArray, FloatArray, IntArray, numbers, same_length
from regain_value.errors import BadInput


@dataclass(frozen=True, slots=True)
class Draw:
    """Who was drawn: row numbers in rising order, each with its inclusion probability."""

    rows: IntArray
    probability: FloatArray

    @property
    def certain(self) -> BoolArray:
        """Which of the drawn were too large to be left to chance."""
        return self.probability >= 1.0

    @property
    def weight(self) -> FloatArray:
        """How many customers each of the drawn stands for (Horvitz–Thompson)."""
        return 1.0 / self.probability


@dataclass(frozen=True, slots=True)
class Representativeness:
    """How well a draw mirrors the population, per stratum (sorted).

    population_share, drawn_share: of the value; call_share: of the drawn customers. `distance`
    is the share of value in the wrong stratum: 0 is a perfect mirror, 1 the opposite.
    """

    stratum: AnyArray
    population_share: FloatArray
    drawn_share: FloatArray
    call_share: FloatArray

    @property
    def distance(self) -> float:
        """Half the sum of the absolute differences in share of value."""
        return float(np.abs(self.population_share - self.drawn_share).sum() / 2)

    @property
    def call_distance(self) -> float:
        """The same between the population's value and the number of calls."""
        return float(np.abs(self.population_share - self.call_share).sum() / 2)


def draw_by_size(
    size: npt.ArrayLike, *, wanted: int, seed: int, stratum: npt.ArrayLike | None = None
) -> Draw:
    """Draw `wanted` rows with probability proportional to size, stratum by stratum.

    size: zero or more per row (revenue lost, say); rows of size zero are never drawn, so fewer
    may come. stratum: any sortable label per row. Same input and seed, same draw. Raises BadInput.
    """
    sizes = numbers("size", size, at_least=0)
    if wanted < 0:
        raise BadInput(place="wanted", problem=f"{wanted} is below 0", way_out="give a count")
    labels = np.zeros(len(sizes), np.int64) if stratum is None else np.asarray(stratum)
    same_length(size=sizes, stratum=labels)
    names, code = np.unique(labels, return_inverse=True)
    able = np.bincount(code, weights=sizes > 0, minlength=len(names)).astype(np.int64)
    totals = np.bincount(code, weights=sizes, minlength=len(names)).astype(np.float64)
    shares = apportion(totals, wanted=wanted, at_most=able)
    starts = np.random.default_rng(seed).random(len(names))
    probability = np.zeros(len(sizes))
    drawn: list[IntArray] = []
    for place in range(len(names)):
        members = np.flatnonzero((code == place) & (sizes > 0))
        chance = inclusion(sizes[members], int(shares[place]))
        probability[members] = chance
        drawn.append(members[_systematic(chance, float(starts[place]))])
    rows = np.sort(np.concatenate(drawn)) if drawn else np.empty(0, np.int64)
    return Draw(rows=rows, probability=probability[rows])


def apportion(totals: FloatArray, *, wanted: int, at_most: IntArray) -> IntArray:
    """Split `wanted` over strata by largest remainder of their totals, none above `at_most`.

    What a full stratum cannot take goes to the others; ties go to the first.
    """
    given = np.zeros(len(totals), np.int64)
    wanted = min(wanted, int(at_most.sum()))
    while (left := wanted - int(given.sum())) > 0:
        open_totals = np.where(given < at_most, totals, 0.0)
        quota = left * open_totals / open_totals.sum()
        more = np.floor(quota).astype(np.int64)
        order = np.argsort(-np.round(quota - more, 12), kind="stable")
        more[order[: left - int(more.sum())]] += 1
        given = np.minimum(given + more, at_most)
    return given


def inclusion(size: FloatArray, wanted: int) -> FloatArray:
    """Inclusion probability per unit: proportional to size, certain above the step."""
    chance = np.zeros(len(size))
    if wanted == 0 or len(size) == 0:
        return chance
    certain = np.zeros(len(size), dtype=np.bool_)
    while (rest := wanted - int(certain.sum())) > 0 and not certain.all():
        step = size[~certain].sum() / rest
        larger = ~certain & (size >= step * (1 - 1e-12))
        if not larger.any():
            chance = size / step
            break
        certain |= larger
    chance[certain] = 1.0
    return chance


def _systematic(chance: FloatArray, start: float) -> BoolArray:
    """Units whose stretch of the running total holds start, start + 1, start + 2 and so on."""
    certain = chance >= 1.0
    running = np.cumsum(np.where(certain, 0.0, chance))
    if len(running):
        running[-1] = np.round(running[-1])
        ends = np.ceil(running - start)
        picked = np.diff(ends, prepend=np.ceil(-start)) > 0
        return np.asarray(picked | certain)
    return certain


def representativeness(
    size: npt.ArrayLike, stratum: npt.ArrayLike, drawn: npt.ArrayLike
) -> Representativeness:
    """Compare the drawn row numbers with all rows, by stratum. Raises BadInput."""
    sizes = numbers("size", size, at_least=0)
    labels = np.asarray(stratum)
    rows = np.asarray(drawn, dtype=np.int64)
    same_length(size=sizes, stratum=labels)
    if ((rows < 0) | (rows >= len(sizes))).any():
        raise BadInput(
            place="drawn",
            problem=f"names a row outside 0 … {len(sizes) - 1}",
            way_out="give row numbers of the size column",
        )
    names, code = np.unique(labels, return_inverse=True)
    many = len(names)
    return Representativeness(
        stratum=names,
        population_share=_shares(np.bincount(code, weights=sizes, minlength=many)),
        drawn_share=_shares(np.bincount(code[rows], weights=sizes[rows], minlength=many)),
        call_share=_shares(np.bincount(code[rows], minlength=many)),
    )


def _shares(sums: npt.NDArray[Any]) -> FloatArray:
    totals = sums.astype(np.float64)
    everything = float(totals.sum())
    return totals / everything if everything > 0 else np.zeros_like(totals)
