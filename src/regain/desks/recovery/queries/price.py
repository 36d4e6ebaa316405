"""What one more team call would bring: the customer next in line."""

from dataclasses import dataclass

from regain.desks.recovery.models import Cycle
from regain.desks.recovery.rules.gain import gain
from regain.desks.recovery.rules.terms import Kind, Why
from regain.foundation.kit.money import Money

SPARED = (Why.ELSEWHERE, Why.BY_HAND)
"""Not called for a reason that another call would not change."""


@dataclass(frozen=True)
class NextCall:
    """What one more call is expected to bring over what the customer gets now, with its interval."""

    gain: Money
    low: Money
    high: Money


def one_more_call(cycle: Cycle, *, calls: int) -> NextCall | None:
    """The gain over what the next customer in line gets now; none while the team has calls to spare.

    Once all calls are used this is their price: a call made elsewhere should bring at least as much.
    """
    if calls < cycle.team_calls:
        return None
    waiting = cycle.decisions.filter(kind__in=(Kind.LETTER, Kind.NOT_PURSUED), is_recoverable=True)
    first = waiting.exclude(why__in=SPARED).order_by("rank").first()
    if first is None:
        return None
    called, now = gain(first.spend, Kind.TEAM, cycle.settings), gain(first.spend, Kind(first.kind), cycle.settings)
    if called.value <= now.value:
        return None
    sides = zip((called.value, called.low, called.high), (now.value, now.low, now.high), strict=True)
    more = [Money(after - before, cycle.currency) for after, before in sides]
    return NextCall(*more)
