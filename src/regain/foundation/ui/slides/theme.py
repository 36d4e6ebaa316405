"""The look of every deck: a wide sheet, our two faces with others like them to stand in, ink first."""

import re
from typing import Any, Final

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

WIDTH: Final = 13.333
HEIGHT: Final = 7.5
EDGE: Final = 0.6
INNER: Final = WIDTH - 2 * EDGE
TOP: Final = 1.55
BOTTOM: Final = 6.85
TITLE: Final = 28


def _rgb(text: str) -> RGBColor:
    made: RGBColor = RGBColor.from_string(text)  # type: ignore[no-untyped-call]
    return made


INK: Final = _rgb("23201B")
QUIET: Final = _rgb("544F47")
LINE: Final = _rgb("CFC8BB")
SUNKEN: Final = _rgb("F1EEE7")
DARK: Final = _rgb("0D5C6C")
PALE: Final = _rgb("A9CDD3")
WARM: Final = _rgb("C4713B")
WHITE: Final = _rgb("FFFFFF")

COLOURS: Final = {
    "dk1": "23201B", "lt1": "FFFFFF", "dk2": "544F47", "lt2": "F1EEE7", "accent1": "0D5C6C", "accent2": "C4713B",
    "accent3": "A9CDD3", "accent4": "7D6A9C", "accent5": "77822F", "accent6": "8C8578", "hlink": "0D5C6C",
    "folHlink": "094754",
}  # fmt: skip
FACES: Final = {
    "major": '<a:latin typeface="Source Serif 4" panose="02040603050405020204" pitchFamily="18" charset="0"/>',
    "minor": '<a:latin typeface="Inter" panose="020B0604020202020204" pitchFamily="34" charset="0"/>',
}
TITLE_ONLY: Final = "Title Only"


def dressed() -> Any:
    """An empty presentation in our look, with one layout."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    for layout in list(deck.slide_layouts):
        if layout.name != TITLE_ONLY:
            deck.slide_layouts.remove(layout)
    master, layout = deck.slide_master, deck.slide_layouts[0]
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    part._blob = _themed(part.blob)  # the library has no other way to a theme
    for sheet in (master, layout):
        for shape in list(sheet.placeholders):
            if shape.placeholder_format.type != 1:
                shape.element.getparent().remove(shape.element)
            else:
                _titled(shape)
    _title_style(master)
    return deck


def _themed(blob: bytes) -> bytes:
    text = blob.decode("utf-8")
    for name, colour in COLOURS.items():
        text = re.sub(rf"(<a:{name}>).*?(</a:{name}>)", rf'\g<1><a:srgbClr val="{colour}"/>\g<2>', text, flags=re.S)
    for name, face in FACES.items():
        text = re.sub(rf"(<a:{name}Font>\s*)<a:latin [^>]*/>", rf"\g<1>{face}", text)
    return text.encode("utf-8")


def _titled(shape: Any) -> None:
    shape.left, shape.top = Inches(EDGE), Inches(0.4)
    shape.width, shape.height = Inches(INNER), Inches(1.0)


def _title_style(master: Any) -> None:
    """Titles stand at the left, at the foot of their room, in ink."""
    level = master.element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    level.set("algn", "l")
    level.find(qn("a:defRPr")).set("sz", str(TITLE * 100))
    for shape in master.placeholders:
        body = shape.element.find(f".//{qn('a:bodyPr')}")
        for side in ("lIns", "rIns"):
            body.set(side, "0")
        body.set("anchor", "b")
        for child in list(body):
            body.remove(child)


def words(frame: Any, lines: Any, points: float, **look: Any) -> None:
    """Lines into a text frame, in one look: `bold`, `colour`, `face`, `space` after each in points, `align`."""
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 and not frame.text else frame.add_paragraph()
        written(paragraph, line, points, **look)


def written(paragraph: Any, line: str, points: float, **look: Any) -> None:
    """One line of text in a paragraph."""
    run = paragraph.add_run()
    run.text = line
    run.font.size = Pt(points)
    run.font.bold = look.get("bold", False)
    run.font.color.rgb = look.get("colour", INK)
    if look.get("face") == "title":
        run.font.name = "+mj-lt"
    paragraph.line_spacing = look.get("leading", 1.1)
    if "space" in look:
        paragraph.space_after = Pt(look["space"])
    if "align" in look:
        paragraph.alignment = look["align"]


def box(slide: Any, left: float, top: float, width: float, height: float) -> Any:
    """An empty text frame at a place, in inches."""
    return slide.shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height)).text_frame


def rule(slide: Any, left: float, top: float, width: float) -> None:
    """A thin line across."""
    line = slide.shapes.add_connector(1, Inches(left), Inches(top), Inches(left + width), Inches(top))
    line._element.remove(line._element.find(qn("p:style")))
    line.line.color.rgb = LINE
    line.line.width = Pt(0.75)


def bar(slide: Any, left: float, top: float, height: float) -> None:
    """A mark beside somebody's own words."""
    mark = slide.shapes.add_shape(1, Inches(left), Inches(top), Inches(0.05), Inches(height))
    mark.element.remove(mark.element.find(qn("p:style")))
    mark.fill.solid()
    mark.fill.fore_color.rgb = DARK
    mark.line.fill.background()
