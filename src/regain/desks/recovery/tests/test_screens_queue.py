"""The queue and the lists of cases: what they show, and that a button does what it says."""

import csv
import io
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from regain.desks.recovery import actions
from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.rules.calls import Outcome
from regain.desks.recovery.rules.cases import Next
from regain.desks.recovery.rules.outcomes import Ahead
from regain.desks.recovery.tests.queue_story import DAY, HOUR, NIGHT, NOW, approved, call, certify, in_paris, team_cases
from regain.foundation.people.models import Person
from tests.cast import Cast

pytestmark = pytest.mark.django_db

QUEUE = "/recovery/queue/"


@pytest.fixture(autouse=True)
def noon() -> Any:
    """It is noon in Paris."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cases(cast: Cast) -> list[Case]:
    """Twenty-odd cases; Ben may call."""
    found = team_cases(approved(cast.dev, 30))
    certify(cast.ben)
    in_paris(cast.dev, found[:3])
    return found


def browser(person: Person) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_the_queue_shows_the_next_call_and_one_button(cast: Cast, cases: list[Case]) -> None:
    page = text(browser(cast.ben).get(QUEUE))

    assert cases[0].title in page
    assert "Call next" in page
    assert "Nobody has called yet." in page
    assert "Not known yet" in page


def test_one_button_holds_the_next_call_and_begins_it(cast: Cast, cases: list[Case]) -> None:
    client = browser(cast.ben)

    answer = client.post(f"{QUEUE}next/")

    begun = Call.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/recovery/calls/{begun.pk}/")
    assert begun.case == cases[0]
    assert "Back to the call" in text(client.get(QUEUE))


def test_without_a_certificate_the_queue_says_why_and_the_way_out(cast: Cast) -> None:
    approved(cast.dev, 30)

    page = text(browser(cast.ben).get(QUEUE))

    assert "Recovery calls take a certificate" in page
    assert "Practise with a colleague" in page
    assert "Call next" not in page
    assert browser(cast.ben).post(f"{QUEUE}next/").status_code == 403


def test_an_empty_queue_teaches(cast: Cast) -> None:
    certify(cast.ben)

    assert "Calls appear here when a rescue cycle is approved" in text(browser(cast.ben).get(QUEUE))


def test_at_night_the_queue_says_when_it_goes_on(cast: Cast, cases: list[Case], noon: Any) -> None:
    noon.move_to(NIGHT)
    Case.objects.exclude(pk=cases[0].pk).update(next_at=NIGHT + 5 * DAY)

    page = text(browser(cast.ben).get(QUEUE))

    assert "Nobody can be called right now" in page
    assert "The next call comes up on" in page


def test_promises_of_today_stand_by_time_with_both_clocks(cast: Cast, cases: list[Case]) -> None:
    ahead = Ahead(Next.CALL_BACK, NOW + 2 * HOUR, words="Ask for Eva", is_promised=True, zone="America/New_York")
    call(cast.ben, cases[0], Outcome.CALL_BACK, ahead=ahead)

    page = text(browser(cast.ben).get(QUEUE))

    assert "Promised for today" in page
    assert "in New York" in page
    assert "Ask for Eva" in page


def test_the_lists_hold_what_exists_for_whoever_looks(cast: Cast, cases: list[Case]) -> None:
    actions.hand_over(by=cast.dev, at=NOW, case=cases[0], person=cast.ben)
    actions.hand_over(by=cast.dev, at=NOW, case=cases[1], person=cast.olive)
    mine, free, every = (text(browser(cast.ben).get(f"/recovery/cases/{whose}/")) for whose in ("mine", "free", "all"))

    assert (cases[0].title in mine, cases[0].title in free) == (True, False)
    assert cases[1].title not in every
    assert "Hand over" not in every
    assert cases[1].title in text(browser(cast.dev).get("/recovery/cases/all/"))


def test_the_list_is_filtered_sorted_and_exported(cast: Cast, cases: list[Case]) -> None:
    actions.snooze(by=cast.dev, at=NOW, case=cases[0], until=NOW + DAY, words="On holiday")
    client = browser(cast.dev)

    page = text(client.get("/recovery/cases/all/?state=later&sort=-value_lost"))
    assert cases[0].title in page
    assert cases[1].title not in page
    answer: Any = client.get("/recovery/cases/all/export/?format=csv&state=later")
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [line[0] for line in lines[1:]] == [cases[0].title]
    assert client.get("/recovery/cases/all/export/?format=pdf").status_code == 404
    for query in (
        "owner=nobody",
        f"owner={cast.ben.pk}",
        "next_at.from=2011-10-01",
        "q=Customer&sort=title",
        "sort=-rank",
    ):
        text(client.get(f"/recovery/cases/all/?{query}"))


def test_several_cases_are_handed_over_from_the_list(cast: Cast, cases: list[Case]) -> None:
    client, rows = browser(cast.dev), [case.pk for case in cases[:3]]

    asked = text(client.post("/recovery/cases/all/handing/", {"do": "person", "rows": rows}))
    assert "Hand over 3 cases" in asked
    done = text(
        client.post("/recovery/cases/all/handing/", {"do": "person", "rows": rows, "to": cast.ben.pk}, follow=True)
    )

    assert "3 cases go to Ben Okafor." in done
    assert Case.objects.filter(owner=cast.ben).count() == 3
    every = {"do": "team", "everything": "1", "state": "state=due", "to": "any"}
    assert "cases go to anybody." in text(client.post("/recovery/cases/all/handing/", every, follow=True))
    assert not Case.objects.filter(owner=cast.ben).exists()
    assert client.post("/recovery/cases/all/handing/", {"do": "person"}).status_code == 422


def test_a_case_is_timed_and_ended_by_its_forms(cast: Cast, cases: list[Case]) -> None:
    client, address = browser(cast.ben), f"/recovery/cases/{cases[0].pk}/"

    assert client.post(f"{address}snooze/", {"day": "2011-10-10", "words": "On holiday"}).status_code == 302
    sent = {"day": "2011-10-06", "time": "09:15", "zone": "Europe/Paris", "back": "queue"}
    assert client.post(f"{address}callback/", sent)["Location"] == QUEUE
    assert Case.objects.get(pk=cases[0].pk).owner == cast.ben
    assert client.post(f"{address}callback/", {**sent, "time": "soon"}).status_code == 422
    assert client.post(f"{address}patience/", {"day": "2011-12-01", "words": "In December"}).status_code == 302
    assert client.post(f"{address}patience/end/").status_code == 302
    assert client.post(f"{address}owner/", {"person": ""}).status_code == 302
    assert client.post(f"{address}ending/", {"ending": "declined", "words": "No interest"}).status_code == 302
    assert client.post(f"{address}ending/", {"ending": "party", "words": "No"}).status_code == 422
    assert Case.objects.get(pk=cases[0].pk).ending == "declined"


def test_somebody_elses_case_does_not_exist(cast: Cast, cases: list[Case]) -> None:
    actions.hand_over(by=cast.dev, at=NOW, case=cases[0], person=cast.olive)
    client = browser(cast.ben)

    for act in ("hold", "release", "taking-over", "snooze", "callback", "patience", "owner", "ending", "reopening"):
        sent = {"day": "2011-10-10", "time": "09:15", "words": "Why", "ending": "declined"}
        assert client.post(f"/recovery/cases/{cases[0].pk}/{act}/", sent).status_code == 404, act


def test_the_queue_costs_few_questions(
    cast: Cast, cases: list[Case], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client, manager = browser(cast.ben), browser(cast.dev)

    with django_assert_max_num_queries(30):
        client.get(QUEUE)
    with django_assert_max_num_queries(20):
        manager.get("/recovery/cases/all/")


def test_programs_work_the_queue_too(cast: Cast, cases: list[Case]) -> None:
    client = browser(cast.ben)
    base = "/api/1/recovery"

    told = client.get(f"{base}/queue").json()
    assert (told["next"]["id"], told["free"]) == (cases[0].pk, len(cases))
    handed = client.post(f"{base}/queue/next", content_type="application/json").json()
    assert handed["case"]["id"] == cases[0].pk
    assert client.delete(f"{base}/cases/{cases[0].pk}/hold").json()["held_by"] is None
    assert client.post(f"{base}/cases/{cases[1].pk}/hold").json()["held_by"] == "Ben Okafor"
    sent: dict[str, Any] = {"day": "2011-10-06", "time": "09:15", "zone": "Europe/Paris"}
    promised = client.post(f"{base}/cases/{cases[1].pk}/callback", sent, content_type="application/json").json()
    assert (promised["next_at"], promised["owner"]) == ("2011-10-06T07:15:00+00:00", "Ben Okafor")
    listed = client.get(f"{base}/cases?whose=mine").json()
    assert (listed["total"], listed["cases"][0]["id"]) == (1, cases[1].pk)
    ended = {"ending": "declined", "words": "No interest"}
    told = client.post(f"{base}/cases/{cases[1].pk}/ending", ended, content_type="application/json").json()
    assert told["ending"] == "declined"
    assert client.get(f"{base}/cases?whose=ended").json()["total"] == 1
    assert client.get(f"{base}/cases?whose=party").status_code == 422
