"""Looking back: the packs of a quarter or a year added up to the penny, and what became of what was decided."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from regain.foundation.kit.errors import Invalid
from regain.meetings.lossreview.models import Action, Proof, Resolution, Review
from regain.meetings.lossreview.queries.look_back import look_back, shown
from regain.meetings.lossreview.rules.look_back import over, spans, together
from regain.meetings.lossreview.rules.pack import Pack
from regain.meetings.lossreview.tests.a_pack import a_pack
from regain.meetings.lossreview.tests.story import AT, an_issue
from regain.meetings.lossreview.tests.test_tables import kept
from tests.cast import Cast

PATH = "/review/look-back/"
LATER = datetime(2011, 11, 20, 9, 0, tzinfo=UTC)


def a_month(period: str, *, more: str = "0") -> Pack:
    """A pack of another month, with some more value lost to its first reason."""
    usual, extra = a_pack(), Decimal(more)
    tables = tuple(
        replace(
            table,
            lines=(replace(table.lines[0], value_lost=table.lines[0].value_lost + extra), *table.lines[1:]),
            total=replace(table.total, value_lost=table.total.value_lost + extra),
        )
        for table in usual.reasons
    )
    month = replace(usual.month, period=period, title=period, value_left=usual.month.value_left + extra)
    losses = replace(usual.losses, value_lost=usual.losses.value_lost + extra)
    return replace(usual, period=period, title=period, reasons=tables, losses=losses, months=(month,))


@pytest.fixture
def quarter(cast: Cast) -> list[Review]:
    """July and September have a frozen pack, August only one that is not frozen."""
    return [
        kept(cast, a_month("2011-07", more="0.01")),
        kept(cast, a_month("2011-08"), frozen=False),
        kept(cast, a_month("2011-09", more="99.99")),
    ]


def test_the_sums_are_the_packs_to_the_penny() -> None:
    """By reason at every standing, by segment and country, and month by month."""
    packs = [a_month("2011-07", more="0.01"), a_month("2011-08"), a_month("2011-09", more="99.99")]
    found = together(packs, over("2011-Q3"), title="Q3 2011", headline="")
    for place, table in enumerate(found.reasons):
        told = sum(line.value_lost for line in table.lines)
        assert told + table.could_not_say.value_lost + table.not_asked.value_lost == table.total.value_lost
        assert table.total.value_lost == sum(pack.reasons[place].total.value_lost for pack in packs)
        for line in table.lines:
            monthly = [each for pack in packs for each in pack.reasons[place].lines if each.reason == line.reason]
            assert line.value_lost == sum(each.value_lost for each in monthly)
            assert line.departures == sum(each.departures for each in monthly)
    assert found.losses.departures == 120
    assert found.losses.value_lost == sum(pack.losses.value_lost for pack in packs)
    assert sum(part.departures for part in found.losses.segments) == 120
    assert [month.period for month in found.months] == ["2011-07", "2011-08", "2011-09"]
    assert {caller.person: caller.drawn for caller in found.callers} == {"Ada Marlow": 12, "Olive Thimble": 18}


def test_of_a_cycle_the_last_pack_is_believed() -> None:
    """The longer it is followed, the more is known."""
    first, last = a_month("2011-07"), a_month("2011-08")
    last = replace(last, trials=(replace(last.trials[0], treated_returned=50),))
    found = together([first, last], over("2011-Q3"), title="", headline="")
    assert [(trial.period, trial.treated_returned) for trial in found.trials] == [("2011-07", 50), ("2011-08", 12)]


def test_different_currencies_are_not_added_up() -> None:
    """A sum of pounds and euros is no number."""
    with pytest.raises(Invalid):
        together([a_month("2011-07"), replace(a_month("2011-08"), currency="EUR")], over("2011"), title="", headline="")


def test_a_time_is_a_quarter_or_a_year() -> None:
    """Anything else is refused in a sentence."""
    assert over("2011-q3").months == ("2011-07", "2011-08", "2011-09")
    assert len(over("2011").months) == 12
    assert spans(["2011-09", "2011-10", "2012-01"]) == ("2012-Q1", "2012", "2011-Q4", "2011-Q3", "2011")
    for text in ("2011-09", "soon", "2011-Q5", ""):
        with pytest.raises(Invalid):
            over(text)


def test_a_month_without_a_frozen_pack_is_a_gap_with_a_name(cast: Cast, quarter: list[Review]) -> None:
    """It counts nowhere; the headline says how many months it speaks of."""
    seen = look_back(by=cast.olive, at=LATER)
    assert seen.over.text == "2011-Q3"
    assert seen.gaps == ("Aug 2011",)
    assert seen.pack is not None
    assert seen.pack.losses.value_lost == 2 * a_pack().losses.value_lost + 100
    assert seen.pack.headline.startswith("In 2 of the 3 months of Q3 2011, 80 customers left")
    net = shown(seen).figures[3]
    assert (net.label, net.words) == ("Net", ""), "what happened in August is missing between start and end"
    year = look_back(by=cast.olive, at=LATER, asked="2011")
    assert len(year.gaps) == 10
    assert year.pack is not None
    assert year.pack.losses == seen.pack.losses


def test_what_was_decided_is_told_with_what_became_of_it(cast: Cast, quarter: list[Review]) -> None:
    """Decisions that stand, actions kept by the first day, issues closed by a proof in the time."""
    september, issue = quarter[2], an_issue(cast, fixed_on=date(2011, 8, 1), change="New boxes")
    decisions = {"review": september, "decided_at": AT, "decided_by": "Dev"}
    Resolution.objects.create(text="Change the carrier", issue=issue, **decisions)
    Resolution.objects.create(text="Forgotten", withdrawn_at=AT, **decisions)
    for day, done in ((20, 19), (20, 25), (28, None)):
        Action.objects.create(
            what=f"Until {day}, done {done}",
            review=september,
            owner=cast.ada,
            due_on=date(2011, 10, day),
            first_due_on=date(2011, 10, day),
            made_at=AT,
            made_by="Dev",
            done_at=datetime(2011, 10, done, 12, tzinfo=UTC) if done else None,
            done_by="Ada" if done else "",
        )
    Proof.objects.create(
        issue=issue, measured_at=datetime(2011, 9, 20, 9, tzinfo=UTC), measured_by="Dev", as_of=date(2011, 9, 20),
        verdict="fell", sentence="6 a month before, 2 after.", document={}, moved="closed",
    )  # fmt: skip
    seen = look_back(by=cast.olive, at=LATER)
    assert [row.cells[0].text for row in seen.decisions.rows] == ["Change the carrier"]
    assert seen.kept == "1 of 3 were done by the day first agreed."
    assert [row.cells[3].text for row in seen.actions.rows] == ["Done", "Done", "Late"]
    assert [row.cells[3].text for row in seen.closed.rows] == ["6 a month before, 2 after."]
    assert not look_back(by=cast.olive, at=LATER, asked="2010").closed.rows


def test_the_page_shows_the_sum_and_names_the_gap(cast: Cast, quarter: list[Review], client: Client) -> None:
    """The same figures in the workbook; whoever does not see reviews sees neither."""
    client.force_login(cast.ada)
    page = client.get(PATH).content.decode()
    assert "No frozen pack: Aug 2011" in page
    assert "Q3 2011" in page
    answer = client.get(f"{PATH}xlsx/?over=2011-Q3")
    sheet = openpyxl.load_workbook(BytesIO(answer.content))["Value in and out"]
    left = [row[5] for row in sheet.iter_rows(min_row=5, values_only=True)]
    assert left == [float(pack.month.value_left) for pack in (a_month("", more="0.01"), a_month("", more="99.99"))]
    assert client.get(f"{PATH}?over=soon").status_code == 422
    client.force_login(cast.ben)
    assert client.get(PATH).status_code == 403


def test_it_is_printed(cast: Cast, quarter: list[Review], client: Client) -> None:
    """As a document of several pages."""
    client.force_login(cast.olive)
    answer = client.get(f"{PATH}pdf/?over=2011-Q3")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")


def test_without_a_frozen_pack_there_is_nothing_to_look_back_on(cast: Cast, client: Client) -> None:
    """The page says so and what to do; there is no file of nothing."""
    client.force_login(cast.olive)
    assert "Nothing to look back on yet" in client.get(PATH).content.decode()
    for name in ("pdf", "xlsx"):
        assert client.get(f"{PATH}{name}/").status_code == 404
    assert timedelta(days=40) < LATER - AT
