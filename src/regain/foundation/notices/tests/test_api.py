"""Notices for programs: the same verbs, the same refusals."""

from typing import Any

import pytest
from django.test import Client

from regain.foundation.kit import clock
from regain.foundation.notices.models import Endpoint, Message
from regain.foundation.notices.tests.test_outbox import AT, queued
from regain.foundation.notices.tests.test_reminders import reminded
from tests.cast import Cast

pytestmark = pytest.mark.django_db

API = "/api/1/notices"
BODY = {"title": "CRM", "address": "https://example.com/hook", "events": ["message.sent"]}


@pytest.fixture
def nia(cast: Cast) -> Client:
    """A program that acts for the administrator."""
    client = Client()
    client.force_login(cast.nia)
    return client


def send(client: Client, path: str, **body: Any) -> Any:
    """A document sent by POST."""
    return client.post(API + path, body, content_type="application/json")


def test_the_outbox_is_listed_read_cancelled(nia: Client) -> None:
    first, second = queued(customer="1"), queued(customer="2")
    Message.objects.filter(pk=first.pk).update(refused_at=AT)

    told = nia.get(f"{API}/outbox?standing=refused").json()
    assert (told["total"], told["messages"][0]["customer"]) == (1, "1")
    assert nia.get(f"{API}/outbox/{second.pk}").json()["text"] == "Hello"

    assert nia.delete(f"{API}/outbox/{second.pk}").json()["standing"] == "cancelled"
    again = nia.delete(f"{API}/outbox/{second.pk}")
    assert (again.status_code, again["Content-Type"]) == (409, "application/problem+json")
    assert send(nia, f"/outbox/{first.pk}/retry").json()["standing"] == "waiting"


def test_a_webhook_lives_through_the_api(nia: Client) -> None:
    assert "message.sent" in {event["name"] for event in nia.get(f"{API}/events").json()}
    made = send(nia, "/webhooks", **BODY).json()
    assert made["secret"].startswith("whsec_")
    place = f"{API}/webhooks/{made['id']}"

    assert "secret" not in nia.get(place).json()
    changed = nia.put(place, {**BODY, "title": "The CRM"}, content_type="application/json").json()
    assert changed["title"] == "The CRM"
    assert send(nia, f"/webhooks/{made['id']}/secret").json()["secret"] != made["secret"]
    assert send(nia, f"/webhooks/{made['id']}/pause").json()["paused_at"]
    assert nia.delete(f"{place}/pause").json()["paused_at"] is None
    assert nia.get(f"{place}/deliveries").json() == {"total": 0, "page": 1, "deliveries": []}
    nia.delete(place)

    assert nia.get(place).status_code == 404
    assert Endpoint.objects.get().removed_at


def test_a_private_address_is_a_problem_document(nia: Client) -> None:
    answer = send(nia, "/webhooks", **{**BODY, "address": "https://10.0.0.1/"})

    assert answer.status_code == 422
    assert "private network" in answer.json()["detail"]
    assert not Endpoint.objects.exists()


def test_a_person_reads_and_dismisses_their_own_reminders(cast: Cast) -> None:
    due = reminded(cast.ben)
    reminded(cast.ben, "call:2", due_at=clock.now().replace(year=2090))
    reminded(cast.ada, "call:3")
    ben = Client()
    ben.force_login(cast.ben)

    told = ben.get(f"{API}/reminders").json()

    assert ([one["id"] for one in told["due"]], len(told["later"])) == ([due.pk], 1)
    assert ben.delete(f"{API}/reminders/{due.pk}").json()["settled_at"]
    assert ben.get(f"{API}/reminders").json()["due"] == []
