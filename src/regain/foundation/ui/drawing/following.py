"""A chart of what was expected beside what came, period by period."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from regain.foundation.ui.drawing.compose import drawing
from regain.foundation.ui.drawing.figure import Drawing, Figure, Key, Measure, Words
from regain.foundation.ui.drawing.marks import FAINT, RETURNED, axis_of_months, axis_of_values, framed, layer

Spec = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """One period: what came and what had been expected. `is_new` for the periods nothing was learnt from."""

    label: str
    value: Figure
    expected: Figure
    is_new: bool = False


def following(
    title: Words,
    measure: Measure,
    steps: Sequence[Step],
    *,
    purpose: Words = "",
    wide: bool = False,
    nothing: Words = "",
) -> Drawing:
    """Two lines, and an upright where the expectation had to do without the facts."""
    return drawing(
        title,
        purpose,
        (lambda width: two_lines(steps, measure, width)) if steps else None,
        measure,
        wide=wide,
        nothing=nothing,
        keys=[Key(gettext("Came"), "line-1"), Key(gettext("Expected"), "dash")],
        headings=[gettext("Until"), gettext("Came"), gettext("Expected")],
        rows=[[step.label, measure.write(step.value), measure.write(round(float(step.expected)))] for step in steps],
    )


def two_lines(steps: Sequence[Step], measure: Measure, width: int) -> Spec:
    """What came in the strong line, what was expected in the broken one."""
    x, y = axis_of_months([step.label for step in steps], width), axis_of_values(measure)
    came = [{"label": step.label, "value": float(step.value)} for step in steps]
    expected = [{"label": step.label, "value": float(step.expected)} for step in steps]
    since = [{"label": step.label} for step in steps if step.is_new][:1]
    upright = {"type": "rule", "stroke": FAINT, "strokeWidth": 1, "strokeDash": [2, 3]}
    broken = {"type": "line", "stroke": FAINT, "strokeWidth": 2, "strokeDash": [6, 4]}
    return framed(
        width,
        260,
        [
            *([layer(since, upright, x=x)] if 0 < len(since) < len(steps) else []),
            layer(expected, broken, x=x, y=y),
            layer(came, {"type": "line", "stroke": RETURNED, "strokeWidth": 2.25}, x=x, y=y),
        ],
    )
