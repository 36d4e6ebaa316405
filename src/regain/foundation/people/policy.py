"""Who may do what to people. Each verb names one of these."""

from typing import Any

from regain.foundation.kit.actor import Actor, System
from regain.foundation.people.models import Invitation, Person, SavedView

MANAGE = "people.manage"
VIEW = "people.view"


def may_manage(*, by: Actor, **_: Any) -> bool:
    """Those who manage people."""
    return by.may(MANAGE)


def is_oneself(*, by: Actor, **_: Any) -> bool:
    """A person who acts on nothing but their own account."""
    return isinstance(by, Person) and by.is_active


def is_oneself_or_the_system(*, by: Actor, person: Person, **_: Any) -> bool:
    """The person themselves, or whoever runs the installation."""
    return isinstance(by, System) or by.key == person.key


def is_the_system(*, by: Actor, **_: Any) -> bool:
    """Whoever runs the installation."""
    return isinstance(by, System)


def holds_the_link(*, by: Actor, invitation: Invitation, **_: Any) -> bool:
    """Whoever came with the link of this very invitation."""
    return by.key == newcomer_key(invitation)


def newcomer_key(invitation: Invitation) -> str:
    """How the audit trail knows somebody who is not a person here yet."""
    return f"invitation:{invitation.pk}"


def may_change_view(*, by: Actor, view: SavedView, **_: Any) -> bool:
    """Whoever made it; a shared one also those who manage people."""
    if not isinstance(by, Person) or not by.is_active:
        return False
    return view.made_by_id == by.pk or (view.owner_id is None and by.may(MANAGE))
