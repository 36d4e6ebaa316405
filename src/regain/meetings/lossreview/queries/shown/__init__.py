"""Shown: a pack as people see it. One text for every figure, on the page, on paper and on slides."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.room import PUBLIC, SIGNED_IN, access
from regain.foundation.ui import formats
from regain.foundation.ui.charts import Drawing
from regain.meetings.lossreview.queries.packs import StoredPack
from regain.meetings.lossreview.queries.shown import calling, losing, working
from regain.meetings.lossreview.queries.shown.drawings import Drawings
from regain.meetings.lossreview.queries.shown.grids import Cell, Figure, Grid
from regain.meetings.lossreview.queries.shown.writing import mirrored, sentence
from regain.meetings.lossreview.rules.pack import Definition, Pack


@dataclass(frozen=True)
class ShownReasons:
    """The reasons at one standing."""

    standing: str
    title: str
    grid: Grid
    sentence: str


@dataclass(frozen=True)
class ShownMirror:
    """How well the calls stand for the losses in one respect; no chart where it cannot be told."""

    title: str
    sentence: str
    drawing: Drawing | None


@dataclass(frozen=True)
class ShownPack:
    """Everything the review looks at: the document and its figures as text, tables and charts."""

    document: Pack
    drawings: Drawings
    made_at: datetime
    frozen_at: datetime | None
    frozen_by: str
    actions: Grid
    kept: str
    figures: tuple[Figure, ...]
    months: Grid
    values: Grid
    largest: Grid
    segments: Grid
    countries: Grid
    reasons: tuple[ShownReasons, ...]
    calls: tuple[calling.ShownCall, ...]
    callers: Grid
    trials: Grid
    health: Grid
    issues: Grid

    @cached_property
    def mirrors(self) -> tuple[ShownMirror, ...]:
        """How well the calls stand for the losses."""
        pairs = zip(self.document.mirrors, self.drawings.mirrors, strict=True)
        return tuple(ShownMirror(each.title, mirrored(each), drawing) for each, drawing in pairs)

    @property
    def is_frozen(self) -> bool:
        """Whether it never changes any more."""
        return self.frozen_at is not None

    @property
    def standing(self) -> str:
        """Since when these figures stand, or that they may change."""
        if self.frozen_at is not None:
            return _("Frozen on %(when)s by %(who)s.") % {
                "when": formats.moment(self.frozen_at),
                "who": self.frozen_by,
            }
        return _("As it stands on %(when)s; not frozen yet.") % {"when": formats.moment(self.made_at)}

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """What each figure means."""
        return self.document.definitions

    @property
    def rule(self) -> str:
        """Who counts as gone."""
        return sentence(self.document.rule_words)

    @property
    def means(self) -> dict[str, str]:
        """The titles of what is defined, by name."""
        return {each.name: each.title for each in self.document.definitions}


def shown(*, by: Actor, stored: StoredPack) -> ShownPack:
    """The pack in the active language, with links only where this actor may go."""
    pack, opens = stored.pack, _Opens(by)
    return ShownPack(
        document=pack,
        drawings=Drawings(pack),
        made_at=stored.made_at,
        frozen_at=stored.frozen_at,
        frozen_by=stored.frozen_by,
        actions=opens.grid(working.actions(pack)),
        kept=working.kept(pack),
        figures=tuple(opens.figure(each) for each in losing.figures(pack)),
        months=losing.by_count(pack),
        values=losing.by_value(pack),
        largest=opens.grid(losing.largest(pack)),
        segments=opens.grid(losing.parts("segments", _("By segment"), _("Segment"), pack.losses.segments, pack)),
        countries=opens.grid(losing.parts("countries", _("By country"), _("Country"), pack.losses.countries, pack)),
        reasons=tuple(
            ShownReasons(each.standing, each.title, opens.grid(losing.reasons(each, pack)), losing.untold(each))
            for each in pack.reasons
        ),
        calls=tuple(calling.shown_call(each, pack.currency, href=opens.href(each.href)) for each in pack.calls),
        callers=working.callers(pack),
        trials=opens.grid(working.trials(pack)),
        health=working.health(pack),
        issues=opens.grid(working.issues(pack)),
    )


class _Opens:
    """Links of a pack, for one actor: a page they may not open is not offered."""

    def __init__(self, by: Actor) -> None:
        self._by = by
        self._table = access()
        self._known: dict[str, bool] = {}

    def href(self, href: str) -> str:
        """The link, or nothing."""
        if not href:
            return ""
        path = href.partition("?")[0]
        if path not in self._known:
            self._known[path] = self._may(path)
        return href if self._known[path] else ""

    def _may(self, path: str) -> bool:
        try:
            route = resolve(path).view_name
        except Resolver404:
            return False
        needed = self._table.get(route, {}).get("GET", "")
        return needed in (PUBLIC, SIGNED_IN) or bool(needed and self._by.may(needed))

    def cell(self, cell: Cell) -> Cell:
        """A cell with its link, if it may be followed."""
        return replace(cell, href=self.href(cell.href)) if cell.href else cell

    def grid(self, grid: Grid) -> Grid:
        """A table with its links."""
        rows = tuple(replace(row, cells=tuple(self.cell(cell) for cell in row.cells)) for row in grid.rows)
        return replace(grid, rows=rows)

    def figure(self, figure: Figure) -> Figure:
        """A figure with its link."""
        return replace(figure, href=self.href(figure.href))
