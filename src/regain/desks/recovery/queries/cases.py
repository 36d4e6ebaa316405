"""Cases as rows: which of them exist for a person, whose they are, which are free."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound


def visible_to(by: Actor) -> QuerySet[Case]:
    """Every case that exists for this person; the same as `policy.sees_case` says of one."""
    rows = Case.objects.select_related("owner", "team", "held_by", "decision__cycle")
    return rows if policy.sees_every_case(by) else rows.filter(mine(by) | free_for(by))


def case_row(*, pk: int, by: Actor) -> Case:
    """One case by number. Raises NotFound, also for what does not exist for this person."""
    found = visible_to(by).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such case, or it is somebody else's."))
    return found


def mine(by: Actor) -> Q:
    """Owned by this person; nothing is owned by a process."""
    number = policy.number_of(by)
    return Q(pk__in=()) if number is None else Q(owner=number)


def free_for(by: Actor) -> Q:
    """Open, without an owner, of a kind this person calls, and of no team or their own."""
    kinds = [kind for kind in (Kind.TEAM, Kind.EXECUTIVE) if by.may(policy.CALLS[kind])]
    if not kinds:
        return Q(pk__in=())
    team = policy.team_of(by)
    of_team = Q(team=None) if team is None else Q(team=None) | Q(team=team)
    return Q(ended_at=None, owner=None, kind__in=kinds) & of_team


def unheld(by: Actor, at: datetime) -> Q:
    """Nobody else has it on the screen."""
    number = policy.number_of(by)
    lapsed = Q(held_by=None) | Q(held_until__lte=at)
    return lapsed if number is None else lapsed | Q(held_by=number)


def left_open_by_another(by: Actor) -> Exists:
    """Somebody else began a call and never finished it, for a filter."""
    open_calls = Call.objects.filter(case=OuterRef("pk"), ended_at=None)
    number = policy.number_of(by)
    return Exists(open_calls if number is None else open_calls.exclude(caller=number))


def left_open_elsewhere(by: Actor, case: Case) -> bool:
    """Whether somebody else began a call on this case and never finished it."""
    return Case.objects.filter(left_open_by_another(by), pk=case.pk).exists()


def held_by_another(case: Case, *, by: Actor, at: datetime) -> str:
    """Who else has it on the screen, or began a call on it and never finished; empty: nobody."""
    call = Call.objects.select_related("caller").filter(case=case, ended_at=None).first()
    if call is not None:
        return "" if policy.is_them(by, call.caller_id) else call.caller.name
    is_theirs = case.held_by is None or policy.is_them(by, case.held_by_id) or not case.is_held(at)
    return "" if is_theirs or case.held_by is None else case.held_by.name
