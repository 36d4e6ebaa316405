"""Issues for programs, and in the palette: the same verbs, the same refusals."""

import json
from typing import Any

import pytest
from django.test import Client

from regain.knowledge.playbook.models import Reason
from regain.knowledge.playbook.tests.reasons_story import filled
from regain.meetings.lossreview.actions import issues as acting
from regain.meetings.lossreview.models import Issue
from regain.meetings.lossreview.queries.finding import found_issues
from regain.meetings.lossreview.tests.issue_story import left
from regain.meetings.lossreview.tests.story import AT
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ALL = "/api/1/review/issues"


@pytest.fixture
def by_key(db: None) -> dict[str, Reason]:
    """The shipped catalogue."""
    return filled()


class Program:
    """A program that acts for somebody."""

    def __init__(self, person: Any) -> None:
        self.client = Client()
        self.client.force_login(person)

    def ask(self, method: str, path: str = "", status: int = 200, **body: Any) -> Any:
        text = json.dumps(body) if body else ""
        answer = self.client.generic(method, ALL + path, text, content_type="application/json")
        assert answer.status_code == status, answer.content
        return answer.json()


def test_a_program_works_on_issues_as_people_do(cast: Cast, by_key: dict[str, Reason]) -> None:
    late, fees = by_key["late"].pk, by_key["fees"].pk
    left(cast.ben, "C-1", by_key["late"], by_key["fees"], value="100.00")
    dev = Program(cast.dev)

    made = dev.ask("POST", status=201, title="Late", reasons=[late], owner=cast.fay.pk, due_on="2036-12-01")
    one = f"/{made['id']}"
    assert (made["priority"], made["owner"]["name"], made["months"]) == (
        "50.00",
        "Fay Morgan",
        {"2011-09": {"departures": 1, "value_lost": "50.00"}},
    )
    assert dev.ask("POST", f"{one}/reasons", reason=fees)["value_lost_a_year"] == "100.00"
    assert dev.ask("PUT", f"{one}/factors/effort", value="4", because="A month")["priority"] == "25.00"
    assert dev.ask("PUT", f"{one}/factors/control", 422, value="4", because="No")["status"] == 422
    assert dev.ask("PUT", one, title="Late parcels", words="Since June")["words"] == "Since June"
    part: dict[str, Any] = {"reason": fees, "customer": "C-1", "left_on": "2011-09-12"}
    split = dev.ask("POST", f"{one}/splitting", 201, title="Fees", departures=[part])
    assert split["value_lost_a_year"] == "50.00"
    assert dev.ask("POST", f"/{split['id']}/merging", into=made["id"])["merged_into"] == made["id"]
    assert dev.ask("GET", one)["merged"] == [split["id"]]
    dev.ask("DELETE", f"/{split['id']}/merging")
    assert dev.ask("POST", f"{one}/departures", **part)["value_lost_a_year"] == "100.00"
    assert dev.ask("DELETE", f"{one}/factors/effort")["factors"]["effort"]["set_by"] is None
    assert dev.ask("DELETE", f"{one}/reasons?reason={late}")["value_lost_a_year"] == "50.00"
    assert dev.ask("PUT", f"{one}/owner", person=cast.ada.pk, due_on="2036-12-02")["owner"]["name"] == "Ada Marlow"
    assert dev.ask("POST", f"{one}/comments", words="Look at Leeds")["story"][0]["words"] == "Look at Leeds"
    assert dev.ask("PUT", f"{one}/watch") == {"is_watched": True}
    assert dev.ask("GET")["issues"][0]["is_watched"] is True
    assert dev.ask("DELETE", f"{one}/watch") == {"is_watched": False}
    assert dev.ask("POST", f"{one}/aside", words="Too small")["state"] == "set_aside"
    assert [row["id"] for row in dev.ask("GET", "?is_over=true")["issues"]] == [made["id"]]
    assert dev.ask("DELETE", f"{one}/aside")["state"] == "open"


def test_what_is_not_theirs_is_not_there(cast: Cast) -> None:
    issue = acting.raise_issue(by=cast.dev, at=AT, title="Parcels arrive late")

    assert Program(cast.fay).ask("GET")["issues"] == []
    assert Program(cast.fay).ask("GET", f"/{issue.pk}", 404)["status"] == 404
    assert Program(cast.fay).ask("POST", f"/{issue.pk}/comments", 404, words="Hello")["status"] == 404
    Program(cast.fay).ask("POST", "", 403, title="Mine")

    assert Issue.objects.count() == 1
    assert found_issues(by=cast.fay, words="late") == []
    assert [hit.title for hit in found_issues(by=cast.dev, words="late parcels")] == ["Parcels arrive late"]
