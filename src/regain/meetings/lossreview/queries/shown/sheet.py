"""The pack as what the typesetter takes: sections of blocks, every figure as the page writes it."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from regain.foundation.ui import formats
from regain.foundation.ui.charts import Drawing, inked
from regain.meetings.lossreview.queries.shown import ShownPack
from regain.meetings.lossreview.queries.shown.drawings import Drawings
from regain.meetings.lossreview.queries.shown.grids import Grid
from regain.meetings.lossreview.rules.pack import Pack

SHEET: Final = Path(__file__).parents[2] / "templates/lossreview/paper/pack.typ"
ENDLESS: Final = re.compile(r"\S{26,}")
BREAK: Final = "\u200b"
"""Where a word without an end may go on in the next line."""

Block = dict[str, Any]


@contextmanager
def in_its_language(pack: Pack) -> Iterator[None]:
    """The pack's language and the company's zone, so that everybody gets the same document."""
    with translation.override(pack.language), timezone.override(ZoneInfo(settings.TIME_ZONE)):
        yield


def sheet(seen: ShownPack) -> dict[str, Any]:
    """Everything on paper, in the order of the page."""
    pack, drawn = seen.document, Drawings(seen.document, wide=False)
    on = pack.as_at
    found = {
        "title": _("Loss Review: %(month)s") % {"month": pack.title},
        "company": pack.company,
        "language": pack.language,
        "day": {"year": on.year, "month": on.month, "day": on.day},
        "standing": seen.standing,
        "headline": pack.headline,
        "sections": [
            {"title": _("What was agreed before"), "blocks": [*_words(seen.kept), _grid(seen.actions)]},
            {"title": _("Who left"), "blocks": _losses(seen, drawn)},
            {"title": _("Why they left"), "blocks": _reasons(seen, drawn)},
            {"title": _("What we heard"), "blocks": _calls(seen, drawn)},
            {"title": _("What came back"), "blocks": _results(seen, drawn)},
            {"title": _("What to fix first"), "blocks": _issues(seen, drawn)},
            {"title": _("Month by month"), "blocks": [_grid(seen.months), _grid(seen.values)]},
            {"title": _("What the figures mean"), "blocks": [_terms(seen)]},
        ],
    }
    broken: dict[str, Any] = _breakable(found)
    return broken


def _losses(seen: ShownPack, drawn: Drawings) -> list[Block]:
    figures = [
        {"label": each.label, "text": each.text, "unit": each.unit, "words": each.words} for each in seen.figures
    ]
    return [
        {"kind": "figures", "figures": figures},
        _chart(drawn.flows),
        _chart(drawn.lost, width=80),
        _grid(seen.largest, leaves_out=(5,)),
        {"kind": "beside", "blocks": [_grid(seen.segments), _grid(seen.countries)]},
    ]


def _reasons(seen: ShownPack, drawn: Drawings) -> list[Block]:
    blocks = [*_words(seen.document.truth), _chart(drawn.reasons, width=78)]
    blocks += [_grid(each.grid, leaves_out=(6,) if place else ()) for place, each in enumerate(seen.reasons)]
    return blocks


def _calls(seen: ShownPack, drawn: Drawings) -> list[Block]:
    if not seen.calls:
        blocks = _words(_("Nobody has spoken with a customer of this month."))
    else:
        blocks = [{"kind": "calls", "calls": [_call(each) for each in seen.calls]}]
    blocks.append(_grid(seen.callers))
    for mirror, drawing in zip(seen.document.mirrors, drawn.mirrors, strict=True):
        if drawing:
            blocks.append(_chart(drawing, width=70, words=mirror.sentence))
        else:
            blocks += _words(f"{mirror.title}: {mirror.sentence}")
    return blocks


def _call(call: Any) -> Block:
    wants = _("Wants: %(words)s") % {"words": call.wants} if call.wants else ""
    willing = _("Would come back: %(words)s") % {"words": call.willingness} if call.willingness else ""
    lines = [line for line in (call.said, wants, willing, call.notes) if line]
    return {"title": call.title, "who": call.who, "quotes": list(call.quotes), "lines": lines}


def _results(seen: ShownPack, drawn: Drawings) -> list[Block]:
    charts = [_chart(drawn.trials, width=70)] if drawn.trials else []
    return [_grid(seen.trials), *charts, _grid(seen.health)]


def _issues(seen: ShownPack, drawn: Drawings) -> list[Block]:
    charts = [_chart(drawn.issues, width=78)] if drawn.issues else []
    return [_grid(seen.issues), *charts]


def _terms(seen: ShownPack) -> Block:
    pack = seen.document
    asked = _("Asked as of %(day)s.") % {"day": formats.day(pack.as_of)}
    told = _("Told as at %(when)s.") % {"when": formats.moment(pack.as_at)}
    terms = [{"title": each.title, "words": each.words} for each in pack.definitions]
    terms.append({"title": _("Who counts as gone"), "words": f"{pack.rule_words} {asked}"})
    terms.append({"title": _("What people did"), "words": told})
    return {"kind": "terms", "terms": terms}


def _words(text: str, size: float = 10) -> list[Block]:
    return [{"kind": "words", "text": text, "size": size}] if text else []


def _grid(grid: Grid, leaves_out: Sequence[int] = ()) -> Block:
    kept = [place for place in range(len(grid.heads)) if place not in leaves_out]
    return {
        "kind": "grid",
        "title": grid.title,
        "nothing": grid.nothing,
        "heads": [
            {"title": grid.heads[place].title, "figure": grid.heads[place].is_figure, "width": grid.heads[place].width}
            for place in kept
        ],
        "rows": [
            {
                "cells": [{"text": row.cells[place].text, "detail": row.cells[place].detail} for place in kept],
                "sum": row.is_sum,
                "quiet": row.is_quiet,
            }
            for row in grid.rows
        ],
    }


def _chart(drawing: Drawing, *, width: int = 100, words: str = "") -> Block:
    told = "; ".join(" ".join(map(str, row)) for row in drawing.rows)
    return {
        "kind": "chart",
        "title": str(drawing.title),
        "purpose": str(drawing.purpose),
        "svg": inked(drawing),
        "alt": f"{drawing.title}: {told}"[:1500],
        "nothing": str(drawing.nothing),
        "keys": [{"label": str(key.label), "swatch": key.swatch} for key in drawing.keys],
        "width": width,
        "words": words,
    }


def _breakable(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: each if name == "svg" else _breakable(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_breakable(each) for each in value]
    if isinstance(value, str):
        return ENDLESS.sub(lambda word: BREAK.join(re.findall(r".{1,20}", word[0])), value)
    return value
