"""The slides' own process: a deck as JSON on standard input, a presentation on standard output."""

import io
import json
import sys
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Final

from pptx.oxml.ns import qn

from regain.foundation.ui.slides import theme
from regain.foundation.ui.slides.charting import charted
from regain.foundation.ui.slides.fitting import fitted, sized, wrapped
from regain.foundation.ui.slides.settled import settled
from regain.foundation.ui.slides.tabling import Sheet, pages, tabled

QUOTE: Final = 18
QUOTE_LINES: Final = 6
LINE: Final = 16
LINES: Final = 6
SIZES: Final = (18, 14, 12)
COLUMN: Final = 4.4


class Maker:
    """Slides one after the other."""

    def __init__(self, asked: dict[str, Any]) -> None:
        self.asked = asked
        self.deck = theme.dressed()

    def slide(self, title: str, notes: str, *, place: int = 1, of: int = 1, cut: Any = ()) -> Any:
        """A new slide with its title, its foot and its notes; `cut`: what stands on it shortened."""
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[0])
        headed = f"{title} ({place}/{of})" if of > 1 else title
        shown = fitted(headed, theme.TITLE, theme.INNER - 0.2, 2, "title")
        slide.shapes.title.text_frame.text = " ".join(shown)
        theme.rule(slide, theme.EDGE, 1.46, theme.INNER)
        self._foot(slide)
        whole = [*([title] if len(wrapped(headed, theme.TITLE, theme.INNER - 0.2, "title")) > 2 else []), *cut]
        said = [notes, *([f"{self.asked['in_full']}\n" + "\n".join(whole)] if whole else [])]
        slide.notes_slide.notes_text_frame.text = "\n\n".join(filter(None, said))
        return slide

    def _foot(self, slide: Any) -> None:
        frame = theme.box(slide, theme.EDGE, 7.02, 10, 0.3)
        theme.words(frame, [" ".join(fitted(self.asked["footer"], 10, 9.8, 1))], 10, colour=theme.QUIET)
        number = theme.box(slide, theme.WIDTH - theme.EDGE - 1, 7.02, 1, 0.3)
        paragraph = number.paragraphs[0]
        paragraph.alignment = 3
        field = paragraph._p.makeelement(  # the library has no fields
            qn("a:fld"), {"id": "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", "type": "slidenum"}
        )
        look = field.makeelement(qn("a:rPr"), {"lang": self.asked["language"], "sz": "1000"})
        text = field.makeelement(qn("a:t"), {})
        text.text = str(len(self.deck.slides))
        field.extend([look, text])
        paragraph._p.append(field)

    def shortened(self, text: str) -> list[str]:
        """The line under a title."""
        return fitted(text, LINE, theme.INNER, 2)

    def lead(self, slide: Any, text: str) -> float:
        """A line under the title; gives where the slide goes on."""
        if not text:
            return theme.TOP + 0.1
        shown = self.shortened(text)
        theme.words(theme.box(slide, theme.EDGE, theme.TOP + 0.05, theme.INNER, 0.6), [" ".join(shown)], LINE)
        return theme.TOP + 0.15 + len(shown) * LINE * 1.25 / 72

    def say(self, slide: Any, text: str) -> None:
        """A sentence in the middle of an empty slide."""
        theme.words(theme.box(slide, theme.EDGE, 2.6, 10, 2), [text], 22, colour=theme.QUIET, face="title")

    def cover(self, each: dict[str, Any]) -> None:
        """The first slide: the title lower, the sentence below."""
        lines = fitted(each["statement"], 24, 11, 5, "title")
        slide = self.slide(each["title"], each["notes"], cut=_in_notes(each["statement"], lines))
        theme.words(theme.box(slide, theme.EDGE, 2.0, 11.4, 2.6), [" ".join(lines)], 24, face="title", leading=1.2)
        theme.words(theme.box(slide, theme.EDGE, 5.2, 11, 1.4), each["lines"], LINE, colour=theme.QUIET, space=4)

    def statement(self, each: dict[str, Any]) -> None:
        """A sentence and its figures."""
        lines = fitted(each["statement"], 22, theme.INNER - 1, 4, "title")
        slide = self.slide(each["title"], each["notes"], cut=_in_notes(each["statement"], lines))
        top = 4.1 if each["statement"] else 2.6
        if each["statement"]:
            frame = theme.box(slide, theme.EDGE, 1.9, theme.INNER, 1.8)
            theme.words(frame, [" ".join(lines)], 22, face="title", leading=1.2)
        share = theme.INNER / max(1, len(each["numbers"]))
        room = share - 0.3
        points = min((sized(number["text"], 44, room, "bold") for number in each["numbers"]), default=44)
        for place, number in enumerate(each["numbers"]):
            frame = theme.box(slide, theme.EDGE + place * share, top, share - 0.2, 2.2)
            theme.words(frame, fitted(number["label"], 16, room, 2), 16, colour=theme.QUIET, space=6)
            theme.words(frame, [number["text"]], points, bold=True, space=6)
            theme.words(frame, [" ".join(fitted(number["words"], 14, room, 4))], 14, colour=theme.QUIET)

    def table(self, each: dict[str, Any]) -> None:
        """A table, on as many slides as it takes."""
        if not each["lines"]:
            self.say(self.slide(each["title"], each["notes"]), each["nothing"])
            return
        sheet = Sheet(each)
        shown = pages(sheet, theme.BOTTOM - theme.TOP - (0.75 if each["lead"] else 0.1))
        for place, lines in enumerate(shown, start=1):
            whole = [_in_full(line) for line in lines if sheet.cut(line)]
            notes = each["notes"] if place == 1 else ""
            slide = self.slide(each["title"], notes, place=place, of=len(shown), cut=whole)
            tabled(slide, sheet, lines, self.lead(slide, each["lead"] if place == 1 else ""), each["title"])

    def chart(self, each: dict[str, Any]) -> None:
        """A chart, or why there is none."""
        slide = self.slide(each["title"], each["notes"], cut=_in_notes(each["lead"], self.shortened(each["lead"])))
        if not each["categories"]:
            self.say(slide, each["nothing"])
            return
        charted(slide, each, self.lead(slide, each["lead"]))

    def quotes(self, each: dict[str, Any]) -> None:
        """Customers' own words, as many on a slide as can be read."""
        if not each["quotes"]:
            self.say(self.slide(each["title"], each["notes"]), each["nothing"])
            return
        shown = _quoted(each["quotes"])
        for place, together in enumerate(shown, start=1):
            notes = each["notes"] if place == 1 else ""
            cut = [f"“{quote['text']}” {quote['who']}" for quote, lines, _who in together if lines[-1].endswith("…”")]
            slide = self.slide(each["title"], notes, place=place, of=len(shown), cut=cut)
            top = theme.TOP + 0.25
            for _quote, lines, who in together:
                height = _tall(lines)
                theme.bar(slide, theme.EDGE, top, height - 0.25)
                theme.words(theme.box(slide, theme.EDGE + 0.3, top, 11.3, height - 0.5), [" ".join(lines)], QUOTE)
                theme.words(theme.box(slide, theme.EDGE + 0.3, top + height - 0.45, 11.3, 0.3), who, 12.5,
                            colour=theme.QUIET)  # fmt: skip
                top += height

    def columns(self, each: dict[str, Any]) -> None:
        """Parts side by side."""
        share = theme.INNER / max(1, len(each["parts"]))
        points, sides = _sides(each["parts"], share - 0.5)
        of = max((len(side) for side in sides), default=1)
        for place in range(of):
            cut = [
                whole for side in sides if place < len(side) for whole, shown in side[place] if shown[-1].endswith("…")
            ]
            slide = self.slide(each["title"], each["notes"] if place == 0 else "", place=place + 1, of=of, cut=cut)
            for number, (part, side) in enumerate(zip(each["parts"], sides, strict=True)):
                left = theme.EDGE + number * share
                if part["title"]:
                    head = theme.box(slide, left, theme.TOP + 0.2, share - 0.4, 0.4)
                    theme.words(head, fitted(part["title"], LINE, share - 0.4, 1, "bold"), LINE, bold=True)
                lines = [" ".join(shown) for _whole, shown in (side[place] if place < len(side) else [])]
                down = theme.TOP + (0.75 if part["title"] else 0.2)
                theme.words(theme.box(slide, left, down, share - 0.4, 4.4), lines, points, space=9)


