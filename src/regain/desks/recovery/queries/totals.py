"""Sums over the decisions of a cycle: by kind, by segment, by country; and how the calls mirror the losses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from django.db.models import Count, Sum

from regain.desks.recovery.models import Cycle
from regain.desks.recovery.rules.terms import Kind
from regain.knowledge.valuation.rules.mirror import Called, Mirror, mirror

EXACT = Decimal("0.0001")
SUMMED = ("value_lost", "cost", "gain", "gain_low", "gain_high")


@dataclass(frozen=True)
class Sums:
    """What some decisions come to."""

    count: int = 0
    value_lost: Decimal = Decimal(0)
    cost: Decimal = Decimal(0)
    gain: Decimal = Decimal(0)
    gain_low: Decimal = Decimal(0)
    gain_high: Decimal = Decimal(0)

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.count + other.count,
            self.value_lost + other.value_lost,
            self.cost + other.cost,
            self.gain + other.gain,
            self.gain_low + other.gain_low,
            self.gain_high + other.gain_high,
        )


def by_kind_and_segment(cycle: Cycle) -> dict[tuple[Kind, str], Sums]:
    """Every kind in every segment; one pass."""
    rows = cycle.decisions.order_by().values_list("kind", "segment")
    found = rows.annotate(Count("pk"), *(Sum(name) for name in SUMMED))
    return {
        (Kind(kind), segment): Sums(count, *(exact(value) for value in sums)) for kind, segment, count, *sums in found
    }


def exact(value: Decimal | None) -> Decimal:
    """A sum as exact as the rows it was made of, whatever the database returns."""
    return Decimal(value or 0).quantize(EXACT, ROUND_HALF_EVEN)


def together(parts: Mapping[tuple[Kind, str], Sums], *, kind: Kind | None = None, segment: str = "") -> Sums:
    """The sum over a kind, a segment, or everything."""
    answer = Sums()
    for (each_kind, each_segment), sums in parts.items():
        if kind in {None, each_kind} and segment in {"", each_segment}:
            answer += sums
    return answer


def mirrored(cycle: Cycle, name: str, called: Sequence[Called]) -> Mirror:
    """How the customers called stand for the losses by `segment` or `country`.

    The losses are those somebody could be asked about: nobody can ask the deceased why they left.
    """
    rows = cycle.decisions.filter(is_recoverable=True).order_by().values_list(name)
    return mirror({stratum: exact(value) for stratum, value in rows.annotate(Sum("value_lost"))}, called)
