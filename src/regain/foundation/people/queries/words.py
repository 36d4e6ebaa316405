"""The roles, the rights and the trail in words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from regain.foundation.kit.roles import Role
from regain.foundation.kit.room import rooms

PURPOSES: Mapping[Role, Promise | str] = {
    Role.EXECUTIVE: lazy("Makes the calls drawn for executives; answers for issues in the Loss Review."),
    Role.RETENTION_MANAGER: lazy("Runs the rescue cycle and the Loss Review; decides whom to pursue."),
    Role.RECOVERY_CALLER: lazy("Works the team’s queue: one guided call after the other."),
    Role.SAVE_AGENT: lazy("Answers customers who ask to leave, with the offers meant for them."),
    Role.FRONTLINE_MANAGER: lazy("Gets coaching for their own people, praise included."),
    Role.TRUST_MEMBER: lazy("Works on the trust map and the plan that follows from it."),
    Role.OWNER: lazy("Sees and does everything that runs the business; brings people in."),
    Role.ADMINISTRATOR: lazy("Keeps the installation: people, imports, jobs, the audit trail."),
}

SENTENCES: Mapping[str, tuple[Promise | str, str]] = {
    "people.first_administrator_founded": (lazy("Founded the installation"), "flag"),
    "people.sample_people_added": (lazy("Added as a sample"), "user-plus"),
    "people.invitation_accepted": (lazy("Came in with an invitation"), "door-enter"),
    "people.roles_changed": (lazy("Roles changed"), "key"),
    "people.person_deactivated": (lazy("Deactivated"), "user-x"),
    "people.person_reactivated": (lazy("Reactivated"), "user-check"),
    "people.signed_out_everywhere": (lazy("Signed out everywhere"), "logout"),
    "people.password_forgotten": (lazy("Asked for a new password"), "mail"),
    "people.password_reset": (lazy("Set a new password with a link"), "lock"),
    "people.password_changed": (lazy("Changed the password"), "lock"),
    "people.put_in_team": (lazy("Team changed"), "users-group"),
    "people.person_renamed": (lazy("Changed the name"), "edit"),
}


DAILY = ("people.signed_in", "people.signed_out", "people.preferences_set")


@dataclass(frozen=True)
class RoleInWords:
    """A role, what it is for, and whether it is held."""

    value: str
    title: str
    purpose: str
    is_held: bool


@dataclass(frozen=True)
class RightsOfRoom:
    """What one room lets somebody do."""

    room: str
    rights: tuple[str, ...]


def role_title(role: Role) -> str:
    """The role in the reader's language."""
    return _(role.title)


def titles(roles: Collection[Role]) -> tuple[str, ...]:
    """Roles in words, in the order of the mission."""
    return tuple(role_title(role) for role in Role if role in roles)


def roles_in_words(held: Collection[Role]) -> tuple[RoleInWords, ...]:
    """Every role, explained."""
    return tuple(
        RoleInWords(
            value=role.value,
            title=role_title(role),
            purpose=str(PURPOSES[role]),
            is_held=role in held,
        )
        for role in Role
    )


def rights_in_words(held: Collection[str]) -> tuple[RightsOfRoom, ...]:
    """The permissions held, in words, room by room."""
    groups = [
        RightsOfRoom(
            room=_(room.title),
            rights=tuple(_(each.title) for each in room.permissions if each.name in held),
        )
        for room in rooms()
    ]
    return tuple(group for group in groups if group.rights)
