"""Customers in and out: the first chart of every review."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from regain.foundation.ui.drawing.compose import drawing
from regain.foundation.ui.drawing.figure import Drawing, Key, Measure, Words
from regain.foundation.ui.drawing.marks import (
    BAR,
    INK,
    LEFT,
    NEW,
    RETURNED,
    SURFACE,
    axis_of_months,
    axis_of_values,
    framed,
    layer,
    ruled,
)

Spec = dict[str, Any]


@dataclass(frozen=True)
class Flow:
    """Customers in and out in one period."""

    label: str
    arrived: int
    returned: int
    left: int

    @property
    def net(self) -> int:
        """In less out."""
        return self.arrived + self.returned - self.left


def in_and_out(
    title: Words,
    flows: Sequence[Flow],
    *,
    purpose: Words = "",
    wide: bool = False,
    nothing: Words = "",
) -> Drawing:
    """New and returned customers upwards, those who left downwards, and the net line through them."""
    names = {"new": gettext("New"), "returned": gettext("Returned"), "left": gettext("Left"), "net": gettext("Net")}
    measure = Measure(gettext("Customers"))
    return drawing(
        title,
        purpose,
        (lambda width: diverging(flows, names, measure, width)) if flows else None,
        measure,
        wide=wide,
        nothing=nothing,
        keys=[
            Key(names["returned"], "1"),
            Key(names["new"], "soft"),
            Key(names["left"], "2"),
            Key(names["net"], "line"),
        ],
        headings=[gettext("Period"), *names.values()],
        rows=[[flow.label, *map(measure.write, (flow.arrived, flow.returned, flow.left, flow.net))] for flow in flows],
    )


def diverging(flows: Sequence[Flow], names: dict[str, str], measure: Measure, width: int) -> Spec:
    """In is up and out is down, so the chart can be read without its colours."""
    x, y = axis_of_months([flow.label for flow in flows], width), axis_of_values(measure)
    tones = {"domain": ["returned", "new", "left"], "range": [RETURNED, NEW, LEFT]}
    bars = layer(
        [row for flow in flows for row in parts(flow, names, measure)],
        {**BAR, "width": {"band": 0.62}},
        x=x,
        y={**y, "stack": "zero"},
        color={"field": "kind", "type": "nominal", "legend": None, "scale": tones},
        order={"field": "order", "type": "quantitative"},
    )
    net = [
        {"label": flow.label, "value": flow.net, "tip": f"{flow.label}: {names['net']} {measure.write(flow.net)}"}
        for flow in flows
    ]
    line = layer(net, {"type": "line", "stroke": INK, "strokeWidth": 1.75}, x=x, y=y)
    point = {
        "type": "point",
        "filled": True,
        "fill": SURFACE,
        "stroke": INK,
        "strokeWidth": 1.5,
        "size": 36,
        "opacity": 1,
    }
    return framed(width, 260, [bars, ruled(0), line, layer(net, point, x=x, y=y)])


def parts(flow: Flow, names: dict[str, str], measure: Measure) -> list[Spec]:
    """The three bars of one period."""
    found = (
        ("returned", flow.returned, flow.returned),
        ("new", flow.arrived, flow.arrived),
        ("left", flow.left, -flow.left),
    )
    return [
        {
            "label": flow.label,
            "kind": kind,
            "value": height,
            "order": order,
            "tip": f"{flow.label}: {names[kind]} {measure.write(count)}",
        }
        for order, (kind, count, height) in enumerate(found)
    ]
