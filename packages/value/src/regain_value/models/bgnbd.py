"""BG/NBD: when a customer buys, and when they silently stop.

Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way, Marketing Science 24(2).
A customer buys at rate λ ~ Gamma(r, α) while alive, and after each repeat purchase leaves for good
with probability p ~ Beta(a, b). The model never lets a customer without repeats leave.
"""

from dataclasses import dataclass
from typing import ClassVar

from regain_value.models.dropout import FittedDropout
from regain_value.summary import Summary
from regain_value.table import Table
from regain_value.units import DAY, Unit


@dataclass(frozen=True, slots=True)
class FittedBGNBD(FittedDropout):
    """BG/NBD with its parameters; r, alpha (a time), a, b as in the paper."""

    paper: ClassVar[str] = "BG/NBD"
    tosses_at_first: ClassVar[int] = 0


@dataclass(frozen=True, slots=True)
class BGNBD:
    """The BG/NBD model before it has seen anybody; tables count time in `unit`."""

    unit: Unit = DAY

    def fit(self, summary: Summary | Table) -> FittedBGNBD:
        """Maximum likelihood. Raises BadInput, NotEnoughEvidence, FitFailed."""
        return FittedBGNBD.most_likely(summary, self.unit)
