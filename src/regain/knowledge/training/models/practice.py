"""Practice: a caller and a colleague who plays the customer; the colleague scores."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from regain.knowledge.playbook.rules.steps import Step


class Practice(models.Model):
    """One practice call, until it is scored or called off. Nobody is telephoned."""

    scenario = models.ForeignKey("training.Scenario", models.PROTECT, related_name="practices")
    caller = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="practice_calls")
    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="practice_roles")
    """Plays the customer, and scores."""
    begun_at = models.DateTimeField()
    step = models.CharField(max_length=12, choices=[(step.value, step.value) for step in Step], default=Step.PREPARE)
    """Where the caller is."""
    notes = models.TextField(blank=True)
    scored_at = models.DateTimeField(null=True, blank=True)
    points = models.JSONField(default=dict)
    broken = models.JSONField(default=list)
    words = models.TextField(blank=True)
    passed = models.BooleanField(null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(caller=F("colleague")), name="nobody_practises_with_themselves"),
            models.CheckConstraint(
                condition=Q(scored_at__isnull=True, passed__isnull=True)
                | Q(scored_at__isnull=False, passed__isnull=False),
                name="practice_has_a_verdict_once_it_is_scored",
            ),
            models.CheckConstraint(
                condition=Q(scored_at__isnull=True) | Q(called_off_at__isnull=True),
                name="practice_is_not_both_scored_and_called_off",
            ),
        ]
        indexes = [
            models.Index(fields=["caller", "scored_at"], name="practice_by_caller"),
            models.Index(fields=["colleague", "scored_at"], name="practice_by_colleague"),
        ]

    def __str__(self) -> str:
        return f"{self.caller_id} {self.scenario_id}"

    @property
    def is_open(self) -> bool:
        """Whether it is still being practised."""
        return self.scored_at is None and self.called_off_at is None
