"""Entry: one change of state, by whom, when, to what."""

from typing import Any, Never

from django.db import models

from regain.foundation.kit.errors import NotAllowed


class Entries(models.QuerySet["Entry"]):
    """Entries are added and read; nothing else."""

    def update(self, **changes: Any) -> Never:
        """Refused: the trail is append-only."""
        raise NotAllowed("The audit trail cannot be changed.")

    def delete(self) -> Never:
        """Refused: the trail is append-only."""
        raise NotAllowed("The audit trail cannot be deleted.")


class Entry(models.Model):
    """One line of the audit trail, written in the same transaction as the change it tells of."""

    at = models.DateTimeField()
    verb = models.CharField(max_length=80)
    actor = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=200)
    subject = models.CharField(max_length=120, blank=True)
    details = models.JSONField(default=dict)

    objects = Entries.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-at"], name="audit_newest_first"),
            models.Index(fields=["subject", "-at"], name="audit_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.verb} {self.subject}"
