"""Feed: a person's own calendar address. Only the hash of its key is kept."""

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q


def fingerprint(key: str) -> str:
    """What is kept of a key. It has 256 random bits, so a plain hash cannot be searched."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


class Feed(models.Model):
    """An address a calendar program may read, until its person closes or renews it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feeds")
    fingerprint = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    """When a calendar program last asked, to the hour."""
    closed_at = models.DateTimeField(null=True, blank=True)

    key: str = ""
    """The key itself, known only to the instance that issued it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(closed_at=None), name="one_open_feed_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.opened_at:%Y-%m-%d}"

    def issue(self, *, at: datetime) -> None:
        """Give it a key, good from now."""
        self.key = secrets.token_urlsafe(32)
        self.fingerprint = fingerprint(self.key)
        self.opened_at = at
