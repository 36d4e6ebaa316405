"""Answer: what the guard said when somebody was about to contact a customer, and what it rested on."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regain.knowledge.playbook.models.consent import Channels, Purposes
from regain.knowledge.playbook.rules.guard.terms import Verdict


class Verdicts(models.TextChoices):
    """The verdicts in words."""

    ALLOW = Verdict.ALLOW.value, _("Yes")
    WARN = Verdict.WARN.value, _("With care")
    BLOCK = Verdict.BLOCK.value, _("No")


class Answer(models.Model):
    """One answer. An allowed call counts as an attempt until somebody says it was not made."""

    customer = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    channel = models.CharField(max_length=8, choices=Channels)
    purpose = models.CharField(max_length=12, choices=Purposes)
    point = models.CharField(max_length=64, blank=True)
    """The fingerprint of the number or address."""
    verdict = models.CharField(max_length=5, choices=Verdicts)
    rules = models.JSONField(default=list)
    """The ids of the rules that said something, worst first."""
    sentence = models.TextField()
    until = models.DateTimeField(null=True, blank=True)
    facts = models.JSONField(default=dict)
    """What it rested on, without personal data."""
    subject = models.CharField(max_length=80, blank=True)
    """What it was asked for, such as a call or a message."""
    is_automatic = models.BooleanField(default=False)
    override = models.CharField(max_length=500, blank=True)
    """The reason somebody signed for; the signature is `asked_by`."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(override="") | Q(verdict="warn"), name="a_signed_act_is_done_with_care"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | (~Q(withdrawn_by="") & ~Q(verdict="block")),
                name="only_an_allowed_act_is_taken_back",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "channel", "-asked_at"], name="answer_by_customer"),
            models.Index(fields=["point", "channel", "-asked_at"], name="answer_by_point"),
            models.Index(fields=["-asked_at"], name="answer_newest_first"),
            models.Index(fields=["verdict", "-asked_at"], name="answer_by_verdict"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.verdict} {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def is_allowed(self) -> bool:
        """Whether the act may be done."""
        return self.verdict != Verdict.BLOCK
