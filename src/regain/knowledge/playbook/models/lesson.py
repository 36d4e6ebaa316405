"""Lesson: notes of a call whose causes the customer confirmed; what suggestions are learnt from."""

from django.db import models
from django.db.models import Q


class Lesson(models.Model):
    """The notes, and the confirmed reasons with their weights. One for each source; forgotten with it."""

    source = models.CharField(max_length=120, unique=True)
    """What the notes belong to, such as `recovery.call:17`; whoever taught them removes them by it."""
    text = models.TextField()
    weights = models.JSONField()
    """Reason id → weight, both as text; the weights sum to one."""
    taught_at = models.DateTimeField(db_index=True)
    taught_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="lesson_has_notes"),
            models.CheckConstraint(condition=~Q(source=""), name="lesson_has_a_source"),
        ]

    def __str__(self) -> str:
        return self.source
