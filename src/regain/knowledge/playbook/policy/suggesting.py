"""Who may teach the suggestions, and have them learn anew."""

from typing import Any

from regain.foundation.kit.actor import Actor, System

TEACH = "playbook.record_causes"
TRAIN = "playbook.edit_reasons"


def may_teach(*, by: Actor, **_: Any) -> bool:
    """Those who write down why a customer left."""
    return by.may(TEACH)


def may_train(*, by: Actor, **_: Any) -> bool:
    """Those who keep the catalogue."""
    return by.may(TRAIN)


def is_the_system(*, by: Actor, **_: Any) -> bool:
    """The worker, or whoever runs the installation."""
    return isinstance(by, System)
