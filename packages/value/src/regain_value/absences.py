"""Departed customers as one day sees them, and the bands that make alike ones equal."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from regain_value.arrays import AnyArray, FloatArray, IntArray, numbers, same_length
from regain_value.errors import BadInput

NOT_ASKED = ""
STEPS = MappingProxyType(
    {"away": 4} | dict.fromkeys(("value", "purchases", "length", "patience", "complaints"), 2)
)
"""Bands to each doubling of 1 + x: one of `away` is a fifth wide, one of the others two fifths."""
TENTHS = 10
"""Bands of the refunded share; nothing refunded is a band of its own."""
BITS = 8


@dataclass(frozen=True, slots=True)
class Absences:
    """One row per departed customer.

    away: days since the last purchase; value: spent so far; purchases: days of purchases;
    length: days from the first to the last of them; patience: days of silence that ended the
    life; refunded: share of the value given back; complaints: contacts of that kind; reason: the
    class of the reason, "" where nobody asked.
    """

    away: FloatArray
    value: FloatArray
    purchases: FloatArray
    length: FloatArray
    patience: FloatArray
    refunded: FloatArray
    complaints: FloatArray
    reason: AnyArray

    @classmethod
    def of(cls, columns: Mapping[str, npt.ArrayLike]) -> "Absences":
        """Checked columns of one length; only `away` and `value` must be there. Raises BadInput."""
        for name in ("away", "value"):
            if name not in columns:
                raise BadInput(
                    place="absences", problem=f"have no {name}", way_out=f"give a column {name}"
                )
        rows = len(np.atleast_1d(np.asarray(columns["away"])))
        told = {name: columns.get(name, np.zeros(rows)) for name in STEPS}
        told["purchases"] = columns.get("purchases", np.ones(rows))
        found = {name: numbers(name, values, at_least=0) for name, values in told.items()}
        shares = columns.get("refunded", np.zeros(rows))
        found["refunded"] = numbers("refunded", shares, at_least=0, at_most=1)
        reason = np.asarray(columns.get("reason", np.full(rows, NOT_ASKED)), dtype=np.str_)
        same_length(**found, reason=reason)
        return cls(**found, reason=reason)

    @classmethod
    def of_bands(cls, bands: Mapping[str, AnyArray]) -> "Absences":
        """The middle of each band, as `bands` numbers them. Raises BadInput."""
        columns = {
            name: 2.0 ** ((np.asarray(bands[name], dtype=np.float64) + 0.5) / steps) - 1
            for name, steps in STEPS.items()
            if name in bands
        }
        if "refunded" in bands:
            tenth = np.asarray(bands["refunded"], dtype=np.float64)
            columns["refunded"] = np.maximum(tenth - 0.5, 0.0) / TENTHS
        told: dict[str, AnyArray] = dict(columns)
        if "reason" in bands:
            told["reason"] = bands["reason"]
        return cls.of(told)

    def __len__(self) -> int:
        return len(self.away)

    def bands(self) -> dict[str, AnyArray]:
        """⌊steps · log₂(1 + x)⌋ of every column, and the refunded tenth, rounded up."""
        found: dict[str, AnyArray] = {
            name: np.floor(steps * np.log2(1 + getattr(self, name))).astype(np.int64)
            for name, steps in STEPS.items()
        }
        found["refunded"] = np.ceil(TENTHS * self.refunded).astype(np.int64)
        return {**found, "reason": self.reason}

    def alike(self) -> tuple["Absences", IntArray]:
        """The distinct rows of bands at their middles, and for every row the place of its own."""
        bands = self.bands()
        key = np.zeros(len(self), dtype=np.int64)
        for name in (*STEPS, "refunded"):
            key = (key << BITS) | np.minimum(bands[name], (1 << BITS) - 1)
        if (self.reason != NOT_ASKED).any():
            code = np.unique(self.reason, return_inverse=True)[1]
            key = (key << BITS) | np.minimum(code.reshape(-1), (1 << BITS) - 1)
        _, first, back = np.unique(key, return_index=True, return_inverse=True)
        middle = Absences.of_bands({name: codes[first] for name, codes in bands.items()})
        return middle, np.asarray(back, dtype=np.int64).reshape(-1)
