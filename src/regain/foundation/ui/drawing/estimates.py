"""Charts of what we are not sure of: trends, comparisons and promises, each with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from regain.foundation.ui.drawing.compose import drawing
from regain.foundation.ui.drawing.figure import Drawing, Figure, Key, Measure, Unit, Words
from regain.foundation.ui.drawing.marks import (
    BAND,
    FAINT,
    INK,
    LEFT,
    RETURNED,
    SURFACE,
    axis_of_months,
    axis_of_values,
    framed,
    layer,
    named,
)

Spec = dict[str, Any]


@dataclass(frozen=True)
class Point:
    """One point of a line, with the ends of its interval where there is one."""

    label: str
    value: Figure
    low: Figure | None = None
    high: Figure | None = None


@dataclass(frozen=True)
class Dot:
    """An estimate with its interval; `reference` is what it is compared with, e.g. doing nothing."""

    label: str
    value: Figure
    low: Figure | None = None
    high: Figure | None = None
    reference: Figure | None = None


@dataclass(frozen=True)
class Bin:
    """Customers promised about the same chance: what was promised, what happened, how many they were."""

    promised: float
    happened: float
    low: float
    high: float
    count: int


def trend(
    title: Words,
    measure: Measure,
    points: Sequence[Point],
    *,
    purpose: Words = "",
    wide: bool = False,
    nothing: Words = "",
) -> Drawing:
    """A line through the points, and the band it may honestly lie in."""
    banded = any(point.low is not None and point.high is not None for point in points)
    ends = [gettext("Likely from"), gettext("Likely to")] if banded else []
    return drawing(
        title,
        purpose,
        (lambda width: line_in_band(points, measure, width)) if points else None,
        measure,
        wide=wide,
        nothing=nothing,
        keys=[Key(measure.title, "line-1"), Key(gettext("Likely range"), "band")] if banded else [],
        headings=[gettext("Period"), measure.title, *ends],
        rows=[
            [
                point.label,
                measure.write(point.value),
                *([measure.write(point.low), measure.write(point.high)] if banded else []),
            ]
            for point in points
        ],
    )


def line_in_band(points: Sequence[Point], measure: Measure, width: int) -> Spec:
    """The band below, the line above, the last point named."""
    x, y = axis_of_months([point.label for point in points], width), axis_of_values(measure)
    spans = [
        {"label": point.label, "value": float(point.low), "high": float(point.high)}
        for point in points
        if point.low is not None and point.high is not None
    ]
    rows = named(points, measure)
    dot = {
        "type": "point",
        "filled": True,
        "fill": SURFACE,
        "stroke": RETURNED,
        "strokeWidth": 1.75,
        "size": 40,
        "opacity": 1,
    }
    text = {"type": "text", "dy": -13, "align": "right", "dx": 6, "fill": INK, "fontSize": 12, "fontWeight": 600}
    band = layer(spans, {"type": "area", "fill": BAND, "opacity": 1}, x=x, y=y, y2={"field": "high"})
    line = layer(rows, {"type": "line", "stroke": RETURNED, "strokeWidth": 2.25}, x=x, y=y)
    last = layer(rows[-1:], text, x=x, y=y, text={"field": "short", "type": "nominal"})
    return framed(width, 240, [*([band] if spans else []), line, layer(rows, dot, x=x, y=y), last])


def comparison(
    title: Words,
    measure: Measure,
    dots: Sequence[Dot],
    *,
    reference: Words = "",
    purpose: Words = "",
    wide: bool = False,
    nothing: Words = "",
) -> Drawing:
    """Estimates under one another, each with its interval, and an open mark for what it is compared with."""
    name = str(reference) or gettext("Compared with")
    compared = any(dot.reference is not None for dot in dots)
    return drawing(
        title,
        purpose,
        (lambda width: dots_in_lines(dots, measure, width)) if dots else None,
        measure,
        wide=wide,
        nothing=nothing,
        keys=[
            Key(measure.title, "dot"),
            Key(gettext("Likely range"), "whisker"),
            *([Key(name, "ring")] if compared else []),
        ],
        headings=[
            gettext("Name"),
            measure.title,
            gettext("Likely from"),
            gettext("Likely to"),
            *([name] if compared else []),
        ],
        rows=[
            [
                dot.label,
                *map(measure.write, (dot.value, dot.low, dot.high)),
                *([measure.write(dot.reference)] if compared else []),
            ]
            for dot in dots
        ],
    )


def dots_in_lines(dots: Sequence[Dot], measure: Measure, width: int) -> Spec:
    """One line for each estimate, its name above it."""
    rows = named(dots, measure)
    y: Spec = {"field": "label", "type": "nominal", "sort": None, "axis": None}
    x = axis_of_values(measure)
    name = {"type": "text", "align": "left", "baseline": "middle", "x": 0, "dy": -13, "fill": INK, "fontSize": 12.5}
    spans = [
        {"label": dot.label, "value": float(dot.low), "high": float(dot.high)}
        for dot in dots
        if dot.low is not None and dot.high is not None
    ]
    others = [
        {"label": dot.label, "value": float(dot.reference), "tip": measure.write(dot.reference)}
        for dot in dots
        if dot.reference is not None
    ]
    whisker = {"type": "rule", "stroke": RETURNED, "strokeWidth": 2, "strokeCap": "round", "yOffset": 6}
    ring = {
        "type": "point",
        "fill": SURFACE,
        "filled": True,
        "stroke": LEFT,
        "strokeWidth": 2,
        "size": 62,
        "opacity": 1,
    }
    dot_mark = {"type": "point", "filled": True, "fill": RETURNED, "size": 90, "opacity": 1, "yOffset": 6}
    return framed(
        width,
        48 * len(rows),
        [
            layer(rows, {**name, "limit": width - 20}, y=y, text={"field": "label", "type": "nominal"}),
            *([layer(spans, whisker, x=x, y=y, x2={"field": "high"})] if spans else []),
            *([layer(others, {**ring, "yOffset": 6, "shape": "diamond"}, x=x, y=y)] if others else []),
            layer(rows, dot_mark, x=x, y=y),
        ],
    )


def calibration(
    title: Words,
    bins: Sequence[Bin],
    *,
    purpose: Words = "",
    wide: bool = False,
    nothing: Words = "",
) -> Drawing:
    """Promised against happened: on the diagonal a promise was kept exactly."""
    measure = Measure(gettext("Happened"), Unit.SHARE)
    return drawing(
        title,
        purpose,
        (lambda width: against_diagonal(bins, measure, width)) if bins else None,
        measure,
        wide=wide,
        nothing=nothing,
        keys=[
            Key(gettext("Happened"), "dot"),
            Key(gettext("Likely range"), "whisker"),
            Key(gettext("Exactly as promised"), "dash"),
        ],
        headings=[
            gettext("Promised"),
            gettext("Happened"),
            gettext("Likely from"),
            gettext("Likely to"),
            gettext("Customers"),
        ],
        rows=[
            [
                *map(measure.write, (group.promised, group.happened, group.low, group.high)),
                Measure("").write(group.count),
            ]
            for group in bins
        ],
    )


def against_diagonal(bins: Sequence[Bin], measure: Measure, width: int) -> Spec:
    """A square of shares with its diagonal, points as large as their numbers."""
    most = min(1.0, max(max(group.promised, group.high) for group in bins) * 1.08 or 1.0)
    rows = [
        {
            "promised": group.promised,
            "value": group.happened,
            "low": group.low,
            "high": group.high,
            "count": group.count,
            "tip": f"{measure.write(group.promised)} → {measure.write(group.happened)} ({group.count})",
        }
        for group in bins
    ]
    scale = {"domain": [0, most], "nice": False}
    axis = {"labelExpr": measure.axis, "tickCount": 5}
    x: Spec = {
        "field": "promised",
        "type": "quantitative",
        "scale": scale,
        "axis": {**axis, "title": gettext("Promised")},
    }
    y: Spec = {"field": "value", "type": "quantitative", "scale": scale, "axis": {**axis, "title": gettext("Happened")}}
    diagonal = [{"promised": 0.0, "value": 0.0}, {"promised": most, "value": most}]
    dash = {"type": "line", "stroke": FAINT, "strokeDash": [4, 4], "strokeWidth": 1.25}
    size = {"field": "count", "type": "quantitative", "legend": None, "scale": {"range": [40, 220]}}
    dot = {"type": "point", "filled": True, "fill": RETURNED, "stroke": SURFACE, "strokeWidth": 1, "opacity": 1}
    whisker = {"type": "rule", "stroke": RETURNED, "strokeWidth": 1.75}
    return framed(
        width,
        min(width - 40, 320),
        [
            layer(diagonal, dash, x=x, y=y),
            layer(rows, whisker, x=x, y={**y, "field": "low"}, y2={"field": "high"}),
            layer(rows, dot, x=x, y=y, size=size),
        ],
    )
