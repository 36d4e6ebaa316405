"""What this room announces."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class PersonInvited:
    """A link was made for somebody to come in with."""

    email: str
    invited_by: str
    expires_at: datetime
    token: str = field(repr=False)
    url: str
    """The address of this installation, for the link."""


@dataclass(frozen=True)
class PasswordForgotten:
    """Somebody asked for a link to set a new password."""

    person: int
    url: str
    """The address of this installation, for the link."""


@dataclass(frozen=True)
class PersonDeactivated:
    """Somebody no longer works here."""

    person: int
    at: datetime
