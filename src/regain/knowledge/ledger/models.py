"""Return: somebody says a customer is back. Measured: what attempts did beside a control group, in counts."""

from django.db import models
from django.db.models import F, Q


class Return(models.Model):
    """A return as a desk recorded it. It counts from the sale that follows; without one it is only said."""

    customer = models.TextField()
    left_on = models.DateField()
    """With the customer, the departure that is over."""
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=200)
    source = models.CharField(max_length=80)
    """Who knows more about it, such as `recovery:case:12`."""
    words = models.TextField(blank=True)
    bought_on = models.DateField(null=True, blank=True)
    """The first purchase after the departure; none known yet."""
    known_until = models.DateField(null=True, blank=True)
    """The day after the last fact that was looked at; none: nobody looked yet."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "left_on"], condition=Q(withdrawn_at__isnull=True), name="one_return_per_departure"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_because=""), name="withdrawn_return_says_why"
            ),
            models.CheckConstraint(
                condition=Q(bought_on__isnull=True) | Q(bought_on__gte=F("left_on")), name="bought_after_leaving"
            ),
        ]
        indexes = [
            models.Index(
                fields=["said_at"],
                condition=Q(bought_on__isnull=True, withdrawn_at__isnull=True),
                name="return_to_match",
            ),
            models.Index(fields=["source"], name="return_by_source"),
        ]

    def __str__(self) -> str:
        return f"{self.customer}, gone {self.left_on}"


class Measured(models.Model):
    """One trial in one segment, its horizon over: of so many attempted and so many left alone, how many came back."""

    trial = models.CharField(max_length=80)
    segment = models.CharField(max_length=80)
    drawn_on = models.DateField()
    horizon_days = models.PositiveIntegerField()
    tried = models.PositiveIntegerField()
    tried_returned = models.PositiveIntegerField()
    control = models.PositiveIntegerField()
    control_returned = models.PositiveIntegerField()
    measured_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trial", "segment"], name="one_measurement_per_trial_and_segment"),
            models.CheckConstraint(
                condition=Q(tried_returned__lte=F("tried"), control_returned__lte=F("control")),
                name="no_more_return_than_were_counted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trial} {self.segment}"
