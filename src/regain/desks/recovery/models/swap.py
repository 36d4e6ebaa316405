"""Swap: an executive calls one customer of the losses instead of another, and why."""

from django.db import models
from django.db.models import F, Q

from regain.desks.recovery.models.cycle import Cycle
from regain.desks.recovery.models.decision import Decision


class Swap(models.Model):
    """Kept as history: the draw was changed by hand, by whom, when, for what reason."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="swaps")
    # Swaps go with their cycle; were decisions to collect them one by one, removing a draft of 200,000 would take
    # minutes instead of a second.
    leaves = models.ForeignKey(Decision, models.DO_NOTHING, related_name="swapped_out")
    enters = models.ForeignKey(Decision, models.DO_NOTHING, related_name="swapped_in")
    reason = models.TextField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="swap_has_a_reason"),
            models.CheckConstraint(condition=~Q(leaves=F("enters")), name="swap_is_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.leaves_id} → {self.enters_id}"
