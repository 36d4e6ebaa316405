"""What people say about costs: the cost table, with its history."""

from django.db import models
from django.db.models import Q

from regain.knowledge.valuation.rules.costs import Cause, Unit


class CostRate(models.Model):
    """What one contact of a kind, one return, one credit, or paying late costs from a day on.

    A rate that was replaced or taken back stays, with who did it and when.
    """

    cause = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Cause])
    kind = models.CharField(max_length=80, blank=True)
    """The kind of contact, in small letters; empty for every other kind."""
    unit = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Unit])
    amount = models.DecimalField(max_digits=18, decimal_places=4)
    minutes = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    currency = models.CharField(max_length=3)
    valid_from = models.DateField()
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=80)
    set_by_name = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=80, blank=True)
    withdrawn_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cause", "kind", "valid_from"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_rate_for_a_cause_from_a_day",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="no_rate_is_negative"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by=""),
                name="a_withdrawn_rate_says_by_whom",
            ),
        ]
        indexes = [models.Index(fields=["-set_at"], name="cost_rate_newest")]

    def __str__(self) -> str:
        return f"{self.kind or self.cause}: {self.amount} {self.currency} {self.unit} from {self.valid_from}"
