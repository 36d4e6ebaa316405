"""The natural chance of return: two models, and the company's own past to choose between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from regain.knowledge.valuation.rules.learning import WINDOW, Absent, Away
from regain_value import DAY, Difference, FittedReturns, NaturalChance, NotEnoughEvidence, ReturnChance
from regain_value.hazard import PERIOD, FittedHazard, fit_hazard
from regain_value.scores import Scored, better, scored

STRETCH = round(PERIOD.count)
"""Days of a stretch of absence."""
PAST = 60
"""Stretches learnt from: five years."""
AHEAD = 13
"""Stretches whose season is told: a year."""
HELD_OUT = 3
"""Windows that are predicted from what came before them, to see which model does better."""


@dataclass(frozen=True)
class HeldOut:
    """What each model said of past windows, learnt only from what came before them, beside what happened.

    `lead` is how much better the hazard did than the counted cells, by the logarithmic score.
    """

    windows: int
    hazard: Scored
    cells: Scored
    lead: Difference


@dataclass(frozen=True)
class Returning:
    """The chance of return: `now`, learnt from everything; `before`, from what came before the newest window."""

    now: NaturalChance
    before: NaturalChance | None = None
    held_out: HeldOut | None = None


def fit_returning(pasts: Sequence[Absent], away: Away, *, as_of: date) -> Returning:
    """Both models on everything, and on what came before each of the newest windows; `pasts` newest first."""
    chosen, told = [], []
    for place, past in enumerate(pasts[:HELD_OUT]):
        older = pasts[place + 1 :]
        gone_by = (as_of - past.cut).days // STRETCH
        hazard = fit_hazard_of(away.before(gone_by), as_of=past.cut)
        chosen.append(NaturalChance(fit_returns(older), hazard))
        if hazard is not None and any(each.returned.any() for each in older):
            told.append((past, *_both(chosen[-1], past)))
    held_out = _held_out(told)
    lead = None if held_out is None else held_out.lead
    before = NaturalChance(chosen[0].cells, chosen[0].hazard, lead) if chosen else None
    return Returning(NaturalChance(fit_returns(pasts), fit_hazard_of(away, as_of=as_of), lead), before, held_out)


def fit_returns(pasts: Sequence[Absent]) -> FittedReturns:
    """Counted by absence and spend, from past windows one after the other."""
    return ReturnChance().fit(
        np.concatenate([past.absence for past in pasts]) if pasts else np.empty(0),
        np.concatenate([past.spent for past in pasts]) if pasts else np.empty(0),
        np.concatenate([past.returned for past in pasts]) if pasts else np.empty(0, bool),
        horizon=WINDOW * DAY,
    )


def fit_hazard_of(away: Away, *, as_of: date) -> FittedHazard | None:
    """The hazard by month of absence; none while too few came back."""
    months = {period: season(as_of, -period - 1) for period in range(PAST)}
    try:
        return fit_hazard(
            away.absences, period=away.period, at_risk=away.at_risk, returned=away.returned, months=months
        )
    except NotEnoughEvidence:
        return None


def season(day: date, stretch: int) -> int:
    """The month of the year in the middle of a stretch: 0 begins on the day, -1 ends on it."""
    return (day + timedelta(days=STRETCH * stretch + STRETCH // 2)).month


def seasons_ahead(day: date) -> tuple[int, ...]:
    """The months of the year in the stretches that begin on the day."""
    return tuple(season(day, stretch) for stretch in range(AHEAD))


Chances = np.ndarray[tuple[int], np.dtype[np.float64]]


def _both(model: NaturalChance, past: Absent) -> tuple[Chances, Chances]:
    """What the hazard and the cells say of a window."""
    months = seasons_ahead(past.cut)
    hazard = NaturalChance(model.cells, model.hazard).chances(past.absences, months=months)
    cells = model.cells.chances(past.absence, past.spent)
    return hazard.chance.value, cells.chance.value


def _held_out(told: Sequence[tuple[Absent, Chances, Chances]]) -> HeldOut | None:
    if not told:
        return None
    returned = np.concatenate([past.returned for past, _hazard, _cells in told])
    hazard = np.concatenate([each for _past, each, _cells in told])
    cells = np.concatenate([each for _past, _hazard, each in told])
    return HeldOut(
        windows=len(told),
        hazard=scored(hazard, returned),
        cells=scored(cells, returned),
        lead=better(hazard, cells, returned),
    )
