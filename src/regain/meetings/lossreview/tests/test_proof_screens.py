"""The fix on the page of its issue, for programs, and at the recovery desk."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regain.desks.recovery.tests.asked_story import a_need, asked_for
from regain.desks.recovery.tests.asked_story import told as heard
from regain.meetings.lossreview.actions import proving
from regain.meetings.lossreview.jobs.handing import hand_customers_over
from regain.meetings.lossreview.models import Issue, Remark
from regain.meetings.lossreview.rules.story import Move
from regain.meetings.lossreview.tests.fix_story import AT, FIXED_ON, covers, shop, shop_facts, steady, told
from regain.meetings.lossreview.tests.story import an_issue
from tests.cast import Cast

__all__ = ["shop", "shop_facts"]

CHANGE = "Parcels now arrive the next day."


@pytest.fixture
def late(cast: Cast) -> Issue:
    """An issue Ada answers for, and what those say who left."""
    issue = an_issue(cast, owner=cast.ada)
    reason, other = covers(issue)
    told(steady(4, 0), reason=reason, other=other)
    return issue


def page_of(client: Client, issue: Issue) -> str:
    """The issue's page as it is shown."""
    answer = client.get(reverse("lossreview:issue", args=[issue.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_a_fix_to_its_proof_on_the_page(client: Client, cast: Cast, shop: Path, late: Issue) -> None:
    client.force_login(cast.ada)
    assert "Not fixed yet" in page_of(client, late)
    sent = {"fixed_on": str(FIXED_ON), "change": CHANGE}
    answer = client.post(reverse("lossreview:fix", args=[late.pk]), sent)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("lossreview:issue", args=[late.pk]) + "#proof"
    page = page_of(client, late)
    assert "100% fewer customers left for this since the fix" in page
    assert "Departures for other reasons, same months" in page
    assert "Departures of every 1,000 customers a month" in page
    assert client.post(reverse("lossreview:closing", args=[late.pk])).status_code == 302
    page = page_of(client, late)
    assert "closed the issue by this" in page
    assert client.post(reverse("lossreview:reopening", args=[late.pk]), {"because": "It is back."}).status_code == 302
    page = page_of(client, late)
    assert "Not fixed yet" in page
    assert "Earlier measurements" in page


def test_a_refusal_is_said_and_nothing_happens(client: Client, cast: Cast, shop: Path, late: Issue) -> None:
    client.force_login(cast.ada)
    answer = client.post(reverse("lossreview:fix", args=[late.pk]), {"fixed_on": "soon", "change": CHANGE})
    assert answer.status_code == 422
    late.refresh_from_db()
    assert late.fixed_on is None


def test_a_fixed_issue_says_when_it_can_be_closed(client: Client, cast: Cast, shop: Path) -> None:
    issue = an_issue(cast, owner=cast.ada, fixed_on=FIXED_ON, change=CHANGE)
    reason, other = covers(issue)
    client.force_login(cast.ada)
    assert "It can be closed once the effect is measured; so far it cannot be told." in page_of(client, issue)
    told(steady(1, 7), reason=reason, other=other)
    assert "what was measured so far does not show it yet." in page_of(client, issue)
    assert client.post(reverse("lossreview:closing", args=[issue.pk])).status_code == 409


def test_who_does_not_take_part_finds_no_issue(client: Client, cast: Cast, late: Issue) -> None:
    client.force_login(cast.ben)
    assert client.post(reverse("lossreview:fix", args=[late.pk]), {}).status_code == 404


def test_programs_read_the_proof(client: Client, cast: Cast, shop: Path, late: Issue) -> None:
    client.force_login(cast.ada)
    address = reverse("api-1:lossreview_proof", args=[late.pk])
    assert client.get(address).json()["measured"] is None
    body: dict[str, Any] = {"fixed_on": str(FIXED_ON), "change": CHANGE}
    answer = client.put(reverse("api-1:lossreview_fix", args=[late.pk]), body, content_type="application/json")
    told_of = answer.json()["measured"]
    assert (told_of["verdict"], told_of["ratio"]["value"], len(told_of["after"])) == ("fell", 0.0, 6)
    assert told_of["before"][1] == {"month": "2010-07", "customers": 80, "departures": 20, "asked": 8, "named": 4}
    closed = client.post(reverse("api-1:lossreview_closing", args=[late.pk])).json()
    assert [one["moved"] for one in closed["kept"]] == ["Closed"]


def test_needs_of_a_fixed_issue_are_met(cast: Cast, late: Issue) -> None:
    need = a_need(at=AT, issue=late.key)
    proving.fix_issue(by=cast.ada, at=AT, issue=late, fixed_on=FIXED_ON, change=CHANGE)
    assert hand_customers_over.call(issue=late.pk) == {"customers": 0}
    need.refresh_from_db()
    assert (need.change, need.met_by) == (CHANGE, "Regain (loss review)")
    assert hand_customers_over.call(issue=late.pk) == {"customers": 0}
    proving.take_fix_back(by=cast.ada, at=AT, issue=late, because="Not there after all.")
    need.refresh_from_db()
    assert need.met_at is None


def test_customers_who_asked_are_handed_over_and_the_told_stay_told(
    client: Client, cast: Cast, shop: Path, late: Issue
) -> None:
    need = a_need(at=AT, issue=late.key)
    first, _second = (asked_for(need, name, at=AT) for name in ("C-1", "C-2"))
    client.force_login(cast.dev)
    assert "2 customers asked for it and will be told." in page_of(client, late)
    proving.fix_issue(by=cast.ada, at=AT, issue=late, fixed_on=FIXED_ON, change=CHANGE)
    assert hand_customers_over.call(issue=late.pk) == {"customers": 2}
    assert Remark.objects.get(move=Move.HANDED_OVER).words.startswith("2 customers who asked for it are on the")
    page = page_of(client, late)
    assert "2 customers who asked for it are to be told and asked again." in page
    assert reverse("recovery:need", args=[need.pk]) in page
    heard(first, at=AT)
    proving.take_fix_back(by=cast.ada, at=AT, issue=late, because="Not there after all.")
    need.refresh_from_db()
    assert need.met_at is not None
    said = Remark.objects.get(move=Move.UNFIXED).words
    assert said.startswith("Not there after all. 1 customer was told already")


def test_a_fix_taken_back_in_time_hands_nobody_over(cast: Cast, late: Issue) -> None:
    need = a_need(at=AT, issue=late.key)
    assert hand_customers_over.call(issue=late.pk) == {"customers": 0}
    need.refresh_from_db()
    assert need.met_at is None
