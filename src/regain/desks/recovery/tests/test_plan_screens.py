"""The pages of the plan: what they show, that a form does what its button says, and that others find nothing."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from regain.desks.recovery import actions
from regain.desks.recovery.actions.asking import note_requirement
from regain.desks.recovery.actions.grouping import group_requirements
from regain.desks.recovery.actions.meeting import meet_need
from regain.desks.recovery.actions.proposing import propose
from regain.desks.recovery.actions.returning import make_return_link
from regain.desks.recovery.models import Case, Letter, Need, ReturnLink
from regain.desks.recovery.rules.cases import Ending
from regain.desks.recovery.rules.terms import Kind
from regain.desks.recovery.tests.departed import crowd
from regain.desks.recovery.tests.plan_story import heard
from regain.desks.recovery.tests.story import departed
from regain.foundation.audit.models import Entry
from regain.foundation.kit import clock
from regain.foundation.people.models import Person
from regain.knowledge.playbook.models import Stop
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def browser(person: Person | None) -> Client:
    """A browser in which this person is signed in; none for a customer."""
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


@pytest.fixture
def case(cast: Cast) -> Case:
    """Ben's own case."""
    cycle = actions.draft_cycle(by=cast.dev, at=clock.now(), departed=departed(crowd(40)))
    actions.approve_cycle(by=cast.dev, at=clock.now(), cycle=cycle)
    row = Case.objects.filter(kind=Kind.TEAM).order_by("rank")[0]
    Case.objects.filter(pk=row.pk).update(owner=cast.ben)
    return Case.objects.get(pk=row.pk)


def test_a_case_says_where_it_stands_and_what_to_do(cast: Cast, case: Case) -> None:
    page = text(browser(cast.ben).get(f"/recovery/cases/{case.pk}/"))

    for words in (case.title, "Call and ask", "Ask what we can do to win back their business.", "Nobody asked yet"):
        assert words in page
    assert page.count('aria-current="step"') == 1
    assert "The seven steps" in page


