"""Invitation: a link that lets somebody in once. Only the hash of its token is kept."""

import hashlib
import secrets
from datetime import datetime

from django.db import models

from regain.foundation.kit.roles import Role
from regain.foundation.people.rules import invitation as rules


def fingerprint(token: str) -> str:
    """What is kept of a token. It has 256 random bits, so a plain hash cannot be searched."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class Invitation(models.Model):
    """An e-mail address, the roles it is to get, and until when the link works."""

    email = models.EmailField(max_length=254)
    roles = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64, unique=True)
    invited_by = models.CharField(max_length=80)
    invited_by_name = models.CharField(max_length=200)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    token: str = ""
    """The token itself, known only to the instance that issued it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_per_email",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(withdrawn_at=None),
                name="invitation_is_not_both_accepted_and_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def wanted(self) -> frozenset[Role]:
        """The roles the person will hold."""
        return frozenset(Role(role) for role in self.roles)

    def standing(self, at: datetime) -> rules.Standing:
        """Where it stands at this moment."""
        return rules.standing(
            at=at,
            expires_at=self.expires_at,
            accepted_at=self.accepted_at,
            withdrawn_at=self.withdrawn_at,
        )

    def issue(self, *, at: datetime) -> None:
        """Give it a new token, good from now; an older link stops working."""
        self.token = secrets.token_urlsafe(32)
        self.fingerprint = fingerprint(self.token)
        self.expires_at = at + rules.LASTS
