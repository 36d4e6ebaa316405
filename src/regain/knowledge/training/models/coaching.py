"""Coaching: what a customer wants somebody here to hear; Remark: a line of its story."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from regain.knowledge.training.rules.coaching import Stage

LONGEST_QUOTE, LONGEST_NAME, LONGEST_WORDS = 1_000, 120, 2_000


class Coaching(models.Model):
    """Praise, or something to do better, about one person or one team. Only those it concerns may see it."""

    quote = models.TextField()
    moment = models.CharField(max_length=300, blank=True)
    """What was going on when it happened."""
    wanted = models.TextField(blank=True)
    """What would have been right."""
    praises = models.BooleanField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="coaching_about"
    )
    team = models.ForeignKey("people.Team", models.PROTECT, null=True, blank=True, related_name="coaching")
    about = models.CharField(max_length=LONGEST_NAME, blank=True)
    """Somebody who does not sign in, by the name the customer knows."""
    source = models.CharField(max_length=100, blank=True)
    """Where it was heard, such as `recovery:call:12`."""
    reason = models.BigIntegerField(null=True, blank=True)
    """The playbook's reason it belongs to."""
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="coaching_raised"
    )
    """None where a program raised it."""
    stage = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Stage], default=Stage.RAISED)
    since_at = models.DateTimeField()
    """When this stage began."""
    due_on = models.DateField(null=True, blank=True)
    agreed = models.TextField(blank=True)
    recheck_on = models.DateField(null=True, blank=True)
    reminded_for = models.DateField(null=True, blank=True)
    """The due day people were reminded of."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(quote=""), name="coaching_quotes_the_customer"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(team__isnull=False) | ~Q(about=""),
                name="coaching_is_about_somebody",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(team__isnull=True), name="coaching_is_about_a_person_or_a_team"
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.COACHED) | Q(recheck_on__isnull=False),
                name="coached_is_checked_again_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "stage"], name="coaching_by_person"),
            models.Index(fields=["team", "stage"], name="coaching_by_team"),
            models.Index(fields=["raised_by", "stage"], name="coaching_by_raiser"),
            models.Index(fields=["due_on"], name="coaching_by_due_day"),
        ]

    def __str__(self) -> str:
        return f"coaching {self.pk}"


class Remark(models.Model):
    """A step that was taken, or a comment; in the order they were made."""

    coaching = models.ForeignKey(Coaching, models.CASCADE, related_name="remarks")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    by_name = models.CharField(max_length=200)
    move = models.CharField(max_length=12, blank=True)
    """The step; empty for a comment."""
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(move="") | ~Q(words=""), name="comment_says_something"),
        ]
        indexes = [models.Index(fields=["coaching", "at"], name="remark_by_coaching")]

    def __str__(self) -> str:
        return f"{self.coaching_id} {self.move}"
