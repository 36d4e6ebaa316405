"""Decision: what one cycle does about one departed customer, and the numbers it rests on."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regain.desks.recovery.models.cycle import Cycle
from regain.desks.recovery.rules.gain import Amount
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.people.models import Person


class Kinds(models.TextChoices):
    """The kinds in words."""

    EXECUTIVE = Kind.EXECUTIVE.value, _("Executive call")
    TEAM = Kind.TEAM.value, _("Team call")
    LETTER = Kind.LETTER.value, _("Letter")
    CONTROL = Kind.CONTROL.value, _("Control")
    NOT_PURSUED = Kind.NOT_PURSUED.value, _("Not pursued")


class MoneyField(models.DecimalField[Any, Any]):
    """An amount in the cycle's currency, as exact as the facts are."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_digits": 18, "decimal_places": 4, **options})


class Decision(models.Model):
    """One customer of the period and the one thing decided about them."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="decisions")
    customer = models.TextField()
    name = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=100, blank=True)
    segment = models.CharField(max_length=20)
    kind = models.CharField(max_length=12, choices=Kinds)
    would_be = models.CharField(max_length=12, choices=Kinds, blank=True)
    """For control: what they would have been given."""
    why = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    """In words, why not pursued, or why somebody changed the draft."""
    is_recoverable = models.BooleanField(default=True)
    rank = models.PositiveIntegerField()
    """1 for whoever a call is expected to gain most from; it stays when the decision changes."""
    left_on = models.DateField()
    last_day = models.DateField()
    absence_days = models.PositiveIntegerField()
    value_lost = MoneyField()
    spent = MoneyField()
    chance = models.FloatField()
    chance_low = models.FloatField()
    chance_high = models.FloatField()
    chance_called = models.FloatField()
    second_value = MoneyField()
    second_value_low = MoneyField()
    second_value_high = MoneyField()
    maximum_spend = MoneyField()
    maximum_spend_low = MoneyField()
    maximum_spend_high = MoneyField()
    cost = MoneyField()
    gain = MoneyField()
    gain_low = MoneyField()
    gain_high = MoneyField()
    evidence = models.TextField(blank=True)
    confidence = models.CharField(max_length=12)
    draw_probability = models.FloatField(null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="recovery_decisions"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "customer"], name="one_decision_per_customer_and_cycle"),
            models.CheckConstraint(condition=~Q(kind="not_pursued") | ~Q(reason=""), name="not_pursued_has_a_reason"),
            models.CheckConstraint(
                condition=Q(kind="control") & ~Q(would_be="") | ~Q(kind="control") & Q(would_be=""),
                name="control_knows_what_it_would_have_been",
            ),
            models.CheckConstraint(
                condition=Q(assigned_to__isnull=True) | Q(kind__in=["executive", "team"]),
                name="only_calls_are_assigned",
            ),
        ]
        indexes = [
            models.Index(fields=["cycle", "rank"], name="decision_by_rank"),
            models.Index(fields=["cycle", "kind", "rank"], name="decision_by_kind"),
            models.Index(fields=["cycle", "segment", "rank"], name="decision_by_segment"),
            models.Index(fields=["cycle", "-value_lost"], name="decision_by_value"),
            models.Index(fields=["customer"], name="decision_by_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.customer}: {self.kind}"

    @property
    def title(self) -> str:
        """The name where there is one, otherwise the id."""
        return self.name or self.customer

    @property
    def caller(self) -> Person | None:
        """Whoever calls: the owner of its case once there is one, before that whoever the draft names."""
        case = getattr(self, "case", None)
        return self.assigned_to if case is None else case.owner

    @property
    def spend(self) -> Amount:
        """The maximum spend as the rules read it."""
        return Amount(self.maximum_spend, self.maximum_spend_low, self.maximum_spend_high)
