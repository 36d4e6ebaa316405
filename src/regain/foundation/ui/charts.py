"""Charts, for where people would rather look than read. Each has its table behind it.

    in_and_out(title, [Flow…])              customers in and out by period, with the net line
    columns(title, measure, [Bar…])         value by period
    ranked(title, measure, [Bar…])          bars across, largest first, labelled directly
    trend(title, measure, [Point…])         a line with the band of its interval
    comparison(title, measure, [Dot…])      estimates with intervals, against a reference
    calibration(title, [Bin…])              promised against happened
    following(title, measure, [Step…])      what came beside what was expected, period by period
    paired(title, measure, [Pair…])         two shares of the same thing beside each other
    mended(title, measure, [Spot…], [Spot…], when=…)   months before and after a fix, each with its interval
    inked(drawing)                          the picture for paper: shades and a hatching instead of colours

All but the last take `purpose=` (one line under the title), `wide=True` for a place across the whole page, and
`nothing=`, said when there is nothing to draw; they give a `Drawing` for `{% chart %}`. `{% sparkline %}` needs none
of this.
"""

from regain.foundation.ui.drawing.bars import Bar, columns, ranked
from regain.foundation.ui.drawing.estimates import Bin, Dot, Point, calibration, comparison, trend
from regain.foundation.ui.drawing.figure import Drawing, Measure, Unit
from regain.foundation.ui.drawing.flows import Flow, in_and_out
from regain.foundation.ui.drawing.following import Step, following
from regain.foundation.ui.drawing.inked import inked
from regain.foundation.ui.drawing.mended import Spot, mended
from regain.foundation.ui.drawing.pairs import Pair, paired

__all__ = [
    "Bar",
    "Bin",
    "Dot",
    "Drawing",
    "Flow",
    "Measure",
    "Pair",
    "Point",
    "Spot",
    "Step",
    "Unit",
    "calibration",
    "columns",
    "comparison",
    "following",
    "in_and_out",
    "inked",
    "mended",
    "paired",
    "ranked",
    "trend",
]
