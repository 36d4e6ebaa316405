"""Who is to be told what about an action that is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from regain.foundation.kit.room import permissions
from regain.foundation.people.models import Person
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.models import Action
from regain.meetings.lossreview.rules.keeping import Due, Reminder, others_hear, owner_hears, soon_until
from regain.meetings.lossreview.rules.story import Move

AHEAD: Final = timedelta(days=1)
"""A day more than what is due soon: the company's midnight is not everybody's."""


@dataclass(frozen=True)
class Told:
    """Something one person is to be reminded of, once."""

    reminder: Reminder
    person: Person
    on: date
    key: str


def root_of(row: Action) -> str:
    """What all reminders of one action begin with."""
    return f"lossreview.action:{row.pk}"


def key_of(row: Action, reminder: Reminder, person: Person) -> str:
    """The key of one reminder; another day, or opening it again, begins them anew."""
    undone = row.__dict__.get("undone", 0)
    return f"{root_of(row)}:{row.due_on:%Y%m%d}:{reminder}:{person.pk}" + (f":{undone}" if undone else "")


def to_be_reminded_of(*, at: datetime) -> QuerySet[Action]:
    """Open actions that are due soon or late, or whose owner left."""
    near = soon_until(timezone.localdate(at)) + AHEAD
    rows = Action.objects.filter(done_at=None, dropped_at=None)
    rows = rows.filter(Q(due_on__lte=near) | Q(owner__left_at__isnull=False))
    rows = rows.annotate(undone=Count("remarks", filter=Q(remarks__move=Move.UNDONE)))
    return rows.select_related("owner", "issue__owner", "review__chair").order_by("due_on", "pk")


def preparers() -> tuple[Person, ...]:
    """Those who prepare reviews."""
    roles = permissions()[policy.PREPARE].roles
    people = Person.objects.filter(left_at=None, holdings__role__in=roles).distinct().order_by("pk")
    return tuple(person for person in people if person.is_let_in)


def to_tell(row: Action, *, at: datetime, above: Sequence[Person]) -> tuple[Told, ...]:
    """Who is to be told what by now."""
    today = timezone.localdate(at)
    found: list[tuple[Due, Person]] = []
    own = owner_hears(due_on=row.due_on, agreed_on=timezone.localdate(row.made_at), today=today)
    if not row.owner.is_let_in:
        found += [(Due(Reminder.LEFT, today), person) for person in above]
    elif own is not None:
        found.append((own, row.owner))
    for each in others_hear(due_on=row.due_on, today=today):
        found += [(each, person) for person in (_asked(row) if each.reminder is Reminder.ASK else above)]
    return tuple(
        Told(each.reminder, person, each.on, key_of(row, each.reminder, person))
        for each, person in found
        if person.pk != row.owner_id or each == own
    )


def over(known: dict[str, bool], told: Sequence[Told]) -> list[str]:
    """Keys of open reminders that hold no longer."""
    holds = {each.key for each in told}
    return [key for key, is_open in known.items() if is_open and key not in holds]


def _asked(row: Action) -> tuple[Person, ...]:
    """The owner of the issue, or whoever chairs the review where that is nobody else."""
    chain = (row.issue.owner if row.issue else None, row.review.chair if row.review else None)
    first = next((each for each in chain if each and each.is_let_in and each.pk != row.owner_id), None)
    return (first,) if first else ()
