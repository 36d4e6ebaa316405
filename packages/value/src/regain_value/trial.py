"""One comparison of treated and control, as it was drawn and as it went.

Customers count in the group they were drawn for, whatever happened to them afterwards (intention
to treat: Fisher et al. 1990, in Peace, *Statistical Issues in Drug Research*). Crossovers dilute
the effect and are counted in the open. Groups that were changed after the draw compare nothing.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from regain_value.arrays import AnyArray, BoolArray, FloatArray, flags, numbers, same_length
from regain_value.errors import NotEnoughEvidence


@dataclass(frozen=True, slots=True)
class Count:
    """So many came back of so many."""

    returned: int
    of: int

    @property
    def rate(self) -> float:
        """The share that came back."""
        return self.returned / self.of

    def __str__(self) -> str:
        return f"{self.returned:,} of {self.of:,}"


@dataclass(frozen=True, slots=True)
class Trial:
    """One row per customer drawn.

    control: drawn for the control group; returned: came back within the horizon; value: what they
    then brought, 0 where they did not return; segment: any label known before the draw.
    attempted_control: control customers somebody approached all the same; unreached: treated
    customers nobody approached.
    """

    control: BoolArray
    returned: BoolArray
    value: FloatArray | None
    segment: AnyArray | None
    attempted_control: int = 0
    unreached: int = 0

    @classmethod
    def of(
        cls,
        *,
        control: npt.ArrayLike | None,
        returned: npt.ArrayLike,
        value: npt.ArrayLike | None = None,
        segment: npt.ArrayLike | None = None,
        control_now: npt.ArrayLike | None = None,
        dropped: npt.ArrayLike | None = None,
        attempted: npt.ArrayLike | None = None,
    ) -> "Trial":
        """A checked trial.

        control: as drawn, None where nothing was drawn at random; control_now: the group each
        customer is listed in at the evaluation, if lists can change; dropped: no longer listed;
        attempted: somebody approached this customer. Raises BadInput, and NotEnoughEvidence where
        nothing was drawn, a group is empty, or the groups were changed after the draw.
        """
        if control is None:
            raise _no_trial(
                "nothing was drawn at random, so an effect cannot be told from luck",
                "hold out a control group in the next cycle",
            )
        drawn, came = flags("control", control), flags("returned", returned)
        columns: dict[str, AnyArray] = {"control": drawn, "returned": came}
        now = _flags("control_now", control_now, columns, drawn)
        gone = _flags("dropped", dropped, columns, np.zeros(len(drawn), np.bool_))
        tried = _flags("attempted", attempted, columns, ~drawn)
        worth = None if value is None else numbers("value", value, at_least=0)
        labels = None if segment is None else np.asarray(segment)
        optional: dict[str, Any] = {"value": worth, "segment": labels}
        same_length(**columns, **{k: v for k, v in optional.items() if v is not None})
        _refuse_empty(drawn)
        _refuse_changed(drawn, now, gone)
        return cls(
            control=drawn,
            returned=came,
            value=None if worth is None else np.where(came, worth, 0.0),
            segment=labels,
            attempted_control=int((drawn & tried).sum()),
            unreached=int((~drawn & ~tried).sum()),
        )

    def counts(self, rows: BoolArray | None = None) -> tuple[Count, Count]:
        """Treated and control, of all customers or of some rows."""
        some = np.ones(len(self.control), np.bool_) if rows is None else rows
        return self._count(some & ~self.control), self._count(some & self.control)

    def _count(self, rows: BoolArray) -> Count:
        return Count(int(self.returned[rows].sum()), int(rows.sum()))

    @property
    def crossovers(self) -> str:
        """What went otherwise than drawn, in a sentence; empty when nothing did."""
        told = []
        if self.attempted_control:
            held = int(self.control.sum())
            told.append(f"{self.attempted_control:,} of {held:,} in control were approached")
        if self.unreached:
            meant = int((~self.control).sum())
            told.append(f"{self.unreached:,} of {meant:,} meant to be treated were not approached")
        if not told:
            return ""
        return f"{' and '.join(told)}; all count in the group they were drawn for."


def _flags(
    name: str, given: npt.ArrayLike | None, columns: dict[str, AnyArray], otherwise: BoolArray
) -> BoolArray:
    if given is None:
        return otherwise
    columns[name] = flags(name, given)
    return columns[name]


def _refuse_empty(control: BoolArray) -> None:
    if not control.any():
        raise _no_trial("the control group is empty", "hold out a share of the next cycle")
    if control.all():
        raise _no_trial("everybody is in the control group", "treat some of the next cycle")


def _refuse_changed(drawn: BoolArray, now: BoolArray, dropped: BoolArray) -> None:
    out = int((drawn & ~now & ~dropped).sum())
    into = int((~drawn & now & ~dropped).sum())
    gone = int(dropped.sum())
    told = [
        text
        for many, text in (
            (out, f"{out:,} moved out of control"),
            (into, f"{into:,} moved into control"),
            (gone, f"{gone:,} dropped"),
        )
        if many
    ]
    if told:
        raise _no_trial(
            f"the groups were changed after the draw ({', '.join(told)})",
            "compare the customers as they were drawn, or wait for the next cycle",
        )


def _no_trial(problem: str, way_out: str) -> NotEnoughEvidence:
    return NotEnoughEvidence(place="effect", problem=problem, way_out=way_out)
