"""Who is called and who is written to: the allocation that makes the whole cycle gain most.

The library's allocation weighs both attempts for everybody at once under the number of team calls. What it
proves is the price of a call: what one more would bring, and what a customer must gain to be worth one.
"""

from collections.abc import Sequence

import numpy as np

from regain.desks.recovery.rules.gain import Offers
from regain.desks.recovery.rules.terms import Kind, Settings
from regain_value import allocate

KINDS = (Kind.TEAM, Kind.LETTER)
NEVER = -1.0
"""What a call that gains no more than a letter counts as: it is not made even with calls to spare."""


def share_out(weighed: Sequence[Offers], settings: Settings) -> list[Kind | None]:
    """A team call, a letter or nothing for each; of equals the first in the order given is served first."""
    if not weighed:
        return []
    calls = np.array([float(each.call) for each in weighed])
    letters = np.array([float(each.letter) for each in weighed])
    shared = allocate(
        np.stack([np.where(calls > letters, calls, NEVER), letters], axis=1),
        cost=[float(settings.costs[kind]) for kind in KINDS],
        capacity=[settings.team_calls, np.inf],
        names=["team call", "letter"],
    )
    return [KINDS[place] if place >= 0 else None for place in shared.treatment.tolist()]
