"""The lists of this room: people, and who may what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regain.foundation.kit.filters import By, Choice, Filter, OneOf
from regain.foundation.kit.memory_rows import MemoryRows
from regain.foundation.kit.paging import Total
from regain.foundation.kit.roles import Role
from regain.foundation.kit.room import rooms
from regain.foundation.kit.table import Column, Kind, TableSpec, TableState
from regain.foundation.people.models import Person
from regain.foundation.people.queries import words

ACTIVE, SAMPLE, LEFT = "active", "sample", "left"

PEOPLE = TableSpec(
    name="people",
    caption=_("People"),
    searchable=True,
    search_hint=_("Search by name or e-mail"),
    default_sort="name",
    columns=(
        Column("name", _("Name"), priority=1, link="href"),
        Column("email", _("E-mail")),
        Column(
            "roles",
            _("Roles"),
            sortable=False,
            filter=Filter(By.CHOICE, [Choice(role.value, role.title) for role in Role]),
        ),
        Column(
            "standing",
            _("Standing"),
            Kind.STATUS,
            sortable=False,
            filter=Filter(By.CHOICE),
            states={ACTIVE: _("Active"), SAMPLE: _("Sample"), LEFT: _("Deactivated")},
            tones={ACTIVE: "good", SAMPLE: "info", LEFT: "quiet"},
        ),
        Column("signed_in_at", _("Last signed in"), Kind.MOMENT),
        Column("joined_at", _("Joined"), Kind.MOMENT, default_shown=False, priority=3),
    ),
)

RIGHTS = TableSpec(
    name="rights",
    caption=_("Who may what"),
    searchable=True,
    search_hint=_("Search for a right or a role"),
    default_sort="room",
    columns=(
        Column("title", _("Right"), priority=1),
        Column("roles", _("Roles that give it"), sortable=False),
        Column("room", _("Part of Regain")),
    ),
)

STANDINGS = {
    ACTIVE: Q(left_at=None, is_sample=False),
    SAMPLE: Q(left_at=None, is_sample=True),
    LEFT: Q(left_at__isnull=False),
}


@dataclass(frozen=True)
class PersonRow:
    """One line of the list."""

    id: int
    name: str
    email: str
    roles: str
    standing: str
    signed_in_at: datetime | None
    joined_at: datetime
    href: str


@dataclass(frozen=True)
class RightRow:
    """One right, and the roles that give it."""

    id: str
    title: str
    roles: str
    room: str


class PeopleRows:
    """Everybody who works here or did, from the database."""

    def page(self, state: TableState) -> tuple[Sequence[PersonRow], Total]:
        """One page, and how many there are in all."""
        found = _found(state)
        shown = found[state.offset : state.offset + state.size]
        return [row(person) for person in shown], found.count()

    def all(self, state: TableState) -> Sequence[PersonRow]:
        """Everybody who fits."""
        return [row(person) for person in _found(state)]


def row(person: Person) -> PersonRow:
    """A person as a line of the list."""
    standing = SAMPLE if person.is_sample else ACTIVE
    return PersonRow(
        id=person.pk,
        name=person.name,
        email=person.email,
        roles=", ".join(words.titles(person.roles)),
        standing=standing if person.is_active else LEFT,
        signed_in_at=person.signed_in_at,
        joined_at=person.joined_at,
        href=reverse("people:person", args=[person.pk]),
    )


def _found(state: TableState) -> QuerySet[Person]:
    found = Person.objects.prefetch_related("holdings")
    for word in state.search.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    roles, standings = state.wanted("roles"), state.wanted("standing")
    if isinstance(roles, OneOf):
        found = found.filter(holdings__role__in=roles.values).distinct()
    if isinstance(standings, OneOf):
        found = found.filter(Q.create([STANDINGS[value] for value in standings.values], Q.OR))
    column = F(state.sort)
    order = column.desc(nulls_last=True) if state.descending else column.asc(nulls_last=True)
    return found.order_by(order, "pk")


def rights_rows() -> MemoryRows[RightRow]:
    """Every right of every room."""
    return MemoryRows(
        [
            RightRow(
                id=each.name,
                title=gettext(each.title),
                roles=", ".join(words.titles(each.roles)),
                room=gettext(room.title),
            )
            for room in rooms()
            for each in room.permissions
        ]
    )
