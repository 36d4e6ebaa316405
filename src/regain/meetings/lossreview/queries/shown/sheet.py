"""The pack as what the typesetter takes: sections of blocks, every figure as the page writes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from regain.foundation.ui import formats
from regain.meetings.lossreview.queries.shown import ShownPack
from regain.meetings.lossreview.queries.shown.blocks import Block, breakable, chart_block, grid_block, words
from regain.meetings.lossreview.queries.shown.drawings import Drawings
from regain.meetings.lossreview.queries.shown.writing import mirrored, sentence
from regain.meetings.lossreview.rules.pack import Pack

SHEET: Final = Path(__file__).parents[2] / "templates/lossreview/paper/pack.typ"


@contextmanager
def in_its_language(pack: Pack) -> Iterator[None]:
    """The pack's language and its company's clock, so that everybody gets the same document, always."""
    with translation.override(pack.language), timezone.override(ZoneInfo(pack.zone or settings.TIME_ZONE)):
        yield


def sheet(seen: ShownPack) -> dict[str, Any]:
    """Everything on paper, in the order of the page."""
    pack, drawn = seen.document, Drawings(seen.document, wide=False)
    on = pack.as_at
    found = {
        "title": _("Loss Review: %(month)s") % {"month": pack.title},
        "company": pack.company,
        "language": pack.language,
        "day": {"year": on.year, "month": on.month, "day": on.day},
        "standing": seen.standing,
        "headline": pack.headline,
        "sections": [
            {"title": _("What was agreed before"), "blocks": [*words(seen.kept), grid_block(seen.actions)]},
            {"title": _("Who left"), "blocks": _losses(seen, drawn)},
            {"title": _("Why they left"), "blocks": _reasons(seen, drawn)},
            {"title": _("What we heard"), "blocks": _calls(seen, drawn)},
            {"title": _("What came back"), "blocks": _results(seen, drawn)},
            {"title": _("What to fix first"), "blocks": _issues(seen, drawn)},
            {"title": _("Month by month"), "blocks": [grid_block(seen.months), grid_block(seen.values)]},
            {"title": _("What the figures mean"), "blocks": [_terms(seen)]},
        ],
    }
    broken: dict[str, Any] = breakable(found)
    return broken


def _losses(seen: ShownPack, drawn: Drawings) -> list[Block]:
    figures = [
        {"label": each.label, "text": each.text, "unit": each.unit, "words": each.words} for each in seen.figures
    ]
    return [
        {"kind": "figures", "figures": figures},
        chart_block(drawn.flows, width=82),
        chart_block(drawn.lost, width=70, words=seen.document.anew),
        grid_block(seen.largest, leaves_out=(5,)),
        {"kind": "beside", "blocks": [grid_block(seen.segments), grid_block(seen.countries)]},
    ]


def _reasons(seen: ShownPack, drawn: Drawings) -> list[Block]:
    blocks = [*words(seen.document.truth), chart_block(drawn.reasons, width=78)]
    blocks += [grid_block(each.grid, leaves_out=(6,) if place else ()) for place, each in enumerate(seen.reasons)]
    return blocks


def _calls(seen: ShownPack, drawn: Drawings) -> list[Block]:
    if not seen.calls:
        blocks = words(_("Nobody has spoken with a customer of this month."))
    else:
        blocks = [{"kind": "calls", "calls": [_call(each) for each in seen.calls]}]
    blocks.append(grid_block(seen.callers))
    blocks += _mirrors(seen, drawn)
    return blocks


def _mirrors(seen: ShownPack, drawn: Drawings) -> list[Block]:
    """The charts on two sides, the longest alone on its own; a sentence where there is none."""
    pairs = list(zip(seen.document.mirrors, drawn.mirrors, strict=True))
    charts = [chart_block(drawing, words=mirrored(mirror), narrow=True) for mirror, drawing in pairs if drawing]
    charts.sort(key=lambda chart: chart["lines"])
    sides = [side for side in (charts[:-1], charts[-1:]) if side]
    told = [block for mirror, drawing in pairs if not drawing for block in words(f"{mirror.title}: {mirrored(mirror)}")]
    title = _("How well the calls stand for the losses")
    head = [{"kind": "heading", "title": title}] if pairs else []
    return [*head, *([{"kind": "mirrors", "sides": sides}] if sides else []), *told]


def _call(call: Any) -> Block:
    wants = _("Wants: %(words)s") % {"words": call.wants} if call.wants else ""
    willing = _("Would come back: %(words)s") % {"words": call.willingness} if call.willingness else ""
    lines = [line for line in (call.said, wants, willing, call.notes) if line]
    return {"title": call.title, "who": call.who, "quotes": list(call.quotes), "lines": lines}


def _results(seen: ShownPack, drawn: Drawings) -> list[Block]:
    charts = [chart_block(drawn.trials, width=70)] if drawn.trials else []
    return [grid_block(seen.trials), *charts, grid_block(seen.health)]


def _issues(seen: ShownPack, drawn: Drawings) -> list[Block]:
    charts = [chart_block(drawn.issues, width=78)] if drawn.issues else []
    return [grid_block(seen.issues), *charts]


def _terms(seen: ShownPack) -> Block:
    pack = seen.document
    asked = _("Asked as of %(day)s.") % {"day": formats.day(pack.as_of)}
    told = _("Told as at %(when)s.") % {"when": formats.moment(pack.as_at)}
    terms = [{"title": each.title, "words": each.words} for each in pack.definitions]
    terms.append({"title": _("Who counts as gone"), "words": f"{sentence(pack.rule_words)} {asked}"})
    terms.append({"title": _("What people did"), "words": told})
    return {"kind": "terms", "terms": terms}
