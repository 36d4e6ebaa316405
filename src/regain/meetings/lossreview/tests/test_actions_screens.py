"""Actions on the screen: one's own first, the table, one page, the line htmx swaps, files as CSV and XLSX, programs."""

import json
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regain.foundation.kit import clock
from regain.foundation.people.models import Person
from regain.meetings.lossreview.actions import agreeing
from regain.meetings.lossreview.models import Action
from regain.meetings.lossreview.tests.story import a_review, an_issue
from tests.cast import Cast

MET = datetime(2011, 10, 13, 10, tzinfo=UTC)
NOW = datetime(2011, 11, 3, 12, tzinfo=UTC)
HX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def on_the_third_of_november(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the doors stands still."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


def agreed(cast: Cast, what: str = "Send parcels by air", **fields: Any) -> Action:
    """Fay is to do it by the end of October."""
    sent: dict[str, Any] = {"by": cast.dev, "at": MET, "owner": cast.fay, "due_on": date(2011, 10, 31), "what": what}
    return agreeing.agree_action(**sent | fields)


def browser(person: Person) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def text(answer: Any) -> str:
    """What a page says."""
    said: str = answer.content.decode()
    return said


def four(cast: Cast) -> Action:
    """Late, open, done, and one of Tom's that is later than late."""
    row = agreed(cast, review=a_review(cast), issue=an_issue(cast))
    agreed(cast, "Ask the carrier", due_on=date(2011, 11, 30))
    done = agreed(cast, "Count the returns")
    agreeing.finish_action(by=cast.fay, at=MET, action=done, words="Twelve")
    agreed(cast, "Print new labels", owner=cast.tom, due_on=date(2011, 10, 20))
    return row


def rows_of(answer: Any) -> list[str]:
    """The actions of the exported list, in order."""
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    return [line.split(",")[0] for line in lines[1:]]


def test_ones_own_come_first_and_what_is_late_before_the_rest(cast: Cast) -> None:
    four(cast)

    def listed(person: Person, query: str = "") -> list[str]:
        return rows_of(browser(person).get(f"/review/actions/export/{query}"))

    assert listed(cast.dev) == ["Print new labels", "Send parcels by air", "Ask the carrier", "Count the returns"]
    assert listed(cast.fay) == ["Send parcels by air", "Ask the carrier", "Count the returns"]
    assert listed(cast.ada, f"?owner={cast.tom.pk}") == ["Print new labels"]
    assert listed(cast.ada, "?state=late&state=done&sort=what") == [
        "Count the returns",
        "Print new labels",
        "Send parcels by air",
    ]
    assert listed(cast.ada, "?review=2011-09") == listed(cast.ada, "?q=late+fay") == ["Send parcels by air"]
    assert listed(cast.ada, "?due_on.from=2011-11-01") == listed(cast.ada, "?state=open") == ["Ask the carrier"]
    assert listed(cast.ada, "?done_on.until=2011-10-13") == ["Count the returns"]
    assert len(listed(cast.ada, "?review=none")) == 3
    assert listed(cast.ben) == []


def test_the_page_shows_what_i_promised_and_the_usual_views(cast: Cast) -> None:
    four(cast)

    page = text(browser(cast.fay).get("/review/actions/"))

    assert "You promised" in page
    assert "3 days late" in page
    assert f'href="/review/actions/?owner={cast.fay.pk}"' in page
    assert 'href="/review/actions/?review=2011-09"' in page
    assert "Print new labels" not in page
    assert "Agree on an action" not in page
    assert "Nothing was agreed on yet" in text(browser(cast.ben).get("/review/actions/"))
    assert "You promised" not in text(browser(cast.dev).get("/review/actions/"))


def test_the_list_as_a_workbook(cast: Cast) -> None:
    four(cast)

    answer: Any = browser(cast.dev).get("/review/actions/export/?format=xlsx&cols=what,kept,first_due_on")

    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in sheet[1]] == ["Action", "First agreed for", "By the first day"]
    assert [str(cell.value) for cell in sheet[2]] == ["Print new labels", "2011-10-20 00:00:00", "Not kept"]
    assert browser(cast.dev).get("/review/actions/export/?format=pdf").status_code == 404


def test_one_press_swaps_one_line(cast: Cast) -> None:
    row, fay = four(cast), browser(cast.fay)

    line = text(fay.post(f"/review/actions/{row.pk}/progress/", {"percent": "50"}, headers=HX))

    assert line.lstrip().startswith("<li")
    assert 'value="50"' in line
    assert "Noted: 50 percent." in line
    done = text(fay.post(f"/review/actions/{row.pk}/done/", headers=HX))
    assert f'action="/review/actions/{row.pk}/reopening/"' in done
    assert not Action.objects.get(pk=row.pk).is_open


def test_without_scripts_one_comes_back_to_where_one_was(cast: Cast) -> None:
    row, fay = four(cast), browser(cast.fay)

    there = fay.post(
        f"/review/actions/{row.pk}/progress/",
        {"percent": "5"},
        headers={"Referer": "http://testserver/review/actions/"},
    )
    elsewhere = fay.post(
        f"/review/actions/{row.pk}/progress/", {"percent": "6"}, headers={"Referer": "https://evil.example/"}
    )

    assert there["Location"] == "http://testserver/review/actions/"
    assert elsewhere["Location"] == f"/review/actions/{row.pk}/"


@pytest.mark.parametrize("percent", ["", "fifty", "101", "-1", "٥"])
def test_a_percentage_that_is_none_is_refused(cast: Cast, percent: str) -> None:
    row = agreed(cast)

    answer = browser(cast.fay).post(f"/review/actions/{row.pk}/progress/", {"percent": percent})

    assert answer.status_code == 422
    assert Action.objects.get(pk=row.pk).progress == 0


