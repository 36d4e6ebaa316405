"""When somebody leaves the firm, what they had goes back to the others."""

from regain.desks.recovery import actions
from regain.foundation.kit.actor import System
from regain.foundation.people.events import PersonDeactivated
from regain.foundation.people.queries.people import person

RECOVERY = System("recovery")


def free_cases(event: PersonDeactivated) -> None:
    """Free their cases and let go of what they hold."""
    actions.free_cases_of(by=RECOVERY, at=event.at, person=person(event.person))
