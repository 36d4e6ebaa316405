"""Who is at the door: the person of a session, of an address, of a link."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotAllowed, NotFound
from regain.foundation.people.models import Invitation, Person
from regain.foundation.people.models.invitation import fingerprint
from regain.foundation.people.policy import newcomer_key
from regain.foundation.people.rules import names
from regain.foundation.people.rules.invitation import Standing


class LinkNoLongerWorks(NotFound):
    """Wrong, used, withdrawn and too old look the same from outside."""


@dataclass(frozen=True)
class Newcomer:
    """Somebody with an invitation's link, who is not a person here yet. Holds no permission."""

    key: str
    name: str

    def may(self, permission: str) -> bool:
        """Nothing yet."""
        return False


class ResetTokens(PasswordResetTokenGenerator):
    """Tokens of reset links: signed, not stored; dead once password, address or session changed."""

    def _make_hash_value(self, user: Person, timestamp: int) -> str:
        moments = (user.signed_in_at, user.signed_out_at, user.left_at)
        return f"{user.pk}{user.password}{user.email}{moments}{timestamp}"


RESET_TOKENS = ResetTokens()


def person_of_session(pk: int | str) -> Person | None:
    """The person a session belongs to, while they may be here."""
    person = Person.objects.prefetch_related("holdings").filter(pk=pk).first()
    return person if person is not None and person.is_let_in else None


def person_of_email(email: str) -> Person | None:
    """The person with this address, in any spelling."""
    return Person.objects.filter(email=names.normal_email(email)).first()


def person_who_may_reset(email: str) -> Person | None:
    """The person with this address, if they may be sent a link to a new password."""
    person = person_of_email(email)
    return person if person is not None and person.is_let_in and not person.is_sample else None


def signed_in(request: HttpRequest) -> Person:
    """The person who signed in. Behind a door that is not PUBLIC there always is one."""
    if isinstance(request.user, Person):
        return request.user
    raise NotAllowed(_("Sign in first."))


def account_digest(email: str) -> str:
    """What a browser keeps to say whose device it is, without saying the address."""
    return salted_hmac("people.device", names.normal_email(email), algorithm="sha256").hexdigest()


def invitation_of(*, token: str, at: datetime) -> Invitation:
    """The open invitation this token belongs to. Raises LinkNoLongerWorks for anything else."""
    found = Invitation.objects.filter(fingerprint=fingerprint(token)).first()
    if found is None or found.standing(at) is not Standing.OPEN:
        raise LinkNoLongerWorks(_("This link no longer works. Ask whoever invited you for a new one."))
    return found


def newcomer(invitation: Invitation) -> Actor:
    """Whoever holds the link of this invitation, as an actor."""
    return Newcomer(key=newcomer_key(invitation), name=invitation.email)


def reset_link_of(person: Person) -> tuple[str, str]:
    """The two parts of a reset link for this person, as of now."""
    return urlsafe_base64_encode(str(person.pk).encode()), RESET_TOKENS.make_token(person)


def person_of_reset(*, whom: str, token: str) -> Person:
    """The person a reset link was made for. Raises LinkNoLongerWorks for anything else."""
    try:
        pk = int(urlsafe_base64_decode(whom).decode())
    except (ValueError, UnicodeDecodeError, OverflowError):
        pk = 0
    person = Person.objects.filter(pk=pk).first()
    usable = person is not None and person.is_let_in and not person.is_sample
    if person is None or not usable or not RESET_TOKENS.check_token(person, token):
        raise LinkNoLongerWorks(_("This link no longer works. Ask for a new one."))
    return person
