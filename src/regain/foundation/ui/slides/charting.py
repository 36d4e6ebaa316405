"""Charts of a slide: native, with their figures inside, told apart by pattern and label before colour."""

from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from regain.foundation.ui.slides import theme
from regain.foundation.ui.slides.fitting import fitted

SHAPES: Final = {
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked": XL_CHART_TYPE.COLUMN_STACKED,
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
}
LETTERS: Final = 11
NAMES: Final = 3.3
"""How wide the names beside bars may be, in inches."""


def charted(slide: Any, asked: dict[str, Any], top: float) -> None:
    """The chart in what is left of the slide below `top`."""
    across = asked["shape"] == "bars"
    names = [" ".join(fitted(name, LETTERS, NAMES, 2)) if across else name for name in asked["categories"]]
    data: Any = CategoryChartData(number_format=asked["number"])  # type: ignore[no-untyped-call]
    data.categories = [f"{name}{' ' * names[:place].count(name)}" for place, name in enumerate(names)]
    for each in asked["series"]:
        data.add_series(each["name"], each["values"])
    height = min(theme.BOTTOM - top, 0.8 + 0.75 * len(names)) if across else theme.BOTTOM - top
    frame = slide.shapes.add_chart(
        SHAPES[asked["shape"]], Inches(theme.EDGE), Inches(top), Inches(theme.INNER), Inches(height), data
    )
    told = "; ".join(
        f"{each['name']}: " + ", ".join(f"{name} {value:g}" for name, value in zip(names, each["values"], strict=True))
        for each in asked["series"]
    )
    frame._element.nvGraphicFramePr.cNvPr.set("descr", f"{asked['title']}. {told}"[:2000])
    _dressed(frame.chart, asked, across=across)


def _dressed(chart: Any, asked: dict[str, Any], *, across: bool) -> None:
    chart.font.size, chart.font.color.rgb = Pt(LETTERS), theme.QUIET
    chart.has_title = False
    many = len(asked["series"]) > 1
    chart.has_legend = many
    if many:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        chart.legend.font.size = Pt(12)
    names, figures = chart.category_axis, chart.value_axis
    names.has_major_gridlines = False
    names.format.line.color.rgb = theme.LINE
    names.tick_labels.font.size = Pt(LETTERS)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if across:
        names.reverse_order = True
        figures._element.find(qn("c:crosses")).set("val", "max")
    figures.has_major_gridlines = True
    figures.major_gridlines.format.line.color.rgb = theme.SUNKEN
    figures.format.line.fill.background()
    figures.tick_labels.number_format, figures.tick_labels.number_format_is_linked = asked["number"], False
    figures.has_title = True
    title = figures.axis_title.text_frame
    title.text = asked["unit"]
    title.paragraphs[0].runs[0].font.size, title.paragraphs[0].runs[0].font.bold = Pt(LETTERS), False
    plot = chart.plots[0]
    plot.gap_width = 45
    plot.overlap = 100 if asked["shape"] == "stacked" else -5
    for place, series in enumerate(plot.series):
        _filled(series, place)
        if place not in asked["unlabelled"]:
            _labelled(series, asked["number"], stacked=asked["shape"] == "stacked")


def _filled(series: Any, place: int) -> None:
    """Solid dark, hatched, then light with an edge: apart without colour."""
    fill = series.format.fill
    series.invert_if_negative = False
    if place == 1:
        fill.patterned()
        fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        fill.fore_color.rgb, fill.back_color.rgb = theme.WARM, theme.WHITE
        series.format.line.color.rgb = theme.WARM
        return
    fill.solid()
    fill.fore_color.rgb = theme.DARK if place == 0 else theme.PALE
    edge: RGBColor = theme.DARK
    series.format.line.color.rgb = edge


def _labelled(series: Any, number: str, *, stacked: bool) -> None:
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = f"{number};" if stacked else number, False
    labels.font.size, labels.font.color.rgb = Pt(LETTERS), theme.INK
    if not stacked:
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
