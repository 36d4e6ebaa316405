"""Who may have everybody's worth computed, and who may look."""

from regain.foundation.kit.actor import Actor


def may_value(*, by: Actor, **_: object) -> bool:
    """Those who may import may value, too."""
    return by.may("valuation.compute")


def may_set_costs(*, by: Actor, **_: object) -> bool:
    """The cost table."""
    return by.may("valuation.set_costs")


def may_view(*, by: Actor, **_: object) -> bool:
    """Customers and what they are worth."""
    return by.may("valuation.view_customers")
