"""FollowUp, Comeback: how far a cycle was followed in the facts, and who of it bought after its approval."""

from django.db import models
from django.db.models import F, Q

from regain.desks.recovery.models.cycle import Cycle
from regain.desks.recovery.models.decision import Decision, MoneyField


class FollowUp(models.Model):
    """One look at what everybody of a cycle did since its approval; the newest takes the place of the one before."""

    cycle = models.OneToOneField(Cycle, models.CASCADE, related_name="follow_up")
    since = models.DateField()
    """The day of the approval in the company's zone: purchases count from it."""
    known_until = models.DateField()
    """The day after the last fact that was known."""
    looked_at = models.DateTimeField()
    lasting = models.JSONField(default=list)
    """The share of those who returned after an attempt still there after 30, 90, 180 days, with interval."""
    lasting_words = models.TextField(blank=True)
    """Why that cannot be told yet."""

    def __str__(self) -> str:
        return f"{self.cycle_id} until {self.known_until}"


class Comeback(models.Model):
    """A customer of a cycle, called or not, who bought after its approval. Those without a row did not."""

    # Comebacks go with their cycle's decisions, which are never removed once it is approved.
    decision = models.OneToOneField(Decision, models.DO_NOTHING, related_name="comeback")
    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="comebacks")
    first_on = models.DateField()
    last_on = models.DateField()
    purchase_days = models.PositiveIntegerField()
    """Within the horizon."""
    spent = MoneyField()
    """Within the horizon."""
    left_again_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="comeback_begins_before_it_ends")
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} on {self.first_on}"
