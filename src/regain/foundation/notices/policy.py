"""Who may do what with notices. Each verb names one of these."""

from typing import Any

from regain.foundation.kit.actor import Actor, System
from regain.foundation.kit.room import SIGNED_IN
from regain.foundation.notices.models import Reminder
from regain.foundation.people.models import Person

OUTBOX = "notices.outbox"
WEBHOOKS = "notices.webhooks"


def may_work(*, by: Actor, **_: Any) -> bool:
    """Whoever works here, or the system: other rooms' verbs queue, cancel and remind on their behalf."""
    return by.may(SIGNED_IN)


def may_mind_the_outbox(*, by: Actor, **_: Any) -> bool:
    """Those who look after the outbox."""
    return by.may(OUTBOX)


def may_connect(*, by: Actor, **_: Any) -> bool:
    """Those who connect other programs."""
    return by.may(WEBHOOKS)


def is_the_system(*, by: Actor, **_: Any) -> bool:
    """The worker, that sends."""
    return isinstance(by, System)


def is_oneself(*, by: Actor, **_: Any) -> bool:
    """A person who acts on nothing but what is their own."""
    return isinstance(by, Person) and by.is_let_in


def is_their_own(*, by: Actor, reminder: Reminder, **_: Any) -> bool:
    """Whoever is reminded."""
    return by.key == f"person:{reminder.person_id}" and by.may(SIGNED_IN)
