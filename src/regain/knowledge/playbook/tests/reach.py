"""Customers the guard lets one contact, made by our own verbs; other rooms' stories use it too."""

from datetime import datetime, timedelta

from regain.foundation.kit.actor import Actor
from regain.knowledge.playbook.actions.consents import give_consent
from regain.knowledge.playbook.actions.points import add_point, describe
from regain.knowledge.playbook.models import Point
from regain.knowledge.playbook.rules.guard.identifiers import Medium
from regain.knowledge.playbook.rules.guard.terms import Channel, Purpose, Scope

NUMBER, ADDRESS = "+44 20 7946 0018", "mara@thimble.example"


def reachable(*, by: Actor, at: datetime, customer: str, number: str = NUMBER, email: str = ADDRESS) -> Point:
    """A consumer in London with a number and an address, who agreed to be called and written to."""
    describe(by=by, at=at, customer=customer, scope=Scope.CONSUMER, country="GB")
    add_point(by=by, at=at, customer=customer, medium=Medium.EMAIL, text=email)
    for channel in (Channel.CALL, Channel.EMAIL, Channel.SURVEY):
        for purpose in (Purpose.RECOVERY, Purpose.SURVEY):
            give_consent(
                by=by,
                at=at,
                customer=customer,
                purpose=purpose,
                channel=channel,
                given_at=at - timedelta(days=1),
                how="on the telephone",
                text="Yes, you may get in touch about coming back.",
            )
    return add_point(by=by, at=at, customer=customer, medium=Medium.PHONE, text=number)
