"""Signing in and out through the door itself: guessing, telling, redirecting, ending."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from regain.foundation.audit.models import Entry
from regain.foundation.kit import clock
from regain.foundation.people import jobs
from regain.foundation.people.actions import account, entrance, founding, invitations, rights
from regain.foundation.people.models import Attempt, Invitation, Person
from regain.foundation.people.queries.entrance import reset_link_of
from regain.foundation.people.rules import samples
from regain.foundation.people.tests.conftest import Traces
from tests.cast import AT, COMMAND_LINE, PASSWORD, Cast, address

SIGN_IN = "/people/sign-in/"
NEW = "no thread is too long to wind"
HERE = entrance.Caller(address="203.0.113.9")


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    """What the form sends."""
    answer = client.post(SIGN_IN, {"email": email, "password": password, **more})
    assert isinstance(answer, HttpResponse)
    return answer


def is_in(client: Client) -> bool:
    """Whether this browser may see its account."""
    return client.get("/people/account/").status_code == 200


def test_the_right_password_lets_in_and_is_noted(cast: Cast, client: Client) -> None:
    answer = sign_in(client, "  BEN@thimble.example ")

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_in(client)
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.actor, entry.details) == (
        "people.signed_in",
        cast.ben.key,
        {"address": "127.0.0.1"},
    )


def test_an_unknown_address_and_a_wrong_password_get_one_answer(cast: Cast, client: Client) -> None:
    wrong = sign_in(client, address("ben"), "not this one either")
    unknown = sign_in(client, address("zed"), "not this one either")

    assert wrong.status_code == unknown.status_code == 422
    assert _without_tokens(wrong).replace("ben@", "zed@") == _without_tokens(unknown)


def test_who_was_deactivated_gets_the_answer_of_a_wrong_password(cast: Cast, client: Client) -> None:
    wrong = sign_in(client, address("ben"), "not this one either")
    rights.deactivate_person(by=cast.nia, at=AT, person=cast.ben)

    right = sign_in(client, address("ben"))

    assert _without_tokens(right) == _without_tokens(wrong)
    assert not is_in(client)


def test_an_unknown_address_costs_a_hash_as_well(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(entrance, "make_password", hashed.append)

    with pytest.raises(entrance.NotRecognised):
        entrance.recognise(email=address("zed"), password="guess", caller=HERE, at=AT)

    assert hashed == ["guess"]


def test_a_failed_attempt_leaves_nothing_of_what_was_typed(cast: Cast, client: Client) -> None:
    before = Entry.objects.count()

    sign_in(client, "my secret in the wrong field", "zzz-also-secret")

    kept = str(list(Attempt.objects.values()))
    assert Attempt.objects.count() == 1
    assert "secret" not in kept
    assert Entry.objects.count() == before


def test_the_eleventh_guess_is_refused_before_hashing(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _guess in range(10):
        assert sign_in(client, address("ben"), "guess").status_code == 422
    monkeypatch.setattr(entrance, "check_password", _never)
    monkeypatch.setattr(entrance, "make_password", _never)

    for email in (address("ben"), "BEN@Thimble.example"):
        answer = sign_in(client, email)

        assert answer.status_code == 429
        assert b"There were too many attempts. Please try again at " in answer.content
    assert Attempt.objects.count() == 10


def test_an_unknown_address_is_closed_in_the_same_way(cast: Cast, client: Client) -> None:
    answers = [sign_in(client, address("zed"), "guess").status_code for _guess in range(11)]

    assert answers == [422] * 10 + [429]


def test_waiting_opens_the_account_again(cast: Cast) -> None:
    _fail(email=address("ben"), times=10)
    with pytest.raises(entrance.TooManyAttempts):
        entrance.recognise(email=address("ben"), password=PASSWORD, caller=HERE, at=AT)

    later = AT + timedelta(minutes=15)

    assert entrance.recognise(email=address("ben"), password=PASSWORD, caller=HERE, at=later) == cast.ben


def test_success_forgets_the_failures_before_it(cast: Cast) -> None:
    for _round in range(3):
        _fail(email=address("ben"), times=9)
        entrance.recognise(email=address("ben"), password=PASSWORD, caller=HERE, at=AT)

    assert not Attempt.objects.exists()


def test_an_address_is_closed_after_a_hundred_failures_over_all_accounts(cast: Cast) -> None:
    for number in range(10):
        _fail(email=f"guess-{number}@thimble.example", times=10)

    with pytest.raises(entrance.TooManyAttempts):
        entrance.recognise(email=address("ada"), password=PASSWORD, caller=HERE, at=AT)
    elsewhere = entrance.Caller(address="203.0.113.10")
    assert entrance.recognise(email=address("ada"), password=PASSWORD, caller=elsewhere, at=AT)


def test_a_stranger_cannot_lock_out_a_device_that_signed_in_before(cast: Cast, client: Client) -> None:
    sign_in(client, address("ben"))
    client.post("/people/sign-out/")
    stranger = Client(REMOTE_ADDR="198.51.100.7")
    for _guess in range(10):
        sign_in(stranger, address("ben"), "guess")

    assert sign_in(stranger, address("ben")).status_code == 429
    assert sign_in(client, address("ben")).status_code == 302


def test_a_header_does_not_make_a_stranger_somebody_else(cast: Cast, settings: Settings) -> None:
    def answer(said: str) -> int:
        return sign_in(Client(headers={"X-Forwarded-For": said}), "zed@x.example", "guess").status_code

    for number in range(100):
        Attempt.objects.create(account=str(number), address="127.0.0.1", at=clock.now())

    assert answer("203.0.113.1") == 429
    settings.TRUSTED_PROXIES = 1
    assert answer("127.0.0.1, 203.0.113.1") == 422


def test_signing_in_gives_the_session_a_new_key(cast: Cast, client: Client) -> None:
    client.get(SIGN_IN)
    session = client.session
    session["kept"] = "from before"
    session.save()
    before = session.session_key

    sign_in(client, address("ben"))

    assert client.session.session_key != before
    assert client.session[SESSION_KEY] == str(cast.ben.pk)


def test_signing_out_takes_a_post(cast: Cast, client: Client) -> None:
    sign_in(client, address("ben"))

    assert client.get("/people/sign-out/").status_code == 405
    assert is_in(client)
    assert client.post("/people/sign-out/")["Location"] == "/"
    assert not is_in(client)


@pytest.mark.parametrize(
    "goal",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "people/account/",
        "\x00//evil.example",
        "/\t/evil.example",
    ],
)
def test_after_signing_in_nobody_is_sent_elsewhere(cast: Cast, client: Client, goal: str) -> None:
    assert sign_in(client, address("ben"), next=goal)["Location"] == "/"


def test_after_signing_in_one_is_where_one_wanted_to_be(cast: Cast, client: Client) -> None:
    asked = client.get("/people/account/?tab=1")
    assert parse_qs(urlsplit(asked["Location"]).query) == {"next": ["/people/account/?tab=1"]}

    assert sign_in(client, address("ben"), next="/people/account/?tab=1")["Location"] == ("/people/account/?tab=1")


def test_deactivation_ends_the_session_at_the_next_request(cast: Cast, client: Client) -> None:
    sign_in(client, address("ben"))
    key = client.session.session_key or ""

    rights.deactivate_person(by=cast.nia, at=clock.now(), person=cast.ben)

    assert not is_in(client)
    assert not client.session.exists(key)
    rights.reactivate_person(by=cast.nia, at=clock.now(), person=cast.ben)
    assert not is_in(client)


def test_a_change_of_roles_counts_at_the_next_request(cast: Cast, client: Client) -> None:
    sign_in(client, address("olive"))
    assert client.get("/people/staff/").status_code == 200

    rights.change_roles(by=cast.nia, at=clock.now(), person=cast.olive, roles=())

    assert client.get("/people/staff/").status_code == 403


def test_a_new_password_signs_out_every_other_browser(cast: Cast, client: Client) -> None:
    other = Client()
    sign_in(client, address("ben"))
    sign_in(other, address("ben"))

    answer = client.post("/people/account/password/", {"present": PASSWORD, "password": NEW})

    assert answer.status_code == 302
    assert is_in(client)
    assert not is_in(other)


def test_a_new_password_takes_the_present_one(cast: Cast, client: Client, traces: Traces) -> None:
    sign_in(client, address("ben"))
    people = traces()["Person"]

    answer = client.post("/people/account/password/", {"present": "guess", "password": NEW})

    assert answer.status_code == 422
    assert b"Your present password is not right." in answer.content
    assert traces()["Person"] == people


def test_one_can_sign_out_everywhere(cast: Cast, client: Client) -> None:
    other = Client()
    sign_in(client, address("ben"))
    sign_in(other, address("ben"))

    client.post("/people/account/sessions/end/")

    assert not is_in(client)
    assert not is_in(other)
    assert sign_in(client, address("ben")).status_code == 302


def test_asking_for_a_new_password_says_the_same_to_everybody(cast: Cast, client: Client) -> None:
    known = client.post("/people/forgotten/", {"email": address("ben")})
    unknown = client.post("/people/forgotten/", {"email": address("zed")})

    assert known.status_code == unknown.status_code == 200
    assert _without_tokens(known).replace("ben@", "zed@") == _without_tokens(unknown)
    assert Entry.objects.filter(verb="people.password_forgotten").count() == 1


def test_asking_again_and_again_is_refused(cast: Cast, client: Client) -> None:
    answers = [client.post("/people/forgotten/", {"email": address("ben")}).status_code for _ask in range(11)]

    assert answers == [200] * 10 + [429]
    assert sign_in(client, address("ben")).status_code == 302


def test_the_link_in_the_mail_sets_a_new_password_once(cast: Cast, client: Client) -> None:
    jobs.send_reset_link.call(person_id=cast.ben.pk, url="http://testserver/")
    link = next(line for line in mail.outbox[-1].body.splitlines() if line.startswith("http"))
    before = Person.objects.values().get(pk=cast.ben.pk)

    assert client.get(link).status_code == client.head(link).status_code == 200
    assert Person.objects.values().get(pk=cast.ben.pk) == before
    assert client.post(link, {"password": "short"}).status_code == 422
    assert client.post(link, {"password": NEW})["Location"] == "/"
    assert is_in(client)
    assert client.get(link).status_code == 404
    assert sign_in(Client(), address("ben"), NEW).status_code == 302


def test_a_reset_link_dies_with_the_password_the_person_or_time(cast: Cast, client: Client) -> None:
    ben, ada = reset_link_of(cast.ben), reset_link_of(cast.ada)
    account.change_password(by=cast.ben, at=AT, password=NEW)
    rights.deactivate_person(by=cast.nia, at=AT, person=cast.ada)

    pages = {
        _without_tokens(client.get(f"/people/reset/{whom}/{token}/"))
        for whom, token in (ben, ada, ("MQ", "wrong"), ("%%", "x"), ("9" * 30, "x"))
    }

    assert len(pages) == 1
    assert "This link no longer works" in pages.pop()


def test_an_invitation_is_accepted_by_post_only(cast: Cast, client: Client) -> None:
    invitation = invitations.invite_person(
        by=cast.nia, at=clock.now(), email="gus@thimble.example", roles=cast.ben.roles, url="http://x/"
    )
    link = f"/people/joining/{invitation.token}/"

    assert client.get(link).status_code == client.head(link).status_code == 200
    assert Invitation.objects.get(pk=invitation.pk).accepted_at is None
    assert client.post(link, {"name": "Gus", "password": PASSWORD}).status_code == 302
    assert is_in(client)
    assert client.get(link).status_code == client.get("/people/joining/wrong/").status_code == 404
    assert _without_tokens(client.get(link)) == _without_tokens(client.get("/people/joining/wrong/"))


def test_a_page_with_a_secret_address_keeps_it(cast: Cast, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    invitation = invitations.invite_person(
        by=cast.nia, at=clock.now(), email="gus@thimble.example", roles=cast.ben.roles, url="http://x/"
    )

    answer = client.post(f"/people/joining/{invitation.token}/", {"name": "", "password": ""})

    assert answer.status_code == 422
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"
    assert invitation.token not in caplog.text


def test_sample_log_ins_are_offered_and_work_in_a_demo_only(db: None, client: Client, settings: Settings) -> None:
    real = settings.CONFIGURATION
    settings.CONFIGURATION = real.model_copy(update={"sample": True})
    founding.add_sample_people(by=COMMAND_LINE, at=AT)
    olive = samples.SAMPLES[0]
    assert client.get(SIGN_IN).content.count(samples.PASSWORD.encode()) == len(samples.SAMPLES)
    assert sign_in(client, olive.email, samples.PASSWORD).status_code == 302
    assert is_in(client)

    settings.CONFIGURATION = real

    assert not is_in(client)
    assert samples.PASSWORD.encode() not in client.get(SIGN_IN).content
    assert sign_in(client, olive.email, samples.PASSWORD).status_code == 422


def _fail(*, email: str, times: int) -> None:
    for _guess in range(times):
        with pytest.raises(entrance.NotRecognised):
            entrance.recognise(email=email, password="guess", caller=HERE, at=AT)


def _never(*given: object) -> None:
    raise AssertionError("A hash was computed.")


def _without_tokens(answer: object) -> str:
    """The page without what differs by design from one answer to the next."""
    assert isinstance(answer, HttpResponse)
    lines = answer.content.decode().splitlines()
    return "\n".join(line for line in lines if "csrf" not in line.lower())
