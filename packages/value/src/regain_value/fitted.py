"""What every fitted model shares: parameters in the paper's letters, their errors, and JSON."""

import json
import math
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

import numpy as np

from regain_value.arrays import FloatArray
from regain_value.errors import BadInput
from regain_value.maximum import Maximum
from regain_value.units import Unit


@dataclass(frozen=True, slots=True)
class Fitted:
    """A fitted model: frozen, comparable, and whole again after a JSON round trip.

    values follow `letters`; log_covariance is of their logarithms; at_edge names the letters the
    data did not pin down (their errors are a convention, not a measurement); customers is how
    many stood behind the fit; unit is the unit of every time parameter.
    """

    paper: ClassVar[str]
    letters: ClassVar[tuple[str, ...]]

    values: tuple[float, ...]
    unit: Unit
    log_likelihood: float
    log_covariance: tuple[tuple[float, ...], ...]
    at_edge: tuple[str, ...]
    customers: float

    @classmethod
    def from_maximum(cls, peak: Maximum, *, unit: Unit, customers: float) -> Self:
        """The fitted model that stands at this peak of the likelihood."""
        return cls(
            values=tuple(float(value) for value in peak.values),
            unit=unit,
            log_likelihood=float(peak.log_likelihood),
            log_covariance=tuple(tuple(map(float, row)) for row in peak.log_covariance),
            at_edge=tuple(
                letter for letter, flag in zip(cls.letters, peak.at_edge, strict=True) if flag
            ),
            customers=customers,
        )

    @classmethod
    def from_params(cls, *, unit: Unit, **params: float) -> Self:
        """A model with given parameters, taken as certain (published figures, simulations).

        Raises BadInput when a letter is missing, unknown or not positive.
        """
        if set(params) != set(cls.letters) or not all(
            0 < value < math.inf for value in params.values()
        ):
            raise BadInput(
                place=f"{cls.paper} parameters",
                problem=f"got {params}",
                way_out=f"give a positive number for each of {', '.join(cls.letters)}",
            )
        size = len(cls.letters)
        return cls(
            values=tuple(float(params[letter]) for letter in cls.letters),
            unit=unit,
            log_likelihood=0.0,
            log_covariance=((0.0,) * size,) * size,
            at_edge=(),
            customers=0.0,
        )

    @property
    def params(self) -> dict[str, float]:
        """The parameters, in the paper's order and letters."""
        return dict(zip(self.letters, self.values, strict=True))

    @property
    def standard_errors(self) -> dict[str, float]:
        """One standard error per parameter, from the inverse Hessian."""
        deviations = np.sqrt(np.diag(self.covariance_of_logs))
        errors = np.asarray(self.values) * deviations
        return dict(zip(self.letters, map(float, errors), strict=True))

    @property
    def covariance_of_logs(self) -> FloatArray:
        """Covariance of the logarithms of the parameters, letters × letters."""
        return np.asarray(self.log_covariance, dtype=np.float64)

    def shifted(self, log_step: FloatArray) -> Self:
        """The same model with its parameters multiplied by exp(log_step)."""
        moved = np.asarray(self.values) * np.exp(log_step)
        return replace(self, values=tuple(float(value) for value in moved))

    def to_json(self) -> str:
        """Everything needed to predict again, as one JSON object."""
        return json.dumps(
            {
                "model": self.paper,
                "unit": {"name": self.unit.name, "days": self.unit.days},
                "params": self.params,
                "log_likelihood": self.log_likelihood,
                "log_covariance": self.log_covariance,
                "at_edge": self.at_edge,
                "customers": self.customers,
            },
            allow_nan=False,
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The model written by `to_json`. Raises BadInput when the text is something else."""
        try:
            return cls._from_object(json.loads(text))
        except (KeyError, TypeError, json.JSONDecodeError) as reason:
            raise BadInput(
                place="JSON",
                problem=f"is not a fitted {cls.paper} ({reason})",
                way_out="give the text that to_json of the same model wrote",
            ) from None

    @classmethod
    def _from_object(cls, told: dict[str, Any]) -> Self:
        if told["model"] != cls.paper:
            raise TypeError(f"it says {told['model']!r}")
        return cls(
            values=tuple(float(told["params"][letter]) for letter in cls.letters),
            unit=Unit(str(told["unit"]["name"]), float(told["unit"]["days"])),
            log_likelihood=float(told["log_likelihood"]),
            log_covariance=tuple(tuple(map(float, row)) for row in told["log_covariance"]),
            at_edge=tuple(told["at_edge"]),
            customers=float(told["customers"]),
        )
