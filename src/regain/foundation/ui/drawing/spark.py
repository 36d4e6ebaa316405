"""The smallest chart: a line the size of a word, drawn by hand because it stands in tables by the dozen."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

WIDTH, HEIGHT, EDGE = 96, 24, 3


def sparkline(figures: Sequence[int | float | Decimal], label: str = "") -> SafeString:
    """A line with its last point marked. `label` says in words what it shows; without it, it is decoration."""
    speech = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    if len(figures) < 2:
        return format_html('<span class="r-faint">{}</span>', gettext("too few figures"))
    low, high = float(min(figures)), float(max(figures))
    reach = (high - low) or 1.0
    step = (WIDTH - 2 * EDGE) / (len(figures) - 1)
    points = [
        (EDGE + place * step, HEIGHT - EDGE - (float(figure) - low) / reach * (HEIGHT - 2 * EDGE))
        for place, figure in enumerate(figures)
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return format_html(
        '<svg class="r-spark" viewBox="0 0 {} {}" {}><polyline points="{}"/><circle cx="{}" cy="{}" r="2.2"/></svg>',
        WIDTH,
        HEIGHT,
        speech,
        path,
        f"{points[-1][0]:.1f}",
        f"{points[-1][1]:.1f}",
    )
