"""Several cases to be given to somebody else: how many, some of them, and to whom they may go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.queries import case_rows, cases
from regain.desks.recovery.queries.finding import who_may
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Invalid
from regain.foundation.kit.table import TableState
from regain.foundation.people.models import Person, Team
from regain.foundation.people.queries.people import person as one_person
from regain.foundation.people.queries.teams import team as one_team
from regain.foundation.people.queries.teams import teams

MOST: Final = 5_000
NAMED: Final = 5


class NobodyChosen(Invalid):
    """Nothing to hand over."""


class TooManyChosen(Invalid):
    """More than one act should move."""


@dataclass(frozen=True)
class To:
    """Somebody, or a team."""

    id: int
    name: str


@dataclass(frozen=True)
class HandingPage:
    """The question to whom."""

    count: int
    named: tuple[str, ...]
    rest: int
    ids: tuple[int, ...]
    to_team: bool
    people: tuple[To, ...]
    teams: tuple[To, ...]


def handing_page(*, by: Actor, ids: Sequence[int], to_team: bool) -> HandingPage:
    """To whom these cases may go."""
    rows = cases.visible_to(by).filter(pk__in=ids[:NAMED])
    named = tuple(row.title for row in rows.order_by("next_at"))
    callers = {each.pk: each for right in policy.CALLS.values() for each in who_may(right)}
    return HandingPage(
        count=len(ids),
        named=named,
        rest=len(ids) - len(named),
        ids=tuple(ids),
        to_team=to_team,
        people=tuple(To(each.pk, each.name) for each in sorted(callers.values(), key=lambda each: each.name)),
        teams=tuple(To(each.pk, each.name) for each in teams() if each.closed_at is None),
    )


def chosen(*, by: Actor, at: datetime, ids: Sequence[int]) -> tuple[int, ...]:
    """Those of the numbers that exist for this person. Raises NobodyChosen, TooManyChosen."""
    return _bounded(cases.visible_to(by).filter(pk__in=ids[: MOST + 1], ended_at=None).values_list("pk", flat=True))


def chosen_by_filter(*, by: Actor, at: datetime, whose: str, parameters: dict[str, list[str]]) -> tuple[int, ...]:
    """Every case of a list as it is filtered. Raises NobodyChosen, TooManyChosen."""
    state = TableState.parse(case_rows.spec(by=by, whose=whose), parameters)
    found = case_rows.CaseRows(by=by, at=at, whose=whose).found(state)
    return _bounded(found.filter(ended_at=None).values_list("pk", flat=True)[: MOST + 1])


def receiver(pk: int | None) -> Person:
    """Who is to own them. Raises NotFound, NobodyChosen."""
    if pk is None:
        raise NobodyChosen(_("Choose somebody to hand them to."))
    return one_person(pk)


def team(pk: int | None) -> Team | None:
    """The team that is to have them; none: anybody. Raises NotFound."""
    return None if pk is None else one_team(pk)


def _bounded(found: Iterable[int]) -> tuple[int, ...]:
    numbers = tuple(found)
    if not numbers:
        raise NobodyChosen(_("None of these cases is open (any more). Choose others."))
    if len(numbers) > MOST:
        raise TooManyChosen(
            _("That is more than %(most)s cases. Narrow the list and hand them over in parts.") % {"most": MOST}
        )
    return numbers


def may_hand(by: Actor) -> bool:
    """Whether this person gives cases to others by the dozen."""
    return policy.may_draft(by=by)
