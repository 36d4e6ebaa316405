"""Pack: the numbers of one review, as a document that never changes once it is frozen."""

from django.db import models
from django.db.models import Q

from regain.meetings.lossreview.models.review import Review


class Pack(models.Model):
    """Made in the background, made again until it is frozen. The page, the PDF and the slides show the document."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="packs")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    as_of = models.DateField()
    """Who counts as gone was asked as of this day."""
    facts = models.BigIntegerField()
    """The number of the facts snapshot it was made from."""
    document = models.TextField()
    """`rules.pack.Pack` as JSON, the same bytes for the same numbers."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the document."""
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.CharField(max_length=200, blank=True)
    thawed_at = models.DateTimeField(null=True, blank=True)
    """Frozen too early; another one takes its place, this one is kept."""
    thawed_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review"], condition=Q(thawed_at__isnull=True), name="one_pack_counts_a_review"
            ),
            models.CheckConstraint(
                condition=Q(thawed_at__isnull=True) | (Q(frozen_at__isnull=False) & ~Q(thawed_because="")),
                name="thawed_pack_was_frozen_and_says_why",
            ),
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True, frozen_by="") | (Q(frozen_at__isnull=False) & ~Q(frozen_by="")),
                name="frozen_pack_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.digest[:8]}"
