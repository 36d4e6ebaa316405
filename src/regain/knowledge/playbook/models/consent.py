"""Consent: what a customer agreed to, by which channel, and how we can prove it."""

from datetime import date, datetime
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from regain.knowledge.playbook.rules.guard.terms import Channel, Purpose

PROOF_YEARS: Final = 5
"""The longest the laws here ask for: Germany, from the consent and from each use."""


class Channels(models.TextChoices):
    """The channels in words."""

    CALL = Channel.CALL.value, _("Call")
    EMAIL = Channel.EMAIL.value, _("E-mail")
    LETTER = Channel.LETTER.value, _("Letter")
    SURVEY = Channel.SURVEY.value, _("Survey")


class Purposes(models.TextChoices):
    """The purposes in words."""

    LISTENING = Purpose.LISTENING.value, _("Listening")
    RECOVERY = Purpose.RECOVERY.value, _("Winning back")
    SUPPORT = Purpose.SUPPORT.value, _("Support")
    SERVICE = Purpose.SERVICE.value, _("Service")
    SURVEY = Purpose.SURVEY.value, _("Survey")
    INVITATION = Purpose.INVITATION.value, _("Invitation")


class Consent(models.Model):
    """One consent with its evidence. One that was withdrawn stays."""

    customer = models.TextField()
    purpose = models.CharField(max_length=12, choices=Purposes)
    channel = models.CharField(max_length=8, choices=Channels)
    given_at = models.DateTimeField()
    how = models.CharField(max_length=80)
    """On which occasion: a call, a form, a letter."""
    words = models.TextField()
    """What they agreed to, as they read or heard it."""
    document = models.CharField(max_length=200, blank=True)
    """Where the proof lies."""
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    used_at = models.DateTimeField(null=True, blank=True)
    """When an act last rested on it."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=80, blank=True)
    withdrawn_words = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words="") & ~Q(how=""), name="consent_has_its_evidence"),
            models.CheckConstraint(condition=Q(given_at__lte=F("recorded_at")), name="consent_is_not_of_the_future"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_by=""), name="withdrawn_consent_says_by_whom"
            ),
        ]
        indexes = [models.Index(fields=["customer", "-given_at"], name="consent_by_customer")]

    def __str__(self) -> str:
        return f"{self.purpose} by {self.channel}"

    @property
    def proof_until(self) -> date:
        """Until when the proof has to be kept: five years from the last of consent, use and withdrawal."""
        last: datetime = max(at for at in (self.given_at, self.used_at, self.withdrawn_at) if at is not None)
        return last.date().replace(year=last.year + PROOF_YEARS, day=min(last.day, 28))
