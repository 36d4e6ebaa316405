"""Slides: a deck anybody can open and go on editing, the same bytes for the same values, and nothing over an edge."""

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from pptx import Presentation

from regain.foundation.ui import slides as s
from regain.foundation.ui.slides import press
from regain.foundation.ui.slides.fitting import fitted, width_of

LONG = "Nobody told me the delivery day had changed, and I found out from the driver. " * 30
HOSTILE = 'A & B <script>alert("x")</script> \x00\x0b 東京 🌸 مقهى'
DECK = s.Deck(
    title="Who left",
    company="Thimble & Daughters",
    language="en",
    made_at=datetime(2011, 10, 10, 6, 0, tzinfo=UTC),
    footer="Thimble & Daughters",
    in_full="In full:",
    slides=[
        s.Cover("Who left", HOSTILE, ["Frozen"], notes="Said first"),
        s.Statement("In figures", "", [s.Number("Lost", "£123,456,789,012", "a year")]),
        s.Table(
            "The largest",
            [s.Column("Customer", 3), s.Column("Lost", 1, is_figure=True)],
            [s.Line([LONG if place == 3 else f"Customer {place}", f"£{place}"], [HOSTILE]) for place in range(30)]
            + [s.Line(["All", "£435"], is_sum=True)],
        ),
        s.Chart(
            "By month", "stacked", ["Aug", "Sep", "Sep"], [s.Series("In", [4, 5, 6]), s.Series("Out", [-3, -2, -1])],
            "Customers", "#,##0;#,##0", lead=LONG,
        ),
        s.Chart("By reason", "bars", [HOSTILE, "x" * 300], [s.Series("Lost", [4.5, 2])], "£ a year", '"£"#,##0'),
        s.Chart("By nothing", "columns", [], [], "£ a year", "0", nothing="Nobody left."),
        s.Quotes("Said", [s.Quote(LONG, "Linden Books"), s.Quote("Short.", HOSTILE)]),
        s.Columns("Decide", [s.Part("Issues", [LONG, HOSTILE]), s.Part("", ["One"] * 40)]),
    ],
)  # fmt: skip


@pytest.fixture(scope="module")
def made() -> Any:
    return Presentation(io.BytesIO(s.pptx(DECK)))


def words(slide: Any) -> str:
    found = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            found += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def titled(made: Any, title: str) -> list[Any]:
    return [slide for slide in made.slides if slide.shapes.title.text_frame.text.startswith(title)]


def test_every_slide_has_its_title_its_notes_and_our_format(made: Any) -> None:
    assert made.slide_width / made.slide_height == pytest.approx(16 / 9, rel=1e-3)
    assert all(slide.shapes.title.text_frame.text for slide in made.slides)
    assert made.slides[0].notes_slide.notes_text_frame.text.startswith("Said first")
    assert made.core_properties.author == "Thimble & Daughters"


def test_charts_are_native_and_can_be_told_apart_without_colour(made: Any) -> None:
    (slide,) = titled(made, "By month")
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)

    first, second = chart.plots[0].series
    assert list(first.values) == [4, 5, 6]
    assert chart.value_axis.axis_title.text_frame.text == "Customers"
    assert first.format.fill.type != second.format.fill.type
    assert second.data_labels.show_value


def test_a_table_goes_on_on_the_next_slide_and_its_sum_is_never_alone(made: Any) -> None:
    parts = titled(made, "The largest")
    tables = [next(shape.table for shape in slide.shapes if shape.has_table) for slide in parts]

    assert len(parts) > 1
    assert all(table.cell(0, 0).text_frame.text == "Customer" for table in tables)
    assert sum(len(table.rows) - 1 for table in tables) == 31
    assert len(tables[-1].rows) > 2


def test_what_is_cut_ends_at_a_word_and_stands_in_full_in_the_notes(made: Any) -> None:
    for title in ("The largest", "Said", "By month", "Decide"):
        slide = titled(made, title)[0]
        assert "…" in words(slide)
        assert LONG.strip() in " ".join(slide.notes_slide.notes_text_frame.text.split())


def test_a_figure_is_never_cut(made: Any) -> None:
    assert "£123,456,789,012" in words(titled(made, "In figures")[0])


def test_nothing_lies_over_an_edge(made: Any) -> None:
    for slide in made.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= made.slide_width
            assert shape.top + shape.height <= made.slide_height


def test_where_there_is_nothing_to_draw_a_sentence_says_so(made: Any) -> None:
    assert "Nobody left." in words(titled(made, "By nothing")[0])


def test_the_same_deck_gives_the_same_bytes_whatever_the_clock_says() -> None:
    few = replace(DECK, slides=[DECK.slides[0], DECK.slides[3]])
    asked = json.loads(json.dumps(s.plain(few)))
    bodies = []
    for year in (2026, 2031):
        with time_machine.travel(datetime(year, 5, 17, 3, 4, 6, tzinfo=UTC), tick=False):
            bodies.append(press.made(press.cleaned(asked)))

    assert bodies[0] == bodies[1]
    with zipfile.ZipFile(io.BytesIO(bodies[0])) as whole:
        assert {entry.date_time for entry in whole.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2011-10-10T06:00:00Z" in whole.read("docProps/core.xml")


def test_a_page_server_never_loads_what_writes_slides() -> None:
    told = "import sys, regain.foundation.ui.slides; print([n for n in sys.modules if n.startswith(('pptx', 'PIL'))])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, check=True, text=True)

    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("text", ["", "one", LONG, "x" * 500, "東京" * 90, "a b " * 99])
def test_fitted_lines_are_no_wider_than_their_room(text: str) -> None:
    lines = fitted(text, 14, 3.0, 2)

    assert len(lines) <= 2
    assert all(width_of(line, 14) <= 3.0 for line in lines)
