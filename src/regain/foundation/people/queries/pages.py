"""What the screens at the door show."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from regain.foundation.kit.roles import Role
from regain.foundation.people.models import Invitation, Person
from regain.foundation.people.models.person import is_demo
from regain.foundation.people.rules import samples


@dataclass(frozen=True)
class SampleLogIn:
    """One button that signs a sample person in."""

    role: str
    email: str
    name: str


@dataclass(frozen=True)
class SignInPage:
    """Who it is; in a demo also whom one would like to be."""

    company: str
    goal: str
    samples: tuple[SampleLogIn, ...]
    sample_password: str


@dataclass(frozen=True)
class ForgottenPage:
    """Where to send a link; afterwards, that it was sent if the address works here."""

    company: str
    sent_to: str
    has_mail: bool


@dataclass(frozen=True)
class ResetPage:
    """Whose password is set."""

    email: str


@dataclass(frozen=True)
class JoiningPage:
    """Who invites whom, as what."""

    company: str
    invited_by: str
    email: str
    roles: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True)
class LinkOver:
    """A link that no longer works."""

    sentence: str


def company() -> str:
    """The company's name."""
    return str(settings.COMPANY.name)


def sign_in(*, goal: str) -> SignInPage:
    """The sign-in page; the sample people are on it in a demo only."""
    return SignInPage(
        company=company(),
        goal=goal,
        samples=_sample_log_ins() if is_demo() else (),
        sample_password=samples.PASSWORD if is_demo() else "",
    )


def _sample_log_ins() -> tuple[SampleLogIn, ...]:
    here = set(Person.objects.filter(is_sample=True, left_at=None).values_list("email", flat=True))
    return tuple(
        SampleLogIn(role=sample.role.title, email=sample.email, name=sample.first_name)
        for sample in samples.SAMPLES
        if sample.email in here
    )


def forgotten(*, sent_to: str = "") -> ForgottenPage:
    """The page that sends a link to a new password."""
    return ForgottenPage(company=company(), sent_to=sent_to, has_mail=has_mail())


def has_mail() -> bool:
    """Whether mails leave this installation."""
    return bool(settings.CONFIGURATION.mail.host)


def reset(person: Person) -> ResetPage:
    """The page behind a reset link."""
    return ResetPage(email=person.email)


def joining(invitation: Invitation) -> JoiningPage:
    """The page behind an invitation's link."""
    return JoiningPage(
        company=company(),
        invited_by=invitation.invited_by_name,
        email=invitation.email,
        roles=tuple(_(role.title) for role in Role if role in invitation.wanted),
        expires_at=invitation.expires_at,
    )
