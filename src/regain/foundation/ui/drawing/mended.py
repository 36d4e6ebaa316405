"""A chart of something that was mended: what happened month by month before and after, each with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from regain.foundation.ui.drawing.compose import drawing
from regain.foundation.ui.drawing.figure import Drawing, Figure, Key, Measure, Words
from regain.foundation.ui.drawing.marks import (
    FAINT,
    INK,
    RETURNED,
    axis_of_months,
    axis_of_values,
    framed,
    layer,
    named,
)

Spec = dict[str, Any]


@dataclass(frozen=True)
class Spot:
    """One month and the interval of its figure; `notes` go into the table behind the chart."""

    label: str
    value: Figure
    low: Figure
    high: Figure
    notes: tuple[str, ...] = ()


def mended(
    title: Words,
    measure: Measure,
    before: Sequence[Spot],
    after: Sequence[Spot],
    *,
    when: str,
    averages: tuple[Figure | None, Figure | None] = (None, None),
    heads: Sequence[Words] = (),
    purpose: Words = "",
    wide: bool = False,
    nothing: Words = "",
) -> Drawing:
    """Both sides of the month it was mended in, and the average of each; `heads` name the notes of a month."""
    spots = [*before, *after]
    return drawing(
        title,
        purpose,
        (lambda width: two_sides(before, after, when=when, averages=averages, measure=measure, width=width))
        if spots
        else None,
        measure,
        wide=wide,
        nothing=nothing,
        keys=[Key(measure.title, "line-1"), Key(gettext("Average"), "dash")],
        headings=[gettext("Month"), *heads, measure.title, gettext("Likely from"), gettext("Likely to")],
        rows=[
            [spot.label, *spot.notes, *(measure.write(part) for part in (spot.value, spot.low, spot.high))]
            for spot in spots
        ],
    )


def two_sides(
    before: Sequence[Spot],
    after: Sequence[Spot],
    *,
    when: str,
    averages: tuple[Figure | None, Figure | None],
    measure: Measure,
    width: int,
) -> Spec:
    """Dots with whiskers, a broken line for each average, and an upright where it was mended."""
    x = axis_of_months([*(spot.label for spot in before), when, *(spot.label for spot in after)], width)
    y = axis_of_values(measure)
    spots = [*before, *after]
    spans = [{"label": spot.label, "value": float(spot.low), "high": float(spot.high)} for spot in spots]
    levels = [
        [{"label": spot.label, "value": float(average)} for spot in side]
        for side, average in zip((before, after), averages, strict=True)
        if average is not None
    ]
    whisker = {"type": "rule", "stroke": FAINT, "strokeWidth": 1.25}
    broken = {"type": "line", "stroke": INK, "strokeWidth": 1.5, "strokeDash": [6, 4]}
    upright = {"type": "rule", "stroke": INK, "strokeWidth": 1, "strokeDash": [2, 3]}
    word = {
        "type": "text",
        "y": 4,
        "dx": 6,
        "align": "left",
        "baseline": "top",
        "fill": INK,
        "fontSize": 12,
        "fontWeight": 600,
    }
    dot = {"type": "point", "filled": True, "fill": RETURNED, "size": 60, "opacity": 1}
    mark = [{"label": when, "word": gettext("Fix")}]
    return framed(
        width,
        240,
        [
            layer(mark, upright, x=x),
            layer(spans, whisker, x=x, y=y, y2={"field": "high"}),
            *(layer(rows, broken, x=x, y=y) for rows in levels),
            layer(named(spots, measure), dot, x=x, y=y),
            layer(mark, word, x=x, text={"field": "word", "type": "nominal"}),
        ],
    )
