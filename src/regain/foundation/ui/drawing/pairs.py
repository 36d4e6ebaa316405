"""Pairs: two shares of the same thing beside each other, such as of the losses and of the calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from regain.foundation.ui.drawing.compose import drawing
from regain.foundation.ui.drawing.figure import Drawing, Figure, Key, Measure, Words
from regain.foundation.ui.drawing.marks import BAR, INK, LEFT, LETTER, RETURNED, framed, layer

Spec = dict[str, Any]
ROW = 62
TEXT: Spec = {"type": "text", "align": "left", "baseline": "middle", "fill": INK}


@dataclass(frozen=True)
class Pair:
    """One name with its two figures, and words for each, such as how many stand behind it."""

    label: str
    first: Figure
    second: Figure
    first_note: str = ""
    second_note: str = ""


def paired(
    title: Words,
    measure: Measure,
    pairs: Sequence[Pair],
    *,
    first: Words,
    second: Words,
    purpose: Words = "",
    wide: bool = False,
    nothing: Words = "",
) -> Drawing:
    """Two bars under each name, both labelled, so that nobody needs the colours to tell them apart."""
    noted = any(pair.first_note or pair.second_note for pair in pairs)
    return drawing(
        title,
        purpose,
        (lambda width: twofold(pairs, measure, (str(first), str(second)), width)) if pairs else None,
        measure,
        wide=wide,
        nothing=nothing,
        keys=[Key(first, "1"), Key(second, "2")],
        headings=[gettext("Name"), *((first, gettext("From"), second, gettext("From")) if noted else (first, second))],
        rows=[_cells(pair, measure, noted=noted) for pair in pairs],
    )


def _cells(pair: Pair, measure: Measure, *, noted: bool) -> list[str]:
    one, two = measure.write(pair.first), measure.write(pair.second)
    return [pair.label, one, pair.first_note, two, pair.second_note] if noted else [pair.label, one, two]


def twofold(pairs: Sequence[Pair], measure: Measure, names: tuple[str, str], width: int) -> Spec:
    """The name on its own line, its two bars below, each with its figure and its name at the end."""
    rows = [
        {
            "label": f"{place}",
            "name": pair.label,
            "value": float(value),
            "said": " · ".join(filter(None, (f"{measure.write(value)} {name}", note))),
            "which": which,
            "tip": f"{pair.label}: {name} {measure.write(value)}",
        }
        for place, pair in enumerate(pairs)
        for which, name, value, note in (
            ("first", names[0], pair.first, pair.first_note),
            ("second", names[1], pair.second, pair.second_note),
        )
    ]
    most = max((float(str(row["value"])) for row in rows), default=0) or 1
    widest = max(len(str(row["said"])) for row in rows) * LETTER * 0.92 + 14
    stretch = width / max(width - widest, width / 3)
    y: Spec = {"field": "label", "type": "nominal", "sort": None, "axis": None, "scale": {"padding": 0}}
    x: Spec = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domain": [0, most * stretch]}}
    layers: list[Spec] = []
    for which, fill, drop in (("first", RETURNED, 0), ("second", LEFT, 17)):
        own = [row for row in rows if row["which"] == which]
        bar = {**BAR, "height": 12, "yOffset": drop, "cornerRadiusEnd": 3, "fill": fill}
        layers += [
            layer(own, bar, x=x, y=y),
            layer(own, {**TEXT, "dx": 7, "dy": drop, "fontSize": 12}, x=x, y=y, text=_read("said")),
        ]
    name = {**TEXT, "dy": -18, "x": 0, "fontSize": 12.5, "fontWeight": 600, "limit": width - 20}
    named = layer([row for row in rows if row["which"] == "first"], name, y=y, text=_read("name"))
    return framed(width, ROW * len(pairs), [*layers, named])


def _read(field: str) -> Spec:
    return {"field": field, "type": "nominal"}
