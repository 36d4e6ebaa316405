"""What the past taught of those who left, as JSON: the chance of return, second lives, the effect of a call."""

from typing import Any

import numpy as np

from regain.knowledge.valuation.rules.returning import HeldOut, Returning
from regain.knowledge.valuation.rules.second import SecondLives
from regain_value import MONTH, Difference, Estimate, LearntUplift
from regain_value.hazard import FittedHazard
from regain_value.scores import Scored

ENDS = np.array([0.0, -1.959963984540054, 1.959963984540054])


def chance_document(returning: Returning) -> dict[str, Any]:
    """Which model gives the chance of return, what it learnt, and how both did on windows they had not seen."""
    hazard = returning.now.hazard
    return {
        "model": "hazard" if returning.now.is_by_hazard else "cells",
        "hazard": None if hazard is None else hazard_document(hazard),
        "held_out": None if returning.held_out is None else held_out_document(returning.held_out),
    }


def hazard_document(hazard: FittedHazard) -> dict[str, Any]:
    """Effects on the logarithm of the hazard, for one deviation of each term, and what stood behind them."""
    return {
        "returns": hazard.returns,
        "months_of_absence": hazard.periods,
        "drift": hazard.drift,
        "has_seasons": hazard.has_seasons,
        "effects": {name: {"value": value, "error": error} for name, (value, error) in hazard.effects.items()},
    }


def held_out_document(held_out: HeldOut) -> dict[str, Any]:
    """Predicted beside actual of both models. `lead` above 0: the hazard did better."""
    return {
        "windows": held_out.windows,
        "hazard": scored_document(held_out.hazard),
        "cells": scored_document(held_out.cells),
        "lead": {name: getattr(held_out.lead, name) for name in Difference.__slots__},
    }


def scored_document(told: Scored) -> dict[str, Any]:
    """Groups in order of the chance said; both scores are better when lower."""
    found = told.groups
    groups = zip(found.customers, found.said, *found.happened.parts(), strict=True)
    names = ("people", "said", "happened", "happened_low", "happened_high")
    return {
        "people": told.people,
        "expected": told.expected,
        "returned": told.returned,
        "log_score": told.log_score,
        "brier": told.brier,
        "groups": [dict(zip(names, map(float, group), strict=True)) for group in groups],
    }


def second_document(second: SecondLives) -> dict[str, Any]:
    """How long second lives last within the horizon, and what they bring beside the first."""
    fitted = second.fitted
    ratios = fitted.ratios.estimate
    return {
        "seen": fitted.seen,
        "over": fitted.over,
        "horizon_months": second.horizon.in_unit(MONTH),
        "months": estimate_document(fitted.months(horizon=second.horizon).estimate),
        "ratio_as_seen": fitted.as_seen,
        "ratio_for_all": fitted.for_all,
        "monthly_edges": fitted.edges.tolist(),
        "ratios": [estimate_document(ratios, row) for row in range(len(ratios))],
        "selection": second.selection,
    }


def uplift_document(uplift: LearntUplift) -> dict[str, Any]:
    """What a call multiplies the odds of return by, and where that comes from."""
    whole = uplift.of()
    value, low, high = (float(each) for each in np.exp(whole.log_odds_drawn(ENDS)))
    return {
        "basis": whole.basis,
        "source": whole.source,
        "odds_ratio": {"value": value, "low": low, "high": high},
        "segments": sorted(uplift.segments),
    }


def estimate_document(each: Estimate, row: int = 0) -> dict[str, float]:
    """One number with the ends of its interval."""
    value, low, high = (float(part[row]) for part in each.parts())
    return {"value": value, "low": low, "high": high}
