"""Who may say that a customer is back, and who may write down what was measured."""

from typing import Any

from regain.foundation.kit.actor import Actor, System

RECORD = "ledger.record_return"
WITHDRAW = "ledger.withdraw_return"


def may_record(*, by: Actor, **_: Any) -> bool:
    """Those who speak with customers."""
    return by.may(RECORD)


def may_withdraw(*, by: Actor, **_: Any) -> bool:
    """Those who answer for the numbers."""
    return by.may(WITHDRAW)


def is_the_system(*, by: Actor, **_: Any) -> bool:
    """A process of the installation: matching and measuring are nobody's opinion."""
    return isinstance(by, System)
