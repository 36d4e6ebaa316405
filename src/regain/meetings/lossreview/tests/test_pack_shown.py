"""The pack as people see it: the same figures on the page, on paper and on slides, and no text that does harm."""

import io
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from html import unescape
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse
from pptx import Presentation

from regain.foundation.jobs.models import Job, State
from regain.foundation.kit.actor import System
from regain.foundation.ui import formats
from regain.foundation.ui.paper import pdf
from regain.foundation.ui.slides import pptx
from regain.meetings.lossreview.jobs.drawing import draw_pack
from regain.meetings.lossreview.queries.making import TASK
from regain.meetings.lossreview.queries.packs import StoredPack
from regain.meetings.lossreview.queries.shown import ShownPack, shown
from regain.meetings.lossreview.queries.shown.deck import deck
from regain.meetings.lossreview.queries.shown.sheet import SHEET, in_its_language, sheet
from regain.meetings.lossreview.queries.shown.writing import points, share
from regain.meetings.lossreview.rules.pack import Pack
from regain.meetings.lossreview.tests.a_pack import AS_AT, CURRENCY, JUDGED, a_pack, an_awkward_pack, an_empty_pack
from regain.meetings.lossreview.tests.samples_paper import packed
from regain.meetings.lossreview.tests.story import a_review
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Made:
    """One pack everywhere it is shown, as plain text."""

    page: str
    paper: str
    slides: str


def stored(pack: Pack) -> StoredPack:
    return StoredPack(pack, "d", AS_AT, "Dev Patel", AS_AT, "Dev Patel")


def seen(pack: Pack) -> ShownPack:
    return shown(by=System("test"), stored=stored(pack))


def page(client: Client, cast: Cast, pack: Pack) -> str:
    review = packed(cast, pack)
    client.force_login(cast.dev)
    return client.get(reverse("lossreview:pack", args=[review.period])).content.decode()


def everything(slides: bytes) -> str:
    """Text, tables, charts and notes of a presentation."""
    found: list[str] = []
    for slide in Presentation(io.BytesIO(slides)).slides:
        found.append(slide.notes_slide.notes_text_frame.text)
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_table:
                found += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
            if shape.has_chart:
                found += [str(value) for series in shape.chart.plots[0].series for value in series.values]
    return plain("\n".join(found))


def text_of(paper: bytes, data: Any) -> str:
    """What a PDF says; without the program that reads it, what the typesetter was given."""
    program = shutil.which("pdftotext")
    if program is None:
        return plain(" ".join(strings(data)))
    done = subprocess.run([program, "-layout", "-", "-"], input=paper, capture_output=True, check=True)
    return plain(done.stdout.decode())


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
    elif isinstance(value, str):
        yield value


def plain(text: str) -> str:
    return " ".join(unescape(text).replace("\u00a0", " ").replace("\u200b", "").split())


def money(figure: Decimal) -> str:
    return formats.money((figure, CURRENCY), "whole")


def count(figure: float) -> str:
    return formats.number(figure)


def of_ten(figure: int) -> str:
    return f"{figure} of 10"


WRITTEN: Final[dict[str, Callable[[Any], str]]] = {
    "progress": lambda figure: f"{figure}%",
    "willingness": of_ten,
    "weight": lambda figure: formats.number(figure, 1),
    "effort": lambda figure: formats.number(figure, 1),
    "lift": points, "low": points, "high": points,
    "recurrence": share, "IssueLine.control": share, "distance": share, "of_losses": share, "of_calls": share,
}  # fmt: skip
NO_FIGURE: Final = {
    "id", "reason", "issue", "call", "layout", "facts", "from_on", "until_on", "value", "before",
    "is_changeable", "is_ours", "is_executive", "is_confirmed", "could_not_say", "is_overridden",
}  # fmt: skip
"""What tells rows and documents apart, answers of yes and no, and health, which is told in words."""