def _in_notes(text: str, shown: list[str]) -> list[str]:
    return [text] if text and " ".join(shown) != " ".join(text.split()) else []


def _in_full(line: dict[str, Any]) -> str:
    details = [*line["details"], *[""] * (len(line["cells"]) - len(line["details"]))]
    return " | ".join(
        f"{cell} ({detail})" if detail else cell
        for cell, detail in zip(line["cells"], details, strict=True)
        if cell or detail
    )


def _quoted(quotes: list[dict[str, Any]]) -> list[list[tuple[dict[str, Any], list[str], list[str]]]]:
    made: list[list[tuple[dict[str, Any], list[str], list[str]]]] = [[]]
    left = theme.BOTTOM - theme.TOP - 0.25
    for quote in quotes:
        lines = fitted(f"“{quote['text']}", QUOTE, 11.1, QUOTE_LINES)
        lines[-1] += "”"
        if made[-1] and _tall(lines) > left:
            made.append([])
            left = theme.BOTTOM - theme.TOP - 0.25
        made[-1].append((quote, lines, fitted(quote["who"], 12.5, 11.1, 1)))
        left -= _tall(lines)
    return made


def _tall(lines: list[str]) -> float:
    return len(lines) * QUOTE * 1.32 / 72 + 0.62


def _sides(parts: list[dict[str, Any]], width: float) -> tuple[float, list[list[list[tuple[str, list[str]]]]]]:
    """The size, and the lines of each part by slide; the largest size that needs one slide, else the middle one."""
    for points in SIZES:
        sides = [_paged(part["lines"], width, points) for part in parts]
        if all(len(side) == 1 for side in sides):
            return points, sides
    return SIZES[1], [_paged(part["lines"], width, SIZES[1]) for part in parts]


