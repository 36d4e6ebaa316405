"""Reminder: something a person should not forget."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Reminder(models.Model):
    """A sentence, where to go, and when. The key is the asker's own, so that asking twice reminds once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders")
    words = models.CharField(max_length=300)
    href = models.CharField(max_length=500, blank=True)
    due_at = models.DateTimeField()
    key = models.CharField(max_length=200, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    mailed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "due_at"], name="notices_reminder_open", condition=Q(settled_at=None)),
            models.Index(
                fields=["due_at"],
                name="notices_reminder_to_mail",
                condition=Q(settled_at=None, mailed_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="reminder_says_something"),
            models.CheckConstraint(condition=~Q(key=""), name="reminder_has_a_key"),
        ]

    def __str__(self) -> str:
        return self.words
