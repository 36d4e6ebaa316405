"""Teams: who shares work with whom, and who leads."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.people import policy
from regain.foundation.people.models import Person, Team
from regain.foundation.people.rules import names

LONGEST = 80


class TeamNeedsAName(Invalid):
    """Nobody can be put into a team that is called nothing."""


class NameIsTaken(Conflict):
    """Two open teams of one name could not be told apart."""


class TeamIsClosed(Conflict):
    """Nobody joins or leads a team that no longer works."""


class HasLeft(Conflict):
    """Somebody who no longer works here is in no team."""


class NothingToDo(Conflict):
    """It is as asked already."""


@verb("people.team_made", allow=policy.may_manage)
def make_team(*, by: Actor, at: datetime, name: str, lead: Person | None = None) -> Team:
    """Open a team. Raises TeamNeedsAName, NameIsTaken, HasLeft."""
    _refuse_gone(lead)
    return _kept(Team(name=_name(name), lead=lead, made_at=at, made_by=by.key))


@verb("people.team_renamed", allow=policy.may_manage)
def rename_team(*, by: Actor, at: datetime, team: Team, name: str) -> Team:
    """Call it something else. Raises TeamNeedsAName, NameIsTaken, TeamIsClosed."""
    locked = _open(team)
    locked.name = _name(name)
    return _kept(locked)


@verb("people.team_led", allow=policy.may_manage)
def set_lead(*, by: Actor, at: datetime, team: Team, lead: Person | None) -> Team:
    """Let this person lead it, or nobody. Raises TeamIsClosed, HasLeft."""
    _refuse_gone(lead)
    locked = _open(team)
    locked.lead = lead
    locked.save(update_fields=["lead"])
    return locked


@verb("people.put_in_team", allow=policy.may_manage)
def put_in_team(*, by: Actor, at: datetime, person: Person, team: Team | None) -> Person:
    """Let the person work in this team from now on, or in none. Raises TeamIsClosed, HasLeft."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if team is not None:
        _refuse_gone(locked)
    locked.team = None if team is None else _open(team)
    locked.save(update_fields=["team"])
    return locked


@verb("people.team_closed", allow=policy.may_manage)
def close_team(*, by: Actor, at: datetime, team: Team) -> Team:
    """End its work; who was in it and what it did stays on record. Raises NothingToDo."""
    locked = _locked(team)
    if locked.closed_at is not None:
        raise NothingToDo(_("The team %(name)s is closed already.") % {"name": locked.name})
    locked.closed_at = at
    locked.save(update_fields=["closed_at"])
    return locked


@verb("people.team_reopened", allow=policy.may_manage)
def reopen_team(*, by: Actor, at: datetime, team: Team) -> Team:
    """Let it work again with whoever is still in it. Raises NothingToDo, NameIsTaken."""
    locked = _locked(team)
    if locked.closed_at is None:
        raise NothingToDo(_("The team %(name)s is open already.") % {"name": locked.name})
    locked.closed_at = None
    return _kept(locked)


def _kept(team: Team) -> Team:
    try:
        with transaction.atomic():
            team.save()
    except IntegrityError:
        raise NameIsTaken(
            _("There is a team %(name)s already. Give this one another name.") % {"name": team.name}
        ) from (None)
    return team


def _name(text: str) -> str:
    name = names.normal_name(text)[:LONGEST].strip()
    if not name:
        raise TeamNeedsAName(_("Give the team a name that people know it by."))
    return name


def _locked(team: Team) -> Team:
    return Team.objects.select_for_update().get(pk=team.pk)


def _open(team: Team) -> Team:
    locked = _locked(team)
    if locked.closed_at is not None:
        raise TeamIsClosed(_("The team %(name)s is closed. Open it again first.") % {"name": locked.name})
    return locked


def _refuse_gone(person: Person | None) -> None:
    if person is not None and not person.is_active:
        raise HasLeft(_("%(name)s no longer works here. Choose somebody else.") % {"name": person.name})
