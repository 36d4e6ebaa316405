"""Notes, Touch: what is written about a case, and the slow contact while we are patient."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regain.desks.recovery.models.case import Case
from regain.desks.recovery.rules.patience import How


class Hows(models.TextChoices):
    """The ways to stay in touch, in words."""

    CALL = How.CALL.value, _("Call")
    EMAIL = How.EMAIL.value, _("E-mail")
    LETTER = How.LETTER.value, _("Letter")


class Notes(models.Model):
    """One version of what is written about a case. The newest counts; the earlier ones are kept."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["case", "version"], name="one_text_per_version_of_notes")]

    def __str__(self) -> str:
        return f"{self.case_id} v{self.version}"


class Touch(models.Model):
    """One slow contact: due, brought up to the owner, then made or skipped; the customer answered, or not."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="touches")
    number = models.PositiveSmallIntegerField()
    """1 for the first since we last spoke."""
    due_at = models.DateTimeField()
    raised_at = models.DateTimeField(null=True, blank=True)
    """When it came to the owner."""
    how = models.CharField(max_length=8, choices=Hows, blank=True)
    words = models.TextField(blank=True)
    answer = models.BigIntegerField(null=True, blank=True)
    """What the guard said, as the playbook keeps it."""
    made_at = models.DateTimeField(null=True, blank=True)
    made_by = models.CharField(max_length=200, blank=True)
    skipped_at = models.DateTimeField(null=True, blank=True)
    skipped_by = models.CharField(max_length=200, blank=True)
    skipped_because = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-due_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(made_at__isnull=True, skipped_at__isnull=True),
                name="one_touch_ahead_per_case",
            ),
            models.CheckConstraint(
                condition=Q(made_at__isnull=True) | Q(skipped_at__isnull=True), name="touch_is_made_or_skipped"
            ),
            models.CheckConstraint(
                condition=Q(made_at__isnull=True) | (~Q(how="") & ~Q(made_by="")),
                name="made_touch_says_how_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(skipped_at__isnull=True) | ~Q(skipped_because=""), name="skipped_touch_says_why"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(made_at__isnull=True, skipped_at__isnull=True),
                name="touch_ahead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number} {self.due_at:%Y-%m-%d}"
