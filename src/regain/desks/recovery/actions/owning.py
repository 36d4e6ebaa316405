"""Whose a case is: handed over by its owner, given out by those who manage, freed when somebody leaves."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.claiming import refuse_ended
from regain.desks.recovery.actions.closing import locked_case, refuse_open_call
from regain.desks.recovery.actions.inviting import strike_out, strike_out_all
from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.rules.calls import Outcome
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict
from regain.foundation.people.models import Person, Team


class MayNotCall(Conflict):
    """This person does not hold the right to make such calls."""


class TeamIsClosed(Conflict):
    """Nobody works in it any more."""


@verb("recovery.hand_over", allow=policy.may_hand_over)
def hand_over(*, by: Actor, at: datetime, case: Case, person: Person) -> Case:
    """Let somebody else own the case as it is. Raises MayNotCall, CaseHasEnded, InACall, SomebodyHasIt."""
    row = locked_case(case, by=by)
    refuse_ended(row)
    refuse_without_right(person, row)
    refuse_open_call(row, by=by)
    return own(row, person, by=by, at=at)


@verb("recovery.free_case", allow=policy.may_hand_over)
def free_case(*, by: Actor, at: datetime, case: Case) -> Case:
    """Leave it to whoever takes it next. Raises CaseHasEnded, InACall, SomebodyHasIt."""
    row = locked_case(case, by=by)
    refuse_ended(row)
    refuse_open_call(row, by=by)
    return own(row, None, by=by, at=at)


@verb("recovery.hand_over_many", allow=policy.may_draft)
def hand_over_many(*, by: Actor, at: datetime, cases: Sequence[int], person: Person) -> int:
    """Let one person own all of these that are open and that nobody is in a call with; how many. Raises MayNotCall."""
    rows = _movable(cases)
    for kind in sorted(set(rows.values_list("kind", flat=True))):
        _refuse_right(person, policy.CALLS[kind])
    strike_out_all(_planned(rows).exclude(owner=person), by=by, at=at)
    return rows.update(owner=person, held_by=None, held_until=None)


@verb("recovery.give_to_team", allow=policy.may_draft)
def give_to_team(*, by: Actor, at: datetime, cases: Sequence[int], team: Team | None) -> int:
    """Leave all of these to a team, or to anybody; how many. Whoever owned them does no longer. Raises TeamIsClosed."""
    if team is not None and team.closed_at is not None:
        raise TeamIsClosed(_("The team %(name)s is closed. Choose another one.") % {"name": team})
    rows = _movable(cases)
    strike_out_all(_planned(rows), by=by, at=at)
    return rows.update(team=team, owner=None, held_by=None, held_until=None)


@verb("recovery.free_cases_of", allow=policy.may_draft)
def free_cases_of(*, by: Actor, at: datetime, person: Person) -> int:
    """Leave to others whatever somebody had who no longer works here; how many cases."""
    Call.objects.filter(caller=person, ended_at=None).update(ended_at=at, outcome=Outcome.NOT_MADE)
    Case.objects.filter(held_by=person).update(held_by=None, held_until=None)
    rows = Case.objects.filter(owner=person, ended_at=None)
    strike_out_all(_planned(rows), by=by, at=at)
    return rows.update(owner=None)


def own(case: Case, person: Person | None, by: Actor, at: datetime) -> Case:
    """Write the owner of a locked case; it leaves the screen of whoever had it, and the next one plans anew."""
    if person != case.owner:
        strike_out(case, by=by, at=at)
    if case.held_by_id is not None and (person is None or case.held_by_id != person.pk):
        case.held_by, case.held_until = None, None
    case.owner = person
    case.save(update_fields=["owner", "held_by", "held_until", "scheduled_for", "invited_at", "next_at"])
    return case


def refuse_without_right(person: Person, case: Case) -> None:
    """Raises MayNotCall."""
    _refuse_right(person, policy.CALLS[case.kind])


def _refuse_right(person: Person, right: str) -> None:
    if not person.may(right):
        raise MayNotCall(_("%(name)s does not hold a role that makes these calls.") % {"name": person.name})


def _planned(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Those of them that executives planned, or are reminded of."""
    return rows.filter(kind=Kind.EXECUTIVE, owner__isnull=False).select_related("owner")


def _movable(cases: Sequence[int]) -> QuerySet[Case]:
    open_calls = Call.objects.filter(ended_at=None).values("case")
    return Case.objects.filter(pk__in=cases, ended_at=None).exclude(pk__in=open_calls)
