"""Call, Words, Aside, Quote: one attempt on a case and everything written down in it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from regain.desks.recovery.models.case import Case
from regain.desks.recovery.rules.calls import CallKind, Destination, Outcome


class CallKinds(models.TextChoices):
    """The kinds in words. A listening call has no offer in it, and nobody may make one of it."""

    LISTENING = CallKind.LISTENING.value, _("Listening")
    RECOVERY = CallKind.RECOVERY.value, _("Recovery")


class Outcomes(models.TextChoices):
    """How an attempt ended, in words."""

    SPOKE = Outcome.SPOKE.value, _("We spoke")
    CALL_BACK = Outcome.CALL_BACK.value, _("Asked to be called back")
    VOICEMAIL = Outcome.VOICEMAIL.value, _("Left a voicemail")
    NO_ANSWER = Outcome.NO_ANSWER.value, _("Nobody answered")
    WRONG_NUMBER = Outcome.WRONG_NUMBER.value, _("Wrong number")
    LEFT_ALONE = Outcome.LEFT_ALONE.value, _("Wants to be left alone")
    GONE = Outcome.GONE.value, _("Deceased or out of business")
    NOT_MADE = Outcome.NOT_MADE.value, _("Not made")


class Destinations(models.TextChoices):
    """Where the customer went, in words; empty: nobody knows."""

    COMPETITOR = Destination.COMPETITOR.value, _("To a competitor")
    LEFT_CATEGORY = Destination.LEFT_CATEGORY.value, _("No longer buys such things")
    STILL_OURS = Destination.STILL_OURS.value, _("Does not think of it as leaving")


class Call(models.Model):
    """One attempt. Open while somebody is in it; a person is in one call at a time, and so is a case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="calls")
    kind = models.CharField(max_length=12, choices=CallKinds)
    caller = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="recovery_calls")
    began_at = models.DateTimeField()
    step = models.CharField(max_length=16)
    """Where the screen stood last; the key of a step."""
    dialled_at = models.DateTimeField(null=True, blank=True)
    point = models.CharField(max_length=64, blank=True)
    """The number that was dialled, as the playbook knows it; empty: whichever there was."""
    their_hour = models.PositiveSmallIntegerField(null=True, blank=True)
    """The hour on the customer's clock when it was dialled."""
    answer = models.BigIntegerField(null=True, blank=True)
    """What the guard said when it was dialled, as the playbook keeps it."""
    verified_at = models.DateTimeField(null=True, blank=True)
    """When the customer agreed with our words for why they left, or we noted that they could not say."""
    asked_at = models.DateTimeField(null=True, blank=True)
    """When we asked what we can do to win back their business."""
    destination = models.CharField(max_length=16, choices=Destinations, blank=True)
    destination_name = models.CharField(max_length=200, blank=True)
    willingness = models.PositiveSmallIntegerField(null=True, blank=True)
    """0 to 10: how willing they are to return at all, asked and answered (Pick et al. 2016)."""
    respect = models.PositiveSmallIntegerField(null=True, blank=True)
    """1 to 5: were you treated with respect? (Homburg, Hoyer & Stock 2007: interactional justice)."""
    ease = models.PositiveSmallIntegerField(null=True, blank=True)
    """1 to 5: was it easy? (procedural justice)."""
    fairness = models.PositiveSmallIntegerField(null=True, blank=True)
    """1 to 5: is the outcome fair? (distributive justice)."""
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcomes, blank=True)

    class Meta:
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at__isnull=True), name="one_open_call_per_case"),
            models.UniqueConstraint(
                fields=["caller"], condition=Q(ended_at__isnull=True), name="one_open_call_per_caller"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="") | (Q(ended_at__isnull=False) & ~Q(outcome="")),
                name="ended_call_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(willingness__isnull=True) | Q(willingness__lte=10), name="willingness_is_0_to_10"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 1, f"{name}__lte": 5}),
                    name=f"{name}_is_1_to_5",
                )
                for name in ("respect", "ease", "fairness")
            ),
        ]
        indexes = [
            models.Index(fields=["caller", "-began_at"], name="call_by_caller"),
            models.Index(fields=["case", "-began_at"], name="call_by_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome or self.step}"


class Words(models.Model):
    """What is written in one field of one call. Each save names the version it began from."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="words")
    field = models.CharField(max_length=16)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    pen = models.CharField(max_length=40, blank=True)
    """The open page that wrote this version. It may write on although an answer to it was lost."""
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "field"], name="one_text_per_field_of_a_call")]

    def __str__(self) -> str:
        return f"{self.call_id} {self.field} v{self.version}"


class Aside(models.Model):
    """Words that came from an older version than the one in place: kept beside it until somebody settles them."""

    words = models.ForeignKey(Words, models.CASCADE, related_name="asides")
    text = models.TextField()
    based_on = models.PositiveIntegerField()
    pen = models.CharField(max_length=40, blank=True)
    """The open page it came from; what that page writes next replaces it."""
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.words_id} beside v{self.based_on}"


class Quote(models.Model):
    """The customer's own words, as they said them."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="quotes")
    text = models.TextField()
    said_at = models.DateTimeField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = [F("said_at"), "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="quote_says_something")]

    def __str__(self) -> str:
        return f"{self.call_id}: {self.text[:40]}"
