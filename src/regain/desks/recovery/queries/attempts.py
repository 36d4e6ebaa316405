"""What past attempts say: how often a customer was tried, and when customers are reached."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Max, Q
from django.utils import timezone

from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.queries import numbers
from regain.desks.recovery.rules.calls import REACHED, Outcome
from regain.desks.recovery.rules.outcomes import LEADS, BestTime, Hour, Tried, best_time
from regain.foundation.kit.actor import Actor

NEWEST: Final = 10_000
"""So many of the newest attempts are counted: they say enough, and a page stays quick."""

COUNTED: Final = tuple(outcome.value for outcome in Outcome if LEADS[outcome].counts)
"""Outcomes that were attempts to reach somebody."""


@dataclass(frozen=True)
class Done:
    """What one person did on a day: no ranking, no goal."""

    attempts: int
    reached: int
    verified: int


def tried(case: Case, *, wrong: bool = False) -> Tried:
    """The attempts on this case, on the customer's clock; `wrong` where the number dialled was not theirs."""
    known = numbers.numbers(case.customer)
    zone = numbers.clock_of(known)
    calls = Call.objects.filter(case=case, outcome__in=COUNTED, dialled_at__isnull=False).order_by("dialled_at")
    times = [when.astimezone(zone) for when in calls.values_list("dialled_at", flat=True) if when is not None]
    best = best_of_customer(case.customer) or best_of_all()
    return Tried(
        times=times,
        best=best.from_hour if best else None,
        has_number=numbers.has_number(known, is_wrong=wrong),
    )


def best_of_all() -> BestTime | None:
    """When customers are reached, from the newest attempts; none until there are enough."""
    newest = Call.objects.aggregate(last=Max("pk"))["last"] or 0
    return _best(Q(pk__gt=newest - NEWEST))


def best_of_customer(customer: str) -> BestTime | None:
    """When this one is reached; none until there are enough attempts, which is rare."""
    return _best(Q(case__customer=customer))


def done(*, by: Actor, at: datetime) -> Done:
    """What this person did today, on the company's clock."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    kind, _sign, number = by.key.partition(":")
    if kind != "person":
        return Done(0, 0, 0)
    mine = Call.objects.filter(caller=int(number), began_at__gte=midnight)
    return Done(
        **mine.aggregate(
            attempts=Count("pk", filter=Q(outcome__in=COUNTED)),
            reached=Count("pk", filter=Q(outcome__in=[outcome.value for outcome in REACHED])),
            verified=Count("pk", filter=Q(verified_at__isnull=False)),
        )
    )


def _best(some: Q) -> BestTime | None:
    rows = Call.objects.filter(some, their_hour__isnull=False, outcome__in=COUNTED).order_by()
    found = rows.values("their_hour").annotate(
        tries=Count("pk"), reached=Count("pk", filter=Q(outcome__in=[outcome.value for outcome in REACHED]))
    )
    return best_time([Hour(row["their_hour"] or 0, row["tries"], row["reached"]) for row in found])
