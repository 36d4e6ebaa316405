"""MBG/NBD: a customer may leave right after the first purchase, too.

Batislam, Denizel & Filiztekin (2007), Empirical validation and comparison of models for customer
base analysis, IJRM 24(3); Hoppe & Wagner (2007), Customer base analysis: the case for a central
variant of the Betageometric/NBD model, Marketing JRM 3(2) (there CBG/NBD). As BG/NBD, with one
coin more: it is tossed at time zero as well, so somebody who never came back may well have left.
"""

from dataclasses import dataclass
from typing import ClassVar

from regain_value.models.dropout import FittedDropout
from regain_value.summary import Summary
from regain_value.table import Table
from regain_value.units import DAY, Unit


@dataclass(frozen=True, slots=True)
class FittedMBGNBD(FittedDropout):
    """MBG/NBD with its parameters; r, alpha (a time), a, b as in the paper."""

    paper: ClassVar[str] = "MBG/NBD"
    tosses_at_first: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class MBGNBD:
    """The MBG/NBD model before it has seen anybody; tables count time in `unit`."""

    unit: Unit = DAY

    def fit(self, summary: Summary | Table) -> FittedMBGNBD:
        """Maximum likelihood. Raises BadInput, NotEnoughEvidence, FitFailed."""
        return FittedMBGNBD.most_likely(summary, self.unit)
