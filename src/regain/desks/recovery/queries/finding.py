"""Rows for the verbs, found by what an address names; nobody finds what they may not see."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.models import Cycle, Decision
from regain.desks.recovery.rules.terms import CALLED
from regain.foundation.kit.actor import Actor, System
from regain.foundation.kit.errors import Conflict, NotFound
from regain.foundation.people.models import Person
from regain.foundation.people.queries.people import person as one_person


class DraftWasReplaced(Conflict):
    """Somebody drafted again in the meantime."""


def cycle_row(period: str) -> Cycle:
    """The cycle of a period. Raises NotFound."""
    found = Cycle.objects.filter(period=period.upper()).first()
    if found is None:
        raise NotFound(_("There is no cycle %(period)s.") % {"period": period})
    return found


def visible(by: Actor, decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Decisions this person may see: all, or those somebody calls for.

    Whoever may not know the control group does not learn it by absence either: who is held out is missing as are
    those who get a letter, or nothing.
    """
    return decisions if policy.sees_control(by) else decisions.filter(kind__in=CALLED)


def decision_row(*, by: Actor, pk: int) -> Decision:
    """One decision by number. Raises NotFound, also for what this person may not see."""
    found = visible(by, Decision.objects.select_related("cycle", "assigned_to", "case__owner")).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such decision."))
    return found


def decision_of(*, by: Actor, cycle: Cycle, customer: str) -> Decision:
    """One decision by customer. Raises NotFound, also for what this person may not see."""
    rows = Decision.objects.select_related("cycle", "assigned_to", "case__owner").filter(cycle=cycle, customer=customer)
    found = visible(by, rows).first()
    if found is None:
        raise NotFound(_("%(customer)s is not in the cycle %(period)s.") % {"customer": customer, "period": cycle})
    return found


def person_row(pk: int | None) -> Person | None:
    """The person to assign; none to take an assignment away. Raises NotFound."""
    return None if pk is None else one_person(pk)


def who_may(permission: str) -> list[Person]:
    """Everybody who holds a permission, by name."""
    people = Person.objects.filter(left_at=None).prefetch_related("holdings").order_by("name", "pk")
    return [person for person in people if person.may(permission)]


def actor_of(key: str) -> Actor:
    """Who asked for a job, by their key. Raises NotFound."""
    kind, _sign, number = key.partition(":")
    return one_person(int(number)) if kind == "person" else System(number)


def draft_row(period: str, seen: int | None) -> Cycle:
    """The cycle of a period, if it is still the one somebody looked at. Raises NotFound, DraftWasReplaced."""
    found = cycle_row(period)
    if seen is not None and found.pk != seen:
        raise DraftWasReplaced(_("This draft was replaced while you looked at it. Look at the new one first."))
    return found
