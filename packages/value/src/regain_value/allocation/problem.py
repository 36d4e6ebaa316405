"""The question of an allocation, checked: values, costs, capacities, budget, minimum shares."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from regain_value.arrays import AnyArray, BoolArray, FloatArray, IntArray, flags
from regain_value.errors import BadInput

AT_ONCE = 65_536


@dataclass(frozen=True, slots=True)
class Problem:
    """Maximise Σ value[i, t(i)] over one treatment t(i) per row, or nothing.

    value: rows × treatments; cost: the same, or 1 × treatments where it is the same for all;
    capacity: rows at most per treatment; budget: Σ cost at most; segment: a code per row; floor:
    rows of each segment that get something at least; weight: how many customers a row stands for.
    """

    value: FloatArray
    cost: FloatArray
    capacity: FloatArray
    budget: float
    segment: IntArray
    floor: FloatArray
    weight: FloatArray | None = None

    @property
    def rows(self) -> int:
        """How many customers there are."""
        return len(self.value)

    @property
    def treatments(self) -> int:
        """How many treatments there are, nothing left out."""
        return int(self.value.shape[1])

    def limits(self) -> FloatArray:
        """Right-hand sides in the order of the prices: capacities, budget, floors."""
        return np.concatenate([self.capacity, [self.budget], self.floor])

    def can_bind(self) -> BoolArray:
        """Which limits could change anything; the price of the others is zero."""
        dearest = np.maximum(self.cost.max(axis=1), 0.0)
        most = float(dearest[0]) * self.rows if len(self.cost) == 1 else float(dearest.sum())
        return np.concatenate([self.capacity < self.rows, [self.budget < most], self.floor > 0])

    def take(self, rows: IntArray, weight: FloatArray | None = None) -> "Problem":
        """The same question about some of the rows."""
        cost = self.cost if len(self.cost) == 1 else self.cost[rows]
        return Problem(
            self.value[rows],
            cost,
            self.capacity,
            self.budget,
            self.segment[rows],
            self.floor,
            weight,
        )

    def blocks(self) -> Iterator[slice]:
        """The rows in pieces that fit the processor's cache."""
        for start in range(0, self.rows, AT_ONCE):
            yield slice(start, min(start + AT_ONCE, self.rows))

    def reduced(self, rows: slice | IntArray, price: FloatArray) -> FloatArray:
        """Value less what the limits charge; treatments × rows, contiguous."""
        many = self.treatments
        cost = self.cost if len(self.cost) == 1 else self.cost[rows]
        told = np.array(self.value[rows].T, order="C")
        told -= price[:many, None] + price[many] * cost.T
        if len(self.floor):
            told += price[many + 1 :][self.segment[rows]]
        return told


def table(name: str, values: npt.ArrayLike, width: int, *, at_least: float = -np.inf) -> FloatArray:
    """A rows × treatments table of finite numbers. Raises BadInput naming row and treatment."""
    try:
        made = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as reason:
        raise BadInput(
            place=name, problem=f"not a table of numbers ({reason})", way_out="give plain numbers"
        ) from None
    if made.ndim != 2 or made.shape[1] != width:
        raise BadInput(
            place=name,
            problem=f"has the shape {made.shape}",
            way_out=f"give customers × {width} treatments",
        )
    bad = ~(np.isfinite(made) & (made >= at_least))
    if bad.any():
        row, column = (int(place) for place in np.argwhere(bad)[0])
        need = "a finite number" if at_least == -np.inf else f"a number of {at_least:g} or more"
        raise BadInput(
            place=f"{name}, row {row}, treatment {column}",
            problem=f"{made[row, column]:g} is not {need}",
            way_out="correct it, or leave the customer out",
        )
    return made


def limit(name: str, value: float) -> float:
    """A capacity or a budget: zero or more, infinite where there is none. Raises BadInput."""
    if not value >= 0:
        raise BadInput(place=name, problem=f"{value} is below 0", way_out="give zero or more")
    return float(value)


def pose(
    value: npt.ArrayLike,
    cost: npt.ArrayLike,
    capacity: Sequence[float],
    *,
    names: Sequence[str],
    budget: float | None,
    segment: npt.ArrayLike | None,
    minimum: Mapping[Any, float],
    control: npt.ArrayLike | None,
) -> tuple[Problem, IntArray, AnyArray]:
    """The checked question, the rows it is about, and the names of the segments.

    Raises BadInput.
    """
    many = len(capacity)
    if not many or len(names) != many:
        raise BadInput(
            place="treatments",
            problem=f"{len(names)} names for {many} capacities",
            way_out="give one name and one capacity per treatment",
        )
    values = table("value", value, many)
    costs = table("cost", np.atleast_2d(np.asarray(cost, dtype=np.float64)), many, at_least=0)
    rows = len(values)
    if len(costs) not in {1, rows}:
        raise BadInput(
            place="cost", problem=f"has {len(costs)} rows for {rows}", way_out="give one, or each"
        )
    labels = np.zeros(rows, np.int64) if segment is None else np.asarray(segment)
    free = np.arange(rows) if control is None else np.flatnonzero(~flags("control", control))
    if len(labels) != rows or (control is not None and np.size(control) != rows):
        raise BadInput(
            place="segment, control",
            problem=f"not {rows} rows",
            way_out="give one row per customer",
        )
    known, code = np.unique(labels, return_inverse=True)
    chosen = code[free].astype(np.int64)
    posed = Problem(
        value=values if len(free) == rows else values[free],
        cost=costs if len(costs) == 1 or len(free) == rows else costs[free],
        capacity=np.array([limit(name, each) for name, each in zip(names, capacity, strict=True)]),
        budget=np.inf if budget is None else limit("budget", budget),
        segment=chosen,
        floor=_floors(known, np.bincount(chosen, minlength=len(known)), minimum),
    )
    return posed, free, known


def _floors(known: AnyArray, sizes: IntArray, minimum: Mapping[Any, float]) -> FloatArray:
    """How many of each segment must get something; empty where nobody must."""
    strangers = [name for name in minimum if name not in known.tolist()]
    if strangers:
        raise BadInput(
            place="minimum",
            problem=f"no customer is in segment {strangers[0]!r}",
            way_out="name segments that occur",
        )
    for name, part in minimum.items():
        if not 0 <= part <= 1:
            raise BadInput(
                place=f"minimum of {name}", problem=f"{part} is no share", way_out="give 0 … 1"
            )
    if not any(minimum.values()):
        return np.zeros(0)
    asked = np.array([minimum.get(name, 0.0) for name in known.tolist()], dtype=np.float64)
    return np.ceil(asked * sizes - 1e-9)
