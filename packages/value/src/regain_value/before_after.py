"""Departures for one reason before and after a fix, when only some of those who leave are asked.

The rate of departures for the reason is (departures / customer-months) · (named / asked): a thinned
Poisson count, whose logarithm has the variance 1/D + 1/R − 1/A on each side.

Whatever moves all departures alike, a season say, moves those for other reasons as much. The
ratio of the two ratios is the odds ratio of the reason among those asked: neither the season nor
the share that is asked can change it, as long as who is asked does not depend on the reason.
"""

from dataclasses import dataclass
from math import ceil, log

import numpy.typing as npt

from regain_value.arrays import FloatArray, numbers
from regain_value.errors import BadInput
from regain_value.estimate import LEVEL
from regain_value.rate_ratio import (
    BY_CHANCE,
    Events,
    Ratio,
    Spread,
    cannot_tell,
    joined,
    log_odds,
    log_rate,
    log_share,
    same_length,
    spread_of_counts,
    spread_of_shares,
)
from regain_value.sample_size import POWER
from regain_value.special import normal_quantile

HALVED = 0.5
"""The change a wait is planned for."""


@dataclass(frozen=True, slots=True)
class Departures:
    """One side of a fix: customers at each month's start, who left, was asked, named the reason."""

    customers: FloatArray
    departures: FloatArray
    asked: FloatArray
    named: FloatArray

    @classmethod
    def of(
        cls,
        *,
        customers: npt.ArrayLike,
        departures: npt.ArrayLike,
        asked: npt.ArrayLike,
        named: npt.ArrayLike,
    ) -> "Departures":
        """Four numbers a month; named is a part of asked. Raises BadInput."""
        told = {"customers": customers, "departures": departures, "asked": asked, "named": named}
        read = [numbers(name, each, at_least=0) for name, each in told.items()]
        same_length(*read)
        if (read[3] > read[2]).any():
            raise BadInput(
                place="named",
                problem="more named the reason than were asked",
                way_out="count a departure once, and only where somebody was asked",
            )
        return cls(*read)

    @property
    def all_of_them(self) -> Events:
        """Everybody who left, by customers at risk."""
        return Events.of(exposure=self.customers, count=self.departures)

    @property
    def shares(self) -> Events:
        """Who named the reason, by those asked."""
        return Events.of(exposure=self.asked, count=self.named)


@dataclass(frozen=True, slots=True)
class Compared:
    """What a fix changed: the reason's rate, that of all others, and one by the other."""

    ratio: Ratio
    others: Ratio
    net: Ratio
    months_needed: int | None
    """More months after the fix until a halving shows in four of five cases; None: it never can."""


def compare(before: Departures, after: Departures) -> Compared:
    """The reason after the fix by before it, the others, and the ratio of both.

    Raises NotEnoughEvidence below three months in all, none after, or nobody asked on one side.
    """
    counted, named = (before.all_of_them, after.all_of_them), (before.shares, after.shares)
    if not all(side.exposure.sum() > 0 for side in (*counted, *named)):
        raise cannot_tell("nobody was asked on one side of the fix", "ask those who leave")
    wide, uneven = spread_of_counts(*counted), spread_of_shares(*named)
    rates = (log_rate(counted[1], wide), -log_rate(counted[0], wide))
    inner = [log_share(side, uneven) for side in named]
    outer = [log_share(side.rest, uneven) for side in named]
    odds = [log_odds(side, uneven) for side in named]
    return Compared(
        ratio=joined(*rates, inner[1], -inner[0]),
        others=joined(*rates, outer[1], -outer[0]),
        net=joined(odds[1], -odds[0]),
        months_needed=_months_needed(before, after, wide=wide, uneven=uneven),
    )


def rate_of(side: Departures) -> tuple[float, float, float]:
    """The rate of one side with its interval, as if chance alone moved it.

    Raises NotEnoughEvidence without customers or where nobody was asked.
    """
    gone, named = side.all_of_them, side.shares
    if not gone.exposure.sum() or not named.exposure.sum():
        raise cannot_tell("nobody was asked", "ask those who leave")
    told = joined(log_rate(gone, BY_CHANCE), log_share(named, BY_CHANCE))
    value = float(gone.count.sum() / gone.exposure.sum() * named.count.sum() / named.exposure.sum())
    return value, told.low, told.high


def months_for_events(before: Events, after: Events) -> int | None:
    """More months after until a halving of events shows; None: too few before ever to tell.

    Raises NotEnoughEvidence as `rate_ratio` does.
    """
    spread = spread_of_counts(before, after)
    count = max(float(before.count.sum()), 0.5)
    expected = count / float(before.exposure.sum()) * float(after.exposure.mean()) * HALVED
    return _months(
        still=spread.factor / count, a_month=spread.factor / expected, had=len(after.count)
    )


def _months_needed(
    before: Departures, after: Departures, *, wide: Spread, uneven: Spread
) -> int | None:
    """The larger of what both ratios need."""
    asked, gone = float(before.asked.sum()), max(float(before.departures.sum()), 0.5)
    named = min(max(float(before.named.sum()), 0.5), asked - 0.5)
    if named <= 0:
        return None
    odds = named / (asked - named) * HALVED
    monthly = max(float(after.asked.mean()), 0.5)
    inside = monthly * odds / (1 + odds)
    had = len(after.asked)
    gross = _months(
        still=wide.factor / gone + uneven.factor * (1 / named - 1 / asked),
        a_month=wide.factor / max(float(after.departures.mean()), 0.5)
        + uneven.factor * (1 / inside - 1 / monthly),
        had=had,
    )
    net = _months(
        still=uneven.factor * (1 / named + 1 / (asked - named)),
        a_month=uneven.factor * (1 / inside + 1 / (monthly - inside)),
        had=had,
    )
    return None if gross is None or net is None else max(gross, net)


def _months(*, still: float, a_month: float, had: int) -> int | None:
    """Months more until the variance still + a_month / n is small enough; one at least."""
    reach = normal_quantile((1 + LEVEL) / 2) + normal_quantile(POWER)
    allowed = (log(1 / HALVED) / reach) ** 2
    if still >= allowed:
        return None
    return max(1, ceil(a_month / (allowed - still)) - had)
