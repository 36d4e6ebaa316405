"""Person: somebody who signs in; Holding: a role they hold. A person is one kind of `Actor`."""

from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from regain.foundation.kit.roles import Role
from regain.foundation.kit.room import PUBLIC, SIGNED_IN, permissions
from regain.foundation.people.rules import names, rights


class People(BaseUserManager["Person"]):
    """Finds people by the one spelling of their address."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person with this e-mail address, in any spelling."""
        return self.get(email=names.normal_email(username or ""))


class Theme(models.TextChoices):
    """How bright the pages are; the values are those of the frame."""

    SYSTEM = "system", _("As my device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


def is_demo() -> bool:
    """Whether this installation is the demo company, where sample people are at home."""
    return bool(settings.CONFIGURATION.sample)


class Person(AbstractBaseUser):
    """Somebody who works here. What they may do follows from the roles they hold."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=names.LONGEST_NAME)
    is_sample = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    signed_in_at = models.DateTimeField(null=True, blank=True)
    signed_out_at = models.DateTimeField(null=True, blank=True)
    """Every session begun before this has ended."""
    team = models.ForeignKey("people.Team", models.SET_NULL, null=True, blank=True, related_name="members")
    """The team they work in; leading one is said by the team."""
    language = models.CharField(max_length=12, default="", blank=True)
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM)
    has_shortcuts = models.BooleanField(default=True)

    last_login = None  # said by `signed_in_at`, set by a verb

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = People()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="person_email_is_normalised"),
            models.CheckConstraint(condition=~models.Q(name=""), name="person_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """How the audit trail knows this person."""
        return f"person:{self.pk}"

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether this person still works here."""
        return self.left_at is None

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles held, as of when this person was loaded."""
        return frozenset(Role(holding.role) for holding in self.holdings.all())

    @cached_property
    def rights(self) -> frozenset[str]:
        """The names of the permissions these roles give."""
        catalogue = {name: permission.roles for name, permission in permissions().items()}
        return rights.rights(roles=self.roles, catalogue=catalogue)

    @property
    def is_let_in(self) -> bool:
        """Whether this person may be here at all: they work here, and are real unless it is a demo."""
        return self.is_active and (is_demo() or not self.is_sample)

    def may(self, permission: str) -> bool:
        """Whether this person holds the permission; who is not let in holds none."""
        return self.is_let_in and (permission in {PUBLIC, SIGNED_IN} or permission in self.rights)

    def get_full_name(self) -> str:
        """The name."""
        return self.name

    def get_session_auth_hash(self) -> str:
        """What a session must match to go on: it ends with the password and with `signed_out_at`."""
        return _session_hash(self.password, self.signed_out_at)

    def get_session_auth_fallback_hash(self) -> list[str]:
        """None: the installation has one secret key."""
        return []


def _session_hash(password: str, signed_out_at: datetime | None) -> str:
    ended = signed_out_at.isoformat() if signed_out_at else ""
    return salted_hmac("people.session", f"{password}|{ended}", algorithm="sha256").hexdigest()


class Holding(models.Model):
    """One role one person holds: given by whom, when. Taking it away removes it; the trail remembers."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="holdings")
    role = models.CharField(max_length=40, choices=[(role.value, role.title) for role in Role])
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "role"], name="role_is_held_once"),
        ]
        indexes = [models.Index(fields=["role"], name="people_holding_by_role")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"
