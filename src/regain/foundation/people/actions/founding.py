"""The first people of an installation, made from the command line."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, NotAllowed
from regain.foundation.kit.roles import Role
from regain.foundation.people import policy
from regain.foundation.people.actions import shared
from regain.foundation.people.models import Person
from regain.foundation.people.models.person import is_demo
from regain.foundation.people.queries.people import administrators
from regain.foundation.people.rules import samples

FOUNDER = frozenset({Role.OWNER, Role.ADMINISTRATOR})


class AlreadyFounded(Conflict):
    """There is an administrator who can invite everybody else."""


class NotADemo(NotAllowed):
    """Everybody knows the sample people's password."""


@verb("people.first_administrator_founded", allow=policy.is_the_system)
def found_first_administrator(
    *,
    by: Actor,
    at: datetime,
    email: str,
    name: str,
    password: str,
    roles: Collection[Role] = FOUNDER,
) -> Person:
    """Make the person who invites everybody else, while there is no administrator."""
    if administrators().filter(is_sample=False).exists():
        raise AlreadyFounded(_("There is an administrator already. Ask them for an invitation."))
    person = Person(email=shared.email_from(email), name=shared.name_from(name), joined_at=at)
    if Person.objects.filter(email=person.email).exists():
        raise AlreadyFounded(_("%(email)s works here already.") % {"email": person.email})
    shared.set_password(person=person, password=password)
    person.save()
    shared.give_roles(person=person, roles={*roles, Role.ADMINISTRATOR}, by=by, at=at)
    return person


@verb("people.sample_people_added", allow=policy.is_the_system)
def add_sample_people(*, by: Actor, at: datetime) -> tuple[Person, ...]:
    """Add one sample person for each role to a demo; those who are there already stay."""
    if not is_demo():
        raise NotADemo(_("Sample people live in a demo only, and this installation is not one."))
    made = []
    for sample in samples.SAMPLES:
        if Person.objects.filter(email=sample.email).exists():
            continue
        person = Person(email=sample.email, name=sample.name, is_sample=True, joined_at=at)
        person.set_password(samples.PASSWORD)
        person.save()
        shared.give_roles(person=person, roles={sample.role}, by=by, at=at)
        made.append(person)
    return tuple(made)
