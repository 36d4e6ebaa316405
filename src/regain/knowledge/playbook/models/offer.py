"""Offer: what somebody may be offered in a letter; Amendment: its terms as they were before a change."""

from django.db import models
from django.db.models import F, Q

from regain.knowledge.playbook.rules import offers as rules


class OfferTerms(models.Model):
    """The terms of an offer, as they are or as they were."""

    title = models.CharField(max_length=rules.LONGEST_TITLE)
    words = models.TextField(max_length=rules.LONGEST_WORDS)
    mechanism = models.CharField(max_length=20, choices=[(each.value, each.value) for each in rules.Mechanism])
    cost = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    live_from = models.DateField()
    review_on = models.DateField()
    """The last day it stands, unless somebody looks at it again."""
    why = models.CharField(max_length=rules.LONGEST_WHY, blank=True)

    class Meta:
        abstract = True

    @property
    def terms(self) -> rules.Terms:
        """The terms as a value."""
        return rules.Terms(
            title=self.title,
            words=self.words,
            mechanism=rules.Mechanism(self.mechanism),
            cost=self.cost,
            currency=self.currency,
            live_from=self.live_from,
            review_on=self.review_on,
            why=self.why,
        )


class Offer(OfferTerms):
    """One offer as it is now. Retired ones stay, and so do the terms it had before."""

    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in rules.OfferKind])
    revision = models.PositiveIntegerField(default=1)
    """Which terms these are, counted from one."""
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    made_by_name = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=80)
    changed_by_name = models.CharField(max_length=200)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.CharField(max_length=80, blank=True)
    retired_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(words=""), name="offer_says_something"),
            models.CheckConstraint(condition=Q(cost__gte=0), name="offer_costs_something_or_nothing"),
            models.CheckConstraint(
                condition=Q(review_on__gte=F("live_from")), name="offer_is_reviewed_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(retired_at=None, retired_by="") | (Q(retired_at__isnull=False) & ~Q(retired_by="")),
                name="offer_is_retired_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["kind", "title"], condition=Q(retired_at=None), name="one_open_offer_a_title"
            ),
        ]
        indexes = [models.Index(fields=["kind", "review_on"], condition=Q(retired_at=None), name="offer_standing")]

    def __str__(self) -> str:
        return f"{self.kind} offer {self.pk}"


class Amendment(OfferTerms):
    """The terms an offer had until somebody changed them."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="amendments")
    revision = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    made_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "revision"], name="offer_is_amended_once_a_revision"),
        ]

    def __str__(self) -> str:
        return f"offer {self.offer_id}, revision {self.revision}"
