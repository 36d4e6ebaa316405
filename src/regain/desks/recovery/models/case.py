"""Case: one departed customer in work — whose it is, what comes next, and how it ended."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from regain.desks.recovery.models.decision import Decision, MoneyField
from regain.desks.recovery.rules.cases import Ending, Next
from regain.desks.recovery.rules.terms import Kind


class Endings(models.TextChoices):
    """How a case ends, in words."""

    RETURNED = Ending.RETURNED.value, _("Came back")
    DECLINED = Ending.DECLINED.value, _("Declined")
    LEFT_ALONE = Ending.LEFT_ALONE.value, _("Wants to be left alone")
    UNREACHABLE = Ending.UNREACHABLE.value, _("Could not be reached")
    GONE = Ending.GONE.value, _("Deceased or out of business")
    CLOSED = Ending.CLOSED.value, _("Closed")


class Nexts(models.TextChoices):
    """What comes next, in words."""

    CALL = Next.CALL.value, _("Call")
    CALL_BACK = Next.CALL_BACK.value, _("Call back")
    TELL = Next.TELL.value, _("Tell what changed and ask again")
    STAY_IN_TOUCH = Next.STAY_IN_TOUCH.value, _("Stay in touch")
    WAIT = Next.WAIT.value, _("Wait for the customer")


class Case(models.Model):
    """Open until it ends. One customer is in one open case and has one owner, so no two people work on them."""

    # A draft of 200,000 decisions is removed in one statement; collecting cases one by one would take minutes.
    decision = models.OneToOneField(Decision, models.DO_NOTHING, null=True, blank=True, related_name="case")
    """What a cycle decided; none for a case opened by hand."""
    customer = models.TextField()
    name = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=100, blank=True)
    left_on = models.DateField()
    """With the customer, the departure it is about."""
    kind = models.CharField(
        max_length=12, choices=[(Kind.EXECUTIVE.value, _("Executive call")), (Kind.TEAM.value, _("Team call"))]
    )
    rank = models.PositiveIntegerField(default=0)
    """1 for whoever a call is expected to gain most from."""
    currency = models.CharField(max_length=3)
    value_lost = MoneyField()
    maximum_spend = MoneyField()
    team = models.ForeignKey("people.Team", models.SET_NULL, null=True, blank=True, related_name="recovery_cases")
    """None: any caller may take it."""
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="recovery_cases"
    )
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200)
    next_kind = models.CharField(max_length=16, choices=Nexts, default=Next.CALL.value)
    next_at = models.DateTimeField()
    """Not before this moment."""
    next_words = models.TextField(blank=True)
    next_zone = models.CharField(max_length=64, blank=True)
    """The customer's clock the moment was agreed on; empty: ours."""
    is_promised = models.BooleanField(default=False)
    """Whether the customer was told this moment: a promise comes before everything else."""
    tried_at = models.DateTimeField(null=True, blank=True)
    """When somebody last tried to reach them; none: not yet."""
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="recovery_cases_held"
    )
    """Whoever has it on the screen right now; others keep off until `held_until`."""
    held_until = models.DateTimeField(null=True, blank=True)
    scheduled_for = models.DateTimeField(null=True, blank=True)
    """An executive's appointment with themselves to call."""
    invited_at = models.DateTimeField(null=True, blank=True)
    """When an invitation to that appointment went into their calendar; none: nobody asked for one."""
    parked_at = models.DateTimeField(null=True, blank=True)
    """Patience: only slow contact, until `next_at` or a sign from the customer."""
    parked_words = models.TextField(blank=True)
    unattended_at = models.DateTimeField(null=True, blank=True)
    """Since when the owner lets slow contact by e-mail leave without a person."""
    unattended_by = models.CharField(max_length=200, blank=True)
    unattended_words = models.TextField(blank=True)
    """What such an e-mail says, in the owner's words."""
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)
    ending = models.CharField(max_length=12, choices=Endings, blank=True)
    ended_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=Q(ended_at__isnull=True), name="one_open_case_per_customer"
            ),
            models.UniqueConstraint(fields=["held_by"], name="a_person_holds_one_case"),
            models.CheckConstraint(
                condition=Q(held_by__isnull=True, held_until__isnull=True)
                | Q(held_by__isnull=False, held_until__isnull=False),
                name="case_is_held_by_somebody_until_some_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ending="", ended_by="")
                | (Q(ended_at__isnull=False) & ~Q(ending="") & ~Q(ended_by="")),
                name="case_ends_somehow_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(held_by__isnull=True), name="nobody_holds_an_ended_case"
            ),
            models.CheckConstraint(condition=Q(kind__in=["executive", "team"]), name="case_is_called_by_somebody"),
        ]
        indexes = [
            models.Index(
                fields=["kind", "next_at"], condition=Q(ended_at__isnull=True, is_promised=True), name="case_promised"
            ),
            models.Index(
                fields=["kind", "next_at"],
                condition=Q(ended_at__isnull=True, tried_at__isnull=False),
                name="case_to_try_again",
            ),
            models.Index(
                fields=["kind", "rank"],
                condition=Q(ended_at__isnull=True, tried_at__isnull=True),
                name="case_to_try_first",
            ),
            models.Index(fields=["next_at"], condition=Q(ended_at__isnull=True), name="case_by_next"),
            models.Index(
                fields=["owner", "next_at"],
                condition=Q(ended_at__isnull=True, owner__isnull=False),
                name="case_by_owner",
            ),
            models.Index(
                fields=["kind", "team"], condition=Q(ended_at__isnull=True, owner__isnull=True), name="case_free"
            ),
            models.Index(F("opened_at").desc(), name="case_newest"),
            models.Index(fields=["customer", "left_on"], name="case_by_departure"),
            models.Index(
                fields=["parked_at"],
                condition=Q(ended_at__isnull=True, parked_at__isnull=False),
                name="case_being_patient",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer}: {self.ending or self.next_kind}"

    @property
    def title(self) -> str:
        """The name where there is one, otherwise the id."""
        return self.name or self.customer

    @property
    def is_open(self) -> bool:
        """Whether somebody still works on it."""
        return self.ended_at is None

    def is_held(self, at: datetime) -> bool:
        """Whether somebody has it on the screen at this moment."""
        return self.held_by_id is not None and self.held_until is not None and self.held_until > at