def figures(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every figure of a document as it must be written, with the name of its field."""
    if is_dataclass(value):
        for each in fields(value):
            if each.name not in NO_FIGURE:
                yield from figures(getattr(value, each.name), f"{type(value).__name__}.{each.name}")
    elif isinstance(value, tuple):
        for line in value:
            yield from figures(line, name)
    elif value is not None and not isinstance(value, str):
        yield name, plain(written(name, value))


def written(name: str, value: Any) -> str:
    known = WRITTEN.get(name) or WRITTEN.get(name.rpartition(".")[2])
    if known is not None:
        return known(value)
    if isinstance(value, datetime | date):
        return formats.day(value)
    return money(value) if isinstance(value, Decimal) else count(value)


def test_every_figure_is_the_same_on_the_page_on_paper_and_on_slides(client: Client, cast: Cast) -> None:
    pack = a_pack()
    with in_its_language(pack):
        data = sheet(seen(pack))
        made = Made(
            plain(page(client, cast, pack)), text_of(pdf(SHEET, data), data), everything(pptx(deck(seen(pack))))
        )
        wanted = set(figures(pack))

    assert len(wanted) > 250
    for place in ("page", "paper", "slides"):
        told = getattr(made, place)
        assert sorted(each for each in wanted if each[1] not in told) == [], place
        assert JUDGED in told, place


def test_months_counted_anew_are_told_wherever_the_months_are_drawn(cast: Cast, client: Client) -> None:
    told = "Counted anew with later sales: August 2011's pack said 41 customers and £70,001; now 39 and £66,702."
    pack = replace(a_pack(), anew=told)

    assert told in plain(page(client, cast, pack))
    assert told in str(sheet(seen(pack)))
    assert told in [getattr(each, "lead", "") for each in deck(seen(pack)).slides]


def test_an_action_says_in_words_which_month_agreed_it() -> None:
    pack = a_pack()

    assert [line.review for line in pack.actions][:1] == ["2011-08"]
    with in_its_language(pack):
        assert [row.cells[-1].text for row in seen(pack).actions.rows] == ["Aug\u00a02011"] * 3 + ["–", "Aug\u00a02011"]


def test_the_same_pack_gives_the_same_bytes_whenever_it_is_printed() -> None:
    pack = a_pack()
    with in_its_language(pack):
        first = pdf(SHEET, sheet(seen(pack)))
        time.sleep(1.1)
        again = pdf(SHEET, sheet(seen(pack)))

    assert first == again
    assert b"D:20111010" in first


def test_papers_keep_the_clock_of_the_day_they_were_made(settings: Any) -> None:
    pack = replace(a_pack(), zone="Europe/London")
    with in_its_language(pack):
        first = sheet(seen(pack))
    settings.TIME_ZONE = "America/New_York"
    with in_its_language(pack):
        assert sheet(seen(pack)) == first


def test_awkward_text_does_no_harm(client: Client, cast: Cast) -> None:
    pack = an_awkward_pack()
    with in_its_language(pack):
        answer = page(client, cast, pack)
        paper = pdf(SHEET, sheet(seen(pack)))
        slides = everything(pptx(deck(seen(pack))))

    assert "<script>alert" not in answer
    assert "&lt;script&gt;alert(1)" in answer
    assert paper.startswith(b"%PDF-")
    assert "<script>alert(1)</script>" in slides
    assert "Word …" not in slides


def test_a_month_without_anything_says_so_everywhere(client: Client, cast: Cast) -> None:
    pack = an_empty_pack()
    with in_its_language(pack):
        answer = plain(page(client, cast, pack))
        data = sheet(seen(pack))
        told = text_of(pdf(SHEET, data), data)
        slides = everything(pptx(deck(seen(pack))))

    for place in (answer, told, slides):
        assert "Nobody left this month." in place
        assert "No action of an earlier review was open." in place
        assert "nan" not in place.lower().split()


def test_reasons_at_every_standing_have_those_nobody_asked_in_the_open() -> None:
    pack = a_pack()

    for each, table in zip(seen(pack).reasons, pack.reasons, strict=True):
        titles = [row.cells[0].text for row in each.grid.rows]
        assert titles[-3:] == ["Could not say", "Not asked", "All who left"]
        told = sum((line.value_lost for line in table.lines), Decimal(0))
        assert told + table.could_not_say.value_lost + table.not_asked.value_lost == pack.losses.value_lost


def test_a_link_is_offered_to_those_who_may_follow_it(cast: Cast) -> None:
    kept = stored(a_pack())

    assert all(row.cells[0].href for row in shown(by=cast.dev, stored=kept).largest.rows)
    assert not any(row.cells[0].href for row in shown(by=cast.eve, stored=kept).largest.rows)


def test_a_pack_says_whether_it_is_frozen(client: Client, cast: Cast) -> None:
    review = packed(cast)
    client.force_login(cast.dev)
    address = reverse("lossreview:pack", args=[review.period])

    answer = client.get(address).content.decode()
    assert "not frozen yet" in answer
    assert reverse("lossreview:freezing", args=[review.period]) in answer
    assert reverse("lossreview:thawing", args=[review.period]) not in answer


def test_a_frozen_pack_can_be_thawed_with_a_reason_and_not_made_again(client: Client, cast: Cast) -> None:
    review = packed(cast, freezes=True)
    client.force_login(cast.dev)

    answer = client.get(reverse("lossreview:pack", args=[review.period])).content.decode()
    assert "Frozen on" in answer
    assert 'name="because"' in answer
    assert reverse("lossreview:making", args=[review.period]) not in answer


def test_without_a_pack_those_who_prepare_have_it_made(client: Client, cast: Cast) -> None:
    review = a_review(cast)
    address, making = (reverse(f"lossreview:{name}", args=[review.period]) for name in ("pack", "making"))

    client.force_login(cast.dev)
    assert making in client.get(address).content.decode()
    client.force_login(cast.ada)
    answer = client.get(address).content.decode()
    assert "No numbers yet" in answer
    assert making not in answer
    assert client.get(reverse("lossreview:pack_pdf", args=[review.period])).status_code == 404


def test_while_it_is_made_the_page_waits_and_opens_by_itself(client: Client, cast: Cast) -> None:
    review = a_review(cast)
    client.force_login(cast.dev)
    address = reverse("lossreview:pack", args=[review.period])
    job = Job.objects.create(
        name=TASK, arguments={"review": review.pk}, asked_at=AS_AT, run_after=AS_AT, state=State.RUNNING
    )

    assert "The numbers are being made" in client.get(address).content.decode()
    asked = {"HX-Request": "true"}
    assert "The numbers are being made" in client.get(address, headers=asked).content.decode()
    Job.objects.filter(pk=job.pk).update(state=State.DONE)
    assert client.get(address, headers=asked).headers["HX-Refresh"] == "true"
    Job.objects.filter(pk=job.pk).update(state=State.FAILED, sentence="The disk is full.")
    assert "The disk is full." in client.get(address).content.decode()


def test_the_charts_of_a_fresh_pack_are_drawn_before_somebody_waits(cast: Cast) -> None:
    review = packed(cast)

    assert draw_pack.func(review=review.pk) == {"charts": 14}
    assert draw_pack.func(review=a_review(cast, "2011-08").pk) == {"charts": 0}


def test_who_has_no_seat_finds_no_pack(client: Client, cast: Cast) -> None:
    review = packed(cast)
    client.force_login(cast.fay)

    for name in ("pack", "pack_pdf", "pack_slides"):
        assert client.get(reverse(f"lossreview:{name}", args=[review.period])).status_code == 404
