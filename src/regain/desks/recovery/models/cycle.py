"""Cycle: one month or quarter of recovery work, with the settings it was decided under."""

from django.db import models
from django.db.models import F, Q

from regain.desks.recovery.rules.terms import LETTER_EFFECT, Settings


class Cycle(models.Model):
    """A draft until somebody approves it. Drafting again replaces a draft, never an approved cycle."""

    period = models.CharField(max_length=7)
    from_on = models.DateField()
    until_on = models.DateField()
    """The day after the last."""
    as_of = models.DateField()
    """Who counts as gone was asked as of this day."""
    rule = models.CharField(max_length=20)
    facts = models.BigIntegerField()
    """The number of the facts snapshot it was drafted from."""
    currency = models.CharField(max_length=3)
    control_share = models.DecimalField(max_digits=4, decimal_places=3)
    executive_calls = models.PositiveIntegerField()
    team_calls = models.PositiveIntegerField()
    cost_of_call = models.DecimalField(max_digits=12, decimal_places=2)
    cost_of_letter = models.DecimalField(max_digits=12, decimal_places=2)
    letter_effect = models.DecimalField(max_digits=4, decimal_places=3, default=LETTER_EFFECT)
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=200)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-until_on", "-from_on"]
        constraints = [
            models.UniqueConstraint(fields=["period"], name="one_cycle_per_period"),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="cycle_has_days"),
            models.CheckConstraint(condition=Q(as_of__gt=F("from_on")), name="cycle_is_asked_after_it_began"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by="")
                | (Q(approved_at__isnull=False) & ~Q(approved_by="")),
                name="approval_names_who",
            ),
        ]

    def __str__(self) -> str:
        return self.period

    @property
    def is_approved(self) -> bool:
        """Whether people work by it."""
        return self.approved_at is not None

    @property
    def settings(self) -> Settings:
        """What it was decided under, as the rules read it."""
        return Settings(
            period=self.period,
            control_share=self.control_share,
            executive_calls=self.executive_calls,
            team_calls=self.team_calls,
            cost_of_call=self.cost_of_call,
            cost_of_letter=self.cost_of_letter,
            letter_effect=self.letter_effect,
        )
