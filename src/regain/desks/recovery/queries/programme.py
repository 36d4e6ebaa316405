"""The programme in figures: who was called by whom and when, as known at a moment."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from regain.desks.recovery.models import Call, Case, Cycle
from regain.desks.recovery.queries.results import LEFT_OUT
from regain.desks.recovery.rules.calls import Outcome
from regain.desks.recovery.rules.reminding import ESCALATED_AFTER, TO_PLAN_AFTER, working_days_after
from regain.desks.recovery.rules.terms import Kind

TRIED_WITHIN: Final = TO_PLAN_AFTER + ESCALATED_AFTER
"""Working days after a call was given to an executive; what is untried by then is escalated."""


@dataclass(frozen=True)
class ExecutiveCalls:
    """What one executive made of the customers drawn for them; `person` is empty for calls nobody has."""

    person: str
    drawn: int = 0
    tried: int = 0
    spoken: int = 0
    on_time: int = 0
    """Of those tried: within `TRIED_WITHIN` working days."""


def executive_calls(*, from_on: date, until_on: date, known_at: datetime) -> tuple[ExecutiveCalls, ...]:
    """The executives' calls of the cycle that looked at a time, by whoever has them, by name."""
    cycle = _cycle(from_on, until_on, known_at)
    if cycle is None:
        return ()
    attempts = Q(calls__ended_at__lte=known_at) & ~Q(calls__outcome__in=LEFT_OUT)
    rows = _within(Case.objects.filter(kind=Kind.EXECUTIVE, decision__cycle=cycle), cycle, from_on, until_on)
    told = rows.select_related("owner").annotate(
        first_tried=Min("calls__began_at", filter=attempts),
        conversations=Count("calls", filter=attempts & Q(calls__outcome=Outcome.SPOKE)),
    )
    found: dict[str, list[Case]] = {}
    for row in told.order_by("owner__name", "pk"):
        found.setdefault(row.owner.name if row.owner else "", []).append(row)
    return tuple(_by_executive(person, owned) for person, owned in found.items())


def days_to_first_conversation(*, from_on: date, until_on: date, known_at: datetime) -> tuple[int, ...]:
    """For each customer who left in a time and was spoken with: the days from leaving to the first conversation."""
    spoken = Call.objects.filter(outcome=Outcome.SPOKE, ended_at__lte=known_at)
    rows = spoken.filter(case__left_on__gte=from_on, case__left_on__lt=until_on).order_by()
    firsts = rows.values("case__customer", "case__left_on").annotate(first=Min("began_at"))
    days = ((timezone.localtime(row["first"]).date() - row["case__left_on"]).days for row in firsts)
    return tuple(sorted(days))


def _cycle(from_on: date, until_on: date, known_at: datetime) -> Cycle | None:
    """The shortest approved cycle that looks at all of these days."""
    rows = Cycle.objects.filter(approved_at__lte=known_at, from_on__lte=from_on, until_on__gte=until_on)
    return rows.order_by("-from_on", "until_on").first()


def _within(rows: QuerySet[Case], cycle: Cycle, from_on: date, until_on: date) -> QuerySet[Case]:
    """A month's cycle also holds whom the one before it missed; of a longer one only what left in the time counts."""
    first = Q() if cycle.from_on == from_on else Q(left_on__gte=from_on)
    return rows.filter(first, left_on__lt=until_on)


def _by_executive(person: str, owned: Sequence[Case]) -> ExecutiveCalls:
    tried = list(_days_of(owned))
    return ExecutiveCalls(
        person=person,
        drawn=len(owned),
        tried=len(tried),
        spoken=sum(bool(getattr(row, "conversations", 0)) for row in owned),
        on_time=sum(first <= working_days_after(given, TRIED_WITHIN) for given, first in tried),
    )


def _days_of(owned: Iterable[Case]) -> Iterator[tuple[date, date]]:
    """The day a call was given and the day of the first attempt, where there was one."""
    for row in owned:
        first = getattr(row, "first_tried", None)
        if first is not None:
            yield timezone.localtime(row.opened_at).date(), timezone.localtime(first).date()
