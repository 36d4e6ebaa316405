"""Stop: somebody asked to be left alone. What identifies them is kept as hashes alone, so that it outlives erasure."""

from datetime import datetime
from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

KEPT_YEARS: Final = 5
"""How long a stop is kept at the least; none is ever deleted by itself."""


class StopKind(models.TextChoices):
    """What is hashed."""

    CUSTOMER = "customer", _("Customer id")
    PHONE = "phone", _("Telephone number")
    EMAIL = "email", _("E-mail address")


def fingerprint(kind: str, normal: str) -> str:
    """The hash of an identifier in its one spelling, under the installation's key; 64 hexadecimal digits."""
    return salted_hmac(f"playbook.stop.{kind}", normal, algorithm="sha256").hexdigest()


class Stop(models.Model):
    """One identifier that is left alone; the rows of one act share `act`."""

    act = models.CharField(max_length=36)
    kind = models.CharField(max_length=8, choices=StopKind)
    fingerprint = models.CharField(max_length=64)
    channel = models.CharField(max_length=8, blank=True)
    """Empty: every channel."""
    words = models.CharField(max_length=500, blank=True)
    """What they said, or the file it came from."""
    source = models.CharField(max_length=80)
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=80)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=80, blank=True)
    lifted_because = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint", "channel"], condition=Q(lifted_at=None), name="one_standing_stop_an_identifier"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None) | (~Q(lifted_by="") & ~Q(lifted_because="")),
                name="lifted_stop_says_who_and_why",
            ),
            models.CheckConstraint(condition=Q(fingerprint__regex=r"^[0-9a-f]{64}$"), name="stop_keeps_a_hash_alone"),
        ]
        indexes = [
            models.Index(fields=["-said_at"], name="stop_newest_first"),
            models.Index(fields=["act"], name="stop_by_act"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.fingerprint[:8]}"

    @property
    def kept_until(self) -> datetime:
        """Until when it has to be kept."""
        return self.said_at.replace(year=self.said_at.year + KEPT_YEARS, day=min(self.said_at.day, 28))
