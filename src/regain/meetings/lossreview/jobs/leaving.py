"""When somebody leaves the firm, nobody waits for them at a review."""

from regain.foundation.kit.actor import System
from regain.foundation.people.events import PersonDeactivated
from regain.foundation.people.queries.people import person
from regain.meetings.lossreview.actions.convening import vacate_seats
from regain.meetings.lossreview.queries.reviews import has_seats_ahead


def free_seats(event: PersonDeactivated) -> None:
    """Take them off the lists, and see that somebody chairs."""
    if has_seats_ahead(event.person):
        vacate_seats(by=System("reviews"), at=event.at, person=person(event.person))