def test_an_action_has_its_story_and_what_one_may_do(cast: Cast) -> None:
    row, fay = four(cast), browser(cast.fay)
    fay.post(f"/review/actions/{row.pk}/day/", {"due_on": "2011-11-14", "because": "The carrier is on strike"})
    fay.post(f"/review/actions/{row.pk}/comments/", {"words": "<b>Two offers</b>"})
    fay.post(f"/review/actions/{row.pk}/wording/", {"what": "Send everything by air"})

    page = text(fay.get(f"/review/actions/{row.pk}/"))

    assert "Send everything by air" in page
    assert "From 31 Oct 2011 to 14 Nov 2011: The carrier is on strike" in page
    assert "&lt;b&gt;Two offers&lt;/b&gt;" in page
    assert "First agreed for" in page
    assert "not by the day first agreed" in page
    assert 'id="put-off"' in page
    assert browser(cast.ben).get(f"/review/actions/{row.pk}/").status_code == 404


def test_whoever_hands_it_on_and_sees_it_no_more_goes_to_the_list(cast: Cast) -> None:
    row, fay = agreed(cast), browser(cast.fay)
    here = {"Referer": f"http://testserver/review/actions/{row.pk}/"}

    answer = fay.post(f"/review/actions/{row.pk}/owner/", {"owner": cast.tom.pk}, headers=here)

    assert answer["Location"] == "/review/actions/"
    assert fay.get(f"/review/actions/{row.pk}/").status_code == 404
    assert browser(cast.tom).get(f"/review/actions/{row.pk}/").status_code == 200


def test_agreeing_keeps_what_was_written_when_something_is_missing(cast: Cast) -> None:
    issue, dev = an_issue(cast), browser(cast.dev)
    sent = {"what": "Call the carrier", "owner": "", "due_on": "2011-11-30", "issue": issue.pk}

    refused = dev.post("/review/actions/new/", sent)

    assert refused.status_code == 422
    assert "Call the carrier" in text(refused)
    assert f'value="{issue.pk}" selected' in text(refused)
    assert Action.objects.count() == 0
    made = dev.post("/review/actions/new/", sent | {"owner": cast.fay.pk})
    row = Action.objects.get()
    assert (made["Location"], row.issue, row.owner) == (f"/review/actions/{row.pk}/", issue, cast.fay)
    assert dev.post(f"/review/actions/{row.pk}/taking-back/")["Location"] == "/review/actions/"
    assert Action.objects.count() == 0


def test_agreeing_from_another_page_comes_back_to_it(cast: Cast) -> None:
    issue = an_issue(cast, owner=cast.fay)
    sent = {"what": "Call", "owner": cast.fay.pk, "due_on": "2011-11-30", "issue": issue.pk}
    there = f"http://testserver/review/issues/{issue.pk}/"

    answer = browser(cast.fay).post("/review/actions/new/", sent, headers={"Referer": there})

    assert answer["Location"] == there
    assert browser(cast.ben).post("/review/actions/new/", sent).status_code == 404


def test_a_list_of_hundreds_takes_as_many_questions_as_one_of_two(cast: Cast) -> None:
    dev = browser(cast.dev)
    agreed(cast), agreed(cast, owner=cast.dev)

    def asked() -> int:
        dev.get("/review/actions/")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert dev.get("/review/actions/").status_code == 200
        return len(captured)

    few = asked()
    Action.objects.bulk_create(
        Action(what=f"{n}", owner=cast.dev, due_on=MET + timedelta(days=n), first_due_on=MET, made_at=MET)
        for n in range(300)
    )

    assert asked() == few <= 25


def test_programs_agree_work_and_finish(cast: Cast) -> None:
    issue, dev, fay = an_issue(cast), browser(cast.dev), browser(cast.fay)

    def send(client: Client, method: str, path: str, **body: Any) -> Any:
        answer = client.generic(method, f"/api/1/review/actions{path}", json.dumps(body), "application/json")
        return answer.status_code, json.loads(answer.content)

    body = {"what": "Call the carrier", "owner": cast.fay.pk, "due_on": "2011-11-30", "issue": issue.pk}
    status, made = send(dev, "POST", "", **body)
    assert (status, made["state"], made["issue"]) == (201, "open", "Parcels arrive late")
    path = f"/{made['id']}"
    assert send(fay, "PUT", f"{path}/progress", percent=30, words="Called")[1]["last_said"] == "30%: Called"
    assert send(fay, "PUT", f"{path}/day", due_on="2011-12-05", because="Strike")[1]["first_due_on"] == "2011-11-30"
    status, refused = send(fay, "PUT", f"{path}/day", due_on="2011-12-01", because="Strike")
    assert (status, "Choose a day after" in refused["detail"]) == (422, True)
    assert send(fay, "POST", f"{path}/ending", is_done=True, words="Signed")[1]["kept"] is True
    assert send(fay, "DELETE", f"{path}/ending")[1]["state"] == "open"
    assert send(dev, "PUT", f"{path}/owner", person=cast.tom.pk)[1]["owner"] == "Tom Reyes"
    assert send(fay, "GET", path)[0] == 404
    listed = json.loads(dev.get("/api/1/review/actions?state=open").content)
    assert (listed["total"], listed["actions"][0]["owner"]) == (1, "Tom Reyes")
    assert json.loads(fay.get("/api/1/review/actions").content)["total"] == 0
