"""Proof: what departures for an issue's reasons did after the fix, as it was known on a day."""

from django.db import models
from django.db.models import Q

from regain.meetings.lossreview.models.issue import Issue


class Proof(models.Model):
    """One measurement, kept when it closes or reopens an issue."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="proofs")
    measured_at = models.DateTimeField()
    measured_by = models.CharField(max_length=200)
    as_of = models.DateField()
    verdict = models.CharField(max_length=20)
    """A `rules.proof.Verdict`."""
    sentence = models.TextField()
    document = models.JSONField()
    """`rules.proof.Measured` as it stood: counts, ratio, interval."""
    moved = models.CharField(max_length=10, blank=True)
    """`closed` or `reopened`, when that is what it did; empty for one that was only kept."""

    class Meta:
        ordering = ["-measured_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(moved__in=["", "closed", "reopened"]), name="proof_closes_or_reopens")
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.verdict}"
