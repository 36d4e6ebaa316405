"""How well some customers stand for everybody who left.

A customer drawn with a probability stands for their value divided by it (Horvitz and Thompson 1952): a loss too large
to be left to chance stands for itself, every other for an equal part of what is left of its segment. A customer chosen
by hand stands for nobody else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Called:
    """A customer an executive calls; `probability` of the draw, none where a person chose them."""

    stratum: str
    value: Decimal
    probability: float | None = None

    @property
    def stands_for(self) -> float:
        """The part of the losses this call speaks for, as money."""
        return max(0.0, float(self.value)) / (self.probability or 1.0)


@dataclass(frozen=True, slots=True)
class Share:
    """One segment or country: its part of the value lost, of what the calls stand for, and of the calls themselves."""

    name: str
    of_losses: float
    stood_for: float
    of_value_called: float
    of_calls: float
    calls: int


@dataclass(frozen=True, slots=True)
class Mirror:
    """How the calls compare with the losses.

    `distance` is the part of what they stand for that lies in the wrong place: 0 is a perfect mirror, 1 the opposite.
    """

    shares: tuple[Share, ...]
    distance: float
    value_called: Decimal
    value_lost: Decimal

    @property
    def coverage(self) -> float:
        """The part of the value lost that belongs to the customers called."""
        return float(self.value_called / self.value_lost) if self.value_lost > 0 else 0.0


def mirror(losses: Mapping[str, Decimal], called: Sequence[Called]) -> Mirror:
    """Compare the value lost by stratum with the customers called."""
    lost = {name: max(value, Decimal(0)) for name, value in losses.items()}
    counts = dict.fromkeys((*lost, *(call.stratum for call in called)), 0)
    reached = dict.fromkeys(counts, Decimal(0))
    spoken_for = dict.fromkeys(counts, 0.0)
    for call in called:
        counts[call.stratum] += 1
        reached[call.stratum] += max(call.value, Decimal(0))
        spoken_for[call.stratum] += call.stands_for
    total, value_called = sum(lost.values(), Decimal(0)), sum(reached.values(), Decimal(0))
    spoken = sum(spoken_for.values())
    shares = tuple(
        Share(
            name=name,
            of_losses=_part(lost.get(name, Decimal(0)), total),
            stood_for=spoken_for[name] / spoken if spoken else 0.0,
            of_value_called=_part(reached[name], value_called),
            of_calls=counts[name] / len(called) if called else 0.0,
            calls=counts[name],
        )
        for name in sorted(counts, key=lambda name: (-lost.get(name, Decimal(0)), name))
    )
    return Mirror(
        shares=shares,
        distance=sum(abs(share.of_losses - share.stood_for) for share in shares) / 2 if spoken else 1.0,
        value_called=value_called,
        value_lost=total,
    )


def _part(value: Decimal, total: Decimal) -> float:
    return float(value / total) if total > 0 else 0.0
