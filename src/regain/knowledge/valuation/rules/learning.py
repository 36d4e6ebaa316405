"""What a company's own past tells of the living and of those away, as the models take it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from regain_value import DAY, BadInput, FitFailed, FittedBuyers, FittedGammaGamma, GammaGamma, Summary
from regain_value.absences import Absences
from regain_value.holdout import Model

FloatArray = np.ndarray[tuple[int], np.dtype[np.float64]]

WINDOW = 90
"""Days within which a return is looked for."""
CUTS = 4
"""Past windows learnt from, one after the other: a year."""


@dataclass(frozen=True)
class Absent:
    """Everybody gone at a cut, in parallel arrays; `returned_value` is what they bought in the time after it."""

    cut: date
    customer: np.ndarray[tuple[int], np.dtype[np.object_]]
    absence: FloatArray
    spent: FloatArray
    purchase_days: FloatArray
    monthly: FloatArray
    length: FloatArray
    patience: FloatArray
    refunded: FloatArray
    complaints: FloatArray
    returned: np.ndarray[tuple[int], np.dtype[np.bool_]]
    returned_value: FloatArray

    def __len__(self) -> int:
        return len(self.absence)

    @cached_property
    def absences(self) -> Absences:
        """The same customers as the chance of return sees them."""
        return absences_of(vars(self))


@dataclass(frozen=True)
class Away:
    """Who was away at the start of each past 30 days and who came back in them: distinct rows with counts.

    `period` 0 is the 30 days before the date learnt by, 1 those before them.
    """

    absences: Absences
    period: FloatArray
    at_risk: FloatArray
    returned: FloatArray

    def before(self, periods: int) -> "Away":
        """The same as it was known that many periods earlier."""
        known = self.period >= periods
        absences = Absences(**{name: getattr(self.absences, name)[known] for name in Absences.__slots__})
        return Away(absences, self.period[known] - periods, self.at_risk[known], self.returned[known])


@dataclass(frozen=True)
class Living:
    """The models of the living, of purchases or of contracts; none where there is too little to learn from, and why."""

    purchases: FittedBuyers | None = None
    spend: FittedGammaGamma | None = None
    contracts: FittedBuyers | None = None
    why_not: str = field(default="")


def fit_living(
    frequency: FloatArray, recency: FloatArray, age: FloatArray, spend: FloatArray, *, model: Model
) -> Living:
    """The model chosen by the past and Gamma-Gamma on the histories of all customers, times in days."""
    try:
        summary = Summary.of({"frequency": frequency, "recency": recency, "age": age, "spend": spend}, unit=DAY)
        return Living(model.fit(summary), GammaGamma().fit(summary))
    except (BadInput, FitFailed) as refusal:
        return Living(why_not=str(refusal))


def fit_contracts(contracts: Summary, *, model: Model) -> Living:
    """The model of contracts chosen by the past, on every contract; times in months."""
    try:
        return Living(contracts=model.fit(contracts))
    except (BadInput, FitFailed) as refusal:
        return Living(why_not=str(refusal))


def absences_of(columns: Mapping[str, Any]) -> Absences:
    """Departed customers as the chance of return sees them, from columns named as the questions name them."""
    names = {"away": "absence", "value": "spent", "purchases": "purchase_days"}
    kept = ("length", "patience", "refunded", "complaints")
    told = {ours: columns[theirs] for ours, theirs in (*names.items(), *zip(kept, kept, strict=True))}
    return Absences.of({name: np.maximum(np.asarray(values, dtype=float), 0.0) for name, values in told.items()})
