"""Decisions about worth: pure, on numbers and values."""

from regain.knowledge.valuation.rules.worth import LIKELY, Departure, Estimate, Likeness

__all__ = ["LIKELY", "Departure", "Estimate", "Likeness"]
