"""Attempt: somebody tried a password. Enough is kept to make them wait, and nothing they typed."""

from datetime import datetime

from django.db import models
from django.utils.crypto import salted_hmac

from regain.foundation.people.rules import entrance


def account(email: str, device: str = "") -> str:
    """The account an attempt aims at, as a keyed hash: people type passwords into the wrong field.

    Somebody who signed in from this device before is counted apart, so that a stranger's guesses
    do not lock them out.
    """
    return salted_hmac("people.attempt", f"{email}|{device}", algorithm="sha256").hexdigest()


class Attempts(models.Manager["Attempt"]):
    """Counts attempts the way that holds when many come at once."""

    def begin(self, *, account: str, address: str, at: datetime) -> "Attempt":
        """Write the attempt down before it is judged, so that those beside it count it too."""
        self.filter(at__lte=at - entrance.PER_ADDRESS.within).delete()
        return self.create(account=account, address=entrance.network(address), at=at)

    def next_chance(self, attempt: "Attempt") -> datetime | None:
        """When this attempt may be made, from all the others that failed; none if now."""
        others = self.exclude(pk=attempt.pk)
        chances = [
            entrance.next_chance(limit=limit, failures=moments, at=attempt.at)
            for limit, moments in (
                (entrance.PER_ACCOUNT, _moments(others.filter(account=attempt.account))),
                (entrance.PER_ADDRESS, _moments(others.filter(address=attempt.address))),
            )
        ]
        return max((chance for chance in chances if chance), default=None)

    def forgive(self, attempt: "Attempt") -> None:
        """It succeeded: forget this account's failures, keep what others did from the address."""
        self.filter(account=attempt.account).delete()


class Attempt(models.Model):
    """One failure, or one that is being judged right now."""

    at = models.DateTimeField()
    account = models.CharField(max_length=64)
    address = models.CharField(max_length=64)

    objects = Attempts()

    class Meta:
        indexes = [
            models.Index(fields=["account", "at"], name="people_attempt_by_account"),
            models.Index(fields=["address", "at"], name="people_attempt_by_address"),
            models.Index(fields=["at"], name="people_attempt_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.address}"


def _moments(attempts: "models.QuerySet[Attempt]") -> list[datetime]:
    return list(attempts.order_by("-at").values_list("at", flat=True)[: entrance.PER_ADDRESS.most])
