"""Who works here: the list, one person, one's own account, who may what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from regain.foundation.audit.models import Entry
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.roles import Role
from regain.foundation.people import policy
from regain.foundation.people.models import Invitation, Person
from regain.foundation.people.models.person import is_demo
from regain.foundation.people.queries import words
from regain.foundation.people.queries.listed import PersonRow, row
from regain.foundation.people.queries.pages import has_mail
from regain.foundation.people.queries.teams import Named, OwnTeam, own_team, teams
from regain.foundation.people.rules.invitation import Standing
from regain.foundation.ui.parts import Crumb

SHOWN = 500
HISTORY = 40


@dataclass(frozen=True)
class InvitationRow:
    """One invitation that was not answered yet."""

    id: int
    email: str
    roles: tuple[str, ...]
    invited_by: str
    invited_at: datetime
    expires_at: datetime
    is_open: bool


@dataclass(frozen=True)
class PeoplePage:
    """Around the list: who was invited, and what the reader may do."""

    invitations: tuple[InvitationRow, ...]
    may_manage: bool


@dataclass(frozen=True)
class Happening:
    """One line of a person's history."""

    at: datetime
    title: str
    icon: str
    by: str
    detail: str


@dataclass(frozen=True)
class PersonPage:
    """One person, as somebody who manages people sees them."""

    row: PersonRow
    is_active: bool
    is_sample: bool
    joined_at: datetime
    left_at: datetime | None
    roles: tuple[words.RoleInWords, ...]
    rights: tuple[words.RightsOfRoom, ...]
    history: tuple[Happening, ...]
    may_manage: bool
    is_oneself: bool
    team: Named | None
    teams: tuple[Named, ...]
    is_fixed: bool
    """A sample person outside a demo: nothing about them can change."""


@dataclass(frozen=True)
class AccountPage:
    """One's own account."""

    row: PersonRow
    is_sample: bool
    roles: tuple[words.RoleInWords, ...]
    rights: tuple[words.RightsOfRoom, ...]
    preferences: dict[str, object]
    has_languages: bool
    team: OwnTeam | None


@dataclass(frozen=True)
class RightsPage:
    """Around the table of rights: what each role is for."""

    roles: tuple[words.RoleInWords, ...]
    up: tuple[Crumb, ...]


@dataclass(frozen=True)
class InvitePage:
    """Whom to invite, as what."""

    roles: tuple[words.RoleInWords, ...]


@dataclass(frozen=True)
class InvitedPage:
    """The one time an invitation's link is shown."""

    email: str
    link: str
    expires_at: datetime
    has_mail: bool


def person(pk: int) -> Person:
    """The person. Raises NotFound."""
    found = Person.objects.prefetch_related("holdings").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such person."))
    return found


def invitation(pk: int) -> Invitation:
    """The invitation. Raises NotFound."""
    found = Invitation.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such invitation."))
    return found


def everybody() -> tuple[Person, ...]:
    """All who work here or did, by name, with their roles."""
    return tuple(Person.objects.prefetch_related("holdings").order_by("name", "pk"))


def administrators() -> QuerySet[Person]:
    """Everybody who administers this installation now; sample people do in a demo only."""
    active = Person.objects.filter(holdings__role=Role.ADMINISTRATOR, left_at=None)
    return active if is_demo() else active.filter(is_sample=False)


def people_page(*, by: Actor, at: datetime) -> PeoplePage:
    """What stands around the list."""
    may_manage = by.may(policy.MANAGE)
    return PeoplePage(invitations=_invitations(at) if may_manage else (), may_manage=may_manage)


def _invitations(at: datetime) -> tuple[InvitationRow, ...]:
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None).order_by("-invited_at")
    return tuple(
        InvitationRow(
            id=one.pk,
            email=one.email,
            roles=words.titles(one.wanted),
            invited_by=one.invited_by_name,
            invited_at=one.invited_at,
            expires_at=one.expires_at,
            is_open=one.standing(at) is Standing.OPEN,
        )
        for one in waiting[:SHOWN]
    )


def person_page(*, by: Actor, pk: int) -> PersonPage:
    """One person with their roles and history. Raises NotFound."""
    one = person(pk)
    open_teams = tuple(Named(team.pk, team.name) for team in teams())
    return PersonPage(
        row=row(one),
        is_active=one.is_active,
        is_sample=one.is_sample,
        joined_at=one.joined_at,
        left_at=one.left_at,
        roles=words.roles_in_words(one.roles),
        rights=words.rights_in_words(one.rights),
        history=_history(one),
        may_manage=by.may(policy.MANAGE),
        is_oneself=by.key == one.key,
        team=next((team for team in open_teams if team.id == one.team_id), None),
        teams=open_teams,
        is_fixed=one.is_sample and not is_demo(),
    )


def _history(one: Person) -> tuple[Happening, ...]:
    """What was done to this person; comings and goings would drown it, and are in the trail."""
    about = Entry.objects.filter(subject=f"{one._meta.label_lower}:{one.pk}")
    told = about.exclude(verb__in=words.DAILY).order_by("-at", "-pk")
    return tuple(_happening(entry) for entry in told[:HISTORY])


def _happening(entry: Entry) -> Happening:
    title, icon = words.SENTENCES.get(entry.verb, (entry.verb, "circle-dot"))
    roles = entry.details.get("roles")
    detail = ", ".join(words.titles({Role(role) for role in roles})) if roles else ""
    if roles == []:
        detail = _("No role")
    return Happening(at=entry.at, title=str(title), icon=icon, by=entry.actor_name, detail=detail)


def account_page(*, by: Person) -> AccountPage:
    """One's own account."""
    return AccountPage(
        row=row(by),
        is_sample=by.is_sample,
        roles=words.roles_in_words(by.roles),
        rights=words.rights_in_words(by.rights),
        preferences={
            "theme": by.theme,
            "language": by.language,
            "has_shortcuts": by.has_shortcuts,
        },
        has_languages=len(settings.LANGUAGES) > 1,
        team=own_team(by),
    )


def rights_page(*, up: tuple[Crumb, ...]) -> RightsPage:
    """What each role is for."""
    return RightsPage(roles=words.roles_in_words(()), up=up)


def invite_page(*, ticked: Collection[str] = ()) -> InvitePage:
    """The form, with the roles that were ticked."""
    return InvitePage(roles=words.roles_in_words([role for role in Role if role.value in ticked]))


def invited_page(*, made: Invitation, link: str) -> InvitedPage:
    """The link, for who made it."""
    return InvitedPage(email=made.email, link=link, expires_at=made.expires_at, has_mail=has_mail())
