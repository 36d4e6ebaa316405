"""The list of imports, and what stands above it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotAllowed
from regain.foundation.kit.filters import By, Choice, Filter
from regain.foundation.kit.home import Home, here
from regain.foundation.kit.table import Column, Kind, TableSpec
from regain.knowledge.warehouse import policy
from regain.knowledge.warehouse.models import Import, SavedMapping
from regain.knowledge.warehouse.queries.standing import TROUBLE, Standing, standings
from regain.knowledge.warehouse.queries.words import KINDS, STATES, TONES

IMPORTS: Final = TableSpec(
    name="imports",
    columns=[
        Column("label", _("File or table"), priority=1, link="href", filter=Filter(By.TEXT)),
        Column(
            "state",
            _("State"),
            Kind.STATUS,
            states=STATES,
            tones=TONES,
            filter=Filter(By.CHOICE),
        ),
        Column(
            "kind_title",
            _("Kind"),
            filter=Filter(By.CHOICE, choices=[Choice(str(title), title) for title in KINDS.values()]),
        ),
        Column("lines", _("Lines"), Kind.NUMBER),
        Column("accepted", _("Accepted"), Kind.NUMBER),
        Column("duplicates", _("Duplicates"), Kind.NUMBER, priority=3),
        Column("rejected", _("Rejected"), Kind.NUMBER),
        Column("net", _("Net amount"), Kind.MONEY, priority=3, default_shown=False),
        Column("who", _("By"), priority=3),
        Column("at", _("When"), Kind.MOMENT, filter=Filter(By.DATES)),
        Column("number", _("Number"), Kind.NUMBER, priority=3, default_shown=False),
    ],
    default_sort="-number",
    caption=_("Imports"),
    searchable=True,
    search_hint=_("Search file or table"),
    key="number",
)


@dataclass(frozen=True)
class DraftRow:
    """Something begun and not imported yet."""

    id: int
    kind: str
    kind_title: str
    label: str
    is_database: bool
    begun_at: datetime
    begun_by: str
    is_mapped: bool
    is_tried: bool

    @property
    def href(self) -> str:
        """Where to go on."""
        return reverse("warehouse:trial" if self.is_tried else "warehouse:columns", args=[self.id])


@dataclass(frozen=True)
class ImportsPage:
    """Above the list: what runs, what stopped, what was begun."""

    rows: tuple[Standing, ...]
    running: tuple[Standing, ...]
    cut_off: tuple[Standing, ...]
    drafts: tuple[DraftRow, ...]
    mappings: int

    @property
    def is_first(self) -> bool:
        """Whether nothing was ever brought."""
        return not (self.rows or self.drafts)


@dataclass(frozen=True)
class ImportCard:
    """What the first page says: bring your sales, or look after an import that did not end well."""

    trouble: Standing | None = None


@dataclass(frozen=True)
class MappingRow:
    """A saved mapping."""

    id: int
    kind: str
    kind_title: str
    name: str
    columns: tuple[tuple[str, str], ...]
    saved_at: datetime
    saved_by: str


def imports_page(*, by: Actor, home: Home) -> ImportsPage:
    """Every import, and what is on its way."""
    rows = tuple(standings(home))
    return ImportsPage(
        rows=rows,
        running=tuple(row for row in rows if row.is_open),
        cut_off=tuple(row for row in rows if row.state == "cut_off"),
        drafts=drafts(by),
        mappings=SavedMapping.objects.count(),
    )


def drafts(by: Actor) -> tuple[DraftRow, ...]:
    """What was begun, newest first, as far as this person may go on with it."""
    rows = Import.objects.filter(number__isnull=True).order_by("-begun_at")
    return tuple(draft_view(row) for row in rows if policy.may_prepare(by=by, draft=row))


def may_prepare_draft(*, by: Actor, draft: Import) -> Import:
    """The draft, for those who may go on with it. Raises NotAllowed."""
    if not policy.may_prepare(by=by, draft=draft):
        raise NotAllowed(gettext("Only those who may read databases can go on with this import."))
    return draft


def draft_view(row: Import) -> DraftRow:
    """A draft as pages show it."""
    return DraftRow(
        id=row.pk,
        kind=row.kind,
        kind_title=str(KINDS[row.kind]),
        label=row.label,
        is_database=bool(row.table),
        begun_at=row.begun_at,
        begun_by=row.begun_by_name,
        is_mapped=bool(row.mapping),
        is_tried=row.trial is not None,
    )


def import_card(*, by: Actor, home: Home | None = None) -> ImportCard | None:
    """Nothing was imported yet, or the newest import did not end well; otherwise nothing to say."""
    rows = standings(home or here())
    if rows and rows[0].state in TROUBLE:
        return ImportCard(trouble=rows[0])
    return None if rows else ImportCard()
