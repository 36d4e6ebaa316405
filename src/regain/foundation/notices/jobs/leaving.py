"""Somebody left: their calendar address stops working."""

from regain.foundation.kit.actor import System
from regain.foundation.notices.actions.feeds import close_feeds_of
from regain.foundation.people.events import PersonDeactivated


def close_calendar(event: PersonDeactivated) -> None:
    """Close it, with the deactivation itself."""
    close_feeds_of(by=System("people"), at=event.at, person=event.person)
