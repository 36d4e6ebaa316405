"""Charts: safe under the strict policy, readable by everybody, calm when there is nothing."""

import re
from collections.abc import Callable
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import caches
from django.template.loader import render_to_string

from regain.foundation.ui import charts
from regain.foundation.ui.charts import Bar, Bin, Dot, Drawing, Flow, Measure, Pair, Point, Spot, Step, Unit
from regain.foundation.ui.drawing.spark import sparkline
from regain.foundation.ui.web.sample_charts import sample_charts

MONEY = Measure("Value lost", Unit.MONEY, "GBP")
SHARE = Measure("Chance", Unit.SHARE)
EMPTY: dict[str, Callable[[], Drawing]] = {
    "in_and_out": lambda: charts.in_and_out("In and out", []),
    "columns": lambda: charts.columns("Lost", MONEY, []),
    "ranked": lambda: charts.ranked("Why", MONEY, []),
    "trend": lambda: charts.trend("Trend", SHARE, []),
    "comparison": lambda: charts.comparison("Effect", SHARE, []),
    "calibration": lambda: charts.calibration("Kept", []),
    "following": lambda: charts.following("Followed", Measure("Purchases"), []),
    "mended": lambda: charts.mended("Fixed", Measure("Departures"), [], [], when="Oct"),
    "paired": lambda: charts.paired("Mirror", SHARE, [], first="of the losses", second="of the calls"),
}
HARD: dict[str, Callable[[], Drawing]] = {
    "all zero": lambda: charts.in_and_out("In and out", [Flow("Oct", 0, 0, 0)]),
    "one column": lambda: charts.columns("Lost", MONEY, [Bar("Oct", Decimal("0.00"))]),
    "negative": lambda: charts.columns("Lost", MONEY, [Bar("Oct", Decimal("-3.20")), Bar("Nov", 4)]),
    "same name twice": lambda: charts.ranked("Why", MONEY, [Bar("Price", 3), Bar("Price", 2)]),
    "all bars empty": lambda: charts.ranked("Why", MONEY, [Bar("Price", 0)]),
    "no interval": lambda: charts.trend("Trend", SHARE, [Point("Oct", 0.2)]),
    "half an interval": lambda: charts.trend("Trend", SHARE, [Point("Oct", 0.2, low=0.1)]),
    "markup in a name": lambda: charts.ranked("<b>Why</b>", MONEY, [Bar('<script>alert("x")</script>', 3)]),
    "signs no drawing holds": lambda: charts.ranked("Why", MONEY, [Bar("Late\x08\x1b\ufffe", 3)]),
    "estimate alone": lambda: charts.comparison("Effect", SHARE, [Dot("Call", 0.3)]),
    "all of it new": lambda: charts.following("Followed", Measure("Purchases"), [Step("Oct", 0, 0.0, True)]),
    "nothing after": lambda: charts.mended("Fixed", SHARE, [Spot("Oct", 0, 0, 0)], [], when="Nov"),
    "nothing in a pair": lambda: charts.paired(
        "Mirror", SHARE, [Pair("Price", 0, 0), Pair("Price", 0, 0)], first="of the losses", second="of the calls"
    ),
    "nothing happened": lambda: charts.calibration("Kept", [Bin(0.0, 0.0, 0.0, 0.0, 0)]),
}


@pytest.mark.parametrize("name", EMPTY)
def test_without_figures_there_is_a_sentence_and_no_drawing(name: str) -> None:
    drawing = EMPTY[name]()
    page = render_to_string("ui/parts/chart.html", {"drawing": drawing})

    assert not drawing.wide
    assert "There is nothing to draw yet." in page
    assert "<svg" not in page.replace("r-icon", "").split("r-chart-nothing")[0]


@pytest.mark.parametrize("drawing", [*sample_charts().values()], ids=[*sample_charts()])
def test_a_drawing_keeps_the_policy_and_names_itself(drawing: Drawing) -> None:
    check(drawing)


@pytest.mark.parametrize("name", HARD)
def test_awkward_figures_are_drawn_all_the_same(name: str) -> None:
    drawing = HARD[name]()

    check(drawing)
    assert "<script" not in drawing.wide
    assert "NaN" not in drawing.wide


def check(drawing: Drawing) -> None:
    for svg in filter(None, (drawing.wide, drawing.narrow)):
        root = ET.fromstring(svg)
        label, detail = root[0], root[1]
        assert root.get("role") == "img"
        assert root.get("viewBox")
        assert "width" not in root.attrib
        assert root.get("aria-labelledby") == f"{label.get('id')} {detail.get('id')}"
        assert label.text == str(drawing.title)
        assert detail.text
        assert not re.search(r"\sstyle=|<style|<script|\son\w+=|font-family", svg)
        assert not re.search(r'(fill|stroke)="(?!none|transparent|var\()', svg), "colours come from the tokens"
        for row in drawing.rows:
            assert len(row) == len(drawing.headings)


@pytest.mark.parametrize("drawing", [*sample_charts().values()], ids=[*sample_charts()])
def test_on_paper_a_drawing_knows_no_page(drawing: Drawing) -> None:
    on_paper = charts.inked(drawing)

    assert bool(on_paper) == bool(drawing.wide)
    assert "var(" not in on_paper
    if on_paper:
        assert ET.fromstring(on_paper).get("font-family") == "Inter"


def test_the_same_chart_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    caches["charts"].clear()
    first = charts.columns("Lost", MONEY, [Bar("Oct", 3)])
    monkeypatch.setattr("vl_convert.vegalite_to_svg", None)

    assert charts.columns("Lost", MONEY, [Bar("Oct", 3)]) == first


def test_two_charts_on_a_page_share_no_id() -> None:
    drawings = sample_charts().values()
    ids = [
        name
        for drawing in drawings
        for svg in (drawing.wide, drawing.narrow)
        for name in re.findall(r'\sid="([^"]+)"', svg)
    ]

    assert len(ids) == len(set(ids))


def test_the_table_behind_a_chart_says_what_is_drawn() -> None:
    drawing = charts.in_and_out("In and out", [Flow("Oct", 140, 12, 160)])

    assert drawing.headings == ["Period", "New", "Returned", "Left", "Net"]
    assert drawing.rows == [["Oct", "140", "12", "160", "−8"]]


def test_a_sparkline_is_a_picture_only_when_it_has_words() -> None:
    assert 'role="img" aria-label="Sales &lt;up&gt;"' in sparkline([1, 2, 2], "Sales <up>")
    assert 'aria-hidden="true"' in sparkline([3, 3, 3])
    assert "too few figures" in sparkline([1])
