"""The people of the tests, all of them made by our own verbs.

Ada is an executive, Ben calls, Cora saves, Dev manages retention, Fay leads the frontline, Tom is on the trust
team, Olive owns the firm, Nia administers it. Eve is signed in and holds no role at all.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from pytest_django import Settings

from regain.foundation.kit.actor import System
from regain.foundation.kit.roles import Role
from regain.foundation.people.actions import founding, invitations, rights
from regain.foundation.people.models import Person
from regain.foundation.people.queries import entrance

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PASSWORD = "every tailor needs a thimble"
COMMAND_LINE = System("command line")
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]

ROLES = {
    "ada": Role.EXECUTIVE,
    "ben": Role.RECOVERY_CALLER,
    "cora": Role.SAVE_AGENT,
    "dev": Role.RETENTION_MANAGER,
    "fay": Role.FRONTLINE_MANAGER,
    "tom": Role.TRUST_MEMBER,
    "olive": Role.OWNER,
    "nia": Role.ADMINISTRATOR,
}


@dataclass(frozen=True)
class Cast:
    """Everybody, by first name."""

    ada: Person
    ben: Person
    cora: Person
    dev: Person
    fay: Person
    tom: Person
    olive: Person
    nia: Person
    eve: Person

    def holding(self, role: Role | None) -> Person:
        """The one who holds exactly this role; Eve for none."""
        name = next((name for name, held in ROLES.items() if held is role), "eve")
        person: Person = getattr(self, name)
        return person


def gather() -> Cast:
    """Found the installation with Nia, and let her invite the others."""
    nia = founding.found_first_administrator(
        by=COMMAND_LINE,
        at=AT,
        email=address("nia"),
        name="Nia Abara",
        password=PASSWORD,
        roles={Role.ADMINISTRATOR},
    )
    others = {
        "ada": "Ada Marlow",
        "ben": "Ben Okafor",
        "cora": "Cora Lindqvist",
        "dev": "Dev Patel",
        "fay": "Fay Morgan",
        "tom": "Tom Reyes",
        "olive": "Olive Thimble",
        "eve": "Eve Stone",
    }
    people = {
        first: come_in(by=nia, email=address(first), name=name, role=ROLES.get(first)) for first, name in others.items()
    }
    return Cast(nia=nia, **people)


def come_in(*, by: Person, email: str, name: str, role: Role | None) -> Person:
    """Invite somebody and let them accept."""
    roles = {role or Role.TRUST_MEMBER}
    invitation = invitations.invite_person(by=by, at=AT, email=email, roles=roles, url="http://testserver/")
    person = invitations.accept_invitation(
        by=entrance.newcomer(invitation),
        at=AT,
        invitation=invitation,
        name=name,
        password=PASSWORD,
    )
    if role is None:
        rights.change_roles(by=by, at=AT, person=person, roles=())
    return Person.objects.get(pk=person.pk)


def address(first_name: str) -> str:
    """Where their mail goes."""
    return f"{first_name}@thimble.example"


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """Hash passwords with something quick; what is tested is not the hash."""
    settings.PASSWORD_HASHERS = QUICK


@pytest.fixture(autouse=True)
def plain_files(settings: Settings) -> None:
    """Name the browser's files as they are; the hashed names come from publishing them."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def cast(db: None, quick_passwords: None) -> Cast:
    """Everybody, in the database of this test."""
    return gather()
