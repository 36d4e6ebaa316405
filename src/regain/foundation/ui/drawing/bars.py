"""Bars: value by period, and names ranked by value."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from regain.foundation.ui.drawing.compose import drawing
from regain.foundation.ui.drawing.figure import Drawing, Figure, Measure, Words
from regain.foundation.ui.drawing.marks import (
    BAR,
    INK,
    LETTER,
    QUIET,
    RETURNED,
    axis_of_months,
    axis_of_values,
    framed,
    layer,
    named,
    ruled,
)

Spec = dict[str, Any]
TEXT: Spec = {"type": "text", "align": "left", "baseline": "middle", "fill": INK}


@dataclass(frozen=True)
class Bar:
    """One bar. `note` is a word beside it; `quiet` takes it back, as for "not asked yet"."""

    label: str
    value: Figure
    note: str = ""
    quiet: bool = False


def columns(
    title: Words,
    measure: Measure,
    bars: Sequence[Bar],
    *,
    purpose: Words = "",
    wide: bool = False,
    nothing: Words = "",
) -> Drawing:
    """A column for each period, labelled directly where there is room."""
    return drawing(
        title,
        purpose,
        (lambda width: upright(bars, measure, width)) if bars else None,
        measure,
        wide=wide,
        nothing=nothing,
        headings=[gettext("Period"), measure.title],
        rows=[[bar.label, measure.write(bar.value)] for bar in bars],
    )


def upright(bars: Sequence[Bar], measure: Measure, width: int) -> Spec:
    """Columns; with a figure on each where the widest of them fits its column."""
    rows = named(bars, measure)
    x, y = axis_of_months([bar.label for bar in bars], width), axis_of_values(measure)
    drawn = layer(rows, {**BAR, "fill": RETURNED, "width": {"band": 0.62}}, x=x, y=y)
    widest = max(len(str(row["short"])) for row in rows) * LETTER + 6
    if widest * len(rows) > width - 50:
        return framed(width, 220, [drawn, ruled(0)])
    mark = {"type": "text", "dy": -9, "fill": INK, "fontSize": 11.5}
    return framed(width, 220, [drawn, ruled(0), layer(rows, mark, x=x, y=y, text=words("short"))])


def ranked(
    title: Words,
    measure: Measure,
    bars: Sequence[Bar],
    *,
    purpose: Words = "",
    wide: bool = False,
    nothing: Words = "",
) -> Drawing:
    """Bars across, largest first, each with its name above and its figure at its end."""
    ordered = sorted(bars, key=lambda bar: (bar.quiet, -float(bar.value)))
    noted = any(bar.note for bar in bars)
    return drawing(
        title,
        purpose,
        (lambda width: across(ordered, measure, width)) if bars else None,
        measure,
        wide=wide,
        nothing=nothing,
        headings=[gettext("Name"), measure.title, *([gettext("Note")] if noted else [])],
        rows=[[bar.label, measure.write(bar.value), *([bar.note] if noted else [])] for bar in ordered],
    )


def across(bars: Sequence[Bar], measure: Measure, width: int) -> Spec:
    """Ranked bars: the name on its own line, so that long reasons need no margin."""
    most = max((float(bar.value) for bar in bars), default=0) or 1
    rows = [
        {**row, "fill": "quiet" if bar.quiet else "plain", "said": " · ".join(filter(None, (row["figure"], bar.note)))}
        for row, bar in zip(named(bars, measure), bars, strict=True)
    ]
    widest = max(len(str(row["said"])) for row in rows) * LETTER + 14
    stretch = width / max(width - widest, width / 4)
    y: Spec = {"field": "label", "type": "nominal", "sort": None, "axis": None, "scale": {"padding": 0}}
    x: Spec = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domain": [0, most * stretch]}}
    tones = {"domain": ["plain", "quiet"], "range": [RETURNED, QUIET]}
    fill = {"field": "fill", "type": "nominal", "legend": None, "scale": tones}
    bar = layer(rows, {**BAR, "height": 12, "yOffset": 10, "cornerRadiusEnd": 3}, x=x, y=y, color=fill)
    name = layer(rows, {**TEXT, "dy": -9, "x": 0, "fontSize": 12.5, "limit": width - 20}, y=y, text=words("label"))
    figure = layer(rows, {**TEXT, "dx": 7, "dy": 10, "fontSize": 12, "fontWeight": 600}, x=x, y=y, text=words("said"))
    return framed(width, 46 * len(rows), [bar, name, figure])


def words(field: str) -> Spec:
    """A text read from the rows."""
    return {"field": field, "type": "nominal"}
