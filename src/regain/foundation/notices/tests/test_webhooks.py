"""Other programs are told: a real HTTP server hears, and the standard's own library verifies."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

import pytest
from django.apps import apps
from django.db import transaction
from pytest_django import DjangoAssertNumQueries, Settings
from standardwebhooks import Webhook

from regain.foundation.audit.models import Entry
from regain.foundation.audit.verb import verb
from regain.foundation.jobs.models import Job
from regain.foundation.kit import clock
from regain.foundation.kit.actor import Actor, System
from regain.foundation.kit.errors import Conflict, Invalid, NotAllowed
from regain.foundation.kit.events import announce
from regain.foundation.notices.actions import deliveries, endpoints
from regain.foundation.notices.actions.outbox import queue_message
from regain.foundation.notices.jobs.webhooks import tell_programs
from regain.foundation.notices.models import Delivery, Endpoint, Reminder
from regain.foundation.notices.models.endpoint import unsealed
from regain.foundation.notices.rules import telling, webhook
from regain.foundation.notices.tests.conftest import Traces
from regain.foundation.notices.tests.servers import Listener, listening
from tests.cast import Cast

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
NAME = "customer.returned"

INSIDE = [
    *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.1.1", "100.64.0.1", "0.0.0.0", "224.0.0.1"),
    *("255.255.255.255", "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "::"),
]


class How(StrEnum):
    """How somebody came back."""

    ALONE = "alone"


@dataclass(frozen=True)
class Returned:
    """A customer came back."""

    customer: str
    worth: Decimal
    on: date
    how: How
    token: str = field(default="secret", repr=False)


@verb("notices.test_returned", allow=lambda **_: True)
def come_back(*, by: Actor, at: datetime, customer: str) -> None:
    """A verb that announces."""
    announce(Returned(customer=customer, worth=Decimal("12.50"), on=at.date(), how=How.ALONE))


@verb("notices.test_failed", allow=lambda **_: True)
def come_back_and_fail(*, by: Actor, at: datetime) -> None:
    """A verb that announces and then breaks."""
    announce(Returned(customer="1", worth=Decimal(1), on=at.date(), how=How.ALONE))
    raise ZeroDivisionError


@pytest.fixture(autouse=True)
def published(monkeypatch: pytest.MonkeyPatch) -> None:
    """The event of these tests has a public name."""
    monkeypatch.setattr(apps.get_app_config("jobs"), "publishes", {f"{__name__}.Returned": NAME})


@pytest.fixture
def listener(settings: Settings) -> Iterator[Listener]:
    """A program on this machine that `regain.toml` allows."""
    web = settings.CONFIGURATION.web.model_copy(update={"webhook_hosts": ("127.0.0.1",)})
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"web": web})
    with listening() as found:
        yield found


@pytest.fixture
def endpoint(cast: Cast, listener: Listener) -> Endpoint:
    """That program, subscribed."""
    return endpoints.add_endpoint(by=cast.nia, at=AT, title="CRM", url=listener.address, events=[NAME])


def tell() -> dict[str, int]:
    """One turn of the worker."""
    counts: dict[str, int] = tell_programs.func()
    return counts


def hurry() -> None:
    """Let what was put off be due now."""
    Delivery.objects.update(due_at=AT)


@pytest.mark.django_db
def test_a_program_hears_what_happened_and_can_verify_it(endpoint: Endpoint, listener: Listener, cast: Cast) -> None:
    come_back(by=cast.dev, at=AT, customer="C 1/é")

    assert tell() == {"arrived": 1, "tried": 1}

    heard = listener.heard[0]
    assert Webhook(endpoint.secret).verify(heard.body, heard.headers) == json.loads(heard.body)
    told = json.loads(heard.body)
    assert told["type"] == NAME
    assert datetime.fromisoformat(told["timestamp"]).tzinfo
    assert told["data"] == {"customer": "C 1/é", "worth": "12.50", "on": "2026-03-02", "how": "alone"}
    assert (heard.path, heard.headers["host"]) == ("/hook", f"127.0.0.1:{listener.port}")


@pytest.mark.django_db
def test_a_program_hears_only_what_it_subscribed_to(endpoint: Endpoint) -> None:
    queue_message(by=System("worker"), at=AT, to="a@b.example", subject="Hello", text="Hello")

    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_what_a_rolled_back_verb_announced_was_never_said(endpoint: Endpoint, cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError):
        come_back_and_fail(by=cast.dev, at=AT)
    with transaction.atomic():
        come_back(by=cast.dev, at=AT, customer="1")
        transaction.set_rollback(True)

    assert not Delivery.objects.exists()
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_an_event_nobody_publishes_costs_no_question(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(apps.get_app_config("jobs"), "publishes", {})

    with django_assert_num_queries(5):
        come_back(by=cast.dev, at=AT, customer="1")


@pytest.mark.parametrize("status", [500, 404, 302])
@pytest.mark.django_db
def test_a_program_that_fails_is_asked_again_under_the_same_id(
    endpoint: Endpoint, listener: Listener, cast: Cast, status: int
) -> None:
    listener.statuses = [status]
    come_back(by=cast.dev, at=AT, customer="1")

    assert tell() == {"arrived": 0, "tried": 1}

    failed = Delivery.objects.get()
    assert (failed.status, failed.attempts) == (status, 1)
    assert str(status) in failed.sentence
    assert timedelta(0) < failed.due_at - clock.now() < timedelta(seconds=6)
    hurry()
    assert tell() == {"arrived": 1, "tried": 1}
    assert {heard.path for heard in listener.heard} == {"/hook"}
    assert len({heard.headers["webhook-id"] for heard in listener.heard}) == 1
    assert Endpoint.objects.get().failing_since is None


@pytest.mark.django_db
def test_after_its_last_try_a_delivery_is_given_up_and_can_be_sent_again(
    endpoint: Endpoint, listener: Listener, cast: Cast
) -> None:
    come_back(by=cast.dev, at=AT, customer="1")
    for _ in range(len(webhook.PAUSES) + 1):
        listener.statuses = [500]
        hurry()
        tell()

    given_up = Delivery.objects.get()
    assert given_up.given_up_at
    deliveries.send_again(by=cast.nia, at=AT, delivery=given_up)
    assert tell() == {"arrived": 1, "tried": 1}


@pytest.mark.django_db
def test_a_program_that_is_gone_is_paused_and_those_who_connect_are_reminded(
    endpoint: Endpoint, listener: Listener, cast: Cast
) -> None:
    listener.statuses = [410]
    come_back(by=cast.dev, at=AT, customer="1")

    tell()

    assert Endpoint.objects.get().paused_because == "It says it is gone."
    assert {each.person_id for each in Reminder.objects.all()} == {cast.nia.pk, cast.olive.pk}
    come_back(by=cast.dev, at=AT, customer="2")
    hurry()
    assert tell()["tried"] == 0
    assert Delivery.objects.count() == 1


@pytest.mark.django_db
def test_a_program_that_failed_for_days_is_paused(endpoint: Endpoint, listener: Listener, cast: Cast) -> None:
    Endpoint.objects.update(failing_since=clock.now() - webhook.FAILS_AT_MOST)
    listener.statuses = [500]
    come_back(by=cast.dev, at=AT, customer="1")

    tell()

    assert "five days" in Endpoint.objects.get().paused_because


@pytest.mark.django_db
def test_what_waited_goes_when_it_is_resumed(endpoint: Endpoint, listener: Listener, cast: Cast) -> None:
    come_back(by=cast.dev, at=AT, customer="1")
    paused = endpoints.pause_endpoint(by=cast.nia, at=AT, endpoint=endpoint)
    assert tell()["tried"] == 0

    endpoints.resume_endpoint(by=cast.nia, at=AT, endpoint=paused)

    assert tell() == {"arrived": 1, "tried": 1}


@pytest.mark.django_db
def test_for_a_day_the_secret_before_signs_too(endpoint: Endpoint, listener: Listener, cast: Cast) -> None:
    renewed = endpoints.renew_secret(by=cast.nia, at=clock.now(), endpoint=endpoint)
    endpoints.ping_endpoint(by=cast.nia, at=AT, endpoint=renewed)
    tell()

    heard = listener.heard[0]
    assert renewed.secret != endpoint.secret
    for secret in (renewed.secret, endpoint.secret):
        assert Webhook(secret).verify(heard.body, heard.headers)
    assert len(Endpoint.objects.get().secrets(clock.now() + timedelta(days=2))) == 1


@pytest.mark.django_db
def test_the_database_does_not_hold_the_secret(endpoint: Endpoint, settings: Settings) -> None:
    kept = Endpoint.objects.get().sealed_secret

    assert endpoint.secret not in kept
    assert unsealed(kept) == endpoint.secret


@pytest.mark.django_db
def test_another_secret_key_is_told_and_harms_nothing(
    endpoint: Endpoint, listener: Listener, cast: Cast, settings: Settings
) -> None:
    come_back(by=cast.dev, at=AT, customer="1")
    settings.SECRET_KEY = "another"

    tell()

    assert "renew the secret" in Delivery.objects.get().sentence
    assert listener.heard == []


@pytest.mark.django_db
def test_a_removed_endpoint_hears_nothing_and_keeps_no_secret(
    endpoint: Endpoint, cast: Cast, listener: Listener
) -> None:
    come_back(by=cast.dev, at=AT, customer="1")

    gone = endpoints.remove_endpoint(by=cast.nia, at=AT, endpoint=endpoint)

    assert tell()["tried"] == 0
    assert gone.sealed_secret == ""
    with pytest.raises(Conflict):
        endpoints.ping_endpoint(by=cast.nia, at=AT, endpoint=gone)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/hook",
        "https://127.0.0.1/hook",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://localhost/",
        "https://2130706433/",
        "https://printer.local/",
        "https://user:pass@example.com/",
        "ftp://example.com/",
        "https://",
        "https://example.com:0/",
        "https://[/",
        "https://exämple.com/",
        "not an address",
    ],
)
@pytest.mark.django_db
def test_an_address_that_is_not_public_is_refused(cast: Cast, address: str, traces: Traces) -> None:
    before = traces()

    with pytest.raises(Invalid):
        endpoints.add_endpoint(by=cast.nia, at=AT, title="CRM", url=address, events=[NAME])

    assert traces() == before


@pytest.mark.django_db
def test_a_name_that_leads_inside_is_refused_when_it_is_looked_up(
    cast: Cast, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = endpoints.add_endpoint(by=cast.nia, at=AT, title="CRM", url="https://rebind.example/", events=[NAME])
    inside = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("127.0.0.1", 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: inside)
    endpoints.ping_endpoint(by=cast.nia, at=AT, endpoint=made)

    tell()

    assert "private network" in Delivery.objects.get().sentence
    assert listener.heard == []


@pytest.mark.django_db
def test_nothing_leaves_a_demo(cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"sample": True})
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: pytest.fail("looked up"))
    made = endpoints.add_endpoint(by=cast.nia, at=AT, title="CRM", url="https://example.com/", events=[NAME])
    endpoints.ping_endpoint(by=cast.nia, at=AT, endpoint=made)

    tell()

    assert Delivery.objects.get().sentence == "This is a demo, and nothing leaves it."


@pytest.mark.django_db
def test_nobody_else_connects_programs(cast: Cast, traces: Traces) -> None:
    before = traces()

    with pytest.raises(NotAllowed):
        endpoints.add_endpoint(by=cast.dev, at=AT, title="CRM", url="https://example.com/", events=[NAME])

    assert traces() == before


@pytest.mark.parametrize(("title", "events"), [("", [NAME]), ("CRM", []), ("CRM", ["customer.born"])])
@pytest.mark.django_db
def test_an_endpoint_needs_a_title_and_events_there_are(
    cast: Cast, title: str, events: list[str], traces: Traces
) -> None:
    before = traces()

    with pytest.raises(Invalid):
        endpoints.add_endpoint(by=cast.nia, at=AT, title=title, url="https://example.com/", events=events)

    assert traces() == before


@pytest.mark.django_db
def test_deliveries_are_dropped_after_a_month(endpoint: Endpoint, cast: Cast) -> None:
    come_back(by=cast.dev, at=AT, customer="1")
    tell()

    assert deliveries.forget_old(at=clock.now()) == 0
    assert deliveries.forget_old(at=clock.now() + timedelta(days=31)) == 1


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_the_open_internet_is_public(address: str) -> None:
    assert webhook.is_public(address)


@pytest.mark.parametrize("address", INSIDE)
def test_everything_else_is_not(address: str) -> None:
    assert not webhook.is_public(address)


def test_nested_facts_are_told_without_what_they_hide() -> None:
    inner = Returned(customer="1", worth=Decimal("1E+2"), on=AT.date(), how=How.ALONE)

    told = telling.told(type("Outer", (), {"inner": inner, "many": (AT, {How.ALONE})})(), ["inner", "many"])

    assert told["inner"] == {"customer": "1", "worth": "100", "on": "2026-03-02", "how": "alone"}
    assert told["many"] == ["2026-03-02T09:30:00+00:00", ["alone"]]


@pytest.mark.django_db
def test_the_trail_keeps_no_address_that_may_hold_a_key(cast: Cast) -> None:
    url = "https://hooks.example.com/T0/very-secret"
    made = endpoints.add_endpoint(by=cast.nia, at=AT, title="CRM", url=url, events=[NAME])
    endpoints.change_endpoint(by=cast.nia, at=AT, endpoint=made, title="CRM", url=f"{url}-2", events=[NAME])

    assert not any("very-secret" in str(entry.details) for entry in Entry.objects.all())
