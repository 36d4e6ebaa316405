"""Order: how the review runs every month, until somebody changes it."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Order(models.Model):
    """The standing order. There is one; reviews that are convened already keep what they were convened with."""

    week = models.PositiveSmallIntegerField(default=2)
    """1 to 4: the first to fourth such weekday of the month after."""
    weekday = models.PositiveSmallIntegerField(default=3)
    """0 for Monday."""
    starts = models.TimeField()
    minutes = models.PositiveSmallIntegerField(default=75)
    place = models.CharField(max_length=300, blank=True)
    """A room, or the address of a video call."""
    freeze_days = models.PositiveSmallIntegerField(default=2)
    """How many days before the meeting the pack is frozen and sent."""
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    """Whoever is invited every month."""
    paused_at = models.DateTimeField(null=True, blank=True)
    """While it is paused no review is convened by itself."""
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(week__gte=1, week__lte=4), name="order_names_a_week"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="order_names_a_weekday"),
            models.CheckConstraint(condition=Q(minutes__gte=15, minutes__lte=480), name="review_takes_some_time"),
            models.CheckConstraint(condition=Q(freeze_days__lte=14), name="pack_is_frozen_before_the_meeting"),
        ]

    def __str__(self) -> str:
        return f"week {self.week}, weekday {self.weekday}"
