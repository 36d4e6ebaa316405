"""Issue: a cause of departures somebody answers for; Cover and Placement: which departures fall to it.

Factor: a judgement in its priority; Watch: somebody wants to hear of it.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from regain.meetings.lossreview.models.review import Review


class Issue(models.Model):
    """Open until it is closed by a proof, set aside with a reason, or merged into another."""

    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    """What goes wrong, for whom, where."""
    review = models.ForeignKey(Review, models.SET_NULL, null=True, blank=True, related_name="issues_raised")
    """The review it was raised in or for."""
    raised_at = models.DateTimeField()
    raised_by = models.CharField(max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="issues_owned"
    )
    """The one person who answers for it."""
    due_on = models.DateField(null=True, blank=True)
    """By when it is to be fixed."""
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    merged_at = models.DateTimeField(null=True, blank=True)
    split_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="split_off")
    fixed_on = models.DateField(null=True, blank=True)
    """The day customers began to meet the fix; effects are counted from here."""
    fixed_by = models.CharField(max_length=200, blank=True)
    change = models.TextField(blank=True)
    """What we changed, in a sentence for the customers who asked."""
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=200, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_because = models.TextField(blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    """The last time it came back."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="issue_has_a_title"),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(due_on__isnull=False), name="owned_issue_has_a_day"
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="issue_is_not_merged_into_itself"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(merged_at__isnull=False), name="merged_issue_says_when"
            ),
            models.CheckConstraint(condition=Q(fixed_on__isnull=True) | ~Q(change=""), name="fix_says_what_changed"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(fixed_on__isnull=False), name="closed_issue_was_fixed"
            ),
            models.CheckConstraint(
                condition=Q(set_aside_at__isnull=True) | ~Q(set_aside_because=""), name="issue_set_aside_says_why"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(set_aside_at__isnull=True), name="closed_or_set_aside"
            ),
        ]
        indexes = [
            models.Index(
                fields=["raised_at"],
                condition=Q(closed_at__isnull=True, set_aside_at__isnull=True, merged_into__isnull=True),
                name="issue_open",
            ),
            models.Index(fields=["owner"], name="issue_by_owner"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """How other rooms know it."""
        return f"issue-{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.closed_at is None and self.set_aside_at is None and self.merged_into_id is None


class Cover(models.Model):
    """All departures for a reason fall to an issue, but for those placed elsewhere one by one."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="covers")
    reason = models.ForeignKey("playbook.Reason", models.PROTECT, related_name="+")
    since_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reason"], condition=Q(ended_at__isnull=True), name="one_issue_covers_a_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.reason_id}"


class Placement(models.Model):
    """One departure's reason falls to this issue, whichever issue covers the reason."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="placements")
    reason = models.ForeignKey("playbook.Reason", models.PROTECT, related_name="+")
    customer = models.TextField()
    left_on = models.DateField()
    placed_at = models.DateTimeField()
    placed_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "left_on", "reason"], name="a_departures_reason_falls_to_one_issue"
            )
        ]
        indexes = [models.Index(fields=["reason", "left_on"], name="placement_by_reason")]

    def __str__(self) -> str:
        return f"{self.customer} {self.left_on}"


class Factor(models.Model):
    """What somebody says one factor of an issue's priority is, and why; the newest that was not taken back counts."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="factors")
    name = models.CharField(max_length=12)
    """A `rules.priority.Name`."""
    value = models.DecimalField(max_digits=18, decimal_places=4)
    because = models.TextField()
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "name"], condition=Q(ended_at__isnull=True), name="one_value_a_factor"
            ),
            models.CheckConstraint(condition=~Q(because=""), name="factor_says_why"),
            models.CheckConstraint(condition=Q(value__gte=0), name="factor_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.name}"


class Watch(models.Model):
    """Somebody wants to hear what becomes of an issue."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="watches")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="issue_watches")
    since_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "person"], name="one_watch_a_person")]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.person_id}"