def test_a_case_costs_few_questions_however_much_hangs_on_it(
    cast: Cast, case: Case, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = browser(cast.ben)
    for number in range(5):
        note_requirement(by=cast.ben, at=clock.now(), case=case, words=f"Wish {number}")

    with django_assert_max_num_queries(24):
        client.get(f"/recovery/cases/{case.pk}/")


def test_the_case_of_another_is_not_there_at_all(cast: Cast, case: Case) -> None:
    row = note_requirement(by=cast.ben, at=clock.now(), case=case, words="Deliver faster")
    until = timezone.localdate() + timedelta(days=9)
    heard(cast.ben, case)
    offer = propose(by=cast.ben, at=clock.now(), case=case, words="One month free", until_on=until)
    link = make_return_link(by=cast.ben, at=clock.now(), case=case)
    Case.objects.filter(pk=case.pk).update(owner=cast.dev)
    client, before = browser(cast.ben), Entry.objects.count()

    pages = [f"/recovery/cases/{case.pk}/", f"/api/1/recovery/cases/{case.pk}"]
    forms = [
        *(f"/recovery/cases/{case.pk}/{name}/" for name in ("notes", "requirements", "telling", "proposals")),
        *(f"/recovery/cases/{case.pk}/{name}/" for name in ("way-back", "unattended", "left-alone")),
        f"/recovery/requirements/{row.pk}/",
        f"/recovery/proposals/{offer.pk}/",
        f"/recovery/proposals/{offer.pk}/letter/",
        f"/recovery/way-back/{link.pk}/withdrawal/",
    ]

    assert {path: client.get(path).status_code for path in pages} == dict.fromkeys(pages, 404)
    sent = {"words": "x", "do": "meet", "until_on": "2099-01-01"}
    assert {path: client.post(path, sent).status_code for path in forms} == dict.fromkeys(forms, 404)
    assert case.title not in text(client.get(f"/search/?q={case.customer}"))
    assert Entry.objects.count() == before


def test_notes_of_two_people_are_both_kept(cast: Cast, case: Case) -> None:
    address = f"/recovery/cases/{case.pk}/notes/"
    browser(cast.ben).post(address, {"text": "Likes tea", "version": "0"})
    browser(cast.ben).post(address, {"text": "Likes coffee", "version": "1"})

    page = text(browser(cast.dev).post(address, {"text": "Likes water", "version": "1"}, follow=True))

    assert "Likes coffee\nLikes water" in page
    assert "Ben Okafor wrote in the same place" in page


def test_what_they_asked_for_is_written_down_met_and_told(cast: Cast, case: Case) -> None:
    client, here = browser(cast.ben), f"/recovery/cases/{case.pk}/"

    page = text(client.post(f"{here}requirements/", {"words": "Deliver faster"}, follow=True))
    assert "Deliver faster" in page
    row = case.requirements.get()
    page = text(client.post(f"/recovery/requirements/{row.pk}/", {"do": "meet", "words": "We do now."}, follow=True))
    assert "Call and tell them" in page
    assert "We do now." in page
    page = text(client.post(f"{here}telling/", {"how": "call"}, follow=True))
    assert "We asked again" in page
    page = text(client.post(f"{here}telling/", {"do": "asked"}, follow=True))
    assert "asked again" in page


def test_an_executive_sees_no_offer_on_a_case(cast: Cast, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(owner=cast.ada, kind=Kind.EXECUTIVE)

    page = text(browser(cast.ada).get(f"/recovery/cases/{case.pk}/"))

    assert "Write a proposal" not in page
    assert browser(cast.ada).post(f"/recovery/cases/{case.pk}/proposals/", {"words": "x"}).status_code == 403


def test_a_case_is_found_by_the_palette_and_on_the_customers_page(cast: Cast, case: Case) -> None:
    found = text(browser(cast.ben).get(f"/search/?q={case.customer}"))

    assert f"/recovery/cases/{case.pk}/" in found
    assert '<h2 class="r-palette-title">Found</h2>' in found, "cases are no customers"


def test_the_way_back_is_one_step_and_its_key_is_told_to_nobody(cast: Cast, case: Case) -> None:
    made = text(browser(cast.ben).post(f"/recovery/cases/{case.pk}/way-back/"))
    address = "/recovery/back/" + made.split("/recovery/back/")[1].split('"')[0]
    customer = browser(None)

    answer: Any = customer.get(address)
    page = text(answer)
    assert f"Good to see you, {case.name}" in page
    assert "Regain" not in page
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("no-referrer", "no-store")
    assert str(case.value_lost.quantize(1)) not in page
    link = ReturnLink.objects.get()
    assert (link.opened_at is not None, link.used_at) == (True, None)
    before = Entry.objects.count()
    customer.get(address)
    assert Entry.objects.count() == before

    page = text(customer.post(address, {"words": "Hello again", "call_me_at": "Tuesday at ten"}))
    assert "Good to have you back" in page
    assert "I would like to come back" not in text(customer.get(address))
    assert "Tuesday at ten" in text(browser(cast.ben).get(f"/recovery/cases/{case.pk}/"))
    secret = address.split("/")[3]
    assert secret not in json.dumps(list(Entry.objects.values("details", "subject")), default=str)


def test_whoever_holds_the_way_back_can_be_left_alone(cast: Cast, case: Case) -> None:
    link = make_return_link(by=cast.ben, at=clock.now(), case=case)
    customer = browser(None)

    assert "Shall we leave you alone?" in text(customer.get(f"/recovery/back/{link.key}/stop/"))
    assert not Stop.objects.exists()
    assert "We leave you alone" in text(customer.post(f"/recovery/back/{link.key}/stop/", {"words": "Enough"}))

    assert Stop.objects.exists()
    assert Case.objects.get(pk=case.pk).ending == "left_alone"
    assert customer.get(f"/recovery/back/{link.key}/").status_code == 404


def test_a_letter_the_guard_did_not_let_is_not_printed(cast: Cast, case: Case) -> None:
    letter = Letter.objects.create(
        case=case, about="touch", how="letter", customer=case.customer, prepared_at=clock.now(), verdict="block"
    )

    assert browser(cast.ben).post(f"/recovery/letters/{letter.pk}/", {"do": "print"}).status_code == 409
    assert not ReturnLink.objects.exists()


def test_an_old_letter_stops_us_though_its_way_back_is_closed(cast: Cast, case: Case) -> None:
    link = make_return_link(by=cast.ben, at=clock.now(), case=case)
    actions.end_case(by=cast.ben, at=clock.now(), case=case, ending=Ending.DECLINED, words="Not now")
    customer = browser(None)
    assert customer.get(f"/recovery/back/{link.key}/").status_code == 404

    assert "We leave you alone" in text(customer.post(f"/recovery/back/{link.key}/stop/", {"words": "Enough"}))

    assert Stop.objects.exists()
    assert customer.post("/recovery/back/guess/stop/").status_code == 404


def test_a_mail_program_stops_us_with_one_press(cast: Cast, case: Case) -> None:
    link = make_return_link(by=cast.ben, at=clock.now(), case=case)
    program = Client(enforce_csrf_checks=True)

    assert program.post(f"/recovery/back/{link.key}/", {"words": "x"}).status_code == 403
    answer = program.post(f"/recovery/back/{link.key}/stop/", {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert Stop.objects.exists()


def test_a_wrong_way_back_says_so_and_many_have_to_wait(cast: Cast) -> None:
    customer = browser(None)

    first = customer.get("/recovery/back/guess/")
    assert first.status_code == 404
    assert b"no longer works" in first.content
    statuses = {customer.get(f"/recovery/back/guess{number}/").status_code for number in range(105)}
    assert statuses == {404, 429}


def test_needs_are_grouped_met_and_taken_back(cast: Cast, case: Case) -> None:
    row = note_requirement(by=cast.ben, at=clock.now(), case=case, words="Deliver within two days")
    client = browser(cast.dev)
    assert "1 request belongs to no need yet" in text(client.get("/recovery/needs/"))

    page = text(client.post("/recovery/needs/grouping/", {"rows": [row.pk], "title": "Two days"}, follow=True))
    need = Need.objects.get()
    assert f"/recovery/needs/{need.pk}/" in page
    here = f"/recovery/needs/{need.pk}/"
    page = text(client.post(f"{here}meeting/", {"change": "Parcels arrive within two days."}, follow=True))
    assert "0 told, 1 to be told" in page
    page = text(client.post(f"{here}meeting/back/", follow=True))
    assert "It is there now" in page
    exported: Any = client.get("/recovery/needs/export/?format=csv")
    assert "Two days" in b"".join(exported.streaming_content).decode("utf-8-sig")


def test_a_similar_need_is_suggested(cast: Cast, case: Case) -> None:
    first = note_requirement(by=cast.ben, at=clock.now(), case=case, words="Deliver within two days")
    group_requirements(by=cast.dev, at=clock.now(), requirements=[first], title="Delivery within two days")
    note_requirement(by=cast.ben, at=clock.now(), case=case, words="I want delivery in two days")

    assert "like “Delivery within two days”?" in text(browser(cast.dev).get("/recovery/needs/"))


def test_the_letters_of_a_cycle_are_prepared_and_listed(cast: Cast, case: Case) -> None:
    client, here = browser(cast.dev), "/recovery/cycles/2011-09/letters/"
    assert "Prepare all as letters" in text(client.get(here))

    page = text(client.post(here, {"how": "letter"}, follow=True))

    assert "being prepared" in page
    assert client.post(here, {"how": "pigeon"}).status_code == 422


def test_slow_contact_teaches_when_there_is_none(cast: Cast, case: Case) -> None:
    assert "Nobody to be patient with" in text(browser(cast.ben).get("/recovery/touches/"))


def test_programs_read_a_case_and_meet_a_need(cast: Cast, case: Case) -> None:
    client = browser(cast.dev)
    client.post(f"/api/1/recovery/cases/{case.pk}/requirements", {"words": "Faster"}, content_type="application/json")

    document: Any = client.get(f"/api/1/recovery/cases/{case.pk}").json()
    assert document["next"]["act"] == "call_to_listen"
    body = {"requirements": [document["requirements"][0]["id"]], "title": "Faster"}
    need: Any = client.post("/api/1/recovery/needs", body, content_type="application/json").json()
    met: Any = client.post(
        f"/api/1/recovery/needs/{need['id']}/meeting", {"change": "Done."}, content_type="application/json"
    ).json()
    assert (met["state"], met["to_tell"]) == ("met", 1)
    assert client.get(f"/api/1/recovery/cases/{case.pk}").json()["next"]["act"] == "tell"


def test_whoever_may_hands_the_case_over_on_its_page(cast: Cast, case: Case) -> None:
    client = browser(cast.dev)
    there = f"/recovery/cases/{case.pk}/"
    assert "Hand to …" in text(client.get(there))

    answer = client.post(f"{there}owner/", {"person": cast.olive.pk, "back": "case"})

    assert (answer.status_code, answer.headers["Location"]) == (302, there)
    assert Case.objects.get(pk=case.pk).owner == cast.olive


def test_whoever_is_back_is_told_on_the_page_of_the_ended_case(cast: Cast, case: Case) -> None:
    row = note_requirement(by=cast.dev, at=clock.now(), case=case, words="Deliver within two days")
    wanted = group_requirements(by=cast.dev, at=clock.now(), requirements=[row], title="Fast")
    actions.end_case(by=cast.dev, at=clock.now(), case=case, ending=Ending.RETURNED, words="Bought again")
    meet_need(by=cast.dev, at=clock.now(), need=wanted, change="Two days now")
    client = browser(cast.dev)
    assert "do not know yet what we changed" in text(client.get(f"/recovery/cases/{case.pk}/"))

    page = text(client.post(f"/recovery/cases/{case.pk}/telling/", {"do": "returned", "how": "call"}, follow=True))

    assert "do not know yet what we changed" not in page
