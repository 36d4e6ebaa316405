"""The guard's pages and its API: what they show, and that a form does what its button says."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from regain.foundation.kit import clock
from regain.foundation.people.models import Person
from regain.knowledge.playbook.actions.guard import ask
from regain.knowledge.playbook.actions.points import add_point, describe
from regain.knowledge.playbook.actions.stops import stop
from regain.knowledge.playbook.models import Answer, Consent, Party, Point, Screening, Stop
from regain.knowledge.playbook.rules.guard.identifiers import Medium
from regain.knowledge.playbook.rules.guard.terms import Channel, Purpose, Scope
from regain.knowledge.playbook.tests.reach import NUMBER
from tests.cast import Cast

pytestmark = pytest.mark.django_db

MARA = "C-17 / a"
MAY = "/playbook/may/of/"


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return str(answer.content.decode())


def page_of(client: Client, customer: str = "C-17", query: str = "", **more: Any) -> str:
    return text(client.get(f"{MAY}{customer}/{query}", **more))


def upload(content: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("list.csv", content.encode())


def test_the_page_says_what_is_not_known_and_takes_it(cast: Cast) -> None:
    client = browser(cast.ben)

    page = page_of(client)
    assert "We know no number and no address of theirs." in page
    assert "Where they are is not known" in page

    client.post("/playbook/may/party/C-17/", {"scope": "consumer", "country": "GB"})
    page = text(client.post("/playbook/may/points/C-17/", {"medium": "phone", "text": "020 7946 0018"}, follow=True))

    assert "+44 20 7946 0018" in page
    assert "United Kingdom" in page
    assert (Party.objects.get().scope, Point.objects.get().country) == ("consumer", "GB")


def test_the_page_tells_the_time_on_their_wall(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    noon = datetime(2026, 1, 7, 12, 0, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)
    describe(by=cast.ben, at=noon, customer="C-17", scope=Scope.BUSINESS, country="JP")
    add_point(by=cast.ben, at=noon, customer="C-17", medium=Medium.PHONE, text="+81312345678")

    page = page_of(browser(cast.ben))

    assert "21:00 in Tokyo" in page
    assert "21:00 there" in page


def test_the_forms_open_from_their_anchors(cast: Cast) -> None:
    page = page_of(browser(cast.ben), headers={"HX-Request": "true"})
    whole = page_of(browser(cast.ben))

    for anchor in ("new-number", "new-consent"):
        assert f"#{anchor}" in page
        assert f'id="{anchor}"' in whole


def test_what_was_typed_stays_when_it_is_refused(cast: Cast) -> None:
    answer = browser(cast.ben).post("/playbook/may/points/C-17/", {"medium": "phone", "text": "twelve"})

    page = text(answer, 422)
    assert "is no telephone number we can read" in page
    assert 'value="twelve"' in page
    assert not Point.objects.exists()


def test_a_consent_is_written_down_and_taken_back(cast: Cast) -> None:
    client = browser(cast.ben)
    told = {"purpose": "recovery", "channel": "call", "given_on": "2026-01-05", "how": "call", "text": "Yes, call me"}

    assert "Yes, call me" in text(client.post("/playbook/may/consents/C-17/", told, follow=True))
    row = Consent.objects.get()
    page = text(client.post(f"/playbook/may/consent/{row.pk}/withdrawal/", follow=True))

    assert "Taken back on" in page
    assert client.post("/playbook/may/consents/C-17/", {**told, "text": " "}).status_code == 422


def test_one_button_leaves_them_alone_and_the_owner_may_lift_it(cast: Cast) -> None:
    client, owner = browser(cast.ben), browser(cast.olive)

    page = text(client.post("/playbook/may/stop/C-17/", {"words": "Never again", "channel": ""}, follow=True))
    assert "They are left alone" in page
    assert "“Never again”" in page
    assert "Lift the stop" not in page

    assert owner.post("/playbook/may/again/C-17/", {"text": "ok"}).status_code == 422
    wish = {"text": "She wrote on Monday that she wants to hear from us"}
    assert "They are left alone" not in text(owner.post("/playbook/may/again/C-17/", wish, follow=True))


def test_the_panel_asks_for_the_answer_alone(cast: Cast) -> None:
    fragment = page_of(browser(cast.ben), headers={"HX-Request": "true"})

    assert "<html" not in fragment
    assert "E-mail" in fragment
    assert "Add consent" in fragment
    assert "/playbook/may/stop/C-17/" in fragment


def test_an_id_with_a_slash_has_its_page(cast: Cast) -> None:
    client = browser(cast.ben)
    describe(by=cast.dev, at=clock.now(), customer=MARA, scope=Scope.CONSUMER, country="GB")
    ask(by=cast.dev, at=clock.now(), customer=MARA, channel=Channel.LETTER, purpose=Purpose.SUPPORT)

    listed = text(browser(cast.dev).get("/playbook/guard/answers/"))
    address = listed.split('href="/playbook/may/of/')[1].split('"')[0]

    assert "C-17 / a" in page_of(client, address.rstrip("/"))


def test_the_page_costs_few_questions(cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    describe(by=cast.dev, at=clock.now(), customer="C-17", scope=Scope.CONSUMER, country="GB")
    add_point(by=cast.dev, at=clock.now(), customer="C-17", medium=Medium.PHONE, text=NUMBER)
    client = browser(cast.ben)

    with django_assert_max_num_queries(14):
        page_of(client)


def test_the_rules_are_listed_with_their_sources(cast: Cast) -> None:
    client = browser(cast.tom)

    page = text(client.get("/playbook/guard/rules/"))
    assert "This is not legal advice." in page
    assert "Florida Statutes 501.616(6)" in page
    assert "Germany" in text(client.get("/playbook/guard/rules/?place=Germany"))
    assert "Florida" not in text(client.get("/playbook/guard/rules/?place=Germany", headers={"HX-Request": "true"}))


def test_the_answers_are_listed_filtered_and_exported(cast: Cast) -> None:
    at = clock.now()
    describe(by=cast.dev, at=at, customer="C-17", scope=Scope.CONSUMER, country="GB")
    ask(by=cast.ben, at=at, customer="C-17", channel=Channel.EMAIL, purpose=Purpose.SUPPORT)
    ask(by=cast.ben, at=at, customer="C-18", channel=Channel.CALL, purpose=Purpose.LISTENING)
    client = browser(cast.olive)

    assert "Ben Okafor" in text(client.get("/playbook/guard/answers/"))
    assert "C-18" not in text(client.get("/playbook/guard/answers/?channel=email"))
    assert "C-18" in text(client.get("/playbook/guard/answers/?rules=calling-hours"))
    answer: Any = client.get("/playbook/guard/answers/export/?format=csv&verdict=block")
    whole = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(whole))] == ["Customer", "C-18"]


def test_a_number_is_found_in_any_spelling_and_another_is_not(cast: Cast) -> None:
    add_point(by=cast.dev, at=clock.now(), customer="C-17", medium=Medium.PHONE, text=NUMBER)
    stop(by=cast.ben, at=clock.now(), customer="C-17", words="Stop", source="call")
    client = browser(cast.olive)

    assert "Yes: Telephone number" in text(client.get("/playbook/do-not-contact/?find=%2B44+(0)20+7946+0018"))
    assert "Yes: Customer id" in text(client.get("/playbook/do-not-contact/?find=C-17"))
    assert "Not on the list" in text(client.get("/playbook/do-not-contact/?find=C-18"))
    row = Stop.objects.get(kind="phone")
    told = {"text": "He called on Monday and asked us to"}
    assert browser(cast.dev).post(f"/playbook/do-not-contact/{row.pk}/lifting/", told).status_code == 403
    client.post(f"/playbook/do-not-contact/{row.pk}/lifting/", told)
    assert "Not on the list" in text(client.get("/playbook/do-not-contact/?find=%2B442079460018"))


def test_the_export_holds_hashes_and_no_number(cast: Cast) -> None:
    client = browser(cast.dev)
    assert "Nobody asked to be left alone yet" in text(client.get("/playbook/do-not-contact/"))
    taken = client.post("/playbook/do-not-contact/import/", {"file": upload("02079460018\nmoon\n"), "country": "GB"})

    page = text(taken)
    assert "2 lines read: 1 new, 0 known already." in page
    assert "Line 2: neither a telephone number nor an e-mail address." in page
    answer: Any = client.get("/playbook/do-not-contact/export/?format=csv&cols=fingerprint,kind,words")
    whole = b"".join(answer.streaming_content).decode()
    assert Stop.objects.get().fingerprint in whole
    assert "7946" not in whole


def test_a_file_that_is_no_list_is_refused_in_words(cast: Cast) -> None:
    client = browser(cast.dev)

    empty = client.post("/playbook/do-not-contact/import/", {"file": upload("\n\n"), "country": "GB"})
    binary = client.post("/playbook/do-not-contact/import/", {"file": upload("a\x00b"), "country": "GB"})

    assert "The list is empty" in text(empty, 422)
    assert "This is no text file" in text(binary, 422)


def test_a_registers_result_is_taken_over(cast: Cast) -> None:
    told = {"registry": "gb-tps", "checked_on": "2026-01-05", "file": upload("number,listed\n02079460018,yes\n")}

    page = text(browser(cast.dev).post("/playbook/do-not-contact/registers/", told))

    assert "1 line read: 1 new" in page
    assert "1 number, 1 found in it" in page
    assert Screening.objects.get().is_listed


def send(client: Client, path: str, **body: Any) -> Any:
    return client.post(f"/api/1/playbook/{path}", body, content_type="application/json")


def test_a_program_asks_acts_and_stops(cast: Cast) -> None:
    client = browser(cast.ben)
    made = send(client, "points", customer="C-17", medium="phone", value=NUMBER).json()
    at = (clock.now() - timedelta(days=1)).isoformat()
    send(client, "consents", customer="C-17", purpose="support", channel="email", given_at=at, how="form", words="Yes")

    told = client.get("/api/1/playbook/may?customer=C-17&channel=letter&purpose=support").json()
    answer = send(client, "answers", customer="C-17", channel="letter", purpose="support").json()
    stopped = send(client, "stops", customer="C-17", words="Stop")

    assert made["normal"] == "+442079460018"
    assert (told["verdict"], answer["is_allowed"]) == ("warn", True)
    assert Answer.objects.get().pk == answer["id"]
    assert client.delete(f"/api/1/playbook/answers/{answer['id']}").json()["taken_back_at"]
    assert len(stopped.json()["hash"]) == 64
    asked = client.get("/api/1/playbook/may?customer=C-17&channel=email&purpose=recovery").json()
    assert (asked["verdict"], asked["rule"]) == ("block", "everywhere.stop")
    listed = client.get("/api/1/playbook/consents?customer=C-17").json()
    assert client.delete(f"/api/1/playbook/consents/{listed[0]['id']}").json()["withdrawn_at"]
    wrong = send(client, "points/wrong", customer="C-17", point=made["id"])
    assert [each["is_wrong"] for each in client.get("/api/1/playbook/points?customer=C-17").json()] == [True]
    assert wrong.status_code == 200
    rules = client.get("/api/1/playbook/guard-rules").json()
    assert {"us-fl.calling-hours", "de.calls-consent"} <= {rule["id"] for rule in rules}


def test_a_program_is_refused_in_words(cast: Cast) -> None:
    client = browser(cast.ben)

    assert client.get("/api/1/playbook/may?customer=C-17&channel=pigeon&purpose=support").status_code == 422
    refused = send(client, "answers", customer="C-17", channel="call", purpose="recovery", override="Because")
    assert refused.status_code == 409
    assert "No signature lifts this" in refused.json()["detail"]
    assert client.delete("/api/1/playbook/answers/999999").status_code == 404
