"""Weighing: how one person weighs one issue, for themselves; Rank: the place the meeting gave an issue."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from regain.meetings.lossreview.models.issue import Issue
from regain.meetings.lossreview.models.review import Review


class Weighing(models.Model):
    """Points one person gives one issue. Nobody else sees them before they are opened to all."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="weighings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issue = models.ForeignKey(Issue, models.CASCADE, related_name="+")
    points = models.PositiveSmallIntegerField()
    weighed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "person", "issue"], name="one_weighing_a_person_and_issue"),
            models.CheckConstraint(condition=Q(points__lte=10), name="points_are_limited"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.issue_id}"


class Rank(models.Model):
    """Where an issue stands after this review: 1 is first."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="ranks")
    issue = models.ForeignKey(Issue, models.CASCADE, related_name="ranks")
    place = models.PositiveSmallIntegerField()
    because = models.TextField(blank=True)
    """Why it stands elsewhere than the points say."""

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["review", "issue"], name="one_rank_an_issue"),
            models.CheckConstraint(condition=Q(place__gte=1), name="ranks_begin_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.place}"
