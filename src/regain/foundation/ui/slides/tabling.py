"""Tables of a slide: as many lines as it holds, the rest on the next one."""

from collections.abc import Sequence
from typing import Any, Final

from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from regain.foundation.ui.slides import theme
from regain.foundation.ui.slides.fitting import fitted

POINTS: Final = 12
SMALL: Final = 9.5
PAD: Final = 0.07
LEADING: Final = 1.22
CELL_LINES: Final = 2
NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


class Sheet:
    """The measured lines of one table."""

    def __init__(self, asked: dict[str, Any]) -> None:
        whole = sum(each["width"] for each in asked["columns"])
        self.columns = asked["columns"]
        self.widths = [each["width"] / whole * theme.INNER for each in self.columns]
        self.heads = [fitted(each["title"], SMALL, width - 2 * PAD, 2) for each, width in self._each_column()]
        self.lines = [self._line(each) for each in asked["lines"]]

    def _each_column(self) -> list[tuple[dict[str, Any], float]]:
        return list(zip(self.columns, self.widths, strict=True))

    def _line(self, line: dict[str, Any]) -> dict[str, Any]:
        face = "bold" if line["is_sum"] else "text"
        details = [*line["details"], *[""] * (len(line["cells"]) - len(line["details"]))]
        cells = []
        for text, detail, width in zip(line["cells"], details, self.widths, strict=True):
            room = width - 2 * PAD
            shown = fitted(text, POINTS, room, CELL_LINES, face)
            cells.append((shown, fitted(detail, SMALL, room, CELL_LINES) if detail else []))
        return {**line, "shown": cells, "height": max(_height(*cell) for cell in cells)}

    @property
    def head_height(self) -> float:
        """The height of the line of titles."""
        return _height([], max(self.heads, key=len))

    def cut(self, line: dict[str, Any]) -> bool:
        """Whether something of a line is not shown in full."""
        return any(part and part[-1].endswith("…") for shown in line["shown"] for part in shown)


def _height(text: Sequence[str], detail: Sequence[str]) -> float:
    return (len(text) * POINTS + len(detail) * SMALL) * LEADING / 72 + 2 * PAD


def pages(sheet: Sheet, room: float) -> list[list[dict[str, Any]]]:
    """The lines of each slide; a sum never stands on a slide alone."""
    made: list[list[dict[str, Any]]] = [[]]
    left = room - sheet.head_height
    for line in sheet.lines:
        if made[-1] and line["height"] > left:
            moved = [made[-1].pop()] if line["is_sum"] and len(made[-1]) > 1 else []
            made.append(moved)
            left = room - sheet.head_height - sum(each["height"] for each in moved)
        made[-1].append(line)
        left -= line["height"]
    return made


def tabled(slide: Any, sheet: Sheet, lines: Sequence[dict[str, Any]], top: float, title: str) -> None:
    """One slide's part of a table."""
    height = sheet.head_height + sum(line["height"] for line in lines)
    frame = slide.shapes.add_table(
        len(lines) + 1, len(sheet.columns), Inches(theme.EDGE), Inches(top), Inches(theme.INNER), Inches(height)
    )
    frame._element.nvGraphicFramePr.cNvPr.set("descr", title)  # the library names no other way
    table = frame.table
    frame._element.find(f".//{qn('a:tableStyleId')}").text = NO_STYLE
    table.horz_banding = False
    for place, width in enumerate(sheet.widths):
        table.columns[place].width = Inches(width)
    table.rows[0].height = Inches(sheet.head_height)
    for place, (column, head) in enumerate(zip(sheet.columns, sheet.heads, strict=True)):
        _cell(table.cell(0, place), [], head, column, is_head=True)
    for number, line in enumerate(lines, start=1):
        table.rows[number].height = Inches(line["height"])
        for place, (column, (text, detail)) in enumerate(zip(sheet.columns, line["shown"], strict=True)):
            _cell(table.cell(number, place), text, detail, column, is_sum=line["is_sum"], is_quiet=line["is_quiet"])


def _cell(
    cell: Any,
    text: Sequence[str],
    detail: Sequence[str],
    column: dict[str, Any],
    *,
    is_head: bool = False,
    is_sum: bool = False,
    is_quiet: bool = False,
) -> None:
    frame = cell.text_frame
    look = {"align": PP_ALIGN.RIGHT if column["is_figure"] else PP_ALIGN.LEFT, "leading": 1.0}
    if text:
        theme.words(frame, [" ".join(text)], POINTS, bold=is_sum, **look)
    if detail:
        theme.words(frame, [" ".join(detail)], SMALL, colour=theme.QUIET, bold=is_head, **look)
    cell.margin_left = cell.margin_right = Inches(PAD)
    cell.margin_top = cell.margin_bottom = Inches(PAD * 0.75)
    if is_quiet:
        cell.fill.solid()
        cell.fill.fore_color.rgb = theme.SUNKEN
    _edged(cell, strong=is_head or is_sum)


def _edged(cell: Any, *, strong: bool) -> None:
    """A line below, as in our printed tables."""
    properties = cell._tc.get_or_add_tcPr()  # borders have no other way in
    line = properties.makeelement(qn("a:lnB"), {"w": str(int(Pt(1.25 if strong else 0.5)))})
    fill = line.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": str(theme.QUIET if strong else theme.LINE)}))
    line.append(fill)
    properties.insert(0, line)
