"""Support, Need, Requirement, Proposal, ReturnLink: what was promised to a customer, asked by them, offered to them."""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q

from regain.desks.recovery.models.call import Call
from regain.desks.recovery.models.case import Case
from regain.desks.recovery.models.decision import Decision, MoneyField


class Support(models.Model):
    """Immediate help for one customer: a task with an owner and a deadline."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="support")
    call = models.ForeignKey(Call, models.SET_NULL, null=True, blank=True, related_name="support")
    what = models.TextField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="recovery_support")
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=200, blank=True)
    done_words = models.TextField(blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="support_says_what"),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True) | Q(done_at__isnull=True), name="support_is_done_or_dropped"
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True) | ~Q(dropped_because=""), name="dropped_support_says_why"
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_at"],
                condition=Q(done_at__isnull=True, dropped_at__isnull=True),
                name="support_to_give",
            )
        ]

    def __str__(self) -> str:
        return self.what[:60]


class Need(models.Model):
    """What several customers asked for in words of their own; met or not yet."""

    title = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    issue = models.CharField(max_length=40, blank=True)
    """The key of the issue that answers it, once a Loss Review took it up."""
    met_at = models.DateTimeField(null=True, blank=True)
    met_by = models.CharField(max_length=200, blank=True)
    change = models.TextField(blank=True)
    """What we changed, in a sentence for the customers who asked."""
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_because = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["issue"], condition=~Q(issue=""), name="need_by_issue")]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="need_has_a_title"),
            models.CheckConstraint(
                condition=Q(set_aside_at__isnull=True) | ~Q(set_aside_because=""), name="need_set_aside_says_why"
            ),
            models.UniqueConstraint(fields=["title"], name="one_need_a_title"),
            models.CheckConstraint(condition=Q(met_at__isnull=True) | ~Q(change=""), name="met_need_says_what_changed"),
        ]

    def __str__(self) -> str:
        return self.title


class Requirement(models.Model):
    """What one customer said we can do to win back their business, in their words."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="requirements")
    call = models.ForeignKey(Call, models.SET_NULL, null=True, blank=True, related_name="requirements")
    need = models.ForeignKey(Need, models.SET_NULL, null=True, blank=True, related_name="requirements")
    words = models.TextField()
    said_at = models.DateTimeField()
    noted_by = models.CharField(max_length=200)
    met_at = models.DateTimeField(null=True, blank=True)
    """Met for this customer alone; a need that is met counts for all who asked."""
    told_at = models.DateTimeField(null=True, blank=True)
    told_how = models.CharField(max_length=12, blank=True)
    told_by = models.CharField(max_length=200, blank=True)
    asked_again_at = models.DateTimeField(null=True, blank=True)
    called_up_at = models.DateTimeField(null=True, blank=True)
    """When the customer was put on the list of those to be told."""
    before = models.JSONField(null=True, blank=True)
    """How the case stood before that, for taking it back while nobody was told."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    MET: Final = Q(met_at__isnull=False) | Q(need__met_at__isnull=False)
    """Met for this customer, or for all who asked."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="requirement_says_something"),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True, told_how="") | (Q(told_at__isnull=False) & ~Q(told_how="")),
                name="told_requirement_says_how",
            ),
        ]
        indexes = [
            models.Index(fields=["need", "told_at"], name="requirement_to_tell"),
            models.Index(
                fields=["-said_at"],
                condition=Q(need__isnull=True, withdrawn_at__isnull=True),
                name="requirement_not_grouped",
            ),
        ]

    def __str__(self) -> str:
        return self.words[:60]


class Proposal(models.Model):
    """A written offer to one customer, with a deadline that is kept."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="proposals")
    call = models.ForeignKey(Call, models.SET_NULL, null=True, blank=True, related_name="proposals")
    offer = models.BigIntegerField(null=True, blank=True)
    """The offer of the playbook it was written from."""
    words = models.TextField()
    cost = MoneyField()
    currency = models.CharField(max_length=3)
    until_on = models.DateField()
    """The last day it may be accepted."""
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_how = models.CharField(max_length=12, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    """Who wrote the customer's answer down."""
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="proposal_is_written"),
            models.CheckConstraint(condition=Q(cost__gte=0), name="proposal_costs_nothing_or_more"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(declined_at__isnull=True), name="proposal_has_one_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.words[:40]}"


class ReturnLink(models.Model):
    """The easy way back: one address, one step, the customer's history in place. Only a digest of its key is kept."""

    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="links")
    decision = models.ForeignKey(Decision, models.DO_NOTHING, null=True, blank=True, related_name="links")
    """Of a letter to somebody nobody calls; a case is opened when they use it."""
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    until = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    said = models.TextField(blank=True)
    """What the customer wrote when they used it."""
    call_me_at = models.CharField(max_length=200, blank=True)
    """When and where they asked to be called, in their words."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(decision__isnull=False), name="return_link_is_somebodys"
            ),
        ]
        indexes = [models.Index(fields=["case", "-made_at"], name="return_link_by_case")]

    key: str = ""
    """The key itself, known only to the instance that issued it."""

    def __str__(self) -> str:
        return f"{self.case_id or self.decision_id} until {self.until:%Y-%m-%d}"