def _paged(lines: list[str], width: float, points: float) -> list[list[tuple[str, list[str]]]]:
    made: list[list[tuple[str, list[str]]]] = [[]]
    left = COLUMN
    for line in lines:
        shown = fitted(line, points, width, LINES)
        tall = len(shown) * points * 1.32 / 72 + 0.125
        if made[-1] and tall > left:
            made.append([])
            left = COLUMN
        made[-1].append((line, shown))
        left -= tall
    return made


KINDS: Final[Mapping[str, Callable[[Maker, dict[str, Any]], None]]] = {
    "cover": Maker.cover,
    "statement": Maker.statement,
    "table": Maker.table,
    "chart": Maker.chart,
    "quotes": Maker.quotes,
    "columns": Maker.columns,
}


def made(asked: dict[str, Any]) -> bytes:
    """The deck as a file."""
    maker = Maker(asked)
    for each in asked["slides"]:
        KINDS[each["kind"]](maker, each)
    for slide in maker.deck.slides:
        for look in slide.element.iter(qn("a:rPr"), qn("a:endParaRPr")):
            look.set("lang", asked["language"])
    core = maker.deck.core_properties
    core.title, core.author, core.language = asked["title"], asked["company"], asked["language"]
    core.last_modified_by, core.revision, core.subject = asked["company"], 1, asked["footer"]
    whole = io.BytesIO()
    maker.deck.save(whole)
    return settled(whole.getvalue(), asked["made_at"])


def cleaned(value: Any) -> Any:
    """Without what an XML file cannot hold."""
    if isinstance(value, dict):
        return {name: cleaned(each) for name, each in value.items()}
    if isinstance(value, list):
        return [cleaned(each) for each in value]
    if isinstance(value, str):
        return "".join(
            letter
            for letter in value
            if letter in "\n\t" or (unicodedata.category(letter) not in ("Cc", "Cs") and letter not in "\ufffe\uffff")
        )
    return value


if __name__ == "__main__":
    sys.stdout.buffer.write(made(cleaned(json.load(sys.stdin))))
