"""Screening: whether a number stood in a registry on a day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Registries(models.TextChoices):
    """The registries our rules ask for."""

    US_DNC = "us-dnc", _("National Do Not Call registry (US)")
    GB_TPS = "gb-tps", _("Telephone Preference Service (UK)")
    GB_CTPS = "gb-ctps", _("Corporate Telephone Preference Service (UK)")


class Screening(models.Model):
    """One number compared with one registry on one day; the number is kept as a hash."""

    registry = models.CharField(max_length=12, choices=Registries)
    fingerprint = models.CharField(max_length=64)
    checked_on = models.DateField()
    is_listed = models.BooleanField()
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint", "registry", "checked_on"], name="one_screening_a_number_registry_and_day"
            ),
            models.CheckConstraint(
                condition=Q(fingerprint__regex=r"^[0-9a-f]{64}$"), name="screening_keeps_a_hash_alone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registry} {self.fingerprint[:8]} {self.checked_on}"
