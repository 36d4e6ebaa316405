"""Team: people who share work, and whoever leads them."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Team(models.Model):
    """A group of people; a case or a coaching item may belong to one. A closed team keeps its history."""

    name = models.CharField(max_length=80)
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="teams_led")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="team_has_a_name"),
            models.UniqueConstraint(fields=["name"], condition=Q(closed_at__isnull=True), name="one_open_team_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
