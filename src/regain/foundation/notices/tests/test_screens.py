"""The pages of this room: what they show, and that a form does what its button says."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from regain.foundation.kit import clock
from regain.foundation.notices.actions import endpoints
from regain.foundation.notices.models import Delivery, Endpoint, Message
from regain.foundation.notices.rules.message import Attachment
from regain.foundation.notices.tests.test_outbox import queued
from regain.foundation.people.models import Person
from tests.cast import Cast

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
FORM = {"title": "CRM", "address": "https://example.com/hook", "events": ["message.sent"]}


def browser(person: Person) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def dev(cast: Cast) -> Client:
    """The retention manager's browser."""
    return browser(cast.dev)


@pytest.fixture
def nia(cast: Cast) -> Client:
    """The administrator's browser."""
    return browser(cast.nia)


def text(answer: Any) -> str:
    """A page as text."""
    return str(answer.content.decode())


def one_of_each() -> None:
    """A message in each standing."""
    for name in ("waiting", "held", "sent", "refused", "cancelled"):
        queued(to=f"{name}@example.com", subject=f"About {name}")
    Message.objects.filter(to__startswith="held").update(held_at=AT, held_because="Too early there.")
    Message.objects.filter(to__startswith="sent").update(sent_at=AT)
    Message.objects.filter(to__startswith="refused").update(refused_at=AT, sentence="550 No such user.")
    Message.objects.filter(to__startswith="cancelled").update(cancelled_at=AT, cancelled_because="They are back.")


def test_an_empty_outbox_says_what_will_be_there(dev: Client) -> None:
    assert "Nothing was mailed yet" in text(dev.get("/notices/outbox/"))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"waiting", "held", "sent", "refused", "cancelled"}),
        ("standing=held", {"held"}),
        ("standing=sent&standing=refused", {"sent", "refused"}),
        ("standing=waiting", {"waiting"}),
        ("standing=cancelled", {"cancelled"}),
        ("q=held@example", {"held"}),
        ("to=sent@", {"sent"}),
        ("queued_at.from=2026-03-02&queued_at.until=2026-03-02", {"waiting", "held", "sent", "refused", "cancelled"}),
        ("queued_at.from=2026-03-03", set()),
    ],
)
def test_the_outbox_is_searched_filtered_and_taken_along(dev: Client, asked: str, found: set[str]) -> None:
    one_of_each()

    file = b"".join(dev.get(f"/notices/outbox/export/?format=csv&{asked}")).decode("utf-8-sig")
    page = text(dev.get(f"/notices/outbox/?{asked}"))

    names = {"waiting", "held", "sent", "refused", "cancelled"}
    assert {name for name in names if f"About {name}" in file} == found
    assert {name for name in names if f"About {name}" in page} == found


def test_the_outbox_asks_no_more_for_more_messages(
    dev: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        one_of_each()

    with django_assert_max_num_queries(8):
        dev.get("/notices/outbox/")


def test_a_message_is_read_cancelled_and_not_sent_twice(dev: Client) -> None:
    brief = Attachment("brief.pdf", "application/pdf", b"%PDF")
    message = queued(text="Dear Harbour <Café>,\nsorry.", customer="C 1/é", attachments=(brief,))
    place = f"/notices/outbox/{message.pk}/"

    page = text(dev.get(place))
    assert all(part in page for part in ("Dear Harbour &lt;Café&gt;,<br>sorry.", "brief.pdf", "C 1/é", "Cancel it"))

    assert "The message is cancelled." in text(dev.post(f"{place}cancellation/", follow=True))
    assert "Cancelled by Dev Patel." in text(dev.get(place))
    assert dev.post(f"{place}cancellation/").status_code == 409


def test_a_refused_message_can_be_tried_again(dev: Client) -> None:
    message = queued()
    Message.objects.update(refused_at=AT, sentence="550 No such user.")

    page = text(dev.get(f"/notices/outbox/{message.pk}/"))
    assert "550 No such user." in page
    assert "Try again" in page
    dev.post(f"/notices/outbox/{message.pk}/retry/")

    assert Message.objects.get().refused_at is None


def test_an_endpoint_is_added_and_its_secret_shown_once(nia: Client) -> None:
    page = text(nia.post("/notices/webhooks/new/", FORM))

    assert "whsec_" in page
    made = Endpoint.objects.get()
    assert made.events == ["message.sent"]
    assert "whsec_" not in text(nia.get(f"/notices/webhooks/{made.pk}/"))
    assert "CRM" in text(nia.get("/notices/webhooks/"))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"address": "http://example.com/"}, "must begin with https"),
        ({"address": "https://10.0.0.1/"}, "inside a private network"),
        ({"events": []}, "Choose at least one event"),
        ({"title": ""}, "This field is required"),
    ],
)
def test_what_is_wrong_comes_back_as_it_was_filled_in(nia: Client, changed: dict[str, object], said: str) -> None:
    answer = nia.post("/notices/webhooks/new/", {**FORM, **changed})

    assert answer.status_code == 422
    assert said in text(answer)
    assert not Endpoint.objects.exists()


