"""What an attempt is expected to gain over leaving the customer alone.

A call moves the chance of return from p0 to p, so it brings (p - p0) of the second lifetime value, which is
the maximum spend. An attempt gains that, times its share of a call's effect, less what it costs.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from regain.desks.recovery.rules.terms import Kind, Settings
from regain.foundation.kit.money import CENT
from regain.knowledge.valuation.rules import Estimate


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money that is not known exactly, to the penny."""

    value: Decimal
    low: Decimal
    high: Decimal


NOTHING = Amount(Decimal(0), Decimal(0), Decimal(0))


def pennies(number: float) -> Decimal:
    """An estimate as money, to the penny."""
    return Decimal(number).quantize(CENT, ROUND_HALF_EVEN)


def amount(estimate: Estimate) -> Amount:
    """An estimate and its interval as money."""
    return Amount(pennies(estimate.value), pennies(estimate.low), pennies(estimate.high))


def gain(maximum_spend: Amount, kind: Kind, settings: Settings) -> Amount:
    """What this kind of attempt is expected to gain; nothing where nothing is done."""
    effect, cost = settings.effects[kind], settings.costs[kind]
    if not effect and not cost:
        return NOTHING
    return Amount(
        _less(maximum_spend.value, effect, cost),
        _less(maximum_spend.low, effect, cost),
        _less(maximum_spend.high, effect, cost),
    )


def _less(spend: Decimal, effect: Decimal, cost: Decimal) -> Decimal:
    return (effect * spend).quantize(CENT, ROUND_HALF_EVEN) - cost


@dataclass(frozen=True, slots=True)
class Offers:
    """What a call and a letter would gain for one customer, and which of them is better."""

    call: Decimal
    letter: Decimal

    @property
    def wants_call(self) -> bool:
        """A call pays, and pays more than a letter."""
        return self.call > 0 and self.call > self.letter

    @property
    def wants_letter(self) -> bool:
        """A letter pays."""
        return self.letter > 0


def offers(maximum_spend: Amount, settings: Settings) -> Offers:
    """Both attempts weighed for one customer."""
    effect = settings.effects
    cost = settings.costs
    return Offers(
        call=_less(maximum_spend.value, effect[Kind.TEAM], cost[Kind.TEAM]),
        letter=_less(maximum_spend.value, effect[Kind.LETTER], cost[Kind.LETTER]),
    )
