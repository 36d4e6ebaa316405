"""What a person should not forget."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.notices.models import Reminder
from regain.foundation.people.models import Person

SHOWN = 200
ON_CARD = 5


@dataclass(frozen=True)
class ReminderRow:
    """One reminder, as its person sees it."""

    id: int
    words: str
    href: str
    due_at: datetime
    is_due: bool


@dataclass(frozen=True)
class RemindersCard:
    """The most pressing ones that are due, and how many more there are."""

    shown: tuple[ReminderRow, ...]
    more: int


@dataclass(frozen=True)
class RemindersPage:
    """Everything open: what is due, and what comes."""

    due: tuple[ReminderRow, ...]
    later: tuple[ReminderRow, ...]


def reminders_card(*, by: Actor) -> RemindersCard | None:
    """What is due now; no card when nothing is."""
    due = reminders_page(by=by, at=clock.now()).due
    return RemindersCard(shown=due[:ON_CARD], more=len(due[ON_CARD:])) if due else None


def reminders_page(*, by: Actor, at: datetime) -> RemindersPage:
    """What this person should not forget, the earliest first."""
    rows = _rows(by, at)
    return RemindersPage(
        due=tuple(row for row in rows if row.is_due), later=tuple(row for row in rows if not row.is_due)
    )


def keys_under(key: str) -> dict[str, bool]:
    """The keys of reminders that go on from this one after a colon, and whether each is still open."""
    rows = Reminder.objects.filter(key__startswith=f"{key}:").values_list("key", "settled_at")
    return {found: settled_at is None for found, settled_at in rows}


def own_reminder(*, by: Actor, pk: int) -> Reminder:
    """One of this person's own. Raises NotFound, also for somebody else's."""
    found = Reminder.objects.filter(pk=pk).first()
    if found is None or by.key != f"person:{found.person_id}":
        raise NotFound(_("There is no such reminder."))
    return found


def people_to_mail(*, at: datetime) -> list[Person]:
    """Who works here and has something due that was not mailed yet."""
    due = Reminder.objects.filter(person=OuterRef("pk"), settled_at=None, mailed_at=None, due_at__lte=at)
    people = Person.objects.filter(Exists(due), left_at=None).order_by("pk")
    return [person for person in people if person.is_let_in]


def _rows(by: Actor, at: datetime) -> list[ReminderRow]:
    if not isinstance(by, Person):
        return []
    open_ones = Reminder.objects.filter(person=by, settled_at=None).order_by("due_at", "pk")
    return [
        ReminderRow(id=one.pk, words=one.words, href=one.href, due_at=one.due_at, is_due=one.due_at <= at)
        for one in open_ones[:SHOWN]
    ]
