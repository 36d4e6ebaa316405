"""The pages of a call, and the same for programs: what is on the screen, without a line of script."""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from regain.desks.recovery import actions
from regain.desks.recovery.models import Call, Case, Proposal, Requirement
from regain.desks.recovery.rules.calls import CallKind, Field
from regain.desks.recovery.tests.call_story import diagnosed, dialled, reasons, scene, verified, words
from regain.desks.recovery.tests.queue_story import NOW
from regain.foundation.people.models import Person
from regain.knowledge.playbook.rules.steps import Step
from regain.knowledge.training.models import Coaching
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer
    return unescape(answer.content.decode())


def test_one_step_is_on_the_screen_with_what_to_say(cast: Cast) -> None:
    made = dialled(cast)
    page = text(browser(cast.ben).get(f"/recovery/calls/{made.call.pk}/"))

    assert "Step 2 of 9" in page
    assert f"Hello {made.case.title}, this is Ben Okafor from Thimble & Daughters." in page
    assert "Locked until the customer agreed" in page
    assert "+33 1 42 27 81 86" in page


def test_every_step_costs_few_questions(cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    made = verified(cast)
    client = browser(cast.ben)
    for step in Step:
        Call.objects.filter(pk=made.call.pk).update(step=step)
        with django_assert_max_num_queries(45):
            assert client.get(f"/recovery/calls/{made.call.pk}/").status_code == 200, step


def test_without_scripts_a_form_saves_and_goes_on(cast: Cast) -> None:
    made = dialled(cast)
    client, address = browser(cast.ben), f"/recovery/calls/{made.call.pk}/"

    page = text(client.post(f"{address}step/", {"step": "listen", "notes": "Late", "notes_version": "0"}, follow=True))

    assert "Step 3 of 9" in page
    assert words(made).text == "Late"
    page = text(client.post(f"{address}quotes/", {"text": "Nobody called back."}, follow=True))
    assert "Nobody called back." in page
    page = text(client.post(f"{address}step/", {"step": "offer"}, follow=True))
    assert "Locked until the customer agreed" in page
    assert "Step 3 of 9" in page


def test_from_the_diagnosis_to_the_record(cast: Cast) -> None:
    made = dialled(cast)
    client, address = browser(cast.ben), f"/recovery/calls/{made.call.pk}/"
    (first,) = reasons(1)

    page = text(client.post(f"{address}diagnosis/", {"reason": str(first), f"strength_{first}": "4"}, follow=True))
    assert "Let me say it in my words" in page
    page = text(client.post(f"{address}verification/", {"heard": "not_quite", "correction": "Not that"}, follow=True))
    assert "What they corrected" in page
    client.post(f"{address}diagnosis/", {"reason": str(first), f"strength_{first}": "4"})
    page = text(client.post(f"{address}verification/", {"heard": "agreed", "read_back": "It was that."}, follow=True))
    assert "What can we do to win back your business?" in page
    form = {"destination": "competitor", "destination_name": "Needles", "wish": "In time", "step": "support"}
    page = text(client.post(f"{address}catalogue/", form, follow=True))
    assert "What can be put right at once?" in page
    assert Requirement.objects.get().words == "In time"


def test_the_offer_is_written_as_a_letter_and_listed(cast: Cast) -> None:
    made = verified(cast)
    client, address = browser(cast.ben), f"/recovery/calls/{made.call.pk}/"
    actions.go_to_step(by=cast.ben, at=NOW, call=made.call, step=Step.OFFER)
    form = {"words": "A year of free delivery", "cost": "0,01", "until_on": "2099-01-01"}

    page = text(client.post(f"{address}proposals/", form, follow=True))

    assert "A year of free delivery" in page
    assert str(Proposal.objects.get().cost) == "0.0100"


def test_a_listening_call_shows_no_offer_and_takes_none(cast: Cast) -> None:
    made = verified(cast, kind=CallKind.LISTENING)
    client, address = browser(cast.ben), f"/recovery/calls/{made.call.pk}/"
    for step in Step:
        Call.objects.filter(pk=made.call.pk).update(step=step)
        page = text(client.get(address))
        assert "Step 8 of 8" in page or "of 8" in page
        assert "/proposals/" not in page
        assert 'value="offer"' not in page

    answer = client.post(f"{address}proposals/", {"words": "Come back", "cost": "1", "until_on": "2099-01-01"})

    assert answer.status_code == 403
    assert not Proposal.objects.exists()


def test_what_is_refused_comes_back_as_a_sentence_on_the_page(cast: Cast) -> None:
    made = dialled(cast)
    client, address = browser(cast.ben), f"/recovery/calls/{made.call.pk}/"

    assert "Choose at least one reason" in text(client.post(f"{address}diagnosis/", {}, follow=True))
    page = text(client.post(f"{address}end/", {"outcome": "call_back", "day": "2011-10-05"}, follow=True))
    assert "Choose a day and a time." in page
    assert made.fresh().ended_at is None


def test_a_callback_is_promised_on_the_customers_clock(cast: Cast) -> None:
    made = dialled(cast)
    form = {"outcome": "call_back", "day": "2099-10-06", "time": "09:30", "zone": "Europe/Paris"}

    browser(cast.ben).post(f"/recovery/calls/{made.call.pk}/end/", form)

    case = Case.objects.get(pk=made.case.pk)
    assert case.next_at.isoformat() == "2099-10-06T07:30:00+00:00"
    assert (case.next_zone, case.is_promised) == ("Europe/Paris", True)


def test_words_are_saved_by_version_and_stand_aside_otherwise(cast: Cast) -> None:
    made = dialled(cast)
    client, address = browser(cast.ben), f"/recovery/calls/{made.call.pk}/words/"
    form = {"field": "notes", "text": "Late", "version": "0", "pen": "desk"}

    assert client.post(address, form).json() == {"aside": None, "version": 1, "text": "Late"}
    told = client.post(address, {**form, "text": "Rude", "pen": "phone"}).json()
    assert told["text"] == "Late"
    assert "Keep both" in told["html"]
    page = text(client.get(f"/recovery/calls/{made.call.pk}/"))
    assert "Nothing is lost" in page


def test_whoever_a_call_was_taken_over_from_is_told_so_and_keeps_their_words(cast: Cast) -> None:
    made = dialled(cast)
    address = f"/recovery/calls/{made.call.pk}/words/"
    actions.take_over(by=cast.dev, at=NOW, case=made.case)

    told = browser(cast.ben).post(address, {"field": "notes", "text": "Late", "version": "0"}).json()

    assert "Dev Patel has taken this call over" in told["html"]
    assert "Keep both" not in told["html"]
    assert "Late" in text(browser(cast.dev).get(f"/recovery/calls/{made.call.pk}/"))


def test_a_quote_is_passed_on_to_those_it_is_about(cast: Cast) -> None:
    made = dialled(cast)
    quote = actions.note_quote(by=cast.ben, at=NOW, call=made.call, text="The lady at the till was lovely.")
    address = f"/recovery/calls/{made.call.pk}/quotes/{quote.pk}/coaching/"

    page = text(browser(cast.ben).post(address, {"about": "The till", "praises": "yes"}, follow=True))

    assert "Passed on to those it is about." in page
    assert Coaching.objects.get().source == f"recovery:call:{made.call.pk}"


def test_the_first_page_leads_back_to_the_call(cast: Cast) -> None:
    made = dialled(cast)

    page = text(browser(cast.ben).get("/"))

    assert f"You are in a call with {made.case.title}" in page
    assert f'href="/recovery/calls/{made.call.pk}/"' in page


def test_somebody_elses_call_is_not_there(cast: Cast) -> None:
    made = dialled(cast)
    for person in (cast.olive, cast.dev):
        client = browser(person)
        assert client.get(f"/recovery/calls/{made.call.pk}/").status_code == 404
        assert client.get(f"/api/1/recovery/calls/{made.call.pk}").status_code == 404
        assert client.post(f"/recovery/calls/{made.call.pk}/words/", {"field": "notes"}).status_code == 404


def test_a_program_walks_through_a_call(cast: Cast) -> None:
    made = diagnosed(cast)
    client, address = browser(cast.ben), f"/api/1/recovery/calls/{made.call.pk}"

    def put(path: str, **body: Any) -> Any:
        return client.put(f"{address}/{path}", body, content_type="application/json").json()

    told = put("verification", heard="agreed", text="It was late.", version=0)
    assert [place["step"] for place in told["steps"] if place["locked"]] == []
    assert told["confirmed"]["answer"] == "asked"
    assert put("words", field="notes", text="More", version=1)["version"] == 2
    assert put("answers", question="respect", value=9)["detail"] == "Choose a number from 1 to 5, or none."
    body = {"outcome": "spoke", "ending": "declined"}
    told = client.post(f"{address}/end", body, content_type="application/json").json()
    assert (told["outcome"], words(made, Field.NOTES).text) == ("spoke", "More")


def test_a_program_is_told_why_a_step_is_locked(cast: Cast) -> None:
    made = scene(cast)
    address = f"/api/1/recovery/calls/{made.call.pk}/step"

    refused = browser(cast.ben).post(address, {"step": "offer"}, content_type="application/json")

    assert refused.status_code == 409
    assert "Locked until the customer agreed" in refused.json()["detail"]
