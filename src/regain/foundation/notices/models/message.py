"""Message: an e-mail in the outbox, and what became of it. Enclosure: a file that goes with it."""

from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.db.models import F, Q

from regain.foundation.notices.rules import message as rules

LEASE: Final = timedelta(minutes=3)
"""Longer than the longest conversation with a mail server, at ten seconds a step."""

OPEN: Final = Q(sent_at=None, refused_at=None, cancelled_at=None)
FREE: Final = Q(leased_until=None)


class Outbox(models.Manager["Message"]):
    """Takes messages out one by one, so that no two workers hold the same.

    Each step is one UPDATE that must still find the row as it was, on SQLite and PostgreSQL alike.
    """

    def lease(self, *, worker: str, at: datetime) -> "Message | None":
        """The next message that is due, leased to this worker; None when there is none."""
        due = self.filter(OPEN, FREE | Q(leased_until__lt=at), due_at__lte=at)
        for pk in due.order_by("due_at", "pk").values_list("pk", flat=True)[:5]:
            if due.filter(pk=pk).update(leased_by=worker, leased_until=at + LEASE):
                return self.get(pk=pk)
        return None

    def hand_over(self, message: "Message", *, worker: str, at: datetime) -> bool:
        """Asked right before its text leaves: False when it was cancelled, or the lease is lost."""
        mine = self.filter(OPEN, pk=message.pk, leased_by=worker, leased_until__gt=at)
        return bool(mine.update(handed_at=at, leased_until=at + LEASE, attempts=F("attempts") + 1))

    def put_off(self, message: "Message", *, until: datetime, sentence: str, attempts: int) -> None:
        """Try again later."""
        self.filter(pk=message.pk).update(
            due_at=until,
            sentence=sentence,
            attempts=attempts,
            held_at=None,
            held_because="",
            leased_by="",
            leased_until=None,
        )

    def hold(self, message: "Message", *, at: datetime, until: datetime, because: str) -> None:
        """A gate said not now."""
        self.filter(pk=message.pk).update(
            due_at=until, held_at=at, held_because=because, leased_by="", leased_until=None
        )


class Message(models.Model):
    """One e-mail to one address, sent at least once.

    A process that dies between the server's yes and our writing it down sends again, under the same Message-ID, so
    that mail programs keep one of the two.
    """

    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=rules.LONGEST_SUBJECT)
    text = models.TextField()
    purpose = models.CharField(max_length=40, blank=True)
    customer = models.TextField(blank=True)
    automatic = models.BooleanField(default=True)
    unsubscribe = models.CharField(max_length=500, blank=True)
    message_id = models.CharField(max_length=320, unique=True)
    queued_at = models.DateTimeField()
    queued_by = models.CharField(max_length=80)
    queued_by_name = models.CharField(max_length=200)
    due_at = models.DateTimeField()
    """Not before then: as asked, as a gate said, or after a pause."""
    attempts = models.PositiveSmallIntegerField(default=0)
    sentence = models.TextField(blank=True)
    """What the mail server last said."""
    held_at = models.DateTimeField(null=True, blank=True)
    held_because = models.TextField(blank=True)
    leased_by = models.CharField(max_length=80, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.CharField(max_length=80, blank=True)
    cancelled_because = models.TextField(blank=True)

    objects = Outbox()

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], name="notices_message_due", condition=OPEN),
            models.Index(fields=["customer"], name="notices_message_by_customer", condition=OPEN),
            models.Index(fields=["-queued_at", "-id"], name="notices_message_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(refused_at=None) | Q(sent_at=None, cancelled_at=None),
                name="message_that_was_refused_was_neither_sent_nor_cancelled",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | ~Q(cancelled_because=""), name="message_was_cancelled_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"

    @property
    def standing(self) -> rules.Standing:
        """Where it stands."""
        return rules.standing(
            sent_at=self.sent_at,
            refused_at=self.refused_at,
            cancelled_at=self.cancelled_at,
            held_at=self.held_at,
        )


class Enclosure(models.Model):
    """One file, kept beside its message."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="enclosures")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=120)
    body = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "name"], name="enclosure_has_a_name_of_its_own")]

    def __str__(self) -> str:
        return self.name
