"""What several verbs share: refusing a bad address, name or password; giving roles."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Invalid, NotAllowed
from regain.foundation.kit.roles import Role
from regain.foundation.people.models import Holding, Person
from regain.foundation.people.rules import names


class NotAnEmail(Invalid):
    """The address cannot be one."""


class NameMissing(Invalid):
    """Nobody can be called nothing."""


class WeakPassword(Invalid):
    """The password would be guessed."""


class SampleStaysAsItIs(NotAllowed):
    """Everybody knows the password of a sample person, so nothing may hang on one."""


def email_from(text: str) -> str:
    """The address in its one spelling. Raises NotAnEmail."""
    email = names.normal_email(text)
    try:
        validate_email(email)
    except ValidationError:
        raise NotAnEmail(_("“%(text)s” is not an e-mail address.") % {"text": text.strip()[:80]}) from None
    if len(email) > 254:
        raise NotAnEmail(_("This e-mail address is too long."))
    return email


def name_from(text: str) -> str:
    """The name on one line. Raises NameMissing."""
    name = names.normal_name(text)
    if not name:
        raise NameMissing(_("Give a name that people know this person by."))
    return name


def set_password(*, person: Person, password: str) -> None:
    """Put the password on the person, unsaved. Raises WeakPassword with every reason."""
    if len(password) > names.LONGEST_PASSWORD:
        raise WeakPassword(_("The password is too long; 256 characters are enough."))
    try:
        password_validation.validate_password(password, person)
    except ValidationError as weak:
        raise WeakPassword(" ".join(weak.messages)) from None
    person.set_password(password)


def refuse_sample(person: Person) -> None:
    """Raises SampleStaysAsItIs for a sample person."""
    if person.is_sample:
        raise SampleStaysAsItIs(
            _("%(name)s is a sample person, and sample people stay as they are.") % {"name": person.name}
        )


def give_roles(*, person: Person, roles: Collection[Role], by: Actor, at: datetime) -> None:
    """Add holdings; for verbs, which check who may."""
    Holding.objects.bulk_create(
        Holding(person=person, role=role.value, given_at=at, given_by=by.key) for role in sorted(roles)
    )
