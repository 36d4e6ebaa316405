"""What reaches a customer without the guard letting it out still respects their wish, and their death."""

from datetime import datetime

from regain.desks.recovery.queries import guarding
from regain.foundation.kit.errors import Conflict
from regain.knowledge.playbook.rules.guard import Channel


class NobodyToReach(Conflict):
    """They asked to be left alone, or are gone."""


def refuse_spared(customer: str, *, channel: Channel, at: datetime) -> None:
    """Raises NobodyToReach with the guard's sentence."""
    sentence = guarding.never(customer, channel=channel, at=at)
    if sentence:
        raise NobodyToReach(sentence)
