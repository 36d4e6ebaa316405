"""Action: what one person does by a day; Remark: a line of a story; Attachment: a file beside it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from regain.meetings.lossreview.models.issue import Issue
from regain.meetings.lossreview.models.review import Review


class Action(models.Model):
    """Open until it is done or dropped with a reason. One accountable owner, one day."""

    issue = models.ForeignKey(Issue, models.CASCADE, null=True, blank=True, related_name="actions")
    review = models.ForeignKey(Review, models.SET_NULL, null=True, blank=True, related_name="actions")
    """The review that decided it."""
    what = models.CharField(max_length=500)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="review_actions")
    due_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    progress = models.PositiveSmallIntegerField(default=0)
    """Percent, as the owner says."""
    said_at = models.DateTimeField(null=True, blank=True)
    """When the owner last said how it stands."""
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=200, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_because = models.TextField(blank=True)
    first_due_on = models.DateField()
    """The day first agreed; putting it off does not make it kept."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="action_says_what"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="progress_is_a_percentage"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(dropped_at__isnull=True), name="action_is_done_or_dropped"
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True) | ~Q(dropped_because=""), name="dropped_action_says_why"
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on"],
                condition=Q(done_at__isnull=True, dropped_at__isnull=True),
                name="action_to_do",
            ),
            models.Index(fields=["due_on"], name="action_by_day"),
        ]

    def __str__(self) -> str:
        return self.what[:60]

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_at is None and self.dropped_at is None


class Remark(models.Model):
    """What happened to an issue or an action, or what somebody says about it; in order, never rewritten."""

    issue = models.ForeignKey(Issue, models.CASCADE, null=True, blank=True, related_name="remarks")
    action = models.ForeignKey(Action, models.CASCADE, null=True, blank=True, related_name="remarks")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    by_name = models.CharField(max_length=200)
    move = models.CharField(max_length=20, blank=True)
    """A `rules.story.Move`; empty for a comment."""
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(move="") | ~Q(words=""), name="review_comment_says_something"),
            models.CheckConstraint(
                condition=Q(issue__isnull=False) | Q(action__isnull=False), name="remark_is_about_something"
            ),
        ]
        indexes = [
            models.Index(fields=["issue", "at"], name="remark_by_issue"),
            models.Index(fields=["action", "at"], name="remark_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.move} {self.words[:40]}"


class Attachment(models.Model):
    """A file beside an issue or one of its actions."""

    issue = models.ForeignKey(Issue, models.CASCADE, null=True, blank=True, related_name="attachments")
    action = models.ForeignKey(Action, models.CASCADE, null=True, blank=True, related_name="attachments")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    body = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(issue__isnull=False) | Q(action__isnull=False), name="attachment_belongs_to_something"
            )
        ]

    def __str__(self) -> str:
        return self.name