@pytest.fixture
def endpoint(cast: Cast) -> Endpoint:
    """A program that hears."""
    return endpoints.add_endpoint(
        by=cast.nia, at=clock.now(), title="CRM", url="https://example.com/hook", events=["message.sent"]
    )


def test_an_endpoint_is_changed_paused_resumed_and_removed(nia: Client, endpoint: Endpoint) -> None:
    place = f"/notices/webhooks/{endpoint.pk}/"
    assert "https://example.com/hook" in text(nia.get(f"{place}change/"))
    nia.post(f"{place}change/", {**FORM, "title": "The CRM"})
    assert "The CRM" in text(nia.get(place))

    page = text(nia.post(f"{place}pause/", follow=True))
    assert "Paused by Nia Abara." in page
    assert f"{place}resumption/" in page
    nia.post(f"{place}resumption/")
    assert Endpoint.objects.get().paused_at is None
    assert "whsec_" in text(nia.post(f"{place}secret/"))

    assert "is removed" in text(nia.post(f"{place}removal/", follow=True))
    assert nia.get(place).status_code == 404


def test_a_delivery_is_found_read_and_sent_again(nia: Client, endpoint: Endpoint) -> None:
    place = f"/notices/webhooks/{endpoint.pk}/"
    nia.post(f"{place}ping/")
    ping = Delivery.objects.get()
    Delivery.objects.update(given_up_at=AT, attempts=10, status=500, sentence="It answered 500.")

    assert "It answered 500." in text(nia.get(f"{place}?standing=given_up&event=ping&q={ping.key}"))
    assert "It answered 500." not in text(nia.get(f"{place}?standing=arrived"))
    assert ping.key in text(nia.get(f"/notices/deliveries/{ping.pk}/"))
    nia.post(f"/notices/deliveries/{ping.pk}/retry/")

    assert Delivery.objects.get().given_up_at is None
    file = nia.get(f"{place}deliveries/export/?format=csv")
    assert "ping" in b"".join(file).decode()


def test_the_list_of_events_names_their_fields(nia: Client) -> None:
    page = text(nia.get("/notices/webhooks/"))

    assert "message.refused" in page
    assert "sentence" in page


def test_an_unknown_file_format_is_not_there(nia: Client, endpoint: Endpoint) -> None:
    assert nia.get("/notices/outbox/export/?format=exe").status_code == 404
    assert nia.get(f"/notices/webhooks/{endpoint.pk}/deliveries/export/?format=exe").status_code == 404


def test_a_held_message_says_until_when(dev: Client) -> None:
    message = queued(not_before=AT + timedelta(days=2))
    Message.objects.update(held_at=AT, held_because="Too early there.")

    page = text(dev.get(f"/notices/outbox/{message.pk}/"))

    assert all(part in page for part in ("Held", "Too early there.", "Send now"))
