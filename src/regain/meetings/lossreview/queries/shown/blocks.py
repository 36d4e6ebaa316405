"""What the typesetter lays out: words, tables and charts as blocks."""

import re
from collections.abc import Sequence
from typing import Any, Final

from regain.foundation.ui.charts import Drawing, inked
from regain.meetings.lossreview.queries.shown.grids import Grid

ENDLESS: Final = re.compile(r"\S{26,}")
BREAK: Final = "\u200b"
"""Where a word without an end may go on in the next line."""

TEXT: Final = 120
DETAIL: Final = 240
"""Letters a cell can hold; the page has all of them."""

Block = dict[str, Any]


def words(text: str, size: float = 10) -> list[Block]:
    """A sentence, or nothing."""
    return [{"kind": "words", "text": text, "size": size}] if text else []


def grid_block(grid: Grid, leaves_out: Sequence[int] = ()) -> Block:
    """A table."""
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
                "cells": [
                    {"text": cut(row.cells[place].text, TEXT), "detail": cut(row.cells[place].detail, DETAIL)}
                    for place in kept
                ],
                "sum": row.is_sum,
                "quiet": row.is_quiet,
            }
            for row in grid.rows
        ],
    }


def cut(text: str, letters: int) -> str:
    """At most so many letters, cut at a word."""
    return text if len(text) <= letters else f"{text[:letters].rsplit(' ', 1)[0]}…"


def chart_block(drawing: Drawing, *, width: int = 100, words: str = "", narrow: bool = False) -> Block:
    """A chart in ink, with the words under it. `narrow`: drawn for half a page."""
    told = "; ".join(" ".join(map(str, row)) for row in drawing.rows)
    return {
        "kind": "chart",
        "title": str(drawing.title),
        "purpose": str(drawing.purpose),
        "svg": inked(drawing, narrow=narrow),
        "alt": f"{drawing.title}: {told}"[:1500],
        "nothing": str(drawing.nothing),
        "keys": [{"label": str(key.label), "swatch": key.swatch} for key in drawing.keys],
        "width": width,
        "lines": len(drawing.rows),
        "words": words,
    }


def breakable(value: Any) -> Any:
    """The same, with places to break where a word has no end."""
    if isinstance(value, dict):
        return {name: each if name == "svg" else breakable(each) for name, each in value.items()}
    if isinstance(value, list):
        return [breakable(each) for each in value]
    if isinstance(value, str):
        return ENDLESS.sub(lambda word: BREAK.join(re.findall(r".{1,20}", word[0])), value)
    return value
