"""Endpoint: a program outside that wants to hear. Delivery: one event on its way to one endpoint."""

import base64
from datetime import datetime, timedelta
from typing import Final

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from regain.foundation.notices.rules.chat import Style

LEASE: Final = timedelta(minutes=2)
OPEN: Final = Q(delivered_at=None, given_up_at=None)


def sealed(secret: str) -> str:
    """A secret as the database keeps it: encrypted under a key derived from the installation's `secret.key`."""
    return _box().encrypt(secret.encode()).decode()


def unsealed(text: str) -> str:
    """The secret again. Raises InvalidToken when `secret.key` is no longer the one it was sealed under."""
    return _box().decrypt(text.encode()).decode()


def _box() -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"notices.endpoint")
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))


class Endpoint(models.Model):
    """An address, the events it subscribed to, and the secret its deliveries are signed with."""

    title = models.CharField(max_length=80)
    style = models.CharField(max_length=8, default=Style.SIGNED.value)
    """A `rules.chat.Style`: a program that verifies signatures, or a chat room."""
    address = models.CharField(max_length=500)
    """Of a chat room only what may be seen of it."""
    sealed_address = models.TextField(blank=True)
    """A chat room's address: whoever knows it may write there."""
    events = models.JSONField(default=list)
    """The public names it wants."""
    sealed_secret = models.TextField(blank=True)
    """None for a chat room: its products verify nothing."""
    sealed_secret_before = models.TextField(blank=True)
    secret_before_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    made_by_name = models.CharField(max_length=200)
    failing_since = models.DateTimeField(null=True, blank=True)
    """The first failure after the last success."""
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_because = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    secret: str = ""
    """The secret itself, known only to the instance that was given a new one."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="endpoint_has_a_title"),
            models.CheckConstraint(
                condition=Q(paused_at=None) | ~Q(paused_because=""), name="endpoint_is_paused_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(style__in=[each.value for each in Style]), name="endpoint_is_told_in_a_known_style"
            ),
            models.CheckConstraint(
                condition=Q(style=Style.SIGNED.value, sealed_address="")
                | (~Q(style=Style.SIGNED.value) & ~Q(sealed_address=""))
                | Q(removed_at__isnull=False),
                name="address_of_a_chat_room_is_sealed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_chat(self) -> bool:
        """Whether people read what is sent there."""
        return self.style != Style.SIGNED

    @property
    def destination(self) -> str:
        """Where deliveries go. Raises InvalidToken as `unsealed` does."""
        return unsealed(self.sealed_address) if self.is_chat else self.address

    def secrets(self, at: datetime) -> list[str]:
        """The secrets that sign now: its own, and for a day the one before."""
        before = self.sealed_secret_before and self.secret_before_until and at < self.secret_before_until
        return [unsealed(text) for text in (self.sealed_secret, self.sealed_secret_before if before else "") if text]


class Post(models.Manager["Delivery"]):
    """Takes deliveries out one by one, so that no two workers hold the same."""

    def lease(self, *, worker: str, at: datetime) -> "Delivery | None":
        """The next delivery that is due, leased to this worker; None when there is none."""
        free = Q(leased_until=None) | Q(leased_until__lt=at)
        due = self.filter(OPEN, free, due_at__lte=at)
        reachable = due.filter(endpoint__paused_at=None, endpoint__removed_at=None)
        for pk in reachable.order_by("due_at", "pk").values_list("pk", flat=True)[:5]:
            if due.filter(pk=pk).update(leased_by=worker, leased_until=at + LEASE, attempts=F("attempts") + 1):
                return self.select_related("endpoint").get(pk=pk)
        return None


class Delivery(models.Model):
    """The exact words sent, how often it was tried, and what came back."""

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=80)
    key = models.CharField(max_length=80, unique=True)
    payload = models.TextField()
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_by = models.CharField(max_length=80, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    """The HTTP status of the last answer."""
    sentence = models.TextField(blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    objects = Post()

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], name="notices_delivery_due", condition=OPEN),
            models.Index(fields=["endpoint", "-made_at", "-id"], name="notices_delivery_newest"),
            models.Index(fields=["delivered_at"], name="notices_delivery_done"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(delivered_at=None) | Q(given_up_at=None), name="delivery_ends_one_way"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.key}"
