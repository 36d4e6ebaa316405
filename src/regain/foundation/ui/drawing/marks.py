"""The look of every chart: marks, axes and the frame, as pieces of Vega-Lite."""

from collections.abc import Sequence
from typing import Any, Final, Protocol

from regain.foundation.ui.drawing.figure import Figure, Measure

Spec = dict[str, Any]

NEW: Final = "var(--chart-soft)"
RETURNED: Final = "var(--chart-1)"
LEFT: Final = "var(--chart-2)"
INK: Final = "var(--ink)"
FAINT: Final = "var(--chart-axis)"
GRID: Final = "var(--chart-grid)"
BAND: Final = "var(--chart-band)"
QUIET: Final = "var(--chart-quiet)"
SURFACE: Final = "var(--surface)"
BAR: Final[Spec] = {"type": "bar", "cornerRadius": 1.5}
LETTER: Final = 7.2
"""About how wide a letter of an axis is, to know how many labels fit."""


class Labelled(Protocol):
    """Anything with a name and a figure."""

    @property
    def label(self) -> str:
        """The name."""

    @property
    def value(self) -> Figure:
        """The figure."""


def framed(width: int, height: int, layers: Sequence[Spec], **more: Any) -> Spec:
    """Layers in our frame: no box, quiet grid, text in the page's ink."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width - 8,
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"left": 2, "right": 6, "top": 8, "bottom": 2},
        "background": None,
        "layer": list(layers),
        "config": {
            "view": {"stroke": None, "fill": None},
            "font": "sans-serif",
            "axis": {
                "domain": False,
                "ticks": False,
                "gridColor": GRID,
                "labelColor": FAINT,
                "labelFontSize": 11.5,
                "labelPadding": 8,
                "titleColor": FAINT,
                "titleFontSize": 11.5,
                "titleFontWeight": "normal",
            },
        },
        **more,
    }


def layer(rows: Sequence[Spec], mark: Spec, **encoding: Spec) -> Spec:
    """One layer; a row with a `tip` says it when pointed at."""
    if rows and "tip" in rows[0]:
        encoding["description"] = {"field": "tip", "type": "nominal"}
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}


def axis_of_months(labels: Sequence[str], width: int) -> Spec:
    """Periods in their order, with as many labels as fit, the last one always."""
    widest = max((len(label) for label in labels), default=1) * LETTER + 10
    room = max(1, int((width - 50) / widest))
    step = max(1, -(-len(labels) // room))
    kept = [label for place, label in enumerate(reversed(labels)) if place % step == 0]
    return {
        "field": "label",
        "type": "ordinal",
        "sort": None,
        "scale": {"domain": list(labels)},
        "axis": {"title": None, "labelAngle": 0, "values": kept[::-1], "labelOverlap": False},
    }


def axis_of_values(measure: Measure, *, title: bool = False, zero: bool = True) -> Spec:
    """Figures upwards, four or five lines."""
    return {
        "field": "value",
        "type": "quantitative",
        "scale": {"nice": True, "zero": zero},
        "axis": {"title": str(measure.title) if title else None, "labelExpr": measure.axis, "tickCount": 4},
    }


def ruled(value: float) -> Spec:
    """The line figures are counted from."""
    rule = {"type": "rule", "stroke": FAINT, "strokeWidth": 1}
    return layer([{"value": value}], rule, y={"field": "value", "type": "quantitative"})


def named(items: Sequence[Labelled], measure: Measure) -> list[Spec]:
    """Rows with their figures as numbers and in words."""
    return [
        {
            "label": item.label,
            "value": float(item.value),
            "figure": measure.write(item.value),
            "short": measure.short(item.value),
            "tip": f"{item.label}: {measure.write(item.value)}",
        }
        for item in items
    ]
