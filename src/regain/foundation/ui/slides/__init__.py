"""Slides: what is shown on a wall, as a deck anybody can go on editing.

A deck is plain values, one for each slide; its charts are the presentation's own, with their figures inside. What does
not fit is cut at a word or goes on on the next slide, and stands in full in the speaker's notes. The library that
writes the file runs in a process of its own: a page server never loads it. The same deck gives the same bytes.

    pptx(Deck(title, …, slides=[Cover…, Statement…, Table…, Chart…, Quotes…, Columns…]))
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Final

from regain.foundation.kit.errors import Unavailable

SECONDS: Final = 60
KIND: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@dataclass(frozen=True)
class Cover:
    """The first slide."""

    title: str
    statement: str
    lines: Sequence[str] = ()
    notes: str = ""


@dataclass(frozen=True)
class Number:
    """A figure large enough to be read from the end of the table."""

    label: str
    text: str
    words: str = ""


@dataclass(frozen=True)
class Statement:
    """A sentence and the figures behind it."""

    title: str
    statement: str
    numbers: Sequence[Number] = ()
    notes: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table. `width`: its share of the slide."""

    title: str
    width: float = 1
    is_figure: bool = False


@dataclass(frozen=True)
class Line:
    """A line of a table; `details` stand small below the cells and may be fewer."""

    cells: Sequence[str]
    details: Sequence[str] = ()
    is_sum: bool = False
    is_quiet: bool = False


@dataclass(frozen=True)
class Table:
    """A table that goes on on as many slides as it takes."""

    title: str
    columns: Sequence[Column]
    lines: Sequence[Line]
    lead: str = ""
    nothing: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Series:
    """One row of figures of a chart."""

    name: str
    values: Sequence[float]


@dataclass(frozen=True)
class Chart:
    """A chart of the presentation's own. `shape`: columns, stacked or bars; `unit` names the axis of values."""

    title: str
    shape: str
    categories: Sequence[str]
    series: Sequence[Series]
    unit: str
    number: str
    """How a spreadsheet writes the figures, such as `#,##0`."""
    unlabelled: Sequence[int] = ()
    """Series whose bars are too thin for a figure on them."""
    lead: str = ""
    nothing: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Quote:
    """What somebody said, and who it was."""

    text: str
    who: str


@dataclass(frozen=True)
class Quotes:
    """Customers' own words, on as many slides as they take."""

    title: str
    quotes: Sequence[Quote]
    nothing: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Part:
    """A heading with its lines."""

    title: str
    lines: Sequence[str]


@dataclass(frozen=True)
class Columns:
    """Parts side by side, on as many slides as they take."""

    title: str
    parts: Sequence[Part]
    notes: str = ""


Slide = Cover | Statement | Table | Chart | Quotes | Columns


@dataclass(frozen=True)
class Deck:
    """A presentation. `footer` stands on every slide, `in_full` before what was cut in the notes."""

    title: str
    company: str
    language: str
    made_at: datetime
    footer: str
    in_full: str
    slides: Sequence[Slide]


def pptx(deck: Deck) -> bytes:
    """The deck as a file. Raises Unavailable."""
    try:
        done = subprocess.run(  # our own interpreter, our own module; the deck goes in as data
            [sys.executable, "-m", "regain.foundation.ui.slides.press"],
            input=json.dumps(plain(deck)).encode(),
            capture_output=True,
            check=False,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired as slow:
        raise Unavailable("The slides took too long to make. Try again in a minute.") from slow
    if done.returncode:
        raise Unavailable("The slides could not be made; the log has the details.") from RuntimeError(
            done.stderr.decode(errors="replace")
        )
    return done.stdout


def plain(deck: Deck) -> dict[str, Any]:
    """The deck as JSON can hold it."""
    kinds = [{"kind": type(slide).__name__.lower(), **asdict(slide)} for slide in deck.slides]
    return {**asdict(deck), "made_at": f"{deck.made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "slides": kinds}
