"""Inked: a drawing for paper. Its colours become shades and a hatching that stay apart in black and white."""

import re
from collections.abc import Mapping
from typing import Final

from regain.foundation.ui.drawing.figure import Drawing

SHADES: Final[Mapping[str, str]] = {
    "ink": "#1d2430",
    "surface": "#ffffff",
    "chart-1": "#2b3444",
    "chart-2": "#5b6573",
    "chart-soft": "#b4bcc8",
    "chart-band": "#e4e7ec",
    "chart-quiet": "#d5dae1",
    "chart-grid": "#e4e7ec",
    "chart-axis": "#4d5868",
}
HATCHED: Final = 'fill="var(--chart-2)"'
HATCHING: Final = (
    '<defs><pattern id="hatching" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="5" height="5" fill="#ffffff"/><rect width="2.2" height="5" fill="#5b6573"/></pattern></defs>'
)
NAME: Final = re.compile(r"var\(--([a-z0-9-]+)\)")


def inked(drawing: Drawing, *, narrow: bool = False) -> str:
    """The picture alone, with our face and without the page's variables; empty where nothing was drawn."""
    drawn = str(drawing.narrow if narrow else drawing.wide)
    if not drawn:
        return ""
    drawn = drawn.replace(HATCHED, 'fill="url(#hatching)" stroke="#5b6573" stroke-width="0.8"')
    drawn = NAME.sub(lambda found: SHADES.get(found[1], SHADES["ink"]), drawn)
    head, _, rest = drawn.partition(">")
    return f'{head} font-family="Inter">{HATCHING}{rest}'
