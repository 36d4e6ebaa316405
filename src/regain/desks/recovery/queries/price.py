"""What one more team call would bring: the customer next in line."""

from regain.desks.recovery.models import Cycle
from regain.desks.recovery.rules.gain import gain
from regain.desks.recovery.rules.terms import Kind, Why
from regain.foundation.kit.money import Money

SPARED = (Why.ELSEWHERE, Why.BY_HAND)
"""Not called for a reason that another call would not change."""


def one_more_call(cycle: Cycle, *, calls: int) -> Money | None:
    """The gain over what the next customer in line gets now; none while the team has calls to spare.

    Once all calls are used this is their price: a call made elsewhere should bring at least as much.
    """
    if calls < cycle.team_calls:
        return None
    waiting = cycle.decisions.filter(kind__in=(Kind.LETTER, Kind.NOT_PURSUED), is_recoverable=True)
    first = waiting.exclude(why__in=SPARED).order_by("rank").first()
    if first is None:
        return None
    more = gain(first.spend, Kind.TEAM, cycle.settings).value - first.gain
    return Money(more, cycle.currency) if more > 0 else None
