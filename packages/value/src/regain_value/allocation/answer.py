"""Who gets what: the allocation, what it is worth, what each limit costs, and how near the best."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from regain_value.allocation.exact import finish
from regain_value.allocation.prices import Prices, find_prices
from regain_value.allocation.problem import Problem, pose
from regain_value.allocation.rounding import NOTHING, holds, round_off, used, worth
from regain_value.arrays import AnyArray, FloatArray, IntArray
from regain_value.errors import BadInput, NotEnoughEvidence

NONE = -1


@dataclass(frozen=True, slots=True)
class Allocation:
    """One treatment per customer, or none.

    treatment: its number per row, −1 for none; counts: rows per treatment; spent, value: in all;
    bound: no allocation within the limits is worth more; capacity_price, budget_price,
    minimum_price: what one more of each treatment, one more unit of budget, and one customer more
    in a minimum would change; largest: the most one treatment more could bring.
    """

    treatment: IntArray
    names: tuple[str, ...]
    counts: IntArray
    spent: float
    value: float
    bound: float
    capacity_price: FloatArray
    largest: FloatArray
    budget_price: float
    minimum_price: dict[Any, float]
    is_proven: bool

    @property
    def gap(self) -> float:
        """At most this much value is missed; zero when proven the best."""
        return 0.0 if self.is_proven else max(0.0, self.bound - self.value)

    @property
    def relative_gap(self) -> float:
        """The gap as a share of the bound."""
        return self.gap / abs(self.bound) if self.bound else 0.0

    @property
    def sentences(self) -> tuple[str, ...]:
        """The shadow prices in words, without a currency sign."""
        told = [
            _more(f"One more {name}", float(price), at_most=float(most))
            for name, price, most in zip(self.names, self.capacity_price, self.largest, strict=True)
        ]
        if self.budget_price > 0:
            told.append(_more("One more unit of budget", self.budget_price))
        told += [
            f"Serving one customer more in segment {name} would cost about {price:,.2f}."
            for name, price in self.minimum_price.items()
            if price > _FAINT
        ]
        return tuple(told)


_FAINT = 0.005


def _more(what: str, price: float, *, at_most: float = np.inf) -> str:
    if price < _FAINT:
        return f"{what} would bring nothing more."
    return f"{what} would bring {'about' if price < at_most else 'at most'} {price:,.2f}."


def allocate(
    value: npt.ArrayLike,
    *,
    cost: npt.ArrayLike,
    capacity: Sequence[float],
    names: Sequence[str],
    budget: float | None = None,
    segment: npt.ArrayLike | None = None,
    minimum: Mapping[Any, float] | None = None,
    control: npt.ArrayLike | None = None,
) -> Allocation:
    """Give each customer the treatment that makes the whole worth most.

    value: customers × treatments, what each is expected to bring over doing nothing; cost: the
    same shape or one number per treatment; capacity: customers at most per treatment (np.inf for
    no limit); names: what a treatment is called, in the singular; budget: Σ cost at most;
    minimum: of each named segment at least this share, rounded up, gets something; control: true
    for those who are left alone and counted nowhere. Rows that bring the same are served in their
    order. Raises BadInput, and NotEnoughEvidence when the minimum shares were not met within the
    limits.
    """
    problem, free, segments = pose(
        value, cost, capacity, names=names, budget=budget, segment=segment,
        minimum=minimum or {}, control=control,
    )  # fmt: skip
    _refuse_contradiction(problem, names)
    prices = find_prices(problem)
    rounded = round_off(problem, prices)
    choice, found, proven = finish(problem, prices, rounded)
    _spare(problem, choice)
    if not (found and holds(problem, used(problem, choice))):
        raise _not_met()
    treatment = np.full(len(np.atleast_2d(value)), NONE)
    treatment[free] = choice - 1
    made = _told(problem, choice, prices, tuple(names), segments)
    return replace(made, treatment=treatment, is_proven=proven)


def _told(
    problem: Problem, choice: IntArray, prices: Prices, names: tuple[str, ...], segments: AnyArray
) -> Allocation:
    """What the choices come to and what the limits cost."""
    use, total = used(problem, choice), worth(problem, choice)
    many = problem.treatments
    least = min(0.0, float(problem.value.min(initial=0.0)))
    largest = problem.value.max(axis=0, initial=0.0) - least
    owed = np.minimum(prices.price[many + 1 :], largest.max())
    return Allocation(
        treatment=choice - 1,
        names=names,
        counts=use.counts[1:],
        spent=use.spent,
        value=total,
        bound=max(prices.bound, total),
        capacity_price=np.where(
            use.counts[1:] < problem.capacity, 0.0, np.minimum(prices.price[:many], largest)
        ),
        largest=largest,
        budget_price=float(prices.price[many]),
        minimum_price=dict(zip(segments.tolist(), owed.tolist(), strict=False)),
        is_proven=False,
    )


def _refuse_contradiction(problem: Problem, names: Sequence[str]) -> None:
    """Minimum shares that no allocation could meet, where it shows at once."""
    wanted = float(problem.floor.sum())
    if wanted > problem.capacity.sum():
        told = " and ".join(
            f"{each:g} {name}s" for each, name in zip(problem.capacity, names, strict=True)
        )
        raise BadInput(
            place="minimum",
            problem=f"the shares ask for {wanted:,.0f} customers, but there are only {told}",
            way_out="lower the shares or raise the capacity",
        )
    if not wanted or not np.isfinite(problem.budget):
        return
    cheapest = np.broadcast_to(problem.cost, problem.value.shape).min(axis=1)
    least = 0.0
    for code, floor in enumerate(problem.floor):
        least += float(np.sort(cheapest[problem.segment == code])[: int(floor)].sum())
    if least > problem.budget * (1 + 1e-12):
        raise BadInput(
            place="minimum",
            problem=f"the shares cost {least:,.2f} at least, the budget is {problem.budget:,.2f}",
            way_out="lower the shares or raise the budget",
        )


def _spare(problem: Problem, choice: IntArray) -> None:
    """Leave alone whom a treatment brings nothing, where no minimum asks for them."""
    given = np.flatnonzero(choice)
    if len(problem.floor):
        given = given[problem.floor[problem.segment[given]] == 0]
    choice[given[problem.value[given, choice[given] - 1] <= 0]] = NOTHING


def _not_met() -> NotEnoughEvidence:
    return NotEnoughEvidence(
        place="minimum",
        problem="no allocation was found that meets the minimum shares within the limits",
        way_out="lower the shares, or raise capacity or budget",
    )
