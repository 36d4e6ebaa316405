"""Coming in and going out: who is it, may they try again, sign in, sign out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Invalid, Refused
from regain.foundation.kit.events import announce
from regain.foundation.people import policy
from regain.foundation.people.events import PasswordForgotten
from regain.foundation.people.models import Attempt, Person
from regain.foundation.people.models.attempt import account
from regain.foundation.people.queries import entrance
from regain.foundation.people.rules import names


class NotRecognised(Invalid):
    """The address or the password is wrong; which of them is not said."""


class TooManyAttempts(Refused):
    """Somebody guessed too often."""

    status = HTTPStatus.TOO_MANY_REQUESTS


@dataclass(frozen=True)
class Caller:
    """Where an attempt comes from: the network address, and the device if it signed in here before."""

    address: str
    device: str = ""


def recognise(*, email: str, password: str, caller: Caller, at: datetime) -> Person:
    """Who has this address and password. Raises NotRecognised or TooManyAttempts.

    Not a verb: a failure must leave its trace although it is refused. An unknown address costs the same
    hash as a known one. No transaction is open while the hash is computed.
    """
    attempt = _begin(email=email, caller=caller, at=at)
    person = entrance.person_of_email(email)
    if not _is_password_of(person, password) or person is None or not person.is_let_in:
        raise NotRecognised(_("The e-mail address or the password is not right."))
    Attempt.objects.forgive(attempt)
    return person


def confirm(*, person: Person, password: str, caller: Caller, at: datetime) -> None:
    """Raises NotRecognised unless this is the person's password. Counts like signing in."""
    attempt = _begin(email=person.email, caller=caller, at=at)
    if not _is_password_of(person, password):
        raise NotRecognised(_("Your present password is not right."))
    Attempt.objects.forgive(attempt)


def count_request(*, email: str, caller: Caller, at: datetime) -> None:
    """Count something that is asked for without a password. Raises TooManyAttempts."""
    _begin(email=email, caller=caller, at=at)


@verb("people.signed_in", allow=policy.is_oneself)
def sign_in(*, by: Person, at: datetime, address: str) -> Person:
    """Note that this person came in, and from where."""
    Person.objects.filter(pk=by.pk).update(signed_in_at=at)
    by.signed_in_at = at
    return by


@verb("people.signed_out", allow=policy.is_oneself)
def sign_out(*, by: Person, at: datetime) -> Person:
    """Note that this person left this browser."""
    return by


@verb("people.signed_out_everywhere", allow=policy.is_oneself)
def sign_out_everywhere(*, by: Person, at: datetime) -> Person:
    """End every session of this person, in every browser."""
    Person.objects.filter(pk=by.pk).update(signed_out_at=at)
    by.signed_out_at = at
    return by


@verb("people.password_forgotten", allow=policy.is_oneself_or_the_system)
def forget_password(*, by: Actor, at: datetime, person: Person, url: str) -> Person:
    """Have a link to a new password sent to this person's own address."""
    announce(PasswordForgotten(person=person.pk, url=url))
    return person


def _begin(*, email: str, caller: Caller, at: datetime) -> Attempt:
    normal = names.normal_email(email)
    with transaction.atomic():
        attempt = Attempt.objects.begin(account=account(normal, caller.device), address=caller.address, at=at)
    chance = Attempt.objects.next_chance(attempt)
    if chance is None:
        return attempt
    attempt.delete()
    raise TooManyAttempts(
        _("There were too many attempts. Please try again at %(time)s.")
        % {"time": f"{localtime(chance + timedelta(minutes=1)):%H:%M}"}
    )


def _is_password_of(person: Person | None, password: str) -> bool:
    if len(password) > names.LONGEST_PASSWORD:
        return False
    if person is None:
        make_password(password)
        return False
    return check_password(password, person.password)
