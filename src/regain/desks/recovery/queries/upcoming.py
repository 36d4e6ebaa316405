"""The next best call: promises that are due first, then those to try again, then new ones by rank.

Each is looked for by an index of its own, so a queue of a hundred thousand costs as much as one of ten.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from regain.desks.recovery import policy
from regain.desks.recovery.models import Case
from regain.desks.recovery.queries import cases, guarding
from regain.desks.recovery.queries.guarding import Barred
from regain.desks.recovery.rules.cases import Next
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.kit.actor import Actor

LOOK: Final = 24
"""How many the guard is asked about before we say that nobody can be called; each costs a look at the facts."""

GLANCE: Final = 6
"""So many for a page that only shows what would come."""

TO_CALL: Final = (Next.CALL, Next.CALL_BACK, Next.TELL, Next.STAY_IN_TOUCH)
"""What comes next and takes a telephone."""


@dataclass(frozen=True)
class Looked:
    """The next call, or why there is none; those passed over on the way."""

    case: Case | None
    barred: tuple[Barred, ...] = ()
    is_exhausted: bool = True
    """Whether everything due was looked at."""

    @property
    def reason(self) -> str:
        """Why nobody can be called: of whoever comes up first again, otherwise of the first passed over."""
        again = [each for each in self.barred if each.until is not None and each.until == self.again_at]
        return next((each.sentence for each in (*again, *self.barred)), "")

    @property
    def again_at(self) -> datetime | None:
        """When the first of those passed over may be called, as far as that is known."""
        return min((each.until for each in self.barred if each.until), default=None)


def look(*, by: Actor, at: datetime) -> Looked:
    """What this person would be handed now. Nothing is held by looking."""
    passed: list[Barred] = []
    for case in due(by=by, at=at):
        if len(passed) >= GLANCE:
            return Looked(None, tuple(passed), is_exhausted=False)
        bar = guarding.barred(case, at=at)
        if bar is None:
            return Looked(case, tuple(passed))
        passed.append(bar)
    return Looked(None, tuple(passed))


def due(*, by: Actor, at: datetime) -> Iterator[Case]:
    """Team calls that may be made by this person as of now, the best first; one's own before free ones.

    A few are fetched at first, for the first nearly always is the one.
    """
    seen: list[int] = []
    for rows in _tiers(by=by, at=at):
        for portion in (GLANCE, 2 * LOOK):
            found = list(rows.exclude(pk__in=seen)[:portion])
            for case in found:
                seen.append(case.pk)
                yield case
            if len(found) < portion:
                break


def _tiers(*, by: Actor, at: datetime) -> Iterator[QuerySet[Case]]:
    ready = Case.objects.filter(
        cases.unheld(by, at), ended_at=None, kind=Kind.TEAM, next_at__lte=at, next_kind__in=TO_CALL
    )
    ready = ready.exclude(cases.left_open_by_another(by))
    whose = (cases.mine(by), cases.free_for(by) & Q(kind=Kind.TEAM))
    promised = Case.objects.filter(ended_at=None, is_promised=True, kind=Kind.TEAM, next_at__lte=at).values("pk")
    for side in whose:
        yield ready.filter(side, pk__in=promised, is_promised=True).order_by("next_at", "pk")
    for side in whose:
        yield ready.filter(side, is_promised=False, tried_at__isnull=False).order_by("next_at", "rank", "pk")
    for side in whose:
        yield ready.filter(side, is_promised=False, tried_at=None).order_by("rank", "pk")


def promised(*, by: Actor, until: datetime) -> QuerySet[Case]:
    """What this person told customers, by time."""
    rows = cases.visible_to(by).filter(cases.mine(by), ended_at=None, is_promised=True, next_at__lt=until)
    return rows.order_by("next_at", "pk")


def next_due(*, by: Actor, at: datetime) -> datetime | None:
    """When the next of this person's own or free cases comes up, if none is due now."""
    sides = cases.mine(by) | cases.free_for(by)
    ahead = Case.objects.filter(sides, ended_at=None, kind=Kind.TEAM, next_at__gt=at, next_kind__in=TO_CALL)
    first = ahead.order_by("next_at").values_list("next_at", flat=True).first()
    return first if policy.number_of(by) is not None else None
