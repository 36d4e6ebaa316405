"""The door of the house: what it says to whom, and what it keeps out of caches."""

import json

import pytest
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.test import Client, RequestFactory
from django.views.decorators.csrf import csrf_exempt
from pytest_django import Settings

from regain.foundation.kit.room import SIGNED_IN
from regain.foundation.people.actions import account
from regain.foundation.people.web import access
from tests.cast import AT, PASSWORD, Cast, address


def signed_in(person: object) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return client


def test_a_route_no_table_names_is_not_there(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    table = {name: methods for name, methods in access._table().items() if name != "people:account"}
    monkeypatch.setattr(access, "_table", lambda: table)

    assert signed_in(cast.olive).get("/people/account/").status_code == 404


def test_a_method_no_table_names_is_refused_with_those_it_does(cast: Cast) -> None:
    answer = signed_in(cast.olive).delete("/people/staff/invitations/")

    assert (answer.status_code, answer["Allow"]) == (405, "GET, POST")


def test_a_visitor_is_sent_to_sign_in_and_back(db: None, client: Client) -> None:
    assert client.get("/people/staff/?q=a")["Location"] == "/people/sign-in/?next=%2Fpeople%2Fstaff%2F%3Fq%3Da"
    assert client.get("/")["Location"] == "/people/sign-in/"


def test_a_visitor_is_not_sent_back_to_what_only_takes_a_form(db: None, client: Client) -> None:
    assert client.post("/people/staff/1/deactivation/")["Location"] == "/people/sign-in/"


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(db: None, client: Client) -> None:
    here = "http://testserver/people/staff/?q=a"
    answer = client.get("/people/staff/", headers={"HX-Request": "true", "HX-Current-URL": here})

    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/people/sign-in/?next=%2Fpeople%2Fstaff%2F%3Fq%3Da"


def test_a_program_gets_401_and_403_as_documents(cast: Cast, client: Client) -> None:
    answer = client.get("/api/1/openapi.json")

    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["detail"] == "Sign in first."


def test_a_refusal_does_not_tell_whether_the_thing_exists(cast: Cast) -> None:
    eve = signed_in(cast.eve)

    real, unreal = eve.get(f"/people/staff/{cast.ben.pk}/"), eve.get("/people/staff/999999/")

    assert real.status_code == unreal.status_code == 403
    assert real.content == unreal.content
    assert real.headers == unreal.headers


def test_nothing_a_signed_in_person_saw_is_kept_by_a_cache(cast: Cast) -> None:
    nia = signed_in(cast.nia)

    for path in ("/people/staff/", "/people/account/", "/people/staff/999999/", "/nowhere/", "/people/staff/export/"):
        assert nia.get(path)["Cache-Control"] == "no-store", path


def test_a_session_does_not_open_the_api_to_a_forged_form(cast: Cast, settings: Settings) -> None:
    door = access.AccessMiddleware(lambda request: HttpResponse())
    request = RequestFactory(enforce_csrf_checks=True).post("/api/1/anything")

    @csrf_exempt
    def operation(request: object) -> HttpResponse:
        return HttpResponse()

    CsrfViewMiddleware(lambda request: HttpResponse()).process_request(request)
    refused = door._forged(request, operation)

    assert refused is not None
    assert refused.status_code == 403
    assert door._forged(RequestFactory().get("/api/1/anything"), operation) is None


def test_the_pages_speak_the_persons_language(cast: Cast, settings: Settings) -> None:
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    account.set_preferences(by=cast.ben, at=AT, theme="dark", language="de", has_shortcuts=True)

    page = signed_in(cast.ben).get("/people/account/")

    assert b'lang="de"' in page.content


def test_the_theme_a_person_chose_comes_with_them_to_a_new_browser(cast: Cast, client: Client) -> None:
    account.set_preferences(by=cast.ben, at=AT, theme="dark", language="", has_shortcuts=True)
    credentials = {"email": address("ben"), "password": PASSWORD}

    fresh = client.post("/people/sign-in/", credentials)
    used = Client()
    used.cookies["regain_theme"] = "light"
    kept = used.post("/people/sign-in/", credentials)

    assert fresh.cookies["regain_theme"].value == "dark"
    assert "regain_theme" not in kept.cookies


def test_the_table_says_who_may(cast: Cast) -> None:
    by_route = {(cell.route, cell.method): cell for cell in access.cells()}

    assert by_route["people:account", "GET"].permission == SIGNED_IN
    assert by_route["people:account", "GET"].lets(frozenset())
    assert not by_route["people:people", "GET"].lets(cast.ben.roles)
    assert by_route["people:people", "GET"].lets(cast.olive.roles)
