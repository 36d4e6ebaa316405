"""The do-not-contact list: hashes, counts, and whether somebody is on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.database_rows import DatabaseRows
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.filters import By, Filter, OneOf
from regain.foundation.kit.table import Column, Kind, TableSpec, TableState
from regain.knowledge.playbook.models import Screening, Stop
from regain.knowledge.playbook.models.screening import Registries
from regain.knowledge.playbook.models.stop import StopKind, fingerprint
from regain.knowledge.playbook.policy import guard as policy
from regain.knowledge.playbook.queries import guard_words as words
from regain.knowledge.playbook.queries.who import names_of
from regain.knowledge.playbook.rules.guard import identifiers
from regain.knowledge.playbook.rules.guard.identifiers import Medium
from regain.knowledge.playbook.rules.guard.places import country_named
from regain.knowledge.playbook.rules.guard.terms import Channel

STANDS, LIFTED = "stands", "lifted"

STOPS = TableSpec(
    name="stops",
    caption=_("Do not contact"),
    default_sort="-said_at",
    columns=(
        Column("short", _("Hash"), priority=1, sortable=False),
        Column("kind", _("Kind"), Kind.STATUS, filter=Filter(By.CHOICE), states=dict(StopKind.choices)),
        Column("channel", _("What stops")),
        Column("words", _("What they said"), sortable=False),
        Column("source", _("Where from")),
        Column("said_at", _("Since"), Kind.MOMENT),
        Column("by", _("Written down by"), sortable=False),
        Column("kept_until", _("Kept until"), Kind.DATE, sortable=False, default_shown=False, priority=3),
        Column(
            "standing",
            _("Standing"),
            Kind.STATUS,
            sortable=False,
            filter=Filter(By.CHOICE),
            states={STANDS: _("Left alone"), LIFTED: _("Lifted")},
            tones={STANDS: "bad", LIFTED: "quiet"},
        ),
        Column("lifted_because", _("Why lifted"), default_shown=False, sortable=False, priority=3),
        Column("fingerprint", _("Whole hash"), default_shown=False, sortable=False, priority=3),
    ),
)


@dataclass(frozen=True)
class StopRow:
    """One identifier on the list."""

    id: int
    short: str
    fingerprint: str
    kind: str
    channel: str
    words: str
    source: str
    said_at: datetime
    by: str
    kept_until: datetime
    standing: str
    lifted_because: str


@dataclass(frozen=True)
class Match:
    """What the list says about one number, address or id."""

    id: int
    kind: str
    since: datetime
    words: str
    source: str
    channel: str


@dataclass(frozen=True)
class StopsPage:
    """Counts, and the answer to a search."""

    standing: int
    customers: int
    phones: int
    emails: int
    lifted: int
    sought: str
    matches: tuple[Match, ...]
    may_lift: bool


@dataclass(frozen=True)
class RegistryLine:
    """What was taken over from one registry."""

    title: str
    numbers: int
    listed: int
    newest: date | None


def stop_rows() -> DatabaseRows[StopRow]:
    """The list from the database."""
    return DatabaseRows(_found, _rows)


def _rows(found: Iterable[Stop]) -> list[StopRow]:
    rows = list(found)
    names = names_of(row.said_by for row in rows)
    return [
        StopRow(
            id=row.pk,
            short=row.fingerprint[:12],
            fingerprint=row.fingerprint,
            kind=row.kind,
            channel=_channel(row),
            words=row.words,
            source=row.source,
            said_at=row.said_at,
            by=names.get(row.said_by, ""),
            kept_until=row.kept_until,
            standing=LIFTED if row.lifted_at else STANDS,
            lifted_because=row.lifted_because,
        )
        for row in rows
    ]


def _channel(row: Stop) -> str:
    return str(words.CHANNELS[Channel(row.channel)]) if row.channel else _t("Everything")


def _found(state: TableState) -> QuerySet[Stop]:
    found = Stop.objects.all()
    kinds, standing = state.wanted("kind"), state.wanted("standing")
    if isinstance(kinds, OneOf):
        found = found.filter(kind__in=kinds.values)
    if isinstance(standing, OneOf) and len(standing.values) == 1:
        found = found.filter(lifted_at__isnull=standing.values[0] == STANDS)
    column = F(state.sort)
    return found.order_by(column.desc() if state.descending else column.asc(), "-pk")


def stops_page(*, by: Actor, sought: str = "", country: str = "") -> StopsPage:
    """The head of the page; a search is exact, by number, e-mail address or customer id."""
    standing = Q(lifted_at=None)
    counts = Stop.objects.aggregate(
        standing=Count("pk", filter=standing),
        customers=Count("pk", filter=standing & Q(kind=StopKind.CUSTOMER)),
        phones=Count("pk", filter=standing & Q(kind=StopKind.PHONE)),
        emails=Count("pk", filter=standing & Q(kind=StopKind.EMAIL)),
        lifted=Count("pk", filter=~standing),
    )
    return StopsPage(
        **counts,
        sought=sought,
        matches=tuple(matches(sought, country)) if sought else (),
        may_lift=by.may(policy.LIFT),
    )


def matches(sought: str, country: str = "") -> list[Match]:
    """Every standing stop of what was typed, read as an id, as an e-mail address and as a number."""
    phone = identifiers.read(Medium.PHONE, sought, country=country_named(country)).normal
    keys = {fingerprint(StopKind.CUSTOMER, sought.strip())}
    keys |= {fingerprint(StopKind.EMAIL, mail) for mail in [identifiers.email(sought)] if mail}
    keys |= {fingerprint(StopKind.PHONE, phone)} if phone else set()
    rows = Stop.objects.filter(fingerprint__in=keys, lifted_at=None).order_by("said_at")
    return [Match(row.pk, row.get_kind_display(), row.said_at, row.words, row.source, _channel(row)) for row in rows]


def stop_row(*, pk: int) -> Stop:
    """A line of the list. Raises NotFound."""
    row = Stop.objects.filter(pk=pk).first()
    if row is None:
        raise NotFound(_t("There is no such line on the do-not-contact list."))
    return row


def registries() -> list[RegistryLine]:
    """What was taken over, registry by registry."""
    counted = Screening.objects.values("registry").annotate(
        numbers=Count("fingerprint", distinct=True),
        listed=Count("pk", filter=Q(is_listed=True)),
        newest=Max("checked_on"),
    )
    found = {str(row["registry"]): row for row in counted.order_by("registry")}
    return [_line(registry, found.get(registry.value)) for registry in Registries]


def _line(registry: Registries, row: Mapping[str, Any] | None) -> RegistryLine:
    if row is None:
        return RegistryLine(str(registry.label), 0, 0, None)
    return RegistryLine(str(registry.label), row["numbers"], row["listed"], row["newest"])
