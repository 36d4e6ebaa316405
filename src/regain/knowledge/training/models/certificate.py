"""Certificate: somebody may make recovery calls until a day; Standard: what one takes."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from regain.knowledge.training.rules import certificate as rules

RECOVERY = "recovery"


class Certificate(models.Model):
    """Given by somebody who may certify, on the strength of practice calls; renewed by another one."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="certificates")
    for_what = models.CharField(max_length=20, default=RECOVERY)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="certificates_given")
    valid_until = models.DateTimeField()
    practices = models.ManyToManyField("training.Practice", related_name="certificates")
    words = models.TextField(blank=True)
    """Why it was given; also that nobody else could give it, where that was so."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gt=F("given_at")), name="certificate_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_because=""),
                name="certificate_is_withdrawn_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "valid_until"], name="certificate_by_person"),
            models.Index(fields=["valid_until"], name="certificate_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.for_what}"

    def holds(self, at: datetime) -> bool:
        """Whether it is in force at this moment."""
        return self.withdrawn_at is None and self.given_at <= at < self.valid_until


class Standard(models.Model):
    """What a certificate takes, from when it was set until it is set anew."""

    calls = models.PositiveSmallIntegerField()
    within_days = models.PositiveSmallIntegerField()
    months = models.PositiveSmallIntegerField()
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(calls__range=(1, rules.MOST_CALLS))
                & Q(within_days__range=(1, rules.MOST_DAYS))
                & Q(months__range=(1, rules.MOST_MONTHS)),
                name="standard_can_be_met",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calls} in {self.within_days}"

    @property
    def terms(self) -> rules.Terms:
        """As the rules take it."""
        return rules.Terms(calls=self.calls, within_days=self.within_days, months=self.months)
