"""The pack of a review, made from the facts and from what the desks heard."""

from regain.meetings.lossreview.queries.pack.building import build, silent

__all__ = ["build", "silent"]
