"""Mailing, Letter: what goes out in writing, what the guard said about it, and that it goes once."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regain.desks.recovery.models.case import Case
from regain.desks.recovery.models.cycle import Cycle
from regain.desks.recovery.models.decision import Decision
from regain.desks.recovery.models.patience import Touch
from regain.desks.recovery.models.promise import Need, Proposal
from regain.desks.recovery.rules.letters import About, Way


class Ways(models.TextChoices):
    """How a letter travels, in words."""

    LETTER = Way.LETTER.value, _("Letter")
    EMAIL = Way.EMAIL.value, _("E-mail")


class Abouts(models.TextChoices):
    """What a letter is about, in words."""

    CYCLE = About.CYCLE.value, _("Decided by a cycle")
    PROPOSAL = About.PROPOSAL.value, _("Proposal")
    TELL = About.TELL.value, _("What we changed")
    TOUCH = About.TOUCH.value, _("Staying in touch")


class Mailing(models.Model):
    """Letters made in one go: a PDF with one letter a page, a list for a mail house, or e-mails."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="mailings")
    form = models.CharField(max_length=8)
    """`pdf`, `csv` or `email`."""
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    count = models.PositiveIntegerField(default=0)
    file = models.CharField(max_length=200, blank=True)
    """The name of the file under the home's exports."""
    done_at = models.DateTimeField(null=True, blank=True)
    posted_at = models.DateTimeField(null=True, blank=True)
    posted_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(form__in=["pdf", "csv", "email"]), name="mailing_has_a_form"),
            models.CheckConstraint(
                condition=Q(posted_at__isnull=True) | Q(done_at__isnull=False),
                name="mailing_is_made_before_it_is_posted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.form}"


class Letter(models.Model):
    """One letter or e-mail to one customer. The way back is put in as it leaves, so no key is kept here."""

    about = models.CharField(max_length=12, choices=Abouts)
    decision = models.ForeignKey(Decision, models.DO_NOTHING, null=True, blank=True, related_name="letters")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="letters")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="letters")
    need = models.ForeignKey(Need, models.PROTECT, null=True, blank=True, related_name="letters")
    touch = models.ForeignKey(Touch, models.PROTECT, null=True, blank=True, related_name="letters")
    customer = models.TextField()
    name = models.CharField(max_length=200, blank=True)
    how = models.CharField(max_length=8, choices=Ways, blank=True)
    """Empty while there is no way to reach them that the guard allows."""
    address = models.TextField(blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    verdict = models.CharField(max_length=8, blank=True)
    """What the guard said last: allow, warn or block."""
    rule = models.CharField(max_length=80, blank=True)
    sentence = models.TextField(blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    """Not now, but from then on."""
    answer = models.BigIntegerField(null=True, blank=True)
    """The guard's answer at the moment it was made, as the playbook keeps it."""
    prepared_at = models.DateTimeField()
    prepared_by = models.CharField(max_length=200)
    mailing = models.ForeignKey(Mailing, models.PROTECT, null=True, blank=True, related_name="letters")
    message = models.BigIntegerField(null=True, blank=True)
    """The e-mail, as the outbox keeps it."""
    made_at = models.DateTimeField(null=True, blank=True)
    """Put into a file, or into the outbox: from then on it is never made again."""
    sent_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(decision__isnull=False), name="letter_is_to_somebody_in_work"
            ),
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(decision__isnull=False, dropped_at__isnull=True),
                name="one_letter_per_decision",
            ),
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(proposal__isnull=False, dropped_at__isnull=True),
                name="one_letter_per_proposal",
            ),
            models.UniqueConstraint(
                fields=["touch"], condition=Q(touch__isnull=False, dropped_at__isnull=True), name="one_letter_per_touch"
            ),
            models.UniqueConstraint(
                fields=["case", "need"],
                condition=Q(need__isnull=False, dropped_at__isnull=True),
                name="one_letter_per_need_and_case",
            ),
            models.CheckConstraint(
                condition=Q(made_at__isnull=True) | (~Q(how="") & Q(verdict__in=["allow", "warn"])),
                name="letter_is_made_only_when_allowed",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(made_at__isnull=False), name="letter_is_made_before_it_is_sent"
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True) | ~Q(dropped_because=""), name="dropped_letter_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-prepared_at"], name="letter_by_case"),
            models.Index(fields=["mailing"], name="letter_by_mailing"),
        ]

    def __str__(self) -> str:
        return f"{self.customer} {self.about}"
