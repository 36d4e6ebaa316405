"""Reviews, packs, health and looks back for programs."""

import hashlib
import json
from typing import Any

import pytest
from django.test import Client

from regain.meetings.lossreview.queries.packs import decode
from regain.meetings.lossreview.rules.health import Line
from regain.meetings.lossreview.tests.a_pack import a_pack
from regain.meetings.lossreview.tests.story import a_review
from regain.meetings.lossreview.tests.test_tables import kept
from tests.cast import Cast

API = "/api/1/review"


@pytest.fixture
def ada(cast: Cast) -> Client:
    """A program that acts for an executive."""
    kept(cast, a_pack())
    client = Client()
    client.force_login(cast.ada)
    return client


def read(client: Client, path: str) -> Any:
    """A document."""
    answer = client.get(f"{API}{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_reviews_are_listed_and_read(ada: Client) -> None:
    """With people, agenda, and the standing of the pack."""
    (listed,) = read(ada, "/months")
    found = read(ada, "/months/2011-09")
    assert listed["period"] == found["period"] == "2011-09"
    assert found["pack"]["frozen_at"]
    assert {each["name"] for each in found["people"]} == {"Ada Marlow", "Dev Patel", "Olive Thimble"}
    assert found["agenda"][0]["section"] == "actions"
    assert found["minutes_sent_at"] is None


def test_a_pack_is_read_byte_for_byte_once(ada: Client) -> None:
    """Its tag is the digest of its bytes; whoever has them is told so."""
    answer = ada.get(f"{API}/months/2011-09/pack")
    digest = hashlib.sha256(answer.content).hexdigest()
    assert answer["ETag"] == f'"{digest}"'
    assert answer["X-Pack-Frozen"] == "true"
    assert decode(answer.content.decode()) == a_pack()
    again = ada.get(f"{API}/months/2011-09/pack", headers={"If-None-Match": f'W/"old", "{digest}"'})
    assert (again.status_code, again.content) == (304, b"")


def test_health_and_a_look_back_are_documents(ada: Client) -> None:
    """Every line of the health; of the year the pack and its gaps."""
    health = read(ada, "/health?month=2011-09")
    assert {line["name"] for line in health["lines"]} == set(Line)
    year = read(ada, "/look-back?over=2011")
    assert sum(month["is_gap"] for month in year["months"]) == 11
    assert year["pack"]["losses"]["value_lost"] == str(a_pack().losses.value_lost)
    assert json.dumps(year)


def test_what_is_not_seen_or_not_there_is_refused_in_a_sentence(ada: Client, cast: Cast) -> None:
    """As a problem document."""
    for path, status in (("/months/2011-01", 404), ("/look-back?over=soon", 422), ("/health?month=x", 422)):
        answer = ada.get(f"{API}{path}")
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    a_review(cast, "2011-08")
    assert ada.get(f"{API}/months/2011-08/pack").status_code == 404
    ada.force_login(cast.ben)
    assert ada.get(f"{API}/months/2011-09/pack").status_code == 404
    assert read(ada, "/months") == []
    assert ada.get(f"{API}/health").status_code == 403
