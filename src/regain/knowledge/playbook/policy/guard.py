"""Who may ask the guard, sign against it, and change what it knows."""

from typing import Any

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.room import SIGNED_IN
from regain.knowledge.playbook.models import Answer

VIEW = "playbook.view_guard"
ASK = "playbook.ask_guard"
STOP = "playbook.stop"
RECORD = "playbook.record_points"
OVERRIDE = "playbook.override_guard"
ANSWERS = "playbook.view_answers"
STOPS = "playbook.keep_stops"
LIFT = "playbook.lift_stops"


def may_work(*, by: Actor, **_: Any) -> bool:
    """Whoever works here, or the system: other rooms' verbs ask and stop on their behalf."""
    return by.may(SIGNED_IN)


def may_record(*, by: Actor, **_: Any) -> bool:
    """Those who speak with customers."""
    return by.may(RECORD)


def may_keep_stops(*, by: Actor, **_: Any) -> bool:
    """Those who keep the lists of who is left alone, and what registries said."""
    return by.may(STOPS)


def may_lift(*, by: Actor, **_: Any) -> bool:
    """Those who may lift a stop."""
    return by.may(LIFT)


def may_take_back(*, by: Actor, answer: Answer, **_: Any) -> bool:
    """Whoever asked, or who reads all answers."""
    return by.key == answer.asked_by or by.may(ANSWERS)


def may_override(by: Actor) -> bool:
    """Whether this person's signature lifts what the law lets one lift."""
    return by.may(OVERRIDE)
