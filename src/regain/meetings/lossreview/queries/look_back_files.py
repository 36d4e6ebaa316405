"""A look back on paper and as a workbook: the same figures as on the page."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from regain.foundation.kit.book import Sheet
from regain.foundation.ui import formats
from regain.meetings.lossreview.queries import tables
from regain.meetings.lossreview.queries.look_back import LookBack, shown, whole
from regain.meetings.lossreview.queries.shown.blocks import Block, breakable, chart_block, grid_block, words
from regain.meetings.lossreview.queries.shown.grids import Grid
from regain.meetings.lossreview.queries.tables.shape import Get, PackTable, text

TABLES = ("months", "values", "reasons", "segments", "countries", "largest", "callers", "trials", "definitions")


def sheet(seen: LookBack) -> dict[str, Any]:
    """What the typesetter takes. Raises NotFound where no month has a frozen pack."""
    pack, drawn = whole(seen), shown(seen, wide=False)
    figures = [
        {"label": each.label, "text": each.text, "unit": each.unit, "words": each.words} for each in drawn.figures
    ]
    lift = [chart_block(drawn.lift, width=70)] if drawn.lift else []
    sections: list[tuple[str, list[Block]]] = [
        (
            _("Who came and who left"),
            [
                {"kind": "figures", "figures": figures},
                chart_block(drawn.flows),
                chart_block(drawn.lost, width=80),
                grid_block(drawn.months),
                grid_block(drawn.values),
                {"kind": "beside", "blocks": [grid_block(drawn.segments), grid_block(drawn.countries)]},
            ],
        ),
        (_("Why they left"), [chart_block(drawn.why, width=78), grid_block(drawn.reasons, leaves_out=(6,))]),
        (_("What came back"), [*lift, grid_block(drawn.trials), grid_block(drawn.callers)]),
        (
            _("What became of it"),
            [grid_block(seen.decisions), grid_block(seen.actions), *words(seen.kept), grid_block(seen.closed)],
        ),
    ]
    on = pack.as_at
    found = {
        "title": _("Looking back: %(time)s") % {"time": seen.title},
        "company": pack.company,
        "language": pack.language,
        "day": {"year": on.year, "month": on.month, "day": on.day},
        "standing": sources(seen),
        "headline": pack.headline,
        "sections": [{"title": title, "blocks": blocks} for title, blocks in sections],
    }
    broken: dict[str, Any] = breakable(found)
    return broken


def sheets(seen: LookBack) -> Sequence[Sheet]:
    """The same as sheets of a workbook. Raises NotFound where no month has a frozen pack."""
    pack = whole(seen)
    said = sources(seen)
    made = [tables.table(name, pack).sheet(said, pack.currency) for name in TABLES]
    became = [_written(each).sheet(said, pack.currency) for each in (seen.decisions, seen.actions, seen.closed)]
    return [*made[:-1], *became, made[-1]]


def sources(seen: LookBack) -> str:
    """Which packs it is made of, and which months are missing."""
    pack = whole(seen)
    told = _("From the frozen packs, amounts in %(currency)s a year; the last as of %(day)s.")
    said = told % {"currency": pack.currency, "day": formats.day(pack.as_of)}
    if not seen.gaps:
        return said
    return " ".join((said, _("No frozen pack: %(months)s.") % {"months": ", ".join(seen.gaps)}))


def _written(grid: Grid) -> PackTable:
    """A table of text."""
    columns = [
        text(f"column-{place}", head.title, _cell(place), first=not place) for place, head in enumerate(grid.heads)
    ]
    return PackTable(grid.name, grid.title, columns, grid.rows)


def _cell(place: int) -> Get:
    def get(row: Any) -> str:
        cell = row.cells[place]
        return ", ".join(filter(None, (cell.text, cell.detail)))

    return get
