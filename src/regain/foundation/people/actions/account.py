"""What people change about themselves."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Invalid
from regain.foundation.people import policy
from regain.foundation.people.actions import shared
from regain.foundation.people.models import Person
from regain.foundation.people.models.person import Theme


class NoSuchChoice(Invalid):
    """A language or theme that is not offered."""


@verb("people.password_changed", allow=policy.is_oneself)
def change_password(*, by: Person, at: datetime, password: str) -> Person:
    """Set one's own new password, after `entrance.confirm`; every other session ends."""
    return _with_password(by, password)


@verb("people.password_reset", allow=policy.is_oneself_or_the_system)
def reset_password(*, by: Actor, at: datetime, person: Person, password: str) -> Person:
    """Set a new password with the link from the mail, or from the command line."""
    return _with_password(person, password)


@verb("people.person_renamed", allow=policy.is_oneself)
def rename(*, by: Person, at: datetime, name: str) -> Person:
    """Be called something else."""
    shared.refuse_sample(by)
    person = Person.objects.get(pk=by.pk)
    person.name = shared.name_from(name)
    person.save(update_fields=["name"])
    return person


@verb("people.preferences_set", allow=policy.is_oneself)
def set_preferences(*, by: Person, at: datetime, theme: str, language: str, has_shortcuts: bool) -> Person:
    """Choose how the pages look and listen."""
    if theme not in Theme.values:
        raise NoSuchChoice(_("There is no such theme."))
    if language and language not in dict(settings.LANGUAGES):
        raise NoSuchChoice(_("Regain does not speak this language yet."))
    person = Person.objects.get(pk=by.pk)
    person.theme, person.language, person.has_shortcuts = theme, language, has_shortcuts
    person.save(update_fields=["theme", "language", "has_shortcuts"])
    return person


def _with_password(person: Person, password: str) -> Person:
    shared.refuse_sample(person)
    locked = Person.objects.select_for_update().get(pk=person.pk)
    shared.set_password(person=locked, password=password)
    locked.save(update_fields=["password"])
    return locked
