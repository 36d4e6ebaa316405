"""Departure, Telling, Cause: why one life ended, as it was stated, diagnosed and confirmed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regain.knowledge.playbook.models.reason import LONGEST_KEY, LONGEST_NAME, Reason
from regain.knowledge.playbook.rules.causes import Answer, Standing


class Standings(models.TextChoices):
    """The standings in words."""

    STATED = Standing.STATED.value, _("Stated")
    DIAGNOSED = Standing.DIAGNOSED.value, _("Diagnosed")
    CONFIRMED = Standing.CONFIRMED.value, _("Confirmed")


class Answers(models.TextChoices):
    """What somebody who asked may have heard, in words. That nobody asked is no row at all."""

    ASKED = Answer.ASKED.value, _("Answered")
    COULD_NOT_SAY = Answer.COULD_NOT_SAY.value, _("Could not say")


class Departure(models.Model):
    """A customer and the day they left, once somebody asked why."""

    customer = models.TextField()
    left_on = models.DateField()
    value_lost = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    """Revenue of the year up to the last purchase, as the facts had it when somebody first asked."""
    currency = models.CharField(max_length=3, blank=True)
    counted = models.ForeignKey("Telling", models.SET_NULL, null=True, blank=True, related_name="+")
    """What reports count: the strongest standing with causes, else one that could not say."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "left_on"], name="one_record_of_a_departure"),
            models.CheckConstraint(condition=~Q(customer=""), name="departure_is_of_somebody"),
            models.CheckConstraint(
                condition=Q(value_lost__isnull=True, currency="") | (Q(value_lost__isnull=False) & ~Q(currency="")),
                name="value_lost_has_a_currency",
            ),
        ]
        indexes = [models.Index(fields=["left_on", "counted", "value_lost"], name="departure_told_by_day")]

    def __str__(self) -> str:
        return f"{self.customer}, {self.left_on}"


class Telling(models.Model):
    """What one standing said of one departure, until it was said anew. Never rewritten."""

    departure = models.ForeignKey(Departure, models.CASCADE, related_name="tellings")
    standing = models.CharField(max_length=12, choices=Standings)
    answer = models.CharField(max_length=16, choices=Answers)
    source = models.CharField(max_length=LONGEST_NAME, blank=True)
    """Where it was heard: a call, a letter, a page."""
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=LONGEST_KEY)
    said_by_name = models.CharField(max_length=LONGEST_NAME)
    superseded_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.CharField(max_length=LONGEST_KEY, blank=True)

    class Meta:
        ordering = ["-said_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["departure", "standing"],
                condition=Q(superseded_at__isnull=True),
                name="one_telling_counts_a_standing",
            ),
            models.CheckConstraint(condition=Q(standing__in=Standings.values), name="standing_is_known"),
            models.CheckConstraint(condition=Q(answer__in=Answers.values), name="telling_has_an_answer"),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True, superseded_by="")
                | (Q(superseded_at__isnull=False) & ~Q(superseded_by="")),
                name="superseded_telling_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.departure_id} {self.standing}: {self.answer}"


class Cause(models.Model):
    """One reason of a telling and its weight. The weights of a telling add up to one."""

    telling = models.ForeignKey(Telling, models.CASCADE, related_name="causes")
    reason = models.ForeignKey(Reason, models.PROTECT, related_name="causes")
    """As it was said; a merged reason counts as the one it was merged into."""
    weight = models.DecimalField(max_digits=5, decimal_places=4)
    value = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    """Its part of the value lost; the parts of a telling add up to it exactly."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["telling", "reason"], name="one_cause_a_reason"),
            models.CheckConstraint(condition=Q(weight__gt=0, weight__lte=1), name="weight_is_above_0_up_to_1"),
        ]

    def __str__(self) -> str:
        return f"{self.reason_id}: {self.weight}"
