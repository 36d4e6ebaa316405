"""Resolution: what a meeting decided; Minutes: its record; Edition: the record as it once stood."""

from django.db import models
from django.db.models import Q

from regain.meetings.lossreview.models.issue import Issue
from regain.meetings.lossreview.models.review import Item, Review


class Resolution(models.Model):
    """A decision in one sentence, about an issue or not."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="resolutions")
    item = models.ForeignKey(Item, models.SET_NULL, null=True, blank=True, related_name="+")
    issue = models.ForeignKey(Issue, models.SET_NULL, null=True, blank=True, related_name="resolutions")
    text = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="resolution_says_what")]

    def __str__(self) -> str:
        return self.text[:60]


class Minutes(models.Model):
    """Written by the meeting itself, edited by people, approved by the chair, sent once."""

    review = models.OneToOneField(Review, models.CASCADE, related_name="record")
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.CharField(max_length=200, blank=True)
    sent_to = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(approved_at__isnull=False), name="sent_minutes_were_approved"
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by="")
                | (Q(approved_at__isnull=False) & ~Q(approved_by="")),
                name="approved_minutes_say_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} v{self.version}"


class Edition(models.Model):
    """The minutes before somebody changed them."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="editions")
    version = models.PositiveIntegerField()
    text = models.TextField()
    until_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["minutes", "version"], name="one_edition_a_version")]

    def __str__(self) -> str:
        return f"{self.minutes_id} v{self.version}"
