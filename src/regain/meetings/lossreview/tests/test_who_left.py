"""The customers behind the figures: a list that counts as the pack does."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

from regain.foundation.kit.actor import System
from regain.knowledge.playbook.tests.reasons_story import filled, told
from regain.meetings.lossreview.actions.packing import keep_pack
from regain.meetings.lossreview.queries.pack import build
from regain.meetings.lossreview.queries.pack.facts import packs_folder
from regain.meetings.lossreview.rules.pack import Pack
from regain.meetings.lossreview.tests.month import AT, company
from regain.meetings.lossreview.tests.story import a_review
from regain.meetings.lossreview.tests.test_pack_numbers import LEFT
from tests.cast import Cast

__all__ = ["company"]

LIST = "/review/months/2011-09/behind/"


@pytest.fixture
def pack(cast: Cast, company: Path) -> Pack:
    """The month's numbers, with two departures told."""
    late, rude = sorted(filled().values(), key=lambda reason: reason.pk)[:2]
    told(cast.dev, late, rude, customer="c00", left_on=LEFT[0])
    told(cast.dev, customer="c01", left_on=LEFT[1])
    review = a_review(cast)
    made = build(by=System("worker"), at=AT, review=review)
    keep_pack(by=cast.dev, at=AT, review=review, made=made, freezes=True)
    return made


@pytest.fixture
def at_browser(cast: Cast) -> Callable[[str], Client]:
    def sit(name: str) -> Client:
        client = Client()
        client.force_login(getattr(cast, name))
        return client

    return sit


def counted(client: Client, address: str) -> int:
    response = client.get(address)
    assert response.status_code == 200, address
    found: int = response.context["listing"].page.total
    return found


def test_every_figure_leads_to_as_many_customers_as_it_counts(pack: Pack, at_browser: Callable[[str], Client]) -> None:
    dev = at_browser("dev")
    figures = [pack.losses.back, *pack.losses.segments, *pack.losses.countries, pack.issues.unclaimed]
    figures += [pack.issues.untold, pack.issues.total]
    for table in pack.reasons:
        figures += [table.could_not_say, table.not_asked, table.total]
        for line in table.lines:
            assert counted(dev, line.href) == line.departures
    for figure in figures:
        assert counted(dev, figure.href) == figure.departures, figure


def test_names_are_shown_as_they_are_and_nothing_more(pack: Pack, at_browser: Callable[[str], Client]) -> None:
    page = at_browser("ada").get(LIST).content.decode()

    assert "Harbour Café &lt;b&gt;&amp;&lt;/b&gt;" in page
    assert "As the frozen pack counts them" in page


def test_the_list_is_searched_and_taken_along(pack: Pack, at_browser: Callable[[str], Client]) -> None:
    dev = at_browser("dev")

    assert counted(dev, f"{LIST}?q=harbour") == 1
    taken = b"".join(dev.get(f"{LIST}export/?format=csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert len(taken.splitlines()) == 13


def test_nobody_finds_the_list_of_a_review_they_have_no_seat_in(
    pack: Pack, at_browser: Callable[[str], Client]
) -> None:
    assert at_browser("tom").get(LIST).status_code == 404
    assert at_browser("ada").get(f"{LIST}export/?format=csv").status_code == 403


def test_a_list_that_is_missing_is_said_in_a_sentence(
    cast: Cast, pack: Pack, at_browser: Callable[[str], Client]
) -> None:
    for kept in packs_folder().glob("*.parquet"):
        kept.unlink()

    response = at_browser("dev").get(LIST)

    assert response.status_code == 404
    assert "its numbers stand" in response.content.decode()


def test_freezing_and_thawing_go_by_the_pages_buttons(
    cast: Cast, company: Path, at_browser: Callable[[str], Client]
) -> None:
    review = a_review(cast)
    dev, base = at_browser("dev"), "/review/months/2011-09/pack/"
    keep_pack(by=cast.dev, at=AT, review=review, made=build(by=System("worker"), at=AT, review=review))

    for place, form in (("freezing/", {}), ("thawing/", {"because": "A late file"}), ("making/", {})):
        response = dev.post(base + place, form)
        assert response.status_code == 302
        assert urlsplit(response["Location"]).path == "/review/months/2011-09/"
    assert review.packs.get().thawed_because == "A late file"
