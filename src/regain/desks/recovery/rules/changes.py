"""Changes by hand: what becomes of a customer who loses an executive's call, and which moves are open."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from regain.desks.recovery.rules.gain import Amount, offers
from regain.desks.recovery.rules.terms import Kind, Settings, Why

MOVABLE = frozenset({Kind.TEAM, Kind.LETTER, Kind.NOT_PURSUED})
"""Decisions a person may move between. Executives' calls change by a swap; control members never move."""

UNDO_WITHIN = timedelta(hours=1)
"""How long an approval can be taken back: until then nobody has been called on the strength of it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A decision and, when it is not to pursue, the reason."""

    kind: Kind
    why: Why | None = None


def after_swap(maximum_spend: Amount, settings: Settings, *, team_calls: int, came_from: Kind) -> Place:
    """What the customer who is swapped out gets instead, under the rules of the draft.

    `team_calls` are those the team makes now; the place of a customer who came from the team is free again.
    """
    weighed = offers(maximum_spend, settings)
    taken = team_calls - (1 if came_from is Kind.TEAM else 0)
    if weighed.wants_call and taken < settings.team_calls:
        return Place(Kind.TEAM)
    if weighed.wants_letter:
        return Place(Kind.LETTER)
    if maximum_spend.value <= 0:
        return Place(Kind.NOT_PURSUED, Why.NO_DIFFERENCE)
    return Place(Kind.NOT_PURSUED, Why.NO_CALL_LEFT if weighed.wants_call else Why.TOO_DEAR)


def is_undoable(*, approved_at: datetime, at: datetime) -> bool:
    """Whether an approval can still be taken back."""
    return at - approved_at <= UNDO_WITHIN
