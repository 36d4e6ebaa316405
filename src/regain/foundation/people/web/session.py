"""How a signed-in person is remembered between requests."""

from typing import TYPE_CHECKING

from django.contrib.auth import login, logout
from django.http import HttpRequest

from regain.foundation.kit import clock
from regain.foundation.people.actions import entrance as actions
from regain.foundation.people.queries import entrance

if TYPE_CHECKING:
    from regain.foundation.people.models import Person


class SessionBackend:
    """What Django asks on every request: whose session is it, and may they still be here."""

    def get_user(self, user_id: int | str) -> "Person | None":
        """The person, with their roles; none once they left, which ends the session."""
        return entrance.person_of_session(user_id)


def enter(request: HttpRequest, person: "Person", *, address: str) -> None:
    """Sign the person in, in a session with a new key."""
    actions.sign_in(by=person, at=clock.now(), address=address)
    login(request, person)


def leave(request: HttpRequest) -> None:
    """Sign out of this browser; the session's data is gone."""
    if request.user.is_authenticated:
        actions.sign_out(by=entrance.signed_in(request), at=clock.now())
    logout(request)
