"""What customers said of their departures, and how they are called, for rooms that look at many of them at once."""

from collections.abc import Collection, Mapping
from datetime import date

from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.queries import cases
from regain.desks.recovery.queries.heard import HeardCall, told
from regain.desks.recovery.rules.calls import Outcome
from regain.foundation.kit.actor import Actor

AT_ONCE = 500
Departure = tuple[str, date]


def said_of(*, by: Actor, departures: Collection[Departure], most: int) -> tuple[HeardCall, ...]:
    """The newest conversations about these departures this person may know of; at most 500 departures are looked at."""
    wanted = set(list(departures)[:AT_ONCE])
    rows = Call.objects.filter(outcome=Outcome.SPOKE, case__customer__in={customer for customer, _ in wanted})
    rows = rows.filter(case__in=cases.visible_to(by)).select_related("case", "caller").order_by("-ended_at", "-pk")
    found = [row for row in rows if (row.case.customer, row.case.left_on) in wanted][:most]
    kept = Call.objects.filter(pk__in=[row.pk for row in found]).select_related("case", "caller")
    return told(kept.prefetch_related("quotes", "words").order_by("-ended_at", "-pk"))


def called(customers: Collection[str]) -> Mapping[str, str]:
    """The names of those customers who have a case, as their newest one has it."""
    rows = Case.objects.filter(customer__in=list(customers)[:AT_ONCE]).exclude(name="").order_by("opened_at")
    return dict(rows.values_list("customer", "name"))
