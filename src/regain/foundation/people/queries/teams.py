"""Teams: the list, one team, and who belongs to or leads which."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.filters import By, Filter, OneOf
from regain.foundation.kit.paging import Total
from regain.foundation.kit.table import Column, Kind, TableSpec, TableState
from regain.foundation.people import policy
from regain.foundation.people.models import Person, Team
from regain.foundation.ui.parts import Crumb

OPEN, CLOSED = "open", "closed"
CHOICES = 500

TEAMS = TableSpec(
    name="teams",
    caption=lazy("Teams"),
    searchable=True,
    search_hint=lazy("Search by team or lead"),
    default_sort="name",
    columns=(
        Column("name", lazy("Team"), priority=1, link="href"),
        Column("lead", lazy("Led by")),
        Column("members", lazy("People"), Kind.NUMBER),
        Column(
            "standing",
            lazy("Standing"),
            Kind.STATUS,
            sortable=False,
            filter=Filter(By.CHOICE),
            states={OPEN: lazy("Open"), CLOSED: lazy("Closed")},
            tones={OPEN: "good", CLOSED: "quiet"},
        ),
        Column("made_at", lazy("Made"), Kind.MOMENT, default_shown=False, priority=3),
    ),
)
STANDINGS = {OPEN: Q(closed_at=None), CLOSED: Q(closed_at__isnull=False)}
SORTS = {"lead": "lead__name"}


@dataclass(frozen=True)
class TeamRow:
    """One line of the list."""

    id: int
    name: str
    lead: str
    members: int
    standing: str
    made_at: datetime
    href: str


@dataclass(frozen=True)
class Named:
    """Somebody, or a team, one may choose."""

    id: int
    name: str


@dataclass(frozen=True)
class TeamsPage:
    """Around the list."""

    may_manage: bool
    people: tuple[Named, ...]
    """Who may lead a new team; empty for a reader."""
    up: tuple[Crumb, ...]


@dataclass(frozen=True)
class TeamPage:
    """One team: its lead, its people, and whom one could add."""

    id: int
    name: str
    lead: Named | None
    members: tuple[Named, ...]
    people: tuple[Named, ...]
    others: tuple[Named, ...]
    made_at: datetime
    closed_at: datetime | None
    may_manage: bool


@dataclass(frozen=True)
class OwnTeam:
    """The team of whoever looks."""

    name: str
    lead: str
    leads: bool
    mates: tuple[str, ...]


class TeamRows:
    """Every team, from the database."""

    def page(self, state: TableState) -> tuple[Sequence[TeamRow], Total]:
        """One page, and how many there are in all."""
        found = _found(state)
        return [_row(team) for team in found[state.offset : state.offset + state.size]], found.count()

    def all(self, state: TableState) -> Sequence[TeamRow]:
        """Every team that fits."""
        return [_row(team) for team in _found(state)]


def teams() -> tuple[Team, ...]:
    """The teams that work now, by name, with their leads."""
    return tuple(Team.objects.filter(closed_at=None).select_related("lead").order_by("name"))


def team_of(person: Person) -> Team | None:
    """The team the person works in; none once it is closed."""
    return Team.objects.filter(closed_at=None, members=person.pk).select_related("lead").first()


def teams_led_by(person: Person) -> tuple[Team, ...]:
    """The open teams this person leads."""
    return tuple(Team.objects.filter(closed_at=None, lead=person.pk).order_by("name"))


def team(pk: int) -> Team:
    """The team. Raises NotFound."""
    found = Team.objects.select_related("lead").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such team."))
    return found


def active_people() -> QuerySet[Person]:
    """Everybody who works here, by name."""
    return Person.objects.filter(left_at=None).order_by("name", "pk")


def teams_page(*, by: Actor, up: tuple[Crumb, ...]) -> TeamsPage:
    """What stands around the list."""
    may_manage = by.may(policy.MANAGE)
    return TeamsPage(may_manage=may_manage, people=_named(active_people()) if may_manage else (), up=up)


def team_page(*, by: Actor, pk: int) -> TeamPage:
    """One team. Raises NotFound."""
    one = team(pk)
    may_manage = by.may(policy.MANAGE)
    everybody = list(active_people()) if may_manage else []
    return TeamPage(
        id=one.pk,
        name=one.name,
        lead=Named(one.lead.pk, one.lead.name) if one.lead else None,
        members=_named(one.members.filter(left_at=None).order_by("name", "pk")),
        people=_named(everybody),
        others=_named(person for person in everybody if person.team_id != one.pk),
        made_at=one.made_at,
        closed_at=one.closed_at,
        may_manage=may_manage,
    )


def own_team(person: Person) -> OwnTeam | None:
    """What a person sees of their team; none where they are in none."""
    mine = team_of(person)
    if mine is None:
        return None
    mates = mine.members.filter(left_at=None).exclude(pk=person.pk).order_by("name", "pk")[:CHOICES]
    return OwnTeam(
        name=mine.name,
        lead=mine.lead.name if mine.lead else "",
        leads=mine.lead_id == person.pk,
        mates=tuple(mate.name for mate in mates),
    )


def _named(people: Iterable[Person]) -> tuple[Named, ...]:
    return tuple(Named(person.pk, person.name) for person in people)


def _row(team: Team) -> TeamRow:
    return TeamRow(
        id=team.pk,
        name=team.name,
        lead=team.lead.name if team.lead else "",
        members=team.__dict__["working"],
        standing=OPEN if team.closed_at is None else CLOSED,
        made_at=team.made_at,
        href=reverse("people:team", args=[team.pk]),
    )


def _found(state: TableState) -> QuerySet[Team]:
    working = Count("members", filter=Q(members__left_at=None))
    found = Team.objects.select_related("lead").annotate(working=working)
    for word in state.search.split():
        found = found.filter(Q(name__icontains=word) | Q(lead__name__icontains=word))
    standings = state.wanted("standing")
    if isinstance(standings, OneOf):
        found = found.filter(Q.create([STANDINGS[value] for value in standings.values], Q.OR))
    column = F("working" if state.sort == "members" else SORTS.get(state.sort, state.sort))
    order = column.desc(nulls_last=True) if state.descending else column.asc(nulls_last=True)
    return found.order_by(order, "pk")
